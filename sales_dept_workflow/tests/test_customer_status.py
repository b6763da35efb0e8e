from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import covers
from .status_common import CODE, StatusCase


@tagged("post_install", "-at_install")
class TestCustomerStatus(StatusCase):
    """Applied for by the account manager, approved by the sales manager, on evidence."""

    @covers("A-46", "A-49", "Z-26")
    def test_base(self):
        self.assertEqual(self.customer.customer_status, "lead")
        with self.assertRaises(UserError):
            self.request("base")
        self.state_needs(self.customer)
        approval = self.request("base")
        self.assertEqual((approval.code, approval.partner_id, approval.state), (CODE, self.customer, "pending"))
        self.assertEqual(approval.assignee_id, self.manager)
        self.assertEqual((self.customer.customer_status, self.customer.sdw_status_requested), ("lead", "base"))
        approval.with_user(self.manager).action_approve()
        self.assertEqual((self.customer.customer_status, self.customer.sdw_status_requested), ("base", False))
        self.assertEqual(self.history(), [("lead", "base", "request", self.manager)])
        log = self.customer.sdw_status_log_ids
        self.assertEqual((log.approval_id, log.requester_id, log.reason), (approval, self.salesperson, "As agreed"))

    @covers("A-46")
    def test_each_of_the_three_is_needed(self):
        for missing in ("sdw_demand", "sdw_budget", "sdw_timetable"):
            self.state_needs(self.customer, **{missing: False})
            with self.assertRaises(UserError):
                self.request("base")
        self.state_needs(self.customer, sdw_timetable=self.today - timedelta(days=1))
        with self.assertRaises(UserError):
            self.request("base")

    @covers("A-47")
    def test_potential(self):
        with self.assertRaises(UserError):
            self.request("potential")
        empty = self.order(lines=None)
        empty.sudo().order_line.unlink()
        with self.assertRaises(UserError):
            self.request("potential")
        empty.action_cancel()
        order = self.order()
        approval = self.request("potential")
        order.sudo().action_cancel()
        result = approval.with_user(self.manager).action_approve()
        self.assertEqual((approval.state, self.customer.customer_status), ("lapsed", "lead"))
        self.assertEqual(result["tag"], "display_notification")
        self.assertFalse(self.customer.sdw_status_requested)
        self.order()
        self.approve(self.request("potential"), self.manager)
        self.assertEqual(self.customer.customer_status, "potential")

    @covers("A-47")
    def test_potential_by_a_negotiation(self):
        lead = self.env["crm.lead"].create(
            {"name": "L", "partner_id": self.customer.id, "user_id": self.salesperson.id}
        )
        lead.with_user(self.salesperson).action_request_negotiation("A better price")
        self.approve(self.request("potential"), self.manager)
        self.assertEqual(self.customer.customer_status, "potential")

    @covers("A-48", "A-49")
    def test_invalid_needs_a_reason(self):
        for reason in ("", "  ", False):
            with self.assertRaises(UserError):
                self.request("invalid", reason=reason)
        self.approve(self.request("invalid", reason="The firm was dissolved"), self.manager)
        self.assertEqual(self.customer.customer_status, "invalid")
        self.assertEqual(self.customer.sdw_status_log_ids.reason, "The firm was dissolved")

    def test_only_what_makes_sense(self):
        for status in ("lead", "nonsense", "active", ""):
            with self.assertRaises(UserError):
                self.request(status)
        self.sold(days=5)
        self.env["res.partner"]._sdw_sweep_status()
        with self.assertRaises(UserError):
            self.request("dormant")

    @covers("A-49")
    def test_one_request_at_a_time(self):
        self.state_needs(self.customer)
        approval = self.request("base")
        self.assertEqual(self.request("base"), approval)
        with self.assertRaises(UserError):
            self.request("invalid")
        approval.with_user(self.manager).action_reject("Not yet")
        self.assertFalse(self.customer.sdw_status_requested)
        self.assertEqual(self.customer.customer_status, "lead")
        self.request("invalid")

    @covers("A-49")
    def test_nobody_approves_his_own(self):
        self.state_needs(self.customer)
        approval = self.request("base", user=self.manager)
        with self.assertRaises(AccessError):
            approval.with_user(self.manager).action_approve()
        for user in (self.salesperson, self.supervisor, self.accountant, self.archivist):
            with self.assertRaises(AccessError):
                approval.with_user(user).action_approve()
        approval.with_user(self.director).action_approve()
        self.assertEqual(self.customer.customer_status, "base")

    @covers("A-49")
    def test_who_applies(self):
        portal = new_test_user(self.env, "sdw_portal", groups="base.group_portal")
        for user in (self.second_salesperson, self.accountant, self.keeper, portal):
            with self.assertRaises(AccessError):
                self.request("invalid", user=user)
        for user in (self.supervisor, self.sales_admin):
            self.request("invalid", user=user).with_user(self.manager).action_reject("No")
        with self.assertRaises(UserError):
            self.customer.with_user(self.salesperson).action_request_approval(CODE, "Round the evidence")

    @covers("A-49")
    def test_a_contact_stands_for_his_company(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self.assertFalse(contact.customer_status)
        self.approve(self.request("invalid", partner=contact), self.manager)
        self.assertEqual(self.customer.customer_status, "invalid")


@tagged("post_install", "-at_install")
class TestCustomerStatusLapses(StatusCase):
    @covers("A-46", "A-49")
    def test_evidence_gone_before_the_decision(self):
        self.state_needs(self.customer)
        approval = self.request("base")
        self.customer.with_user(self.salesperson).sdw_budget = 0
        self.assertEqual(approval.state, "lapsed")
        self.assertFalse(self.customer.sdw_status_requested)
        self.assertTrue(approval.changes)

    @covers("A-45")
    def test_evidence_gone_after_the_decision(self):
        """The approval lapses, on record; the status stays until it is reviewed."""
        self.state_needs(self.customer)
        approval = self.approve(self.request("base"), self.manager)
        self.customer.with_user(self.salesperson).sdw_demand = "Twelve pumps"
        self.assertEqual(approval.state, "approved", "other evidence is evidence")
        self.customer.with_user(self.salesperson).sdw_demand = False
        self.assertEqual(approval.state, "lapsed")
        row = self.env["sdw.status.review"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.finding, row.suggested), ("unfounded", "lead"))

    @covers("A-49")
    def test_moved_on_in_the_meantime(self):
        self.state_needs(self.customer)
        approval = self.request("base")
        self.sold()
        self.assertEqual(self.customer.customer_status, "active")
        approval.with_user(self.manager).action_approve()
        self.assertEqual((approval.state, self.customer.customer_status), ("lapsed", "active"))

    def test_an_old_approval_concerns_nobody(self):
        self.state_needs(self.customer)
        first = self.approve(self.request("base"), self.manager)
        self.order()
        self.approve(self.request("potential"), self.manager)
        self.customer.with_user(self.salesperson).sdw_budget = 0
        self.assertEqual(first.state, "approved")

    @covers("A-45")
    def test_by_night(self):
        order = self.order()
        approval = self.approve(self.request("potential"), self.manager)
        order.sudo().action_cancel()
        self.env["res.partner"]._cron_customers()
        self.assertEqual((approval.state, self.customer.customer_status), ("lapsed", "potential"))


@tagged("post_install", "-at_install")
class TestCustomerStatusByHand(StatusCase):
    """Not by any door: write, create, import, copy, context, parent, related records."""

    @covers("A-49")
    def test_write(self):
        for user in (self.salesperson, self.manager, self.gm, self.archivist, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self.customer.with_user(user).write({"customer_status": "base"})
        forged = self.customer.with_user(self.salesperson).with_context(
            install_mode=True, default_customer_status="base"
        )
        with self.assertRaises(AccessError):
            forged.write({"customer_status": "base"})
        with self.assertRaises(AccessError):
            self.customer.with_user(self.manager).write({"sdw_status_requested": "base"})
        with self.assertRaises(AccessError):
            self.customer.with_user(self.manager).write({"sdw_status_since": "2001-01-01"})
        self.customer.with_user(self.salesperson).write({"customer_status": "lead"})

    @covers("A-49")
    def test_create_and_import(self):
        partners = self.env["res.partner"].with_user(self.sales_admin)
        with self.assertRaises(AccessError):
            partners.create({"name": "New", "customer_status": "active"})
        self.assertEqual(partners.create({"name": "New", "customer_status": "lead"}).customer_status, "lead")
        made = partners.with_context(default_customer_status="active").create({"name": "Forged"})
        self.assertEqual(made.customer_status, "lead")
        result = partners.load(["name", "customer_status"], [["Imported", "active"]])
        self.assertFalse(result["ids"])

    @covers("A-49")
    def test_copy_and_parent(self):
        self.approve(self.request("invalid"), self.manager)
        copy = self.customer.with_user(self.sales_admin).copy()
        self.assertEqual(copy.customer_status, "lead")
        self.assertFalse(copy.sdw_status_log_ids)
        parent = self.env["res.partner"].create({"name": "Parent", "is_company": True})
        self.customer.with_user(self.sales_admin).parent_id = parent
        self.customer.with_user(self.sales_admin).parent_id = False
        self.assertEqual(self.customer.customer_status, "invalid")

    @covers("A-49")
    def test_history_is_never_edited(self):
        self.approve(self.request("invalid"), self.manager)
        log = self.customer.sdw_status_log_ids
        with self.assertRaises(UserError):
            log.sudo().reason = "Another"
        for user in (self.salesperson, self.gm, self.archivist):
            with self.assertRaises(AccessError):
                log.with_user(user).unlink()
            with self.assertRaises(AccessError):
                log.with_user(user).create({"partner_id": self.customer.id, "origin": "request"})

    @covers("A-49")
    def test_modes(self):
        self.switch("warn", "customer_status")
        self.customer.with_user(self.salesperson).customer_status = "base"
        finding = self.env["sdw.audit.finding"].search([("code", "=", "status_unapproved")])
        self.assertEqual((finding.res_id, finding.rule), (self.customer.id, "customer_status"))
        self.switch("off", "customer_status")
        self.customer.with_user(self.salesperson).customer_status = "dormant"
        self.assertEqual(len(self.env["sdw.audit.finding"].search([("code", "=", "status_unapproved")])), 1)
        self.assertEqual(self.history()[0], ("base", "dormant", "hand", self.salesperson))
        made = self.env["res.partner"].with_user(self.salesperson).create({"name": "N", "customer_status": "base"})
        self.assertEqual((made.customer_status, self.history(made)[0][2]), ("base", "hand"))

    def test_users_and_suppliers(self):
        """Making a user makes his partner: nothing of it is refused. Whoever sells to us is no lead."""
        user = new_test_user(self.env, "sdw_new_user", groups="base.group_user")
        self.assertTrue(user.partner_id)
        supplier = self.env["res.partner"].create({"name": "Supplier", "supplier_rank": 1})
        self.assertFalse(supplier.customer_status)
