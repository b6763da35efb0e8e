from odoo import models
from odoo.fields import Command

#: name: (what for, company, contact, province, city, product, quantity, salesperson, verified by the office)
INQUIRIES = {
    "unverified": ("电话询价:增压泵", "南京秦淮物业", "马先生", "JS", "南京市", "centrifugal", 6, "salesperson", False),
    "referred": ("电话询价:备用泵", "合肥巢湖食品", "丁女士", "AH", "合肥市", "centrifugal", 4, "salesperson", True),
    "uplift": ("水厂改造用泵", "无锡锡山水厂", "钱工", "JS", "无锡市", "screw", 3, "salesperson", True),
    "exception": ("印染线循环泵", "嘉兴秀洲印染", "蒋经理", "ZJ", "嘉兴市", "centrifugal", 40, "salesperson", True),
    "free": ("制糖厂输送泵", "南宁邕江糖业", "韦女士", "GX", "南宁市", "screw", 2, "salesperson_south", True),
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_inquiries(self):
        """Somebody calls: who, from where, how much; and what becomes of it in a protected region."""
        leads = {name: self._inquire(name, row) for name, row in INQUIRIES.items()}
        leads["referred"].action_refer_to_distributor()
        leads["uplift"].action_sdw_quote_uplift()
        leads["exception"].action_sdw_quote_exception()
        order = leads["exception"].order_ids
        order.action_request_approval("price", "首次合作的大客户,要求按价目表价格供货,请批准不加价。")
        self._tell_agents()

    def _inquire(self, name, row):
        title, company, contact, state, city, product, quantity, login, verified = row
        seller = self._user(login)
        lead = self._make(
            "crm.lead",
            f"inquiry_{name}",
            {
                "name": title,
                "type": "opportunity",
                "sdw_inquiry_channel": "phone",
                "partner_name": company,
                "contact_name": contact,
                "phone": f"+86 400 810 {2000 + list(INQUIRIES).index(name)}",
                "country_id": self.env.ref("base.cn").id,
                "state_id": self.env.ref(f"base.state_cn_{state}").id,
                "city": city,
                "user_id": seller.id,
                "team_id": seller.sale_team_id.id,
                "company_id": self.env.ref("base.main_company").id,
                "sdw_inquiry_line_ids": [
                    Command.create({"product_id": self._ref(f"product_{product}").id, "quantity": quantity})
                ],
            },
        )
        if verified:
            lead.with_user(self._user("sales_admin")).action_verify_inquirer()
        return lead.with_user(seller)

    def _tell_agents(self):
        """The distributor is helped, and judged."""
        dealer, seller = self._ref("customer_dealer"), self._user("salesperson")
        support = self.env["sdw.agent.support"].with_user(seller)
        support.create(
            [
                {
                    "agent_id": dealer.id,
                    "customer_id": self._ref("customer_textile").id,
                    "kind": "visit",
                    "date": self._days_ago(40),
                    "note": "陪同拜访越丰纺织,确认循环泵选型",
                },
                {
                    "agent_id": dealer.id,
                    "kind": "training",
                    "date": self._days_ago(75),
                    "note": "螺杆泵维护培训,8 人参加",
                },
            ]
        )
        evaluation = self.env["sdw.agent.evaluation"].with_user(seller).create({"agent_id": dealer.id})
        for line, score in zip(evaluation.line_ids, (92, 80, 95, 70, 85), strict=False):
            line.score = score
        evaluation.conclusion = "完成任务较好,二级市场仍需支持;建议续签协议。"
        evaluation.action_submit()
