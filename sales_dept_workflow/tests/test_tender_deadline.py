from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .tender_common import TenderCase

MONDAY = datetime(2026, 3, 2, 8, 0)


@tagged("post_install", "-at_install")
class TestTenderDeadline(TenderCase):
    """What is due when, whom it reaches, once however often the sweep runs; and what the analysis makes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "UTC"

    def sweep(self, now, times=2):
        for _time in range(times):
            self.env["sdw.deadline.mixin"]._cron_deadlines(now)

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @covers("T-01", "Z-08")
    def test_an_undecided_tender_escalates(self):
        with freeze_time(MONDAY):
            tender = self.tender()
        self.assertEqual(tender.deadline, MONDAY + timedelta(hours=4), "working hours of the calendar")
        with freeze_time(MONDAY + timedelta(hours=8)):
            evening = self.tender()
        self.assertEqual(evening.deadline.date(), (MONDAY + timedelta(days=1)).date())
        self.sweep(MONDAY + timedelta(hours=3))
        self.assertFalse(tender.escalated_on)
        self.sweep(MONDAY + timedelta(hours=5), times=3)
        self.assertTrue(tender.escalated_on)
        escalation = self.activities(tender, "escalation")
        self.assertEqual(len(escalation), 1)
        self.assertNotIn(escalation.user_id, (self.manager, self.salesperson), "the next one up")
        tender.with_user(self.manager).action_approve()
        self.assertFalse(self.activities(tender, "escalation"))
        self.assertFalse(self.activities(tender, "deadline"), "no submission deadline yet")

    def test_the_bid_is_due(self):
        due = fields.Datetime.now().replace(microsecond=0) + timedelta(days=3)
        tender = self.preparing(submission_deadline=due)
        self.assertEqual((tender.deadline, self.activities(tender, "deadline").user_id), (due, self.salesperson))
        with self.assertRaises(AccessError):
            tender.write({"submission_deadline": due + timedelta(days=5)})
        tender.with_user(self.manager).write({"submission_deadline": due + timedelta(days=5)})
        self.assertEqual(tender.deadline, due + timedelta(days=5))
        self.sweep(due + timedelta(days=6))
        self.assertEqual(self.activities(tender, "escalation").user_id, self.manager)

    @covers("T-06")
    def test_the_result_is_asked_for_until_it_is_known(self):
        tender = self.submitted()
        first = tender.deadline
        self.assertEqual(self.activities(tender, "deadline").user_id, self.salesperson)
        with self.assertRaises(UserError):
            self.activities(tender, "deadline").with_user(self.salesperson).action_done()
        self.sweep(first)
        self.assertFalse(tender.escalated_on)
        for week in range(3):
            when = first + timedelta(days=7 * week, hours=1)
            self.sweep(when, times=3)
            self.assertEqual(tender.escalated_on, when)
            self.assertEqual(self.activities(tender, "escalation").user_id, self.manager)
            self.assertEqual(len(self.activities(tender, "escalation")), 1)
            self.sweep(when + timedelta(days=3))
            self.assertEqual(tender.escalated_on, when, "once a week")
        tender.action_lost("Price.")
        self.assertFalse(self.activities(tender, "escalation") | self.activities(tender, "deadline"))
        self.sweep(first + timedelta(days=99))
        self.assertFalse(self.activities(tender, "escalation"))

    @covers("T-06")
    def test_followups_go_on_record(self):
        tender = self.submitted(opening_date=fields.Datetime.now() + timedelta(days=20))
        self.assertEqual(tender.deadline.date(), tender.opening_date.date())
        with self.assertRaises(UserError):
            tender.action_log_followup("")
        tender.action_log_followup("Opening postponed.", fields.Date.today() + timedelta(days=400))
        self.assertLessEqual(tender.deadline, tender.opening_date + timedelta(days=2), "nobody puts it off for ever")
        self.assertIn("Opening postponed.", tender.message_ids[:1].body)

    def test_bond(self):
        today = fields.Date.today()
        tender = self.preparing(bond_amount=50, bond_due=today + timedelta(days=10))
        self.assertEqual(tender.bond_state, "to_pay")
        reminder = self.activities(tender, "tender_bond")
        self.assertEqual((reminder.user_id, reminder.date_deadline), (self.salesperson, today + timedelta(days=7)))
        with self.assertRaises(UserError):
            reminder.with_user(self.salesperson).action_done()
        with self.assertRaises(AccessError):
            tender.write({"bond_due": today + timedelta(days=99)})
        self.sweep(datetime.combine(today, datetime.min.time()) + timedelta(days=12), times=3)
        self.assertEqual(len(self.activities(tender, "tender_bond")), 2)
        self.assertIn(self.manager, self.activities(tender, "tender_bond").user_id)
        with self.assertRaises(AccessError):
            tender.with_user(self.support).action_bond_paid()
        tender.with_user(self.accountant).action_bond_paid()
        self.assertRecordValues(tender, [{"bond_state": "paid", "bond_paid_on": today}])
        self.assertFalse(self.activities(tender, "tender_bond"))
        tender.action_cancel("Withdrawn.")
        self.assertEqual(len(self.activities(tender, "tender_bond")), 1, "get it back")
        self.sweep(datetime.combine(today, datetime.min.time()) + timedelta(days=40), times=3)
        self.assertEqual(len(self.activities(tender, "tender_bond")), 2)
        tender.action_bond_returned()
        self.assertEqual(tender.bond_state, "returned")
        self.assertFalse(self.activities(tender, "tender_bond"))

    def many(self, count, **values):
        row = {"partner_id": self.customer.id, "amount": 10, **values}
        return self.env["sdw.tender"].with_user(self.salesperson).create([row] * count)

    def test_sweeps_cost_the_same(self):
        costs = []
        later = fields.Datetime.now() + timedelta(days=60)
        for count in (20, 200):
            tenders = self.many(count)
            tenders.sudo().write({"bond_state": "to_pay", "bond_deadline": fields.Datetime.now()})
            costs.append(self.queries(lambda: self.sweep(later, times=1)))
            self.assertTrue(all(tender.escalated_on and tender.bond_escalated_on for tender in tenders))
        self.assertLessEqual(costs[1], costs[0] + 10, costs)
        watched = list(self.registry.descendants(["sdw.deadline.mixin"], "_inherit"))
        again = self.queries(lambda: self.sweep(later, times=1))
        self.assertLessEqual(again, 2 * len(watched), "nothing left to do: two questions for each kind of document")

    def test_lists_cost_the_same(self):
        names = ["blocker_panel", "urgency", "deadline_state", "can_decide", "sdw_approval_count", "display_name"]
        costs = []
        for count in (20, 200):
            tenders = self.many(count)
            costs.append(self.queries(lambda tenders=tenders: tenders.with_user(self.gm).read(names)))
        self.assertLessEqual(costs[1], costs[0] + 5, costs)

    def test_registering_many(self):
        self.many(2)
        costs = [self.queries(lambda count=count: self.many(count)) for count in (20, 200)]
        self.assertLessEqual(costs[1], costs[0] + 20, costs)

    @covers("T-08")
    def test_win_rate_of_any_group(self):
        """Undecided ones do not count: two of three is 67 %, whatever else there is."""
        model = self.env["sdw.tender.analysis"].with_user(self.salesperson)
        before = model.search([])
        for won in (True, True, False):
            tender = self.submitted()
            if won:
                tender.action_won()
            else:
                rival = self.env["sdw.tender.competitor"].create({"tender_id": tender.id, "name": "R", "price": 800})
                tender.action_lost("Price", rival.id)
        self.submitted()
        self.tender()
        self.assertFalse(before)
        [(bids, won, lost, rate, gap)] = model._read_group(
            [], [], ["bids:sum", "won:sum", "lost:sum", "win_rate:avg", "price_gap:avg"]
        )
        self.assertEqual((bids, won, lost, round(rate), round(gap)), (4, 2, 1, 67, 25))
        rows = model.formatted_read_group([], ["user_id"], ["win_rate:avg"])
        self.assertEqual([round(row["win_rate:avg"]) for row in rows], [67])
        self.assertFalse(self.env["sdw.tender.analysis"].with_user(self.second_salesperson).search([]))
        self.assertEqual(
            len(
                self.env["sdw.tender.analysis"]
                .with_user(self.gm)
                .search([("tender_id.user_id", "=", self.salesperson.id)])
            ),
            5,
        )
