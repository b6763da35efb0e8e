from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import covers
from .inquiry_common import InquiryCase

TICKS = ("sdw_identity_verified", "sdw_region_verified", "sdw_quantity_verified", "inquirer_verified")


@tagged("post_install", "-at_install")
class TestInquiryVerified(InquiryCase):
    """Identity, region and quantity: filled in and verified, by whom and when (Q-01)."""

    def ticks(self, lead):
        return [lead[name] for name in TICKS]

    @covers("Q-01")
    def test_each_is_verified_by_the_office(self):
        lead = self.inquiry()
        self.assertEqual(self.ticks(lead), [False] * 4)
        with self.assertRaises(AccessError):
            lead.action_verify_inquirer()  # his own inquiry
        office = lead.with_user(self.sales_admin)
        office.action_verify_identity()
        office.action_verify_region()
        self.assertEqual(self.ticks(lead), [True, True, False, False])
        office.action_verify_quantity()
        self.assertEqual(self.ticks(lead), [True] * 4)
        self.assertEqual(lead.sdw_quantity_by_id, self.sales_admin)
        self.assertTrue(lead.sdw_identity_on and lead.sdw_region_on and lead.sdw_quantity_on)

    @covers("Q-01")
    def test_what_is_not_filled_in_is_not_verified(self):
        blank = {"partner_name": False, "contact_name": False, "phone": False, "country_id": False, "state_id": False}
        lead = self.inquiry(**blank, sdw_inquiry_line_ids=False)
        for check, word in (("identity", "phone number"), ("region", "province"), ("quantity", "How much")):
            with self.assertRaisesRegex(UserError, word):
                getattr(lead.with_user(self.sales_admin), f"action_verify_{check}")()
        with self.assertRaisesRegex(UserError, "Who asks(.|\n)*From where(.|\n)*How much"):
            lead.with_user(self.sales_admin).action_verify_inquirer()
        lead.write({"contact_name": "Mrs Gu", "email_from": "gu@example.com"})
        lead.write({"country_id": self.china.id, "city": "上海市", "expected_quantity": "about twenty"})
        lead.with_user(self.manager).action_verify_inquirer()
        self.assertTrue(lead.inquirer_verified)

    @covers("Q-01")
    def test_a_tick_is_not_forged(self):
        lead = self.inquiry()
        forged = {"inquirer_verified": True, "sdw_identity_verified": True, "sdw_region_by_id": self.salesperson.id}
        forged |= {"sdw_verified_facts": {"identity": {}}, "sdw_quantity_on": "2026-01-01 00:00:00"}
        for user in (self.salesperson, self.sales_admin, self.gm):
            for name, value in forged.items():
                with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                    lead.with_user(user).write({name: value})
                with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                    self.inquiry(user, **{name: value})
        context = {f"default_{name}": value for name, value in forged.items()}
        new = self.env["crm.lead"].with_user(self.salesperson).with_context(**context).create({"name": "Forged"})
        self.assertEqual(self.ticks(new), [False] * 4)
        self.assertEqual(self.ticks(self.verified(lead).copy()), [False] * 4, "a copy is another inquiry")
        with self.assertRaises(AccessError):
            lead.with_user(self.salesperson).with_context(su=True, uid=1).action_verify_region()

    @covers("Q-01")
    def test_a_change_takes_the_tick_back(self):
        changes = {
            "identity": ({"phone": "+86 21 6000 0002"}, {"partner_name": "Others"}, {"partner_id": self.southern.id}),
            "region": ({"state_id": self.guangdong.id}, {"city": "Kunshan"}, {"zip": "200120"}),
            "quantity": ({"expected_quantity": "a hundred"},),
        }
        for check, writes in changes.items():
            for values in writes:
                lead = self.verified(self.inquiry())
                lead.write(values)
                self.assertFalse(lead[f"sdw_{check}_verified"], values)
                self.assertFalse(lead.inquirer_verified, values)

    @covers("Q-01")
    def test_every_door_to_the_quantity_takes_the_tick_back(self):
        doors = [
            lambda lead: lead.sdw_inquiry_line_ids.write({"quantity": 500}),
            lambda lead: lead.write({"sdw_inquiry_line_ids": [Command.clear()]}),
            lambda lead: lead.sdw_inquiry_line_ids.unlink(),
            lambda lead: (
                self.env["sdw.inquiry.line"]
                .with_user(self.salesperson)
                .create({"lead_id": lead.id, "product_id": self.product.id, "quantity": 1})
            ),
        ]
        for number, door in enumerate(doors):
            lead = self.verified(self.inquiry())
            door(lead)
            lead.flush_recordset()
            lead.invalidate_recordset()
            self.assertEqual(self.ticks(lead), [True, True, False, False], number)

    def test_the_file_of_the_verified_person_keeps_the_tick(self):
        lead = self.verified(self.inquiry())
        lead._handle_partner_assignment(create_missing=True)
        self.assertTrue(lead.partner_id and lead.inquirer_verified)
        lead.write({"partner_id": self.southern.id, "partner_name": "New Works", "contact_name": "Mrs Gu"})
        self.assertFalse(lead.sdw_identity_verified, "another customer under the verified name")

    def test_quantity_in_words_follows_the_products(self):
        lead = self.inquiry()
        self.assertIn("Pump × 20", lead.expected_quantity)
        self.assertEqual(lead.sdw_inquiry_line_ids.uom_id, self.product.uom_id)
        words = self.inquiry(sdw_inquiry_line_ids=False, expected_quantity="twenty")
        self.assertEqual(words.expected_quantity, "twenty")

    def test_lines_are_seen_with_their_inquiry(self):
        lead = self.inquiry()
        lines = self.env["sdw.inquiry.line"]
        for user, seen in (
            (self.salesperson, True),
            (self.second_salesperson, False),
            (self.supervisor, False),
            (self.manager, True),
            (self.director, True),
            (self.sales_admin, True),
        ):
            self.assertEqual(bool(lines.with_user(user).search([("lead_id", "=", lead.id)])), seen, user.name)

    def test_twenty_and_two_hundred(self):
        costs = {}
        for size in (20, 200):
            leads = self.env["crm.lead"].union(*(self.inquiry() for _number in range(size)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.mapped("distributor_id")
            leads.mapped("inquirer_verified")
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[200], costs[20] + 3, costs)


@tagged("post_install", "-at_install")
class TestInquiryGate(InquiryCase):
    """No price leaves the house before (Q-01, decision 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "price")

    def quotation(self, lead, partner=None, **values):
        return self.order(partner=partner or lead.partner_id, opportunity_id=lead.id, **values)

    def refused(self, order):
        doors = [
            lambda: order.action_quotation_send(),
            lambda: order.action_quotation_sent(),
            lambda: order.with_context(inquirer_verified=True, default_inquirer_verified=True).action_quotation_sent(),
            lambda: order.write({"state": "sent"}),
            lambda: order.with_context(sdw_bypass=True, mark_so_as_sent=True).write({"state": "sent"}),
        ]
        for number, door in enumerate(doors):
            with self.assertRaisesRegex(UserError, "inquiry|verified", msg=number), self.env.cr.savepoint():
                door()
        self.assertEqual(order.state, "draft")

    @covers("Q-01")
    def test_unverified_is_not_sent(self):
        lead = self.inquiry(partner_id=self.southern.id)
        order = self.quotation(lead)
        [blocker] = order.get_blockers("quote")
        self.assertEqual(blocker["code"], "inquiry_unverified")
        self.assertEqual(blocker["role"], "sales_dept_workflow.group_sdw_sales_admin")
        self.assertEqual(blocker["action"]["res_id"], lead.id)
        self.assertIn("identity, region, quantity", blocker["message"])
        self.refused(order)
        self.assertTrue(order._sdw_not_released(), "its printout is marked, customers get none")
        lead.with_user(self.sales_admin).action_verify_inquirer()
        self.assertFalse(order.get_blockers("quote"))
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")

    @covers("Q-01")
    def test_born_sent_is_refused(self):
        lead = self.inquiry(partner_id=self.southern.id)
        with self.assertRaises(UserError):
            self.quotation(lead, state="sent")

    @covers("Q-01")
    def test_change_after_verification_holds_again(self):
        lead = self.verified(self.inquiry(partner_id=self.southern.id))
        order = self.quotation(lead)
        lead.sdw_inquiry_line_ids.quantity = 2000
        self.refused(order)

    @covers("Q-01")
    def test_verified_for_somebody_else(self):
        lead = self.verified(self.inquiry(partner_id=self.southern.id))
        order = self.quotation(lead, partner=self.customer)
        self.assertIn("not for Customer", order.get_blockers("quote")[0]["message"])
        self.refused(order)

    @covers("Q-01")
    def test_leaving_out_the_link_helps_no_newcomer(self):
        newcomer = self.env["res.partner"].create({"name": "Newcomer", "phone": "+86 21 6000 0001"})
        by_file = self.env["res.partner"].create({"name": "Filed", "email": "filed@example.com"})
        self.inquiry()
        self.inquiry(partner_id=by_file.id)
        orders = [self.order(partner=newcomer), self.order(partner=by_file)]
        for order in orders:
            self.refused(order)
        linked = self.quotation(self.inquiry(partner_id=by_file.id), partner=by_file)
        linked.opportunity_id = False
        self.refused(linked)

    @covers("Q-01")
    def test_no_false_alarm(self):
        known = self.order()
        known.with_user(self.sales_admin).action_confirm()
        self.inquiry(partner_id=self.customer.id)
        self.order().action_quotation_sent()  # has bought before
        self.inquiry(partner_id=self.southern.id, active=False)
        self.order(partner=self.southern).action_quotation_sent()  # no open inquiry
        twice = self.env["res.partner"].create({"name": "Twice"})
        self.verified(self.inquiry(partner_id=twice.id, phone="+86 21 6000 0009"))
        self.inquiry(partner_id=twice.id, phone="+86 21 6000 0009")
        self.order(partner=twice).action_quotation_sent()  # verified once

    @covers("Q-01")
    def test_off_and_warn(self):
        lead = self.inquiry(partner_id=self.southern.id)
        self.switch("warn", "price")
        order = self.quotation(lead)
        order.action_quotation_sent()
        findings = self.env["sdw.audit.finding"].search([("res_id", "=", order.id), ("res_model", "=", "sale.order")])
        self.assertEqual(findings.mapped("code"), ["inquiry_unverified"])
        self.switch("off", "price")
        silent = self.quotation(lead)
        self.assertFalse(silent.get_blockers("quote"))
        silent.action_quotation_sent()

    def test_asking_many_costs_no_more(self):
        costs = {}
        for size in (20, 200):
            partners = self.env["res.partner"].create(
                [{"name": f"N{number}", "phone": f"+86 21 7{size:03}{number:04}"} for number in range(size)]
            )
            leads = self.env["crm.lead"].create(
                [{"name": "L", "type": "opportunity", "partner_id": partner.id} for partner in partners]
            )
            values = [{"partner_id": partner.id} for partner in partners]
            values += [{"partner_id": lead.partner_id.id, "opportunity_id": lead.id} for lead in leads]
            orders = self.env["sale.order"].create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = orders._sdw_unverified_inquiries()
            costs[size] = self.env.cr.sql_log_count - before
            self.assertEqual(len(found), 2 * size)
        self.assertLessEqual(costs[200], costs[20] + 3, costs)

    @covers("Q-01", "G-33")
    def test_portal_sees_nothing_of_it(self):
        lead = self.verified(self.inquiry(partner_id=self.southern.id))
        order = self.quotation(lead)
        portal = new_test_user(self.env, "sdw_inquirer", groups="base.group_portal")
        portal.partner_id.parent_id = self.southern
        order.message_subscribe(portal.partner_id.ids)
        with self.assertRaises(AccessError):
            lead.with_user(portal).read(["name"])
        for model in ("sdw.inquiry.line", "sdw.referral", "sdw.territory", "sdw.distributor", "sdw.agent.evaluation"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])
        for name in ("freight_term", "distributor_id", "territory_id"):
            with self.assertRaises(AccessError):
                order.with_user(portal).read([name])
        for name in ("sdw_channel", "sdw_agent_id", "sdw_freight_term", "sdw_evaluation_ids", "territory_id"):
            with self.assertRaises(AccessError):
                self.southern.with_user(portal).read([name])

    def test_form_as_the_salesperson_fills_it(self):
        leads = self.env["crm.lead"].with_user(self.salesperson)
        form = Form(leads.with_context(default_type="opportunity"), "crm.crm_lead_view_form")
        form.name = "Pumps"
        form.partner_id = self.customer
        with form.sdw_inquiry_line_ids.new() as line:
            line.product_id = self.product
            line.quantity = 3
        lead = form.save()
        self.assertEqual(lead.distributor_id, self.agreement)
        self.assertIn("× 3", lead.expected_quantity)
