import base64

from odoo import models


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_contracts(self, company):
        """The company starts to make contracts: what was quoted before stays as it was."""
        company.write({"sdw_mode_contract": "block", "sdw_legal_review_amount": 30000.0})
        self._performing_contract()
        self._approve_contract(self._contract("to_sign", "waterworks", [("centrifugal", 10)]), "manager")
        self._contract("review", "dealer", [("centrifugal", 12)])
        large = self._contract("legal", "dealer", [("screw", 8)])
        self._approve_contract(large, "manager")

    def _contract(self, name, customer, lines):
        """A quotation agreed with the customer, its contract submitted for review."""
        order = self._quote(f"contract_{name}", "salesperson", customer, lines)
        seller = order.with_user(self._user("salesperson"))
        seller.write(
            {
                "sdw_order_channel": "fax",
                "sdw_ordered_on": self._days_ago(2),
                "sdw_agreed_how": "phone",
                "sdw_delivery_date": self._days_ago(-30),
                "sdw_payment_due_date": self._days_ago(-60),
            }
        )
        seller.action_submit_contract("客户传真订货,交期与付款方式已电话确认。")
        return order

    def _approve_contract(self, order, *users):
        for user in users:
            pending = order.approval_ids.filtered(
                lambda approval: approval.code.startswith("contract") and approval.state == "pending"
            )
            pending.with_user(self._user(user)).action_approve("条款无误,同意签订。")

    def _performing_contract(self):
        """From review to performance: manager and legal department, signed on paper, confirmed, handed to the works."""
        order = self._contract("performing", "dealer", [("centrifugal", 40), ("seal", 60)])
        self._approve_contract(order, "manager", "legal")
        clerk = order.with_user(self._user("sales_admin"))
        paper = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_contract", order.ids)[0]
        clerk.action_sign_contract("刘经理", self._days_ago(1), "供货合同.html", base64.b64encode(paper).decode())
        clerk.action_confirm()
        self.env["sdw.contract.distribution"].with_user(self._user("salesperson")).create(
            {
                "order_id": order.id,
                "group_id": self.env.ref("sales_dept_workflow.group_sdw_production").id,
                "user_id": self._user("production").id,
                "task": "请按合同交期安排生产。",
                "due_date": self._days_ago(-20),
            }
        )
