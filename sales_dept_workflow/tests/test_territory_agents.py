from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestChannel(PricingCase):
    """Agents, dealers, end customers, and who brings the goods (M-26, M-29, G-33, O-18, O-19, Z-12)."""

    @covers("M-26", "G-33")
    def test_whoever_has_an_agreement_is_a_dealer(self):
        self.assertEqual(self.dealer.sdw_channel, "dealer")
        self.assertEqual(self.dealer.sdw_agreement_ids, self.agreement)
        agent = self.env["res.partner"].create({"name": "Agent", "sdw_channel": "agent"})
        agreements = self.env["sdw.distributor"].with_user(self.manager)
        agreement = agreements.create({"partner_id": agent.id, "territory_id": self.south.id, "uplift_percent": 10})
        self.assertEqual((agent.sdw_channel, agreement.sdw_channel), ("agent", "agent"), "an agent stays one")
        agreement.partner_id = self.southern
        self.assertEqual(self.southern.sdw_channel, "dealer")

    @covers("O-18", "O-19", "Z-12")
    def test_who_brings_the_goods(self):
        agent = self.env["res.partner"].create({"name": "Agent", "sdw_channel": "agent"})
        self.assertEqual((agent.sdw_freight_term, self.dealer.sdw_freight_term), ("collect", "pickup"))
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.dealer.id})
        terms = {partner: self.order(partner=partner).freight_term for partner in (agent, self.dealer, branch)}
        self.assertEqual(list(terms.values()), ["collect", "pickup", "pickup"])
        order = self.order()
        self.assertEqual(order.freight_term, "collect", "end customers pay the freight on arrival")
        order.freight_term = "pickup"
        self.assertEqual(order.freight_term, "pickup", "each order may say otherwise")
        agent.sdw_freight_term = "pickup"
        self.assertEqual(self.order(partner=agent).freight_term, "pickup", "and so may each file")

    @covers("M-29", "A-01")
    def test_customers_behind_an_agent(self):
        customer = self.customer.with_user(self.salesperson)
        customer.sdw_agent_id = self.dealer
        self.assertEqual(self.dealer.sdw_indirect_customer_ids, self.customer)
        for agent, message in ((self.southern, "neither an agent"), (self.customer, "his own agent")):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                customer.sdw_agent_id = agent
        support = self.env["sdw.agent.support"].with_user(self.salesperson)
        done = support.create({"agent_id": self.dealer.id, "customer_id": customer.id, "note": "Visited together"})
        self.assertEqual((done.user_id, done.company_id), (self.salesperson, self.company))
        self.assertEqual(self.dealer.with_user(self.manager).sdw_support_ids, done)
        self.assertFalse(support.with_user(self.second_salesperson).search([]))
        with self.assertRaises(AccessError):
            done.unlink()

    def test_files_are_read_by_whoever_may_read_them(self):
        """Lists behind a file that a role may not see do not keep it from reading the file."""
        self.env["sdw.agent.evaluation"].create({"agent_id": self.dealer.id})
        ours = {name for name, field in self.dealer._fields.items() if field._module == "sales_dept_workflow"}
        for login, user in self.users.items():
            theirs = self.dealer.with_user(user)
            self.assertTrue(theirs.read(list(ours.intersection(theirs.fields_get()))), login)
        self.assertNotIn("sdw_evaluation_ids", self.dealer.with_user(self.accountant).fields_get())


@tagged("post_install", "-at_install")
class TestAgentEvaluation(PricingCase):
    """A salesperson scores, the manager reads (M-30)."""

    def evaluation(self, user=None, **values):
        return (
            self.env["sdw.agent.evaluation"]
            .with_user(user or self.salesperson)
            .create({"agent_id": self.dealer.id, **values})
        )

    @covers("M-30")
    def test_from_scores_to_the_manager(self):
        evaluation = self.evaluation(date_from=date(2026, 1, 1), date_to=date(2026, 3, 31))
        self.assertEqual(len(evaluation.line_ids), self.env["sdw.agent.criterion"].search_count([]))
        with self.assertRaisesRegex(UserError, "score"):
            evaluation.action_submit()
        first, *others = evaluation.line_ids
        first.score = 100
        for line in others:
            line.score = 50
        self.assertEqual((evaluation.score, evaluation.result), (65, "adequate"), "3 of 10 points at 100")
        evaluation.conclusion = "Support him"
        with self.assertRaises(AccessError):
            evaluation.action_acknowledge()
        evaluation.action_submit()
        self.assertEqual(evaluation.sudo().activity_ids.user_id, self.manager)
        evaluation.with_user(self.manager).action_acknowledge()
        self.assertEqual(evaluation.state, "done")
        self.assertFalse(evaluation.sudo().activity_ids)
        figures = self.env["sdw.agent.evaluation"].with_user(self.manager)
        [row] = figures.formatted_read_group([], ["agent_id"], ["score:avg"])
        self.assertEqual(row["score:avg"], 65)

    @covers("M-30")
    def test_handed_in_is_handed_in(self):
        evaluation = self.evaluation()
        evaluation.line_ids.score = 80
        for values in ({"state": "done"}, {"score": 100}, {"result": "excellent"}):
            with self.assertRaises(AccessError):
                evaluation.write(values)
        forged = self.env["sdw.agent.evaluation"].with_user(self.salesperson).with_context(default_state="done")
        self.assertEqual(forged.create({"agent_id": self.dealer.id}).state, "draft")
        evaluation.action_submit()
        doors = [
            lambda: evaluation.line_ids[0].write({"score": 100}),
            lambda: evaluation.write({"conclusion": "x"}),
            lambda: evaluation.write({"line_ids": [Command.clear()]}),
            lambda: evaluation.line_ids.unlink(),
            lambda: evaluation.unlink(),
            lambda: evaluation.action_submit(),
            lambda: self.evaluation().line_ids[0].write({"evaluation_id": evaluation.id}),
        ]
        for number, door in enumerate(doors):
            with self.assertRaises(UserError, msg=number), self.env.cr.savepoint():
                door()
        evaluation.with_user(self.manager).action_give_back()
        evaluation.line_ids[0].score = 100

    @covers("M-30")
    def test_who_sees_it(self):
        evaluation = self.evaluation(self.second_salesperson)
        evaluation.line_ids.score = 70
        for user, seen in (
            (self.second_salesperson, True),
            (self.salesperson, False),
            (self.director, True),
            (self.sales_admin, True),
        ):
            found = self.env["sdw.agent.evaluation"].with_user(user).search([])
            self.assertEqual(evaluation in found, seen, user.name)
            lines = self.env["sdw.agent.evaluation.line"].with_user(user).search([])
            self.assertEqual(bool(lines & evaluation.line_ids), seen, user.name)
        self.dealer.territory_forced_id = self.east
        self.assertIn(evaluation, self.env["sdw.agent.evaluation"].with_user(self.manager).search([]), "his territory")
        with self.assertRaises(AccessError):
            evaluation.with_user(self.director).action_submit()
        with self.assertRaises(AccessError):
            self.env["sdw.agent.evaluation"].with_user(self.accountant).search([])
