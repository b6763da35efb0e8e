from datetime import datetime, timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .lead_common import LeadCase

REMIND, REPORT = "mail_activity_type_lead_idle", "mail_activity_type_lead_idle_manager"


@tagged("post_install", "-at_install")
class TestLeadChain(LeadCase):
    """Each stage asks for its record; soft or hard, as the company likes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage"].action_sdw_make_chain()
        cls.stages = {s.sdw_step: s for s in cls.env["crm.stage"].search([("sdw_step", "!=", False)])}

    def opportunity(self, **values):
        return self.lead(type="opportunity", stage_id=self.stages["collect"].id, **values)

    def go(self, lead, step):
        with self.env.cr.savepoint():
            lead.with_user(self.salesperson).write({"stage_id": self.stages[step].id})

    @covers("L-07")
    def test_the_chain_is_made_once(self):
        self.assertEqual(len(self.stages), 8)
        self.env["crm.stage"].action_sdw_make_chain()
        self.assertEqual(self.env["crm.stage"].search_count([("sdw_step", "!=", False)]), 8)
        with self.assertRaises(AccessError):
            self.env["crm.stage"].with_user(self.gm).action_sdw_make_chain()
        ordered = self.env["crm.stage"].search([("sdw_step", "!=", False)]).mapped("sdw_step")
        self.assertEqual(ordered[:3], ["collect", "screen", "appointment"])
        self.assertEqual(ordered[-1], "contract")

    @covers("L-07", "L-08", "L-09")
    def test_hard(self):
        self.switch("block", "lead_stage")
        lead = self.opportunity()
        with self.assertRaisesRegex(UserError, "Screen"):
            self.go(lead, "screen")
        lead.write({"sdw_intention": "high", "sdw_budget": 1000})
        self.go(lead, "screen")
        with self.assertRaisesRegex(UserError, "appointment"):
            self.go(lead, "appointment")
        start = datetime.now() - timedelta(hours=3)
        meeting = {"name": "Visit", "start": start, "stop": start + timedelta(hours=1), "opportunity_id": lead.id}
        event = self.env["calendar.event"].with_user(self.salesperson).create(meeting)
        with self.assertRaisesRegex(UserError, "Record the visit"):
            self.go(lead, "visit")  # put into the calendar afterwards
        self.env.cr.execute("UPDATE calendar_event SET create_date = start WHERE id = %s", (event.id,))
        self.go(lead, "visit")
        with self.assertRaisesRegex(UserError, "pain points(.|\n)*solution(.|\n)*quotation"):
            self.go(lead, "negotiation")  # skipping does not help
        lead.write({"sdw_pain_points": "Leaks", "sdw_contact_mode": "visit"})
        self.go(lead, "need")
        with self.assertRaises(UserError):
            self.go(lead, "solution")
        solution = {"name": "Three pumps", "lead_id": lead.id, "description": "With control"}
        self.env["sdw.solution"].with_user(self.salesperson).create(solution)
        self.go(lead, "solution")
        with self.assertRaises(UserError):
            lead.with_user(self.salesperson).action_set_won()
        self.order(opportunity_id=lead.id)
        self.go(lead, "negotiation")
        lead.action_set_won()
        self.assertEqual(lead.stage_id, self.stages["contract"])

    @covers("L-07")
    def test_soft_and_off(self):
        lead = self.opportunity()
        self.go(lead, "need")
        self.switch("warn", "lead_stage")
        self.go(lead, "solution")  # older than the rule
        self.assertFalse(lead.get_blockers("stage"))
        lead = self.opportunity(sdw_intention="low", sdw_budget=1)
        self.go(lead, "appointment")
        findings = self.env["sdw.audit.finding"].search([("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)])
        self.assertEqual(findings.mapped("code"), ["stage_record"])

    @covers("L-07")
    def test_not_by_another_door(self):
        self.switch("block", "lead_stage")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.lead(type="opportunity", stage_id=self.stages["negotiation"].id)
        leads = self.env["crm.lead"].with_user(self.salesperson)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            leads.with_context(default_stage_id=self.stages["solution"].id).create(
                {key: value for key, value in self.lead_values(type="opportunity").items() if key != "stage_id"}
            )
        lead = self.opportunity()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            lead.with_context(sdw_skip=True).copy({"stage_id": self.stages["need"].id})
        self.assertEqual([b["code"] for b in lead.get_blockers("next_stage")], ["stage_record"])
        late = self.lead(stage_id=self.stages["negotiation"].id)
        for values in ({"type": "opportunity"}, {"type": "opportunity", "stage_id": self.stages["solution"].id}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                late.with_user(self.salesperson).write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            late.with_user(self.salesperson).convert_opportunity(self.env["res.partner"])

    @covers("L-07")
    def test_cost_does_not_grow(self):
        self.switch("warn", "lead_stage")
        base = self.lead_values(type="opportunity", stage_id=self.stages["negotiation"].id)
        few, many = (
            self.env["crm.lead"].create([{**base, "user_id": self.salesperson.id} for _n in range(count)])
            for count in (20, 200)
        )
        cost = [self.queries(lambda leads=leads: leads._get_blockers("stage")) for leads in (few, many)]
        self.assertLessEqual(cost[1], cost[0] + 1)


@tagged("post_install", "-at_install")
class TestLeadIdle(LeadCase):
    """Nothing was done about a lead: its owner is reminded, then his manager hears of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("warn", "lead")
        cls.now = fields.Datetime.now()
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE res_company SET sdw_since_lead = now() - interval '90 days'")
        cls.company.invalidate_recordset()

    def idle(self, days, **values):
        lead = self.lead(**values)
        self.env.flush_all()
        old = self.now - timedelta(days=days)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s, date_last_stage_update = %s, date_open = %s WHERE id = %s",
            (old, old, old, lead.id),
        )
        lead.invalidate_recordset()
        return lead

    def sweep(self, days=0):
        self.env["sdw.deadline.mixin"]._cron_deadlines(self.now + timedelta(days=days))

    @covers("L-10", "L-04")
    def test_owner_then_manager(self):
        idle, fresh = self.idle(8), self.idle(2, partner_name="Fresh", phone=False, email_from=False)
        self.sweep()
        self.assertEqual(self.activities(idle, REMIND).user_id, self.salesperson)
        self.assertFalse(self.activities(fresh, REMIND) | self.activities(idle, REPORT))
        self.sweep()
        self.assertEqual(len(self.activities(idle, REMIND)), 1, "nobody is told twice")
        self.sweep(days=4)
        self.assertEqual(self.activities(idle, REPORT).user_id, self.manager)
        self.sweep(days=5)
        self.assertEqual(len(self.activities(idle, REPORT)), 1)

    @covers("L-10")
    def test_what_is_done_counts(self):
        lead = self.idle(8)
        self.sweep()
        lead.with_user(self.salesperson).message_post(body="Called, calls back", message_type="comment")
        self.now = fields.Datetime.now() + timedelta(minutes=1)
        self.env.cr.execute(
            "UPDATE crm_lead SET sdw_idle_reminded_on = now() - interval '1 hour' WHERE id = %s", (lead.id,)
        )
        lead.invalidate_recordset()
        self.sweep()
        self.assertFalse(self.activities(lead, REMIND))
        self.sweep(days=4)
        self.assertFalse(self.activities(lead, REPORT))

    @covers("L-10")
    def test_a_word_is_no_work(self):
        """A note that says nothing, or what was noted before, does not put the reminder off."""
        lead = self.idle(8)
        lead.with_user(self.salesperson).message_post(body="Called, calls back", message_type="comment")
        self.env.cr.execute(
            "UPDATE mail_message SET date = %s WHERE model = 'crm.lead' AND res_id = %s",
            (self.now - timedelta(days=8), lead.id),
        )
        for body in (".", "ok!", Markup("<p>&nbsp;…</p>"), "Called, calls back"):
            lead.with_user(self.salesperson).message_post(body=body, message_type="comment")
        self.sweep()
        self.assertEqual(self.activities(lead, REMIND).user_id, self.salesperson)

    @covers("L-10")
    def test_closed_and_off(self):
        lost = self.idle(9)
        lost.action_set_lost()
        self.sweep()
        self.assertFalse(self.activities(lost, REMIND))
        self.switch("off", "lead")
        idle = self.idle(9)
        self.sweep()
        self.assertFalse(self.activities(idle, REMIND))

    @covers("L-10")
    def test_cost_does_not_grow(self):
        def judged(count):
            rows = [self.lead_values(partner_name=f"{count} {n}", phone=False, email_from=False) for n in range(count)]
            leads = self.env["crm.lead"]._sdw_system().create(rows)
            self.env.flush_all()
            return self.queries(lambda: leads._sdw_judge_idle(leads, self.company, self.now + timedelta(days=30)))

        self.company.sdw_lead_idle_days = 1
        few, many = judged(20), judged(200)
        self.assertLessEqual(many, few + 4)

    def test_nobody_s_lead_goes_to_a_manager(self):
        lead = self.idle(9)
        lead.sudo().user_id = False
        self.env.cr.execute("UPDATE crm_lead SET date_open = NULL WHERE id = %s", (lead.id,))
        self.sweep()
        self.assertTrue(self.activities(lead, REMIND).user_id)
        self.assertNotEqual(self.activities(lead, REMIND).user_id, self.salesperson)
