from odoo import models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_collection_end(self):
        """The shipyard at court, the meeting that goes through the arrears, and what the dealer collected for us."""
        self._tell_court()
        self._tell_agent_money()
        self._tell_meeting()

    def _tell_court(self):
        case = self._case("shipyard").with_user(self._user("legal"))
        case.write({"legal_court": "珠海市香洲区人民法院", "legal_reference": "(2026)粤0402民初1288号"})
        case.action_log_step("letter", "律师函已寄出,对方签收,未回复。", self._days_ago(6), cost=800.0)
        case.action_log_step("filed", "已立案,案号已取得。", self._days_ago(2), self._days_ago(-12), 2650.0)

    def _tell_agent_money(self):
        seller, invoice = self._user("salesperson"), self._case("textile").with_user(self._user("finance"))
        settlement = (
            self.env["sdw.agent.settlement"]
            .with_user(seller)
            .create(
                {
                    "agent_id": self._ref("customer_dealer").id,
                    "date_from": self._days_ago(30),
                    "date_to": self._days_ago(0),
                    "line_ids": [
                        Command.create(
                            {
                                "partner_id": invoice.partner_id.id,
                                "collected_amount": amount,
                                "collected_on": self._days_ago(days),
                                "reference": reference,
                            }
                        )
                        for amount, days, reference in ((8000.0, 12, "收据 0312"), (5600.0, 2, "收据 0320"))
                    ],
                }
            )
        )
        payment = (
            self.env["account.payment"]
            .with_user(self._user("accountant"))
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": settlement.agent_id.id,
                    "amount": 8000.0,
                    "date": self._days_ago(1),
                    "memo": "代收货款",
                }
            )
        )
        payment.action_post()
        settlement.line_ids[:1].with_user(self._user("accountant")).action_remit(payment)

    def _tell_meeting(self):
        """Last month's measures are still open: they come back on the agenda of this month's."""
        south, cause = self._user("manager_south"), self.env.ref("sales_dept_workflow.arrears_cause_cash")
        people = {"attendee_ids": [Command.set((self._user("salesperson_south") | self._user("finance")).ids)]}
        people.update(kind="collection", user_id=self._user("sales_admin").id)
        meetings = self.env["sdw.sales.meeting"].with_user(south)
        first = meetings.create({"date": self._days_ago(20), **people, "minutes": "<p>本月回款完成计划的八成。</p>"})
        first.action_refresh_agenda()
        for line in first.debtor_ids:
            line.write(
                {
                    "cause_id": cause.id,
                    "measure": "上门拜访,核对账目,落实还款日期。",
                    "user_id": self._user("salesperson_south").id,
                    "due_date": self._days_ago(-3),
                }
            )
        first.report_ids.mode = "in_person"
        first.action_hold()
        first.with_user(self._user("sales_admin")).action_submit_minutes()
        first.action_approve()
        meetings.create({"date": self._days_ago(-5), **people}).action_refresh_agenda()
