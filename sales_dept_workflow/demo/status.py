from datetime import timedelta

from odoo import models


class SdwDemoStory(models.AbstractModel):
    """How far customers have come, what they are worth, and the routes on which they lie."""

    _inherit = "sdw.demo.story"

    def _tell_status(self):
        self._tell_requests()
        self._tell_routes()
        self.env["res.partner"]._cron_customers()
        best = self.env["sdw.grade.proposal"].with_user(self._user("manager")).search([], limit=1)
        best.action_accept()

    def _tell_requests(self):
        """One base customer approved, one request that waits, one file struck off."""
        pharma, builder, start_up = (self._ref(f"customer_{name}") for name in ("pharma", "builder", "start_up"))
        east, south = self._user("salesperson"), self._user("salesperson_south")
        soon = self.env["sdw.customer.trade"]._today() + timedelta(days=45)
        pharma.with_user(east).write(
            {"sdw_demand": "纯化水车间更换 12 台离心泵", "sdw_budget": 180000, "sdw_timetable": soon}
        )
        start_up.with_user(south).write(
            {"sdw_demand": "新厂区循环水泵 6 台", "sdw_budget": 60000, "sdw_timetable": soon}
        )
        for partner, user, status, reason in (
            (pharma, east, "base", "客户已明确需求、预算和采购时间"),
            (start_up, south, "base", "立项批准,九月前采购"),
            (builder, south, "invalid", "项目停工,公司已注销"),
        ):
            if partner.customer_status in ("lead", False):
                partner.with_user(user).action_request_status(status, reason)
        granted = (pharma | builder).approval_ids.filtered(
            lambda approval: approval.code == "customer_status" and approval.state == "pending"
        )
        granted.with_user(self._user("director")).action_approve("情况属实")

    def _tell_routes(self):
        for name, title, territory, customers in (
            ("east", "苏杭甬线", "east", ("waterworks", "pharma", "textile", "chemical")),
            ("south", "珠三角线", "south", ("food", "paper", "start_up", "shipyard")),
        ):
            region = self._ref(f"territory_{territory}")
            stops = [
                (0, 0, {"partner_id": self._ref(f"customer_{customer}").id, "sequence": number})
                for number, customer in enumerate(customers, 1)
            ]
            self._make(
                "sdw.customer.route",
                f"route_{name}",
                {"name": title, "territory_id": region.id, "user_id": region.user_id.id, "stop_ids": stops},
            )
