from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_policy import FORGED, PolicyCase


@tagged("post_install", "-at_install")
class TestPricingPolicyPaper(PolicyCase):
    """A price policy handed out, reviewed, and where the rule is off."""

    # ------------------------------------------------------------------ dispatch
    @covers("Q-13")
    def test_paper_and_receipts(self):
        policy = self.approved()
        receipts = policy.sudo().dispatch_ids
        self.assertEqual(set(receipts.mapped("department")), {"office", "finance"})
        self.assertEqual(receipts.user_id & (self.sales_admin | self.finance), self.sales_admin | self.finance)
        paper = policy.sudo().sdw_paper_ids
        self.assertEqual(len(paper), 1)
        for user in (self.manager, self.gm, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                paper.with_user(user).write({"raw": b"other prices"})
            with self.assertRaises(AccessError):
                paper.with_user(user).unlink()
        mine = receipts.filtered(lambda one: one.user_id == self.finance)
        for user in (self.manager, self.gm, self.sales_admin):
            with self.assertRaises(AccessError):
                mine.with_user(user).action_acknowledge()
        with self.assertRaises(AccessError):
            mine.with_user(self.finance).with_context(**FORGED).write({"acknowledged_on": fields.Datetime.now()})
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "sdw.pricing.dispatch"), ("res_id", "=", mine.id)]
        )
        self.assertEqual(activity.user_id, self.finance)
        self.env["sdw.deadline.mixin"]._cron_deadlines(mine.deadline + timedelta(minutes=1))
        self.assertEqual(mine.escalated_to_id, self.manager, "he answers for the price list")
        mine.with_user(self.finance).action_acknowledge()
        self.assertEqual(mine.deadline_state, "met")

    @covers("Q-13")
    def test_paper_reads_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        policy = self.submitted()
        report = self.env["ir.actions.report"].sudo()
        html = report._render_qweb_html("sales_dept_workflow.action_report_pricing_policy", policy.ids)[0].decode()
        self.assertIn(self.pricelist.name, html)
        self.assertIn("Pump", html)
        self.assertIn("900.00", html, "what one costs by the new rules")
        self.approve(policy.sudo().approval_ids, self.gm)
        self.acknowledge(policy)
        html = report._render_qweb_html("sales_dept_workflow.action_report_pricing_policy", policy.ids)[0].decode()
        self.assertIn("900.00", html, "printed again once it is in force")

    @covers("Q-13")
    def test_season_that_begins_later(self):
        soon = fields.Date.add(fields.Date.context_today(self.env["res.users"]), days=10)
        policy = self.in_force(self.prepare(self.policy(valid_from=soon)))
        self.assertEqual(policy.state, "approved")
        now = fields.Datetime.now()
        self.env["sdw.deadline.mixin"]._cron_deadlines(now)
        self.assertEqual(policy.state, "approved")
        self.env["sdw.deadline.mixin"]._cron_deadlines(now + timedelta(days=11))
        self.assertEqual(policy.state, "in_force")

    # ------------------------------------------------------------------ review
    @covers("Q-11")
    def test_review_with_a_measure(self):
        line = Command.create({"categ_id": self.goods.id, "planned_price": 950})
        policy = self.in_force(self.prepare(self.policy(line_ids=[line])))
        self.order(partner=self.southern, lines=[(self.product, 2, {})]).action_confirm()
        self.env.flush_all()
        self.assertAlmostEqual(policy.sudo().line_ids.realised_price, 900)
        due = policy.deadline
        self.assertTrue(due)
        with self.assertRaises(AccessError):
            policy.with_user(self.salesperson).action_review("none")
        with self.assertRaises(UserError):
            policy.action_review(" ")
        policy.action_review("Fewer discounts on pumps")
        review = policy.review_ids
        self.assertIn("900", review.figures)
        self.assertEqual((review.measure, review.user_id), ("Fewer discounts on pumps", self.manager))
        with self.assertRaises(AccessError):
            review.with_user(self.manager).write({"measure": "x"})
        self.assertFalse(policy.met_on, "the next review is open")
        self.env["sdw.deadline.mixin"]._cron_deadlines(policy.deadline + timedelta(hours=1))
        self.assertEqual(policy.deadline_state, "escalated")

    # ------------------------------------------------------------------ modes
    @covers("Q-12")
    def test_only_where_the_rule_is_enforced(self):
        for mode in ("off", "warn"):
            self.switch(mode, "price")
            new = self.env["product.pricelist"].with_user(self.manager).create({"name": mode, "sequence": -1})
            self.assertTrue(new.sdw_in_force)
            new.write({"item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})]})
        self.switch("block", "price")
        self.assertTrue(new.sdw_in_force, "what was there when the rule came into force stays (decision 1)")
        with self.assertRaises(UserError):
            new.item_ids.with_user(self.manager).percent_price = 60

    def test_salespeople_see_what_is_in_force(self):
        policy = self.submitted()
        mine = self.env["sdw.pricing.policy"].with_user(self.salesperson)
        self.assertNotIn(policy, mine.search([]))
        self.approve(policy.sudo().approval_ids, self.gm)
        self.acknowledge(policy)
        self.assertIn(policy, mine.search([]))
