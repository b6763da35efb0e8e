from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .visit_common import FORM, PIXEL, VisitCase


@tagged("post_install", "-at_install")
class TestVisitRecord(VisitCase):
    """The record form: complete, by the visitor, stamped, handed in, received; then it stays as it is."""

    @covers("V-05")
    def test_what_the_form_must_say(self):
        visit = self.visit()
        for name in ("topics", "need", "competitor_note", "result", "next_step", "contact_names"):
            for nothing in (False, "  "):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    visit.action_record(**{**FORM, name: nothing})
            self.assertEqual(visit.state, "planned", name)
        visit.action_record(**FORM)
        self.assertEqual((visit.state, visit.recorded_by_id), ("recorded", self.salesperson))
        self.assertTrue(visit.recorded_on and visit.date_done)
        self.assertEqual(visit.place_done, visit.place)
        person = self.env["res.partner"].create({"name": "Liu", "parent_id": self.customer.id})
        other = self.visit()
        other.action_record(contact_ids=person.ids, **{**FORM, "contact_names": False})
        self.assertEqual(other.contact_ids, person)
        nobody = self.visit()
        nobody.action_record(outcome="not_met", result="Door shut", next_step="Call")
        self.assertEqual(nobody.state, "recorded")

    @covers("V-05")
    def test_only_the_visitor_says_what_happened(self):
        visit = self.visit()
        for user in (self.manager, self.sales_admin, self.director, self.gm):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_record(**FORM)
            with self.assertRaises(AccessError):
                visit.with_user(user).need = "What I think"
            with self.assertRaises(AccessError):
                visit.with_user(user).action_done()
            with self.assertRaises(AccessError):
                self.env["sdw.visit"].with_user(user).create(
                    {"partner_id": self.customer.id, "user_id": self.salesperson.id, "need": "What I think"}
                )
        with self.assertRaises(AccessError):
            visit.with_user(self.second_salesperson).read(["need"])
        with self.assertRaises(AccessError):
            visit.user_id = self.supervisor
        with self.assertRaises(AccessError):
            visit.manager_comment = "Well done"
        visit.with_user(self.manager).manager_comment = "Ask for the budget"

    @covers("V-05", "V-06")
    def test_stamps_are_the_server_s(self):
        visit = self.visit()
        stamps = dict.fromkeys(("recorded_on", "handed_on", "date_done", "deadline", "due_on"), "2031-01-01")
        stamps |= {"state": "filed", "recorded_by_id": self.gm.id, "filed_by_id": self.sales_admin.id}
        for name, value in stamps.items():
            with self.assertRaises(AccessError):
                visit.write({name: value})
            with self.assertRaises(AccessError):
                self.visit(**{name: value})
        forged = {f"default_{name}": value for name, value in stamps.items()}
        visit = self.env["sdw.visit"].with_user(self.salesperson).with_context(**forged)
        visit = visit.create({"partner_id": self.customer.id})
        self.assertEqual((visit.state, visit.handed_on, visit.due_on), ("planned", False, False))
        with self.assertRaises(UserError):
            visit.action_record(date_done=fields.Datetime.now() + timedelta(hours=3), **FORM)
        with self.assertRaises(UserError):
            visit.action_record(filed_by_id=self.sales_admin.id, **FORM)
        self.assertEqual(visit.copy().state, "planned")

    @covers("V-05", "V-06", "G-11")
    def test_handed_in_it_stays_as_it_is(self):
        visit = self.recorded()
        visit.need = "Four pumps"
        visit.action_record(**{**FORM, "need": "Five pumps"})
        with self.assertRaises(UserError):
            visit.date_planned = "2030-01-01"
        visit.action_hand_in()
        for change in (
            {"need": "Six"},
            {"result": "x"},
            {"contact_ids": [(5,)]},
            {"purpose": "x"},
            {"competitor_note": "x"},
        ):
            for user in (self.salesperson, self.manager, self.sales_admin):
                with self.assertRaises(UserError):
                    visit.with_user(user).with_context(default_handed_on=False).write(change)
        with self.assertRaises(UserError):
            visit.action_record(**FORM)
        with self.assertRaises(UserError):
            visit.unlink()
        for user in (self.salesperson, self.manager, self.gm):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_file()
            with self.assertRaises(AccessError):
                visit.with_user(user).action_give_back("x")
        visit.with_user(self.sales_admin).action_file()
        self.assertEqual((visit.state, visit.filed_by_id), ("filed", self.sales_admin))
        with self.assertRaises(UserError):
            visit.with_user(self.sales_admin).action_give_back("Too late")

    @covers("V-06")
    def test_given_back_and_not_handed_in(self):
        visit, missing = self.recorded(), self.recorded()
        with self.assertRaises(UserError):
            self.visit().with_user(self.sales_admin).action_file()
        visit.action_hand_in()
        domain = [("state", "in", ("done", "recorded")), ("handed_on", "=", False)]
        listed = self.env["sdw.visit"].with_user(self.sales_admin).search(domain)
        self.assertEqual(listed & (visit | missing).with_user(self.sales_admin), missing.with_user(self.sales_admin))
        with self.assertRaises(UserError):
            visit.with_user(self.sales_admin).action_give_back("")
        with self.assertRaises(UserError):
            missing.with_user(self.sales_admin).action_give_back("Not here yet")
        visit.with_user(self.sales_admin).action_give_back("Who is Mr Liu?")
        self.assertFalse(visit.handed_on or visit.met_on)
        visit.contact_names = "Liu Ming, buyer"
        visit.need = False
        with self.assertRaises(UserError):
            visit.action_hand_in()
        visit.need = "Three"
        visit.action_hand_in()
        self.assertTrue(visit.met_on)

    @covers("V-18", "Z-31")
    def test_in_by_the_evening(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        visit = self.visit(date_planned=datetime(2030, 3, 5, 2, 0))
        self.assertEqual(visit.deadline, datetime(2030, 3, 5, 10, 0), "18:00 in Shanghai")
        visit.date_planned = datetime(2030, 3, 5, 11, 0)
        self.assertEqual(visit.deadline, datetime(2030, 3, 6, 10, 0), "a visit after the cut-off is told the next day")
        self.company.sdw_visit_report_hour = 20.5
        visit.date_planned = datetime(2030, 3, 7, 11, 0)
        self.assertEqual(visit.deadline, datetime(2030, 3, 7, 12, 30))
        yesterday = fields.Datetime.now() - timedelta(days=2)
        late = self.recorded(date_done=yesterday)
        late.action_hand_in()
        self.assertEqual(late.deadline_state, "missed")
        forgotten = self.recorded(date_done=yesterday)
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(forgotten.escalated_to_id, self.manager)
        self.assertFalse(late.escalated_to_id)
        in_time = self.recorded()
        in_time.action_hand_in()
        self.assertEqual(in_time.deadline_state, "met")
        self.assertFalse(in_time.sudo().activity_ids)

    @covers("V-11", "V-23")
    def test_the_need_stands_on_the_inquiry(self):
        lead = self.env["crm.lead"].create(
            {"name": "Pumps", "partner_id": self.customer.id, "user_id": self.salesperson.id}
        )
        visit = self.visit(lead_id=lead.id)
        visit.action_record(**FORM)
        self.assertIn("Three pumps by May", lead.description)
        visit.action_record(**FORM)
        self.assertEqual(lead.description.count("Three pumps"), 1)
        theirs = lead.copy({"partner_id": self.customer.copy().id, "user_id": self.salesperson.id})
        secret = lead.copy({"user_id": self.second_salesperson.id})
        with self.assertRaises(UserError):
            self.visit(lead_id=theirs.id)
        with self.assertRaises(AccessError):
            self.visit(lead_id=secret.id)

    @covers("V-18", "V-05")
    def test_photos(self):
        visit = self.recorded(photos=[PIXEL])
        self.assertEqual(len(visit.sdw_paper_ids), 1)
        with self.assertRaises(AccessError):
            visit.sdw_paper_ids = False
        with self.assertRaises(UserError):
            self.recorded(photos=["bm90IGEgcGhvdG8="])

    @covers("V-13", "V-16")
    def test_the_next_step(self):
        visit = self.recorded(next_date="2030-04-01")
        activity = visit.sudo().activity_ids.filtered(lambda a: a.date_deadline.year == 2030)
        self.assertEqual((activity.user_id, activity.summary), (self.salesperson, "Send the quotation"))
        visit.action_record(next_visit=True, **{**FORM, "next_step": "See them again"})
        self.assertFalse(visit.sudo().activity_ids.filtered(lambda a: a.date_deadline.year == 2030))
        following = visit.next_visit_id
        self.assertEqual((following.state, following.purpose), ("planned", "See them again"))
        self.assertEqual(following.date_planned, datetime(2030, 4, 1, 10, 0))
        visit.action_record(next_visit=True, **FORM)
        self.assertEqual(visit.next_visit_id, following, "one next visit, however often the form is corrected")

    @covers("V-05", "I-06", "A-54")
    def test_the_form_on_the_phone(self):
        """What is known is filled in; what the person adds takes half a minute."""
        self.recorded(need="Seals every month")
        visit = self.visit()
        wizard = self.env["sdw.visit.record.wizard"].with_user(self.salesperson).with_context(default_visit_id=visit.id)
        form = wizard.create(
            {
                "outcome": "satisfied",
                "contact_names": "Liu",
                "no_competitor": True,
                "result": "Fine",
                "next_step": "Call",
            }
        )
        self.assertEqual((form.topics, form.need), ("Flow, price, delivery", "Seals every month"))
        form.action_confirm_and_hand_in()
        self.assertEqual((visit.state, visit.outcome), ("recorded", "satisfied"))
        self.assertTrue(visit.handed_on and visit.competitor_note)
        with self.assertRaises(AccessError):
            visit.with_user(self.manager).action_open_record()

    @covers("V-06", "Z-40")
    def test_the_card_hears_of_it_when_the_form_is_received(self):
        proposed = []
        method = patch.object(
            type(self.env["res.partner"]), "_sdw_propose", lambda *args: proposed.append(args), create=True
        )
        self.enterContext(method)
        visit = self.recorded(new_phone="+86 510 1")
        visit.action_hand_in()
        self.assertFalse(proposed)
        visit.with_user(self.sales_admin).action_file()
        [(about, values, source, record)] = proposed
        self.assertEqual((about, source, record.id), (self.customer, "visit", visit.id))
        self.assertEqual(values["phone"], "+86 510 1")
