import base64
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

#: name: (customer, salesperson, subject, customer's number, amount, days until submission, bond)
TENDERS = {
    "reported": ("paper", "salesperson_south", "东莞造纸废水泵改造", "HD-2026-031", 168000, 12, 3000),
    "preparing": ("waterworks", "salesperson", "苏州清源二水厂送水泵组", "QY-2026-118", 520000, 9, 10000),
    "waiting": ("chemical", "salesperson", "镇海化工循环水泵年度框架", "ZH-2026-077", 310000, 4, 6000),
    "won": ("pharma", "salesperson", "临平制药纯水泵站", "LP-2026-009", 96000, 3, 2000),
    "lost": ("food", "salesperson_south", "穗香食品清洗泵采购", "SX-2026-022", 88000, 3, 2000),
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_tenders(self, company):
        """One tender in front of each who has to do something, one won, one lost."""
        tenders = {name: self._tender(name, *row) for name, row in TENDERS.items()}
        for name in ("preparing", "waiting", "won", "lost"):
            self._decide(tenders[name], "项目匹配,投标。")
        self._prepare_bid(tenders["preparing"], finished=False)
        for name in ("waiting", "won", "lost"):
            self._prepare_bid(tenders[name])
            self._review_bid(tenders[name])
        for name in ("won", "lost"):
            self._send_bid(tenders[name])
        self._end_tenders(tenders["won"], tenders["lost"])

    def _tender(self, name, customer, user, subject, reference, amount, days, bond):
        seller = self._user(user)
        now = fields.Datetime.now()
        tender = (
            self.env["sdw.tender"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self._ref(f"customer_{customer}").id,
                    "user_id": seller.id,
                    "subject": subject,
                    "reference": reference,
                    "amount": amount,
                    "source": "notice" if name in ("won", "lost") else "invitation",
                    "received_on": now - timedelta(days=4 if name == "reported" else 0),
                    "submission_deadline": now + timedelta(days=days),
                    "opening_date": now + timedelta(days=days + 5),
                    "bond_amount": bond,
                    "bond_due": fields.Date.add(fields.Date.context_today(self), days=days - 2),
                }
            )
        )
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"sales_dept_workflow.demo_tender_{name}",
                    "record": tender.with_env(self.env),
                    "noupdate": True,
                }
            ]
        )
        return tender

    def _decide(self, tender, comment):
        tender.with_user(tender.sudo().manager_id).action_approve(comment)

    def _prepare_bid(self, tender, finished=True):
        tender.author_id = tender.user_id
        items = tender.checklist_ids
        (items if finished else items[:3]).done = True
        tender.competitor_ids = [
            Command.create({"name": "北方水泵集团", "price": tender.amount * 0.96, "note": "价格低,交货期长"}),
            Command.create({"name": "沪上流体机械", "price": tender.amount * 1.05}),
        ]
        if finished:
            document = {"name": f"投标书 {tender.reference}.pdf", "datas": base64.b64encode(b"%PDF-1.4 bid")}
            file = {**document, "res_model": tender._name, "res_id": tender.id}
            tender.document_ids = tender.env["ir.attachment"].create(file)
            tender.action_bond_paid()

    def _review_bid(self, tender):
        tender.action_review("标书已完成,请审核。")
        request = tender.sudo().approval_ids.filtered(lambda approval: approval.state == "pending")
        request.with_user(request.assignee_id).action_approve("审核通过。")
        tender.action_bind()

    def _send_bid(self, tender):
        tender.with_user(self._user("gm")).action_approve("同意投标。")
        tender.with_user(self._user("sales_admin")).action_seal("bid")
        tender.action_submit("courier", "SF1029384756")

    def _end_tenders(self, won, lost):
        won.action_won("技术方案评分第一。")
        winner = lost.competitor_ids[0]
        reason = self.env.ref("crm.lost_reason_1").id
        lost.action_lost("价格高于对手 4%。", winner.id, winner.price, reason)
        won.action_bond_returned()
