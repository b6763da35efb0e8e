from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .visit_common import FORM, PIXEL, TUESDAY, VisitCase


@tagged("post_install", "-at_install")
class TestVisitLinks(VisitCase):
    """Arranged, in the calendar, guided; the chain to quotation and order; care; reports and who reads them."""

    @covers("V-09", "V-10")
    def test_arranged_with_the_customer(self):
        visit = self.visit(place=False)
        with self.assertRaises(UserError):
            visit.action_appoint("phone")
        with self.assertRaises(UserError):
            visit.action_appoint("pigeon", place="Gate 2")
        visit.action_appoint("phone", place="Gate 2")
        self.assertTrue(visit.appointed_on)
        event = visit.sudo().meeting_id
        self.assertRecordValues(event, [{"start": TUESDAY, "location": "Gate 2", "user_id": self.salesperson.id}])
        self.assertEqual(event.partner_ids, self.salesperson.partner_id, "the customer is not written to")
        self.assertNotIn("Flow", str(event.description or ""))
        visit.date_planned = "2030-03-06 02:00:00"
        self.assertEqual(str(event.start), "2030-03-06 02:00:00")
        visit.action_record(date_done="2026-01-05 02:00:00", **{**FORM, "place_done": "Canteen"})
        self.assertIn("another place", visit.deviation)
        other = self.visit()
        other.action_appoint("mail")
        event = other.sudo().meeting_id
        other.action_cancel("He is ill")
        self.assertFalse(event.exists())

    @covers("V-09", "V-03")
    def test_moved_in_the_calendar(self):
        plan = self.approved()
        visit = plan.visit_ids[0]
        visit.action_appoint("phone")
        event = visit.sudo().meeting_id.with_user(self.salesperson)
        event.write({"start": "2030-03-07 03:00:00", "stop": "2030-03-07 04:00:00"})
        self.assertEqual(visit.date_planned, datetime(2030, 3, 7, 3, 0))
        self.assertEqual(plan.state, "submitted", "another day is another plan")
        with self.assertRaises(ValidationError):
            event.write({"start": "2030-05-07 03:00:00", "stop": "2030-05-07 04:00:00"})
        model = self.env["ir.model"]._get_id("sdw.visit")
        values = {"name": "x", "start": TUESDAY, "stop": TUESDAY, "res_id": visit.id, "res_model_id": model}
        forged = self.env["calendar.event"].with_user(self.salesperson).create(values)
        forged.write({"start": "2030-03-05 09:00:00", "stop": "2030-03-05 10:00:00"})
        self.assertEqual(visit.date_planned, datetime(2030, 3, 7, 3, 0))

    @covers("V-08")
    def test_guidance_and_tasks(self):
        visit = self.recorded()
        with self.assertRaises(AccessError):
            visit.action_assign_task("Call them")
        with self.assertRaises(UserError):
            visit.with_user(self.manager).action_assign_task(" ")
        visit.with_user(self.manager).action_assign_task("Call them")
        task = visit.sudo().activity_ids.filtered(lambda activity: activity.summary == "Call them")
        self.assertEqual(task.user_id, self.salesperson)
        visit.with_user(self.manager).manager_comment = "Offer the seals as well"
        own = self.recorded(self.manager)
        with self.assertRaises(AccessError):
            own.manager_comment = "Well done"

    @covers("V-23", "V-21", "K-44")
    def test_from_the_visit_to_the_order(self):
        visit, head = self.recorded(), self.recorded(self.manager)
        self.assertEqual((visit.is_head, head.is_head), (False, True))
        context = visit.action_new_quotation()["context"]
        self.assertEqual(context["default_sdw_visit_id"], visit.id)
        order = self.order(sdw_visit_id=visit.id)
        self.order(sdw_visit_id=visit.id)
        order.sudo().write({"state": "sale"})
        self.env.flush_all()
        row = self.env["sdw.visit.analysis"].with_user(self.manager).search([("visit_id", "=", visit.id)])
        self.assertRecordValues(row, [{"made": 1, "quotations": 2, "orders": 1, "ordered_amount": 1000.0}])
        self.assertEqual(row.action_open_visit()["res_id"], visit.id)
        heads = self.env["sdw.visit.analysis"]._read_group([("is_head", "=", True)], [], ["made:sum"])
        self.assertGreaterEqual(heads[0][0], 1)
        with self.assertRaises(ValidationError):
            self.order(partner=self.customer.copy(), sdw_visit_id=visit.id)
        with self.assertRaises(AccessError):
            self.order(self.second_salesperson, sdw_visit_id=visit.id)
        self.assertEqual(order.copy().sdw_visit_id.id, False)

    @covers("V-17", "X-15")
    def test_care(self):
        logs = self.env["sdw.care.log"].with_user(self.salesperson)
        log = logs.create(
            {"partner_id": self.customer.id, "kind": "gift", "note": "Tea", "cost": 80, "occasion": "Spring"}
        )
        self.assertEqual(log.currency_id, self.company.currency_id)
        for values in ({"kind": "gift"}, {"cost": -1}):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                logs.create({"partner_id": self.customer.id, **values})
        with self.assertRaises(AccessError):
            logs.create({"partner_id": self.customer.id, "user_id": self.manager.id})
        with self.assertRaises(AccessError):
            log.user_id = self.manager
        with self.assertRaises(AccessError):
            log.with_user(self.second_salesperson).read(["cost"])
        with self.assertRaises(AccessError):
            log.unlink()
        with self.assertRaises(UserError):
            log.sudo().unlink()

    @covers("V-19")
    def test_the_business_of_a_customer(self):
        self.recorded()
        order = self.order()
        order.sudo().write({"state": "sale"})
        lead = {"name": "x", "type": "opportunity", "partner_id": self.customer.id, "expected_revenue": 5000}
        self.env["crm.lead"].create(lead)
        self.env["sdw.care.log"].create({"partner_id": self.customer.id, "cost": 30})
        self.env.flush_all()
        names = ["visits:sum", "orders:sum", "ordered_amount:sum", "expected_amount:sum", "care_cost:sum"]
        domain = [("partner_id", "=", self.customer.id), ("is_target", "=", True)]
        rows = self.env["sdw.customer.report"].with_user(self.manager)._read_group(domain, [], names)
        self.assertEqual(rows, [(1, 1, 1000.0, 5000.0, 30.0)])
        ids = self.env["sdw.customer.report"].search([]).ids
        self.assertEqual(len(ids), len(set(ids)))
        self.assertFalse(self.env["sdw.customer.report"].with_user(self.second_salesperson).search(domain))

    @covers("V-05", "V-18")
    def test_printed(self):
        visit = self.recorded(photos=[PIXEL])
        reports = self.env["ir.actions.report"]
        for name in ("report_visit", "report_visit_day"):
            html, _kind = reports._render_qweb_html(f"sales_dept_workflow.{name}", visit.ids)
            self.assertIn(b"Three pumps by May", html)
            self.assertIn(b"Salesperson", html)
            self.assertEqual(b"image/jpeg;base64" in html, name == "report_visit", "the photo is on the form")

    @covers("G-05", "V-20")
    def test_who_reads_visits(self):
        visit = self.recorded()
        portal = new_test_user(self.env, "sdw_visit_portal", groups="base.group_portal")
        reads = {self.manager: 1, self.director: 1, self.sales_admin: 1, self.archivist: 1, self.second_salesperson: 0}
        for user, count in reads.items():
            found = self.env["sdw.visit"].with_user(user).search_count([("id", "=", visit.id)])
            self.assertEqual(found, count, user.name)
        for user in (portal, self.accountant, self.keeper):
            with self.assertRaises(AccessError):
                self.env["sdw.visit"].with_user(user).search([])
        for name in ("last_visit_date", "next_visit_due", "sdw_followup_from"):
            with self.assertRaises(AccessError):
                portal.partner_id.with_user(portal).read([name])
        company = self.env["res.company"].create({"name": "Second"})
        visit.sudo().write({"company_id": company.id})
        self.assertFalse(self.env["sdw.visit"].with_user(self.director).search([("id", "=", visit.id)]))

    @covers("V-18", "I-06")
    def test_lists_cost_no_query_per_row(self):
        """20 and 80 rows of visits, 10 and 40 plans cost the same."""
        visits = ["display_name", "deviation", "missing_card", "order_count", "mine", "deadline_state"]
        plans = ["required_count", "planned_count", "key_count", "done_count", "due_count", "deadline_state"]
        self.assertSameCost("sdw.visit", visits, [[{"partner_id": self.customer.id}] * count for count in (20, 80)])
        weeks = [fields.Date.add(fields.Date.to_date("2031-01-06"), weeks=week) for week in range(50)]
        rows = [{"date_from": week} for week in weeks]
        self.assertSameCost("sdw.visit.plan", plans, [rows[:10], rows[10:]])

    def assertSameCost(self, model, names, batches):
        costs = []
        for rows in batches:
            records = self.env[model].with_user(self.salesperson).create(rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.manager).read(names)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1, (model, costs))
