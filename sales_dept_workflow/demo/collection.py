import base64

from odoo import models
from odoo.fields import Command
from odoo.tools import file_open


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_collection(self, company):
        debts = {
            "textile": self._shipped("debt_textile", "salesperson", "textile", [("centrifugal", 12)], days=60),
            "pharma": self._shipped("debt_pharma", "salesperson", "pharma", [("seal", 200), ("cabinet", 1)], days=80),
            "paper": self._shipped("debt_paper", "salesperson_south", "paper", [("screw", 8)], days=100),
            "shipyard": self._shipped(
                "debt_shipyard", "salesperson_south", "shipyard", [("screw", 6), ("cabinet", 2)], days=150
            ),
        }
        for order in debts.values():
            self._followups(order).with_user(order.user_id).action_log_call("arrived", "客户确认收货,数量无误。")
        # Still to ship when the customer refuses his plan: the hold stops it.
        self._released("held", "salesperson_south", "shipyard", [("seal", 100)])
        self._invoice(debts["textile"], days=58, due=25)
        self._invoice(debts["pharma"], days=78, due=40)
        self._invoice(debts["paper"], days=98, due=65)
        self._invoice(debts["shipyard"], days=148, due=118)
        self.env["sdw.collection.case"]._cron_sweep()
        self._dun_textile()
        self._ask_pharma()
        self._plan_paper()
        self._refuse_shipyard()

    def _case(self, customer):
        return self.env["sdw.collection.case"].search([("partner_id", "=", self._ref(f"customer_{customer}").id)])

    def _dun_textile(self):
        case = self._case("textile").with_user(self._user("salesperson"))
        case.action_dun("phone", "财务负责人承诺本周付一半。", case.overdue_amount_company / 2, self._days_ago(-3))

    def _ask_pharma(self):
        """His plan lies with the customer, who can sign it on the portal."""
        self._ref("customer_pharma").with_user(self._user("finance")).credit_grade = "d"
        case = self._case("pharma").with_user(self._user("salesperson"))
        case.action_dun("phone", "财务负责人同意分两期付清。")
        case.action_propose_agreement()
        agreement = case.agreement_ids
        agreement.line_ids = [Command.clear(), *self._instalments(case.overdue_amount_company, 2)]
        agreement.action_send()

    def _plan_paper(self):
        # Nobody with this record pays later on his word alone: finance marks him, so he signs a plan.
        self._ref("customer_paper").with_user(self._user("finance")).credit_grade = "d"
        case = self._case("paper").with_user(self._user("salesperson_south"))
        case.action_dun("visit", "资金周转困难,愿意分期。")
        case.action_propose_agreement()
        agreement = case.agreement_ids
        agreement.line_ids = [Command.clear(), *self._instalments(case.overdue_amount_company, 3)]
        agreement.action_send()
        agreement.action_sign("梁厂长", self._signature())

    def _instalments(self, amount, count):
        share = round(amount / count, 2)
        amounts = [share] * (count - 1) + [round(amount - share * (count - 1), 2)]
        return [
            Command.create({"due_date": self._days_ago(-30 * (index + 1)), "amount": part})
            for index, part in enumerate(amounts)
        ]

    def _signature(self):
        with file_open("sales_dept_workflow/demo/signature.png", "rb") as image:
            return base64.b64encode(image.read()).decode()

    def _refuse_shipyard(self):
        self._ref("customer_shipyard").with_user(self._user("finance")).credit_grade = "d"
        case = self._case("shipyard").with_user(self._user("salesperson_south"))
        case.action_dun("letter", "挂号信催款,未回复。")
        case.action_refused("客户拒签还款计划书。")
