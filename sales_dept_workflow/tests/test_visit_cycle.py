from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import covers
from .visit_common import FORM, VisitCase

NOW = datetime(2030, 3, 4, 1, 0)


@tagged("post_install", "-at_install")
class TestVisitCycle(VisitCase):
    """Who is due when: by grade, from the last visit; proposed at night, missed ones told to the manager."""

    def grade(self, letter):
        """Give every customer this grade in our company, however grades are kept."""
        sql = SQL("jsonb_build_object(%s::text, %s::text)", str(self.company.id), letter)
        self.enterContext(patch.object(type(self.env["res.partner"]), "_sql_customer_grade", lambda _self: sql))

    def met(self, day, **values):
        visit = self.visit(date_planned=False)
        visit.write(values)
        visit.action_record(date_done=f"{day} 03:00:00", **FORM)
        return visit

    def due(self):
        self.env["res.partner"]._sdw_refresh_all_visits()
        return self.customer.next_visit_due

    @covers("V-13", "V-14", "V-15", "A-21")
    def test_due_by_grade(self):
        self.assertFalse(self.due(), "nobody is in the cycle who never bought and was never visited")
        self.met("2025-01-10")
        self.assertEqual(self.customer.last_visit_date, date(2025, 1, 10))
        self.assertEqual(self.customer.next_visit_due, date(2025, 1, 10) + timedelta(days=180))
        for letter, days in (("a", 90), ("b", 120), ("c", 180)):
            self.company.sdw_visit_days_b = 120
            with self.subTest(letter):
                self.grade(letter)
                self.assertEqual(self.due(), date(2025, 1, 10) + timedelta(days=days))
        self.company.sdw_visit_days_c = 0
        self.assertFalse(self.due(), "0: never")

    @covers("V-16")
    def test_grade_a_is_visited_face_to_face(self):
        self.met("2025-01-10")
        self.met("2025-02-10", mode="phone")
        self.assertEqual(self.due(), date(2025, 2, 10) + timedelta(days=180), "any way will do")
        self.grade("a")
        self.assertEqual(self.due(), date(2025, 1, 10) + timedelta(days=90), "a call is no visit")
        self.assertEqual(self.customer.last_visit_date, date(2025, 2, 10))
        nobody = self.visit()
        nobody.action_record(date_done="2025-03-01 03:00:00", outcome="not_met", result="Shut", next_step="Call")
        self.assertEqual(self.due(), date(2025, 1, 10) + timedelta(days=90), "nobody was met")

    @covers("V-13", "V-15")
    def test_from_the_first_order_on(self):
        order = self.order()
        order.sudo().write({"state": "sale", "date_order": "2025-01-10 03:00:00"})
        self.assertEqual(self.due(), date(2025, 1, 10) + timedelta(days=180))
        self.customer.active = False
        self.assertFalse(self.due())

    @covers("V-22")
    def test_the_first_follow_up_after_the_contract(self):
        self.met("2025-01-10")
        order = self.order()
        order.sudo()._sdw_contract_signed()
        today = self.company._sdw_today()
        self.assertEqual(self.customer.sdw_followup_from, today)
        visit = self.env["sdw.visit"].search([("partner_id", "=", self.customer.id), ("state", "=", "planned")])
        self.assertEqual((visit.user_id, visit.due_on), (self.salesperson, today + timedelta(days=30)))
        self.assertEqual(visit.deadline.date(), visit.due_on)
        order.sudo()._sdw_contract_signed()
        self.assertEqual(self.env["sdw.visit"].search_count([("id", ">=", visit.id)]), 1)
        self.grade("a")
        visit.with_user(self.salesperson).action_record(**FORM)
        self.assertEqual(self.due(), today + timedelta(days=90), "followed up: the cycle goes on")

    @covers("V-15")
    def test_proposed_once_and_to_whom(self):
        self.met("2025-01-10").sudo().write({"date_done": "2029-09-10 03:00:00"})
        visits = self.env["sdw.visit"]
        visits._cron_return_visits(NOW)
        domain = [("partner_id", "=", self.customer.id), ("state", "=", "planned")]
        visit = visits.search(domain)
        self.assertEqual((visit.user_id, visit.due_on, visit.mode), (self.salesperson, date(2030, 3, 9), "phone"))
        self.assertEqual(visit.activity_ids.user_id, self.salesperson)
        visits._cron_return_visits(NOW)
        self.assertEqual(visits.search_count(domain), 1)
        visit.with_user(self.salesperson).date_planned = "2030-05-01 03:00:00"
        self.assertEqual(visit.deadline.date(), date(2030, 3, 9), "moved away it is due all the same")
        visit.with_user(self.salesperson).action_cancel("No time")
        visits._cron_return_visits(NOW)
        self.assertEqual(visits.search_count(domain), 1, "called off, it comes back")
        self.customer.user_id = False
        visits.search(domain).action_cancel("x")
        visits._cron_return_visits(NOW)
        self.assertEqual(visits.search(domain).user_id, self.manager, "nobody's customer is the manager's")

    @covers("V-15")
    def test_proposed_from_that_day_on(self):
        self.company.sdw_visit_ahead_days = 7
        self.met("2025-01-10")
        self.visit(date_planned=datetime(2025, 2, 1, 3, 0))  # nobody went
        due, visits = self.customer.next_visit_due, self.env["sdw.visit"]
        for days, count in ((8, 0), (7, 1)):
            visits._cron_return_visits(datetime.combine(due - timedelta(days=days), time(3)))
            opened = [("partner_id", "=", self.customer.id), ("due_on", "!=", False)]
            self.assertEqual(visits.search_count(opened), count, days)

    @covers("V-15", "A-21")
    def test_the_best_grade_of_our_companies(self):
        """Whoever is somebody's grade A is visited as often, and face to face, as that company wants."""
        other = self.env["res.company"].create({"name": "Other", "sdw_visit_days_a": 80})
        self.met("2025-01-10"), self.met("2025-02-10", mode="phone")
        self.customer.customer_grade = "b"
        self.customer.with_company(other).customer_grade = "a"
        self.assertEqual(self.due(), date(2025, 1, 10) + timedelta(days=80))
        self.customer.with_company(other).customer_grade = False
        self.env.ref("sales_dept_workflow.customer_level_b").visit_days = 70
        self.assertEqual(self.due(), date(2025, 2, 10) + timedelta(days=70))
        own = {"name": "Ours", "grade": "b", "company_id": self.company.id, "visit_days": 75}
        self.env["sdw.customer.level"].create(own)
        self.assertEqual(self.due(), date(2025, 2, 10) + timedelta(days=75), "our own row before the shared one")

    @covers("V-15")
    def test_nothing_is_opened_where_no_rule_is_on(self):
        self.switch("off", "complaint")
        self.met("2025-01-10")
        self.env["sdw.visit"]._cron_return_visits()
        self.env["sdw.visit.plan"]._cron_prepare(datetime(2030, 3, 1, 3, 0))
        self.assertFalse(self.env["sdw.visit"].search([("due_on", "!=", False)]))
        self.assertFalse(self.env["sdw.visit.plan"].search([("date_from", "=", "2030-03-04")]))

    @covers("V-15")
    def test_missed_it_reaches_the_manager(self):
        self.met("2025-01-10")
        self.env["sdw.visit"]._cron_return_visits()
        visit = self.env["sdw.visit"].search([("partner_id", "=", self.customer.id), ("state", "=", "planned")])
        self.assertEqual(visit.deadline_state, "overdue")
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(visit.escalated_to_id, self.manager)
        with self.assertRaises(AccessError):
            visit.with_user(self.salesperson).write({"deadline": "2031-01-01"})

    @covers("V-15")
    def test_nobody_writes_the_dates(self):
        for user in (self.salesperson, self.manager, self.archivist):
            for name in ("last_visit_date", "next_visit_due", "sdw_followup_from"):
                with self.assertRaises(AccessError):
                    self.customer.with_user(user).write({name: "2031-01-01"})

    @covers("A-30", "V-15")
    def test_merged_customers(self):
        other = self.customer.copy({"name": "Customer Ltd"})
        self.met("2025-01-10")
        mine = self.visit(partner=other, date_planned=False)
        mine.action_record(date_done="2025-02-10 03:00:00", **FORM)
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge((self.customer | other).ids, self.customer)
        self.assertEqual(mine.partner_id, self.customer)
        self.assertEqual(self.customer.last_visit_date, date(2025, 2, 10))

    @covers("V-15")
    def test_as_dear_for_many_as_for_few(self):
        """Queries of the nightly run do not grow with the customers."""
        self.env["sdw.visit"]._cron_return_visits(NOW)
        costs = []
        for count in (20, 200):
            rows = [{"name": f"C{count}-{n}", "is_company": True, "user_id": self.salesperson.id} for n in range(count)]
            partners = self.env["res.partner"].create(rows)
            self.env["sdw.visit"].sudo().with_context(tracking_disable=True).create(
                [{"partner_id": p.id, "user_id": self.salesperson.id} for p in partners]
            )._write_multi([{"state": "filed", "date_done": datetime(2029, 9, 1, 3, 0)}] * count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.visit"]._cron_return_visits(NOW)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
            opened = self.env["sdw.visit"].search_count([("partner_id", "in", partners.ids), ("due_on", "!=", False)])
            self.assertEqual(opened, count)
        self.assertLessEqual(costs[1], costs[0] + 12, costs)
