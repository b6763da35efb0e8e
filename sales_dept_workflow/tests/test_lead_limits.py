from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import covers
from .lead_common import LeadCase

REMIND, REPORT = "mail_activity_type_lead_idle", "mail_activity_type_lead_idle_manager"


@tagged("post_install", "-at_install")
class TestLeadLimits(LeadCase):
    """What stands exactly on a limit of the grade and of the idle clock, and what counts as done about a lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("warn", "lead")
        cls.now = fields.Datetime.now()
        cls.ruled_since(90)

    @classmethod
    def ruled_since(cls, days):
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE res_company SET sdw_since_lead = %s", (cls.now - timedelta(days=days),))
        cls.company.invalidate_recordset()

    def idle(self, **days):
        """A lead about which nothing was done for so many days: ``create``, ``stage``, ``open``."""
        lead = self.lead(partner_name=False, phone=False, email_from=False)
        self.env.flush_all()
        old = [self.now - timedelta(days=days.get(name, 30)) for name in ("create", "stage", "open")]
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s, date_last_stage_update = %s, date_open = %s WHERE id = %s",
            (*old, lead.id),
        )
        lead.invalidate_recordset()
        return lead

    def reminded(self, lead, days=0):
        self.env["sdw.deadline.mixin"]._cron_deadlines(self.now + timedelta(days=days))
        return bool(self.activities(lead, REMIND))

    @covers("L-02", "L-11")
    def test_grade_from_its_points_on(self):
        points = self.company._sdw_budget_points
        found = [points(budget, 500, 100) for budget in (500, 499.99, 100, 99.99, 0.01, 0)]
        self.assertEqual(found, [100, 60, 60, 30, 30, 0])
        for weight, grade in ((70, "a"), (69.9, "b"), (40, "b"), (39.9, "c")):
            self.company.sdw_lead_intention_weight = weight
            self.assertEqual(self.company._sdw_grade_lead("high", 0), grade, weight)
        self.company.sdw_lead_intention_weight = 20
        self.assertEqual(self.company._sdw_grade_lead("none", 500000), "a", "the rest is the budget's")

    @covers("L-10")
    def test_idle_from_the_day_on(self):
        lead = self.idle(create=7, stage=7, open=7)
        self.assertTrue(self.reminded(lead))
        self.reminded(lead, days=2)
        self.assertFalse(self.activities(lead, REPORT))
        self.reminded(lead, days=3)
        self.assertEqual(self.activities(lead, REPORT).user_id, self.manager)

    @covers("L-10")
    def test_each_move_counts(self):
        for name in ("create", "stage", "open"):
            self.assertFalse(self.reminded(self.idle(**{name: 6})), name)
        self.assertTrue(self.reminded(self.idle()))

    @covers("L-10")
    def test_nothing_is_older_than_the_rule(self):
        self.ruled_since(3)
        lead = self.idle()
        self.assertFalse(self.reminded(lead))
        self.assertTrue(self.reminded(lead, days=4))

    @covers("L-10")
    def test_no_days_no_clock(self):
        self.company.sdw_lead_idle_days = 0
        self.assertFalse(self.reminded(self.idle()))

    @covers("L-10")
    def test_a_meeting_counts_once_it_was_held(self):
        ahead, held = self.idle(), self.idle()
        for lead, days in ((ahead, 2), (held, -2)):
            start = self.now + timedelta(days=days)
            values = {"name": "At their works", "start": start, "stop": start + timedelta(hours=1)}
            self.env["calendar.event"].create({**values, "opportunity_id": lead.id})
        self.assertEqual((self.reminded(ahead), self.reminded(held)), (True, False))

    @covers("L-10")
    def test_a_visit_counts_once_it_is_recorded(self):
        lead = self.idle()
        lead.partner_id = self.customer
        visit = self.env["sdw.visit"].with_user(self.salesperson)
        visit = visit.create({"partner_id": self.customer.id, "lead_id": lead.id, "place": "Their works"})
        visit.action_done()
        self.assertTrue(self.reminded(lead), "being there is not enough: what came of it is")
        form = {"outcome": "not_met", "result": "Door shut", "next_step": "Call"}
        visit.action_record(**form)
        self.reminded(lead, days=1)
        self.assertFalse(self.activities(lead, REMIND))

    @covers("L-10")
    def test_a_note_of_the_system_is_nothing_done(self):
        lead = self.idle()
        lead.message_post(body="Stage changed", message_type="notification")
        self.assertTrue(self.reminded(lead))
        other = self.idle()
        other.message_post(body="Called them", message_type="comment")
        self.assertFalse(self.reminded(other))
        third = self.idle()
        activity = third.activity_schedule("mail.mail_activity_data_call", user_id=self.salesperson.id)
        activity.with_user(self.salesperson).action_feedback("Called them")
        self.assertFalse(self.reminded(third))

    # ------------------------------------------------------------------ hand-over
    def handover(self, user=None, **values):
        people = {"from_user_id": self.salesperson.id, "to_user_id": self.supervisor.id, "reason": "Leaves"}
        return self.env["sdw.portfolio.handover"].with_user(user or self.manager).create({**people, **values})

    @covers("A-56")
    def test_both_are_his_people(self):
        self.supervisor.sale_team_id = self.team
        self.assertTrue(self.handover())
        for name in ("from_user_id", "to_user_id"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.handover(**{name: self.second_salesperson.id})
        mine = self.handover()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.from_user_id = self.second_salesperson

    @covers("A-56")
    def test_whoever_takes_over_works_here(self):
        gone = new_test_user(self.env, "sdw_gone", groups="sales_dept_workflow.group_sdw_salesperson")
        gone.active = False
        other = self.env["res.company"].create({"name": "Other House"})
        elsewhere = new_test_user(
            self.env,
            "sdw_elsewhere",
            groups="sales_dept_workflow.group_sdw_salesperson",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for user in (gone, elsewhere):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.handover(self.director, to_user_id=user.id)

    @covers("A-56")
    def test_of_the_activities_those_of_sales(self):
        """What is none of the sales department's stays with him."""
        note = self.company.partner_id.activity_schedule("mail.mail_activity_data_todo", user_id=self.salesperson.id)
        product = self.product.product_tmpl_id
        own = product.activity_schedule("mail.mail_activity_data_todo", user_id=self.salesperson.id)
        self.handover(self.director).action_hand_over()
        self.assertEqual((note.user_id, own.user_id), (self.supervisor, self.salesperson))
