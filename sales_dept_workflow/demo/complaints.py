from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_complaints(self, company):
        """Complaints in every state: waiting by mail, on the portal, with the manager, granted, refused, closed."""
        company.sudo()._sdw_set_complaint_alias("tousu")
        self._complain_by_mail()
        self._complain_asked()
        self._complain_granted()
        self._complain_closed()
        self._complain_service()

    def _complaint(self, customer, user, text, hours=2, **values):
        """Recorded by ``user``, received some hours ago."""
        received = fields.Datetime.now() - timedelta(hours=hours)
        partner = self._ref(f"customer_{customer}")
        values = {"partner_id": partner.id, "description": text, "received_on": received, **values}
        return self.env["sdw.complaint"].with_user(self._user(user)).create(values)

    def _goods(self, product, quantity):
        return [Command.create({"product_id": self._ref(f"product_{product}").id, "quantity": quantity})]

    def _complain_by_mail(self):
        """From an address nobody knows: the sales administration looks for the customer."""
        mail = {
            "subject": "水泵噪音过大",
            "body": "<p>上月购买的两台离心泵运行时噪音明显偏大，请尽快安排人员检查。</p>",
            "email_from": "设备科 <shebei@hongxing-plant.example.com>",
        }
        self.env["sdw.complaint"].sudo().message_new(mail, {"company_id": self.env.company.id})

    def _complain_asked(self):
        """A return that waits for the sales manager."""
        order = self._ref("order_confirmed")
        complaint = self._complaint(
            "waterworks", "salesperson", "三十套机械密封中有四套端面划伤，要求退货并退款。", hours=20,
            order_id=order.id, claim="return", claim_amount=1200.0, line_ids=self._goods("seal", 4),
        )  # fmt: skip
        complaint.action_respond("已告知客户，两个工作日内答复退货事宜。")
        complaint.action_request_approval("complaint", "划痕照片已核实，确为出厂前所致。")

    def _complain_granted(self):
        """A replacement the manager granted, ready to be sent with its own notice."""
        order = self._ref("order_confirmed")
        complaint = self._complaint(
            "waterworks", "salesperson", "其中两套密封圈规格与合同不符，请换货。", hours=30,
            order_id=order.id, claim="replacement", line_ids=self._goods("seal", 2),
        )  # fmt: skip
        complaint.action_respond("当天电话致歉，安排换货。")
        complaint.action_start()
        complaint.action_request_approval("complaint", "仓库发错规格，责任在我方。")
        complaint.with_user(self._user("manager")).action_approve("同意换货。")
        complaint.action_make_replacement()

    def _complain_closed(self):
        """Solved on the phone, noted by the manager, closed."""
        complaint = self._complaint("dealer", "salesperson", "随货资料中缺少产品合格证。", hours=50, channel="phone")
        complaint.action_respond("电话致歉，当天补寄。")
        complaint.action_solve("合格证已快递寄出，客户确认收到。")
        complaint.with_user(self._user("manager")).action_manager_noted()
        complaint.action_close()

    def _complain_service(self):
        """A customer asks how to use what he bought: the engineer explains."""
        service = self._complaint(
            "chemical", "salesperson", "双端面机械密封的冲洗压力应如何设定？", kind="guidance", hours=5,
            technician_id=self._user("support").id, technician_task="请电话指导客户设定冲洗压力。",
        )  # fmt: skip
        service.action_respond("已转销售工程师，今日回电。")
        service.with_user(self._user("support")).action_technician_result("按高于腔体压力 0.15 MPa 设定，客户已调好。")
