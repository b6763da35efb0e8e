from datetime import date, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .visit_common import FORM, VisitCase


@tagged("post_install", "-at_install")
class TestVisitHosting(VisitCase):
    """The customer visits us: hosts, guests, our place, the calendar; it counts as face to face (L-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write({"city": "Shanghai", "street": "1 Pump Road"})
        cls.customer.write({"city": "Wuxi", "street": "8 Canal Street"})
        cls.guest = cls.env["res.partner"].create({"name": "Ms Wang", "parent_id": cls.customer.id})

    def hosting(self, **values):
        people = {"host_ids": [Command.set(self.supervisor.ids)], "guest_ids": [Command.set(self.guest.ids)]}
        return self.visit(**{"mode": "reverse", "place": False, **people, **values})

    @covers("L-23", "V-09")
    def test_hosts_guests_and_our_place(self):
        visit = self.hosting()
        self.assertEqual(visit.place, "Shanghai, 1 Pump Road")
        visit.action_appoint("phone")
        event = visit.meeting_id.sudo()
        self.assertEqual(event.partner_ids, (self.salesperson | self.supervisor).partner_id)
        self.assertEqual((event.location, event.start), (visit.place, visit.date_planned))
        self.assertIn("visits us", event.name)
        visit.host_ids |= self.second_salesperson
        self.assertIn(self.second_salesperson.partner_id, event.partner_ids)
        visit.mode = "visit"
        self.assertEqual(event.partner_ids, self.salesperson.partner_id)
        self.assertEqual((visit.place, event.location), ("Wuxi, 8 Canal Street",) * 2)

    @covers("L-23")
    def test_in_the_form(self):
        form = Form(self.env["sdw.visit"].with_user(self.salesperson))
        form.partner_id = self.customer
        self.assertEqual(form.place, "Wuxi, 8 Canal Street")
        form.mode = "reverse"
        self.assertEqual(form.place, "Shanghai, 1 Pump Road")

    @covers("L-23", "V-16")
    def test_it_counts_as_face_to_face(self):
        """A customer of grade A is due face to face: a call does not do, but that he came to us does."""
        self.customer.sudo()._sdw_system().with_company(self.company).customer_grade = "a"
        for day, mode in (("2025-01-10", "visit"), ("2025-02-10", "phone"), ("2025-03-10", "reverse")):
            visit = self.visit(mode=mode, date_planned=False)
            visit.action_record(date_done=f"{day} 03:00:00", **FORM)
            met = date(2025, 3, 10) if mode == "reverse" else date(2025, 1, 10)
            self.assertEqual(self.customer.next_visit_due, met + timedelta(days=90), mode)
        figures = self.env["sdw.visit.analysis"].search([("partner_id", "=", self.customer.id)])
        self.assertIn("reverse", figures.mapped("mode"))
        self.assertEqual(sum(figures.mapped("made")), 3)

    @covers("L-23", "V-24")
    def test_in_plan_and_record(self):
        plan = self.plan()
        visit = self.hosting(plan_id=plan.id)
        self.assertEqual(plan.planned_count, 3)
        wizard = self.env["sdw.visit.record.wizard"].with_user(self.salesperson).with_context(default_visit_id=visit.id)
        self.assertEqual(wizard.create({"outcome": "interested"}).contact_ids, self.guest)
        visit.action_record(date_done="2020-01-01 03:00:00", **FORM, contact_ids=self.guest.ids)
        visit.action_hand_in()
        with self.assertRaises(UserError):
            visit.host_ids = False
        page = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_visit", visit.ids)[0]
        for said in (self.supervisor.name, "Ms Wang"):
            self.assertIn(said, page.decode())

    @covers("L-23")
    def test_whoever_receives_them_reads_the_visit(self):
        host = self.second_salesperson
        visit = self.hosting(host_ids=[Command.set(host.ids)])
        seen = self.env["sdw.visit"].with_user(host).search([("id", "=", visit.id)])
        self.assertEqual(seen.guest_ids, self.guest)
        for step in (lambda: seen.write({"purpose": "Mine"}), seen.action_done, seen.unlink):
            with self.assertRaises(AccessError):
                step()
        visit.host_ids = False
        self.assertFalse(self.env["sdw.visit"].with_user(host).search([("id", "=", visit.id)]))

    @covers("L-23")
    def test_strangers(self):
        stranger = self.env["res.partner"].create({"name": "Somebody else"})
        portal = new_test_user(self.env, "sdw_host_portal", groups="base.group_portal")
        other = self.env["res.company"].create({"name": "Other"})
        far = new_test_user(
            self.env, "sdw_host_far", groups="base.group_user", company_id=other.id, company_ids=[other.id]
        )
        with self.assertRaises(ValidationError):
            self.hosting(guest_ids=[Command.set(stranger.ids)])
        for user in (portal, far):
            with self.assertRaises(UserError):
                self.hosting(host_ids=[Command.set(user.ids)])

    @covers("L-23", "L-21")
    def test_product_videos_are_asked_for(self):
        requests = self.env["sdw.support.request"].with_user(self.salesperson)
        asked = requests.create({"kind": "video", "question": "The new pump at work"})
        answering = asked.with_user(self.support)
        with self.assertRaises(UserError):
            answering.action_answer("Here it is")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            answering.link = "javascript:alert(1)"
            self.env.flush_all()
        answering.link = "https://video.example.com/pump"
        answering.action_answer("Here it is")
        self.assertEqual((asked.state, asked.link), ("answered", "https://video.example.com/pump"))
