from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .dossier_common import DossierCase

LEGAL = "sales_dept_workflow.mail_activity_type_legal"


@tagged("post_install", "-at_install")
class TestLegalWork(DossierCase):
    """Court, steps with their next date, costs, outcome (C-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.at_law()

    @covers("C-08")
    def test_steps_with_their_next_date(self):
        self.case.write({"legal_court": "People's Court of Wuxi", "legal_reference": "(2026) 123"})
        self.case.action_log_step("filed", "Filed", self.ago(2), self.ahead(10), 120.5)
        self.case.action_log_step("hearing", "First hearing", next_date=self.ahead(20), cost=30)
        self.assertEqual(self.case.legal_step_ids.mapped("kind"), ["hearing", "filed"])
        self.assertEqual((self.case.legal_next_date, self.case.legal_cost), (self.ahead(20), 150.5))
        self.assertEqual(self.case.deadline.date(), self.ahead(20))
        activity = self.case.sudo().activity_ids.filtered(lambda one: one.date_deadline == self.ahead(20))
        self.assertEqual(activity.user_id, self.legal)
        self.assertNotIn(self.ahead(10), self.case.sudo().activity_ids.mapped("date_deadline"))
        self.case.action_log_step("judgment", "Won at first instance")
        self.assertFalse(self.case.legal_next_date or self.case.deadline)

    @covers("C-08")
    def test_a_missed_date_escalates(self):
        self.case.action_log_step("filed", "Filed", next_date=self.ahead(1))
        system = self.case._sdw_system()
        system._sweep_deadlines(system._sdw_end_of_day(self.ahead(3)))
        self.assertEqual(self.case.deadline_state, "escalated")
        self.assertEqual(self.case.escalated_to_id, self.manager)

    def test_what_a_step_cannot_say(self):
        for values in (
            {"note": " "},
            {"done_on": self.ahead(1)},
            {"next_date": self.ago(1)},
            {"cost": -1},
            {"kind": "dossier"},
            {"kind": "write_off"},
        ):
            with self.assertRaises(UserError):
                self.case.action_log_step(**{"kind": "filed", "note": "Filed", **values})
        self.assertFalse(self.case.legal_step_ids)

    def test_only_legal_logs(self):
        for user in (self.salesperson, self.manager, self.finance, self.sales_admin, self.director):
            with self.assertRaises(AccessError):
                self.case.with_user(user).with_context(sdw_bypass=True).action_log_step("filed", "Filed")
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_legal_outcome("won", "Won")
        for user in (self.manager, self.sales_admin):
            with self.assertRaises(AccessError):
                self.case.with_user(user).legal_court = "Mine"

    def test_the_log_stays(self):
        self.case.action_log_step("filed", "Filed")
        step = self.case.legal_step_ids
        for user in (self.legal, self.manager):
            with self.assertRaises(UserError):
                step.with_user(user).write({"note": "Other"})
            with self.assertRaises(AccessError):
                step.with_user(user).unlink()
            with self.assertRaises(AccessError):
                step.with_user(user).create({"case_id": self.case.id, "kind": "filed", "note": "Forged"})
        with self.assertRaises(UserError):
            step.sudo().note = "Other"
        with self.assertRaises(UserError):
            step.sudo().unlink()
        for values in ({"legal_next_date": self.ahead(9)}, {"legal_outcome": "won"}, {"write_off_amount": 5}):
            with self.assertRaises(AccessError):
                self.case.write(values)

    @covers("C-08")
    def test_outcome(self):
        with self.assertRaises(UserError):
            self.case.action_legal_outcome("forgotten", "Who knows")
        self.case.action_log_step("hearing", "Heard", next_date=self.ahead(5))
        self.case.action_legal_outcome("uncollectable", "Nothing left to enforce")
        self.assertRecordValues(
            self.case,
            [
                {
                    "legal_outcome": "uncollectable",
                    "legal_outcome_on": self.today,
                    "legal_result": "Nothing left to enforce",
                    "legal_next_date": False,
                }
            ],
        )
        told = self.case.sudo().activity_ids.user_id
        self.assertIn(self.finance, told)
        self.assertIn(self.manager, told)

    def test_through_the_wizard(self):
        wizard = self.env["sdw.legal.step.wizard"].with_user(self.legal).with_context(active_id=self.case.id)
        wizard.create({"kind": "filed", "note": "Filed", "cost": 10}).action_confirm()
        with self.assertRaises(UserError):
            wizard.create({"kind": "outcome", "note": "Decided"}).action_confirm()
        wizard.create({"kind": "outcome", "outcome": "won", "note": "Decided"}).action_confirm()
        self.assertEqual(self.case.legal_step_ids.mapped("kind"), ["outcome", "filed"])
        self.assertNotIn("dossier", dict(wizard._selection_kind()))

    def test_not_at_law(self):
        self.invoice(50.0, partner=self.env["res.partner"].create({"name": "Other", "is_company": True}))
        self.sweep()
        other = self.cases.search([("partner_id.name", "=", "Other")]).with_user(self.legal)
        with self.assertRaises(UserError):
            other.action_log_step("filed", "Too early")

    def test_the_course_of_the_case(self):
        self.case.action_log_step("filed", "Filed", next_date=self.ahead(10))
        steps = self.case.legal_timeline["steps"]
        self.assertEqual(steps[-1]["state"], "waiting")
        self.assertIn("Filed with the Court: Filed", [step["what"] for step in steps])
        self.assertEqual({step["state"] for step in steps[:-1]}, {"done"})

    def test_it_follows_a_merge(self):
        self.case.action_log_step("filed", "Filed")
        twin = self.env["res.partner"].create({"name": "Twin", "is_company": True})
        self.invoice(10.0, partner=twin)
        self.sweep()
        self.cases._partners_joined(self.customer, twin)
        open_case = self.case_of(partner=twin).filtered(lambda case: case.state != "closed")
        self.assertEqual((open_case.state, open_case.legal_step_ids.mapped("kind")), ("legal", ["filed"]))
