import inspect
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import covers
from .common_policy import FORGED, PolicyCase


@tagged("post_install", "-at_install")
class TestPricingPolicy(PolicyCase):
    """A price list goes into force by the general manager's approval and the receipts of office and finance."""

    # ------------------------------------------------------------------ the way it goes
    @covers("Q-10", "Q-12", "Q-13", "Q-14")
    def test_from_draft_to_force(self):
        self.assertEqual(self.order(partner=self.southern).order_line.discount, 0)
        policy = self.prepare(self.policy(line_ids=[Command.create({"categ_id": self.goods.id, "planned_price": 950})]))
        self.assertRegex(policy.name, r"^PP/\d+")
        self.assertFalse(policy.revision_ids.active, "nobody can choose it")
        policy.action_submit()
        self.assertEqual((policy.state, policy.endorsed_by_id), ("submitted", self.manager))
        approval = policy.sudo().approval_ids
        self.assertEqual(approval.step_id.group_id, self.env.ref("sales_dept_workflow.group_sdw_general_manager"))
        self.assertIn("10", approval.facts["prices"])
        with self.assertRaises(AccessError):
            approval.with_user(self.vp).action_approve()
        approval.with_user(self.gm).action_approve()
        self.assertEqual(policy.state, "approved")
        self.assertTrue(policy.dispatched_on)
        self.assertEqual(self.order(partner=self.southern).order_line.discount, 0, "not in force yet")
        self.acknowledge(policy, self.sales_admin)
        self.assertEqual(policy.state, "approved", "finance has not received it")
        self.acknowledge(policy, self.finance)
        self.assertEqual(policy.state, "in_force")
        order = self.order(partner=self.southern)
        self.assertEqual((order.order_line.discount, order.concession_amount), (10, 0))
        order.action_confirm()
        self.assertEqual(self.pricelist.sdw_policy_id, policy)

    @covers("Q-12")
    def test_offers_made_before_stand(self):
        """The old rules end, they are not erased: what was offered on a good day keeps its price."""
        self.in_force(self.prepare(self.policy(), percent=10))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            offered = self.order(partner=self.southern)
            self.assertEqual(offered.order_line.price_subtotal, 900)
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.in_force(self.prepare(self.policy(), percent=5))
            self.assertEqual(len(self.pricelist.item_ids), 2)
            offered.invalidate_recordset()
            self.assertFalse(offered.concession_amount)
            self.assertEqual(self.order(partner=self.southern).order_line.discount, 5)

    @covers("Q-12")
    def test_superseded_by_the_next(self):
        first = self.in_force()
        second = self.in_force()
        self.assertEqual((first.state, second.state), ("superseded", "in_force"))
        self.assertEqual(first.deadline_state, "met", "nobody reviews it any more")
        beside = self.in_force(self.prepare(self.policy(self.cheap)))
        self.assertEqual((second.state, beside.state), ("in_force", "in_force"), "about other lists")

    @covers("Q-10", "Q-12")
    def test_new_list_is_no_price_until_it_is_in_force(self):
        new = (
            self.env["product.pricelist"]
            .with_user(self.manager)
            .with_context(**FORGED)
            .create(
                {
                    "name": "Spring",
                    "company_id": self.company.id,
                    "sequence": 0,
                    "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})],
                }
            )
        )
        self.assertFalse(new.sdw_in_force)
        nobody = self.env["res.partner"].create({"name": "Anybody"})
        self.assertNotEqual(nobody.property_product_pricelist, new, "first by its sequence, but not in force")
        self.southern.specific_property_product_pricelist = new
        self.assertNotEqual(self.southern.property_product_pricelist, new)
        order = self.order(partner=self.southern, pricelist_id=new.id)
        self.assertHeld(order, "price_approval")
        self.in_force(self.policy(new))
        self.env.invalidate_all()
        self.assertEqual(self.southern.property_product_pricelist, new)
        self.assertEqual(self.order(partner=self.southern).order_line.discount, 50)

    @covers("Q-10", "Q-12")
    def test_catalogue_price_by_the_document(self):
        keeper = new_test_user(self.env, "sdw_products", groups="base.group_user,product.group_product_manager")
        fresh = self.env["product.template"].create({"name": "New", "list_price": 5})
        fresh.with_user(keeper).list_price = 6
        self.order(partner=self.southern)
        for way in (
            lambda: self.product.product_tmpl_id.with_user(keeper).write({"list_price": 1}),
            lambda: self.product.with_user(keeper).with_context(**FORGED).write({"lst_price": 1}),
            lambda: self.product.with_user(keeper).write({"list_price": 1}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        line = Command.create({"product_tmpl_id": self.product.product_tmpl_id.id, "list_price": 1200})
        policy = self.policy(product_ids=[line])
        self.assertEqual(policy.product_ids.price_before, 1000)
        self.in_force(policy)
        self.assertEqual(self.product.list_price, 1200)
        self.switch("off", "price")
        self.product.product_tmpl_id.with_user(keeper).list_price = 1

    # ------------------------------------------------------------------ ways round
    @covers("Q-10", "Q-12")
    def test_prices_in_force_are_not_edited(self):
        items = self.env["product.pricelist.item"]
        rule = items.create({"pricelist_id": self.pricelist.id, "compute_price": "percentage", "percent_price": 1})
        loose = self.env["product.pricelist"].with_user(self.manager).create({"name": "Loose"})
        draft = items.with_user(self.manager).create({"pricelist_id": loose.id, "percent_price": 9})
        dollar = self.env.ref("base.USD")
        dollar.active = True
        values = {"pricelist_id": self.pricelist.id, "compute_price": "fixed", "fixed_price": 1}
        for user in (self.manager, self.gm, self.env.ref("base.user_admin")):
            as_user = items.with_user(user)
            ways = [
                lambda as_user=as_user: as_user.create(values),
                lambda as_user=as_user: as_user.with_context(**FORGED).create(values),
                lambda as_user=as_user: as_user.with_context(default_pricelist_id=self.pricelist.id).create(
                    {"fixed_price": 1, "compute_price": "fixed"}
                ),
                lambda as_user=as_user: as_user.load(
                    ["pricelist_id/.id", "compute_price", "fixed_price"], [[str(self.pricelist.id), "fixed", "1"]]
                )["ids"]
                or self.fail_as_user(),
                lambda as_user=as_user: as_user.browse(rule.id).write({"percent_price": 90}),
                lambda as_user=as_user: as_user.browse(rule.id).write({"pricelist_id": loose.id}),
                lambda as_user=as_user: as_user.browse(draft.id).write({"pricelist_id": self.pricelist.id}),
                lambda as_user=as_user: as_user.browse(rule.id).unlink(),
                lambda user=user: self.pricelist.with_user(user).write({"item_ids": [Command.clear()]}),
                lambda user=user: self.pricelist.with_user(user).write({"currency_id": dollar.id}),
                lambda user=user: self.pricelist.with_user(user).write({"company_id": False}),
                lambda user=user: self.pricelist.with_user(user).unlink(),
            ]
            for number, way in enumerate(ways):
                with self.subTest(user=user.name, way=number):
                    with self.assertRaises(UserError if number != 11 else Exception), self.env.cr.savepoint():
                        way()
        with self.assertRaises(AccessError):
            loose.write({"sdw_in_force": True})
        self.pricelist.with_user(self.manager).name = "Public prices"

    def fail_as_user(self):
        raise UserError(self.pricelist.name)

    @covers("Q-12")
    def test_list_of_a_company_without_the_rule(self):
        other = self.env["res.company"].create({"name": "Second"})
        self.manager.company_ids += other
        free = self.env["product.pricelist"].with_user(self.manager).create({"name": "Free", "company_id": other.id})
        self.assertTrue(free.sdw_in_force)
        free.write({"item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})]})
        for company in (self.company.id, False):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                free.write({"company_id": company})

    @covers("Q-12", "Q-14")
    def test_nobody_skips_a_step(self):
        policy = self.prepare(self.policy(user=self.director))
        with self.assertRaisesRegex(UserError, "endorse"):
            policy.action_submit()
        with self.assertRaisesRegex(UserError, "in person"):
            policy.action_endorse()
        policy.with_user(self.manager).action_endorse()
        policy.reason = "Another one"
        self.assertFalse(policy.endorsed_by_id, "he endorsed something else")
        policy.with_user(self.manager).action_endorse()
        with self.assertRaisesRegex(UserError, "submit"):
            policy.action_request_approval("pricing_policy", "now")
        for values in (
            {"state": "in_force"},
            {"endorsed_by_id": self.gm.id},
            {"dispatched_on": fields.Datetime.now()},
            {"approved_on": fields.Datetime.now()},
            {"sdw_paper_ids": [Command.clear()]},
        ):
            with self.assertRaises(AccessError):
                policy.with_context(**FORGED).write(values)
        forged = self.env["sdw.pricing.policy"].with_user(self.manager).with_context(**FORGED).create({"reason": "x"})
        self.assertEqual((forged.state, forged.dispatched_on, forged.endorsed_by_id.id), ("draft", False, False))
        with self.assertRaisesRegex(UserError, "changes no price"):
            forged.action_submit()
        policy.action_submit()
        for user in (self.salesperson, self.sales_admin, self.finance):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                policy.with_user(user).reason = "x"
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                policy.with_user(user).action_submit()

    @covers("Q-12")
    def test_what_is_decided_on_is_closed(self):
        policy = self.submitted()
        revision = policy.revision_ids
        for way in (
            lambda: revision.item_ids.write({"percent_price": 50}),
            lambda: revision.write({"item_ids": [Command.create({"fixed_price": 1, "compute_price": "fixed"})]}),
            lambda: policy.write({"valid_from": "2020-01-01"}),
            lambda: policy.write({"line_ids": [Command.create({"categ_id": self.goods.id, "planned_price": 1})]}),
            lambda: self.env["sdw.pricing.policy.product"]
            .with_user(self.manager)
            .create({"policy_id": policy.id, "product_tmpl_id": self.product.product_tmpl_id.id, "list_price": 1}),
            policy.unlink,
        ):
            with self.assertRaises(UserError, msg=inspect.getsource(way)), self.env.cr.savepoint():
                way()
        approval = policy.sudo().approval_ids
        revision.sudo().item_ids.percent_price = 60  # some flow of the system
        approval.with_user(self.gm).action_approve()
        self.assertEqual((approval.state, policy.state), ("lapsed", "draft"), "he saw other prices")
        policy.action_submit()
        policy.sudo().approval_ids.filtered(lambda one: one.state == "pending").with_user(self.gm).action_reject("No")
        self.assertEqual(policy.state, "draft")
        revision.item_ids.percent_price = 5
        policy.action_submit()

    @covers("Q-12")
    def test_resting_on_a_list_that_anybody_edits(self):
        loose = self.env["product.pricelist"].with_user(self.manager).create({"name": "Loose"})
        policy = self.policy()
        policy.action_prepare_prices()
        rule = {"compute_price": "formula", "base": "pricelist", "base_pricelist_id": loose.id}
        policy.revision_ids.write({"item_ids": [Command.create(rule)]})
        with self.assertRaisesRegex(UserError, "not in force"):
            policy.action_submit()
        policy.pricelist_ids += loose
        policy.action_submit()
