from odoo.exceptions import UserError
from odoo.tests import tagged

from .card_common import CardCase
from .common import covers
from .contract_common import ContractCase

CODE = "profile_incomplete"


@tagged("post_install", "-at_install")
class TestCustomerProfileGate(CardCase):
    """A first order of somebody we hardly know; what is mandatory before a contract."""

    def asked(self, percent=60, hold=False, mode="block"):
        self.switch(mode, "customer_status")
        self.company.write({"sdw_profile_minimum": percent, "sdw_profile_hold": hold})

    def blockers(self, order):
        return [blocker for blocker in order.get_blockers("confirm") if blocker["code"] == CODE]

    @covers("A-06")
    def test_silent_until_asked(self):
        order = self.order()
        self.assertFalse(self.blockers(order))
        self.switch("block", "customer_status")
        self.assertFalse(self.blockers(self.order()), "no minimum: nothing is asked")
        self.asked(mode="off")
        self.assertFalse(self.blockers(self.order()))

    @covers("A-06")
    def test_shown_and_filed(self):
        self.asked()
        order = self.order()
        (blocker,) = self.blockers(order)
        self.assertEqual(blocker["mode"], "warn")
        self.assertIn("Owner", blocker["message"])
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        finding = self.env["sdw.audit.finding"].search([("code", "=", CODE), ("res_id", "=", order.id)])
        self.assertEqual(len(finding), 1)

    @covers("A-06")
    def test_held_three_ways(self):
        """Button, forged context, direct write: the same answer; once the file is filled in, it goes."""
        self.asked(percent=20, hold=True)
        order = self.order()
        with self.assertRaises(UserError):
            order.action_confirm()
        with self.assertRaises(UserError):
            order.with_context(sdw_skip=True, default_state="sale", bypass_checks=True).action_confirm()
        with self.assertRaises(UserError):
            order.write({"state": "sale"})
        self.fill(phone="0510", vat="91320200MA1XXXXX0X", street="1 Road", city="Wuxi")
        self.assertGreaterEqual(self.card().profile_completeness, 20)
        order.invalidate_recordset()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @covers("A-06")
    def test_only_the_first_order(self):
        self.order().action_confirm()
        self.asked(hold=True)
        self.assertFalse(self.blockers(self.order()))

    @covers("A-06")
    def test_queries_do_not_grow(self):
        self.asked(hold=True)
        orders = self.env["sale.order"]
        for number in range(20):
            partner = self.env["res.partner"].create({"name": f"New {number}", "is_company": True})
            orders |= self.order(partner=partner)
        self.env.flush_all()
        counts = []
        for batch in (orders[:2], orders[:2], orders):
            self.env.invalidate_all()
            batch.mapped("partner_id.commercial_partner_id.profile_completeness")
            batch.mapped("company_id.sdw_profile_minimum")
            before = self.cr.sql_log_count
            self.assertEqual(len(batch.sudo()._sdw_profile_blockers()), len(batch))
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)


@tagged("post_install", "-at_install")
class TestCustomerProfileContract(ContractCase, CardCase):
    """What is mandatory is there before a contract goes to review; off until the company asks for it."""

    @covers("A-43", "A-44", "N-18")
    def test_before_a_contract(self):
        self.switch("block", "customer_status")
        self.submit(self.order())
        self.company.sdw_profile_mandatory = True
        for attempt in (
            lambda: self.submit(self.order()),
            lambda: self.order().with_context(sdw_skip=True).action_request_approval("contract", "Please review"),
            self.customer.with_user(self.manager).action_verify_customer_file,
        ):
            with self.assertRaisesRegex(UserError, "lacks"):
                attempt()
        self.fill(vat="1234567890", street="1 Road", city="Wuxi", phone="0510 1234567")
        self.assertEqual(self.submit(self.order()).state, "pending")
        self.customer.with_user(self.manager).action_verify_customer_file()
        self.assertEqual(self.customer.sdw_file_verified_by_id, self.manager)
        self.customer.sdw_background = False
        with self.assertRaisesRegex(UserError, "Background"):
            self.customer.with_user(self.manager).action_verify_customer_file()
        self.switch("off", "customer_status")
        self.customer.with_user(self.manager).action_verify_customer_file()

    @covers("A-43", "A-44", "A-48")
    def test_before_a_status_that_means_work(self):
        """Whoever is worked on is known in full; whoever is struck off need not be."""
        self.switch("block", "customer_status")
        self.company.sdw_profile_mandatory = True
        self.order()
        mine = self.customer.with_user(self.salesperson)
        with self.assertRaisesRegex(UserError, "lacks"):
            mine.action_request_status("potential", "A quotation is out")
        self.switch("warn", "customer_status")
        mine.action_request_status("potential", "A quotation is out")._sdw_system()._finish("cancelled")
        self.switch("block", "customer_status")
        self.assertTrue(mine.action_request_status("invalid", "Closed down"))
