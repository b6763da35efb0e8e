from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .contract_common import ContractCase


@tagged("post_install", "-at_install")
class TestContractNodes(ContractCase):
    """After the signature: dates, departments, performance, satisfaction (N-13 … N-19)."""

    def node(self, order, kind):
        return order.sdw_milestone_ids.filtered(lambda node: node.kind == kind)

    def invoice(self, order):
        return order.with_user(self.accountant)._create_invoices().with_env(self.env)

    def pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({})._create_payments()

    @covers("N-13", "E-04")
    def test_dates_are_planned_and_met(self):
        order = self.order()
        order.sdw_delivery_date = fields.Date.add(self.company._sdw_today(), days=20)
        order.payment_term_id = False
        self.performing(order)
        planned = {node.kind: (node.planned_date - order.sdw_delivery_date).days for node in order.sdw_milestone_ids}
        self.assertEqual(planned, {"ship": 0, "accept": 7, "invoice": 7, "payment": 30})
        self.assertEqual(set(order.sdw_milestone_ids.mapped("deadline_state")), {"open"})
        picking = order.picking_ids
        self.ship(picking)
        self.assertTrue(self.node(order, "ship").met_on)
        self.assertEqual(self.node(order, "ship").actual_date, self.company._sdw_today())
        self.assertFalse(self.node(order, "accept").met_on)
        self.env["sdw.arrival.followup"].search([("picking_id", "=", picking.id)]).with_user(
            self.salesperson
        ).action_log_call("arrived")
        self.assertTrue(self.node(order, "accept").met_on)
        invoice = self.invoice(order)
        self.assertFalse(self.node(order, "invoice").met_on)
        invoice.action_post()
        self.assertTrue(self.node(order, "invoice").met_on)
        self.assertFalse(self.node(order, "payment").met_on)
        self.pay(invoice)
        self.assertTrue(self.node(order, "payment").met_on)

    @covers("N-13")
    def test_part_of_the_goods_is_not_the_contract(self):
        order = self.performing(lines=[(self.product, 5, {})])
        self.ship(order.picking_ids, 2)
        self.assertFalse(self.node(order, "ship").met_on)

    @covers("N-13")
    def test_reminded_before_and_escalated_after(self):
        order = self.order()
        order.sdw_delivery_date = fields.Date.add(self.company._sdw_today(), days=20)
        self.performing(order)
        node, sweep = self.node(order, "ship"), self.env["sdw.deadline.mixin"]._cron_deadlines
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_deadline")
        reminders = lambda: node.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)  # noqa: E731
        sweep(now=node.deadline - timedelta(days=4))
        self.assertFalse(reminders())
        for _rerun in range(2):
            sweep(now=node.deadline - timedelta(days=2))
            self.assertEqual(reminders().user_id, self.salesperson)
            self.assertEqual(len(reminders()), 1)
        sweep(now=node.deadline + timedelta(hours=1))
        self.assertEqual((node.deadline_state, node.escalated_to_id), ("escalated", self.manager))
        self.ship(order.picking_ids)
        self.assertFalse(node.activity_ids, "nobody is reminded of what is done")
        with self.assertRaises(AccessError):
            node.with_user(self.salesperson).write({"met_on": fields.Datetime.now()})
        with self.assertRaises(AccessError):
            node.with_user(self.manager).write({"planned_date": "2030-01-01"})

    @covers("N-13")
    def test_dates_of_an_order_taken_back(self):
        order = self.performing()
        order.with_user(self.sales_admin)._action_cancel()
        self.assertFalse(order.sdw_milestone_ids)
        order.with_user(self.sales_admin).action_draft()
        self.performing(order)
        self.assertEqual(len(order.sdw_milestone_ids), 4)

    @covers("N-19")
    def test_due_date_reaches_the_invoice(self):
        order = self.order()
        order.write({"sdw_payment_due_date": "2031-05-20", "sdw_delivery_date": "2031-04-01"})
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        self.performing(order)
        self.ship(order.picking_ids)
        invoice = self.invoice(order)
        invoice.action_post()
        self.assertEqual(str(invoice.invoice_date_due), "2031-05-20")
        receivable = invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        self.assertEqual([str(day) for day in receivable.mapped("date_maturity")], ["2031-05-20"])
        self.assertEqual(str(self.node(order, "payment").planned_date), "2031-05-20")

    @covers("N-16", "N-17")
    def test_departments_acknowledge(self):
        order = self.performing()
        rows = self.env["sdw.contract.distribution"]
        production = self.env.ref("sales_dept_workflow.group_sdw_production")
        row = rows.with_user(self.salesperson).create(
            {
                "order_id": order.id,
                "group_id": production.id,
                "user_id": self.production.id,
                "task": "Build it by Friday",
                "due_date": fields.Date.add(fields.Date.today(), days=3),
            }
        )
        self.assertEqual(row.activity_ids.user_id, self.production)
        self.assertTrue(row.sent_on)
        theirs = row.with_user(self.production)
        self.assertIn("Pump", theirs.goods)
        self.assertNotIn("1000", theirs.goods)
        with self.assertRaises(AccessError):
            rows.with_user(self.keeper).browse(row.id).read(["task"])
        with self.assertRaises(AccessError):
            row.with_user(self.salesperson).action_acknowledge()
        with self.assertRaises(AccessError):
            theirs.write({"acknowledged_on": fields.Datetime.now()})
        theirs.action_acknowledge()
        self.assertTrue(row.acknowledged_on)
        self.assertFalse(row.activity_ids)
        self.assertEqual(row.deadline_state, "met")
        with self.assertRaises(AccessError):
            rows.with_user(self.second_salesperson).create({"order_id": order.id, "user_id": self.production.id})

    @covers("N-14")
    def test_performance_report(self):
        order = self.performing(lines=[(self.product, 4, {})])
        self.ship(order.picking_ids, 2)
        invoice = self.invoice(order)
        invoice.action_post()
        self.env.flush_all()
        report = self.env["sdw.contract.report"]
        row = report.search([("order_id", "=", order.id)])
        self.assertEqual((row.delivered, row.invoiced, row.paid), (50, 50, 0))
        self.pay(invoice)
        self.env.flush_all()
        row.invalidate_recordset()
        self.assertEqual(row.paid, 50)
        self.assertEqual(row.next_kind, "ship")
        for login, sees in {"salesperson": True, "finance": True, "support": True, "manager": True}.items():
            self.assertEqual(bool(report.with_user(self.users[login]).search([("order_id", "=", order.id)])), sees)
        self.assertFalse(report.with_user(self.second_salesperson).search([("order_id", "=", order.id)]))
        messages = self.env["mail.message"]
        domain = [("subject", "like", "Contract performance")]
        before = messages.search_count(domain)
        report._cron_report()
        new = messages.search(domain)
        self.assertGreater(len(new), before)
        told = new.notified_partner_ids
        self.assertIn(self.finance.partner_id, told)
        self.assertIn(self.support.partner_id, told)
        self.assertNotIn(self.keeper.partner_id, told)
        self.assertIn(order.name, str(new[:1].body))
        report._cron_report()
        self.assertEqual(messages.search_count(domain), len(new), "once a month")

    @covers("N-15")
    def test_closing(self):
        order = self.performing()
        with self.assertRaises(UserError):
            order.action_close_contract()
        with self.assertRaises(UserError):
            order.action_close_contract("5")
        for login in ("legal", "keeper", "accountant"):
            with self.assertRaises(AccessError):
                order.with_user(self.users[login]).action_close_contract("5")
        order.with_user(self.manager).action_close_contract("4", "Fine, a bit late.")
        self.assertEqual((order.contract_state, order.sdw_satisfaction), ("closed", "4"))
        with self.assertRaises(AccessError):
            order.sdw_contract_closed_on = False

    @covers("N-18")
    def test_customers_file_is_chased(self):
        order = self.signed()
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_profile")
        activity = order.activity_ids.filtered(lambda found: found.activity_type_id == kind)
        self.assertEqual(activity.user_id, self.salesperson)
        self.assertIn("Phone", activity.summary)
        self.env["sale.order"]._sdw_sweep_profiles()
        self.assertTrue(activity.exists())
        self.customer.write(
            {
                "vat": "91310000000000000X",
                "street": "1 Main Street",
                "city": "Shanghai",
                "phone": "1",
                "email": "a@b.cn",
            }
        )
        self.customer.write({"website": "https://example.com", "child_ids": [(0, 0, {"name": "Ms. Gu"})]})
        self.env["sale.order"]._sdw_sweep_profiles()
        self.assertFalse(activity.exists())

    @covers("N-18")
    def test_the_manager_verifies_the_customers_file(self):
        customer = self.customer
        with self.assertRaises(UserError):
            customer.with_user(self.manager).action_verify_customer_file()
        told = {"vat": "91310000000000000X", "street": "1 Main Street", "city": "Shanghai", "phone": "1"}
        told |= {"email": "a@b.cn", "website": "https://example.com", "child_ids": [(0, 0, {"name": "Ms. Gu"})]}
        customer.write(told)
        for user in (self.salesperson, self.accountant, self.legal):
            with self.assertRaises(AccessError):
                customer.with_user(user).action_verify_customer_file()
        with self.assertRaises(AccessError):
            customer.with_user(self.manager).write({"sdw_file_verified_on": "2026-01-01 00:00:00"})
        customer.with_user(self.manager).action_verify_customer_file()
        self.assertEqual(customer.sdw_file_verified_by_id, self.manager)
        customer.with_user(self.salesperson).write({"comment": "Prefers calls in the morning"})
        self.assertTrue(customer.sdw_file_verified_on)
        customer.with_user(self.salesperson).write({"phone": "2"})
        self.assertFalse(customer.sdw_file_verified_on, "what was verified is not what stands there now")
