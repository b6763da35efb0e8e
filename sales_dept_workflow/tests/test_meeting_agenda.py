from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .collection_common import CollectionCase
from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingAgenda(SalesMeetingCase, CollectionCase):
    """The agenda is read from the records with the eyes of the chair, for all at once (V-02, V-07, R-18, R-20)."""

    def debtor(self, name, amount, user=None):
        user = user or self.salesperson
        partner = self.env["res.partner"].create({"name": name, "is_company": True, "user_id": user.id})
        self.invoice(amount, days=20, partner=partner)
        return partner

    def complaint(self, user=None, **values):
        user = user or self.salesperson
        known = {"partner_id": self.customer.id, "description": "The seal leaks"}
        complaint = self.env["sdw.complaint"].create({**known, **values})
        complaint._sdw_system().user_id = user
        return complaint

    @covers("R-18", "V-07")
    def test_what_the_records_say(self):
        self.order().action_confirm()
        self.env.flush_all()
        self.debtor("Shipyard", 800.0)
        self.sweep()
        self.complaint()
        meeting = self.meeting(date=fields.Datetime.now() + timedelta(minutes=5))
        meeting.action_refresh_agenda()
        own = self.report(meeting)
        self.assertRecordValues(own, [{"order_amount": 1000.0, "overdue_amount": 800.0, "complaint_count": 1}])
        self.assertRecordValues(
            self.report(meeting, self.supervisor), [{"order_amount": 0.0, "overdue_amount": 0.0, "complaint_count": 0}]
        )
        for said in ("Shipyard", "The seal leaks", "Customers in arrears", "Complaints still open"):
            self.assertIn(said, meeting.brief)
        self.assertFalse(meeting.debtor_ids, "debtors one by one are the collection meeting's")

    @covers("R-18")
    def test_what_the_chair_may_not_see_is_not_on_it(self):
        self.debtor("Far away", 900.0, user=self.second_salesperson)
        self.sweep()
        everybody = [(6, 0, (self.salesperson | self.second_salesperson).ids)]
        meeting = self.meeting(attendee_ids=everybody)
        meeting.with_user(self.sales_admin).action_refresh_agenda()
        self.assertNotIn("Far away", meeting.brief)
        self.assertFalse(meeting.report_ids.filtered("overdue_amount"))
        above = self.meeting(user=self.director, attendee_ids=everybody)
        above.action_refresh_agenda()
        self.assertIn("Far away", above.brief)

    def test_what_somebody_wrote_stays(self):
        meeting = self.meeting()
        self.report(meeting).write({"report": "Two orders", "focus": "The steelworks"})
        meeting.action_refresh_agenda()
        self.assertRecordValues(self.report(meeting), [{"report": "Two orders", "focus": "The steelworks"}])

    def test_queries_do_not_grow(self):
        def cost(count):
            people = self.env["res.users"].union(
                *(
                    new_test_user(
                        self.env, f"meeting_{count}_{number}", groups="sales_dept_workflow.group_sdw_salesperson"
                    )
                    for number in range(count)
                )
            )
            people.sale_team_id = self.team
            for user in people:
                self.debtor(f"Debtor of {user.login}", 100.0, user=user)
                self.complaint(user=user)
            self.sweep()
            meeting = self.meeting(attendee_ids=[(6, 0, people.ids)])._sdw_system()
            meeting._build_agenda()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            meeting._build_agenda()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = cost(3)
        self.assertLessEqual(cost(20), few + 2)
