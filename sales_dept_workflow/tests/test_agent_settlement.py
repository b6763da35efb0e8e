from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .dossier_common import DossierCase


@tagged("post_install", "-at_install")
class TestAgentSettlement(DossierCase):
    """What agents collect for us, and what they have passed on (C-21, O-17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["res.partner"].create({"name": "Agent", "is_company": True})
        cls.debt = cls.invoice(1000.0)

    def settlement(self, *lines, user=None, **values):
        """Lines are (invoice or none, amount, days ago)."""
        return (
            self.env["sdw.agent.settlement"]
            .with_user(user or self.salesperson)
            .create(
                {
                    "agent_id": self.agent.id,
                    "date_from": self.ago(30),
                    "date_to": self.today,
                    "line_ids": [
                        Command.create(
                            {
                                "partner_id": self.customer.id,
                                "move_id": move and move.id,
                                "collected_amount": amount,
                                "collected_on": self.ago(days),
                            }
                        )
                        for move, amount, days in lines
                    ],
                    **values,
                }
            )
        )

    def payment(self, amount, partner=None, post=True, **values):
        payment = (
            self.env["account.payment"]
            .with_user(self.accountant)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": (partner or self.agent).id,
                    "amount": amount,
                    "journal_id": self.bank.id,
                    **values,
                }
            )
        )
        if post:
            payment.action_post()
        return payment

    def remit(self, lines, payment, user=None):
        return lines.with_user(user or self.accountant).action_remit(payment)

    @covers("C-21", "O-17")
    def test_collected_and_passed_on(self):
        settlement = self.settlement((self.debt, 600.0, 3), (None, 50.0, 1))
        self.assertEqual((settlement.collected_amount, settlement.outstanding_amount), (650.0, 650.0))
        self.assertEqual(settlement.deadline.date(), self.ahead(4))
        with self.assertRaises(UserError):
            settlement.with_user(self.accountant).action_settle()
        self.remit(settlement.line_ids, self.payment(650.0))
        self.assertEqual((settlement.remitted_amount, settlement.outstanding_amount), (650.0, 0.0))
        self.assertEqual(settlement.deadline_state, "met")
        settlement.with_user(self.accountant).action_settle()
        self.assertEqual(settlement.state, "settled")
        with self.assertRaises(UserError):
            settlement.line_ids[0].collected_amount = 1.0

    @covers("C-21")
    def test_the_debt_stays_until_the_money_is_in(self):
        before = self.env["sdw.credit.exposure"]._get(self.customer, self.company)[self.customer.id]
        settlement = self.settlement((self.debt, 1000.0, 1))
        self.remit(settlement.line_ids, self.payment(1000.0))
        self.assertEqual((self.debt.amount_residual, self.ledger()), (1000.0, 1000.0))
        after = self.env["sdw.credit.exposure"]._get(self.customer, self.company)[self.customer.id]
        self.assertEqual(before, after)
        self.pay(self.debt)
        self.assertEqual(self.ledger(), 0.0)

    @covers("C-21")
    def test_passed_on_in_parts(self):
        settlement = self.settlement((self.debt, 600.0, 3))
        self.remit(settlement.line_ids, self.payment(250.5))
        self.assertEqual(sorted(settlement.line_ids.mapped("collected_amount")), [250.5, 349.5])
        self.assertEqual((settlement.collected_amount, settlement.outstanding_amount), (600.0, 349.5))
        self.remit(settlement.line_ids, self.payment(349.5))
        self.assertEqual(settlement.outstanding_amount, 0.0)

    def test_a_payment_covers_no_more_than_itself(self):
        payment = self.payment(100.0)
        first, second = self.settlement((self.debt, 80.0, 2)), self.settlement((self.debt, 80.0, 1))
        self.remit(first.line_ids, payment)
        self.remit(second.line_ids, payment)
        self.assertEqual((first.outstanding_amount, second.outstanding_amount), (0.0, 60.0))

    def test_only_money_in_the_books(self):
        lines = self.settlement((self.debt, 600.0, 3)).line_ids
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        euro = self.payment(600.0, currency_id=self.currencies["EUR"].id)
        for payment in (self.payment(600.0, post=False), self.payment(600.0, partner=stranger), euro):
            with self.assertRaises(UserError):
                self.remit(lines, payment)
        outbound = self.payment(600.0, payment_type="outbound", partner_type="supplier")
        with self.assertRaises(UserError):
            self.remit(lines, outbound)
        for user in (self.salesperson, self.manager, self.sales_admin):
            with self.assertRaises(AccessError):
                self.remit(lines, self.payment(600.0), user=user)
            with self.assertRaises(AccessError):
                lines.with_user(user).write({"payment_id": euro.id})

    def test_taken_back_it_is_owed_again(self):
        settlement = self.settlement((self.debt, 600.0, 3))
        payment = self.payment(600.0)
        self.remit(settlement.line_ids, payment)
        settlement.with_user(self.accountant).action_settle()
        payment.action_draft()
        self.assertEqual((settlement.outstanding_amount, settlement.state), (600.0, "open"))
        self.assertFalse(settlement.met_on)
        self.assertIn(self.salesperson, settlement.sudo().activity_ids.user_id)

    def test_not_more_than_the_invoice_is_open_for(self):
        self.settlement((self.debt, 600.0, 3))
        with self.assertRaises(UserError):
            self.settlement((self.debt, 400.01, 2))
        self.settlement((self.debt, 400.0, 2))
        other = self.invoice(10.0, partner=self.env["res.partner"].create({"name": "Other", "is_company": True}))
        for move, amount, days in ((other, 5.0, 1), (self.invoice(5.0), 5.0, 40)):
            with self.assertRaises(UserError):
                self.settlement((move, amount, days))

    @covers("C-21")
    def test_reminded_and_escalated(self):
        self.company.sdw_agent_remit_days = 5
        settlement = self.settlement((self.debt, 600.0, 3))
        self.assertEqual(settlement.sudo().activity_ids.user_id, self.salesperson)
        self.assertEqual(settlement.sudo().activity_ids.date_deadline, self.ahead(2))
        system = settlement._sdw_system()
        system._sweep_deadlines(system._sdw_end_of_day(self.ahead(3)))
        self.assertEqual(settlement.escalated_to_id, self.manager)
        self.assertTrue(self.lines_outstanding(settlement))

    def lines_outstanding(self, settlement):
        domain = [("is_outstanding", "=", True), ("settlement_id", "=", settlement.id)]
        return self.env["sdw.agent.settlement.line"].with_user(self.salesperson).search(domain)

    def test_who_sees_which(self):
        mine = self.settlement((self.debt, 10.0, 1))
        theirs = self.settlement((self.debt, 10.0, 1), user=self.second_salesperson)
        settlements = self.env["sdw.agent.settlement"]
        for user, expected in (
            (self.salesperson, mine),
            (self.manager, mine),
            (self.second_salesperson, theirs),
            (self.sales_admin, mine | theirs),
            (self.accountant, mine | theirs),
            (self.legal, mine | theirs),
        ):
            found = settlements.with_user(user).search([("agent_id", "=", self.agent.id)])
            self.assertEqual(found, expected.with_user(user), user.name)
            self.assertEqual(found.line_ids, expected.with_user(user).line_ids)
        with self.assertRaises(AccessError):
            settlements.with_user(self.keeper).search([])

    def test_the_statement(self):
        settlement = self.settlement((self.debt, 600.0, 3))
        self.remit(settlement.line_ids, self.payment(100.0))
        page = self.env["ir.actions.report"]._render_qweb_html(
            "sales_dept_workflow.report_agent_settlement", settlement.ids
        )[0]
        for said in (b"Agent", self.debt.name.encode(), b"500.00", b"100.00"):
            self.assertIn(said, page)

    def test_through_the_wizard(self):
        settlement = self.settlement((self.debt, 600.0, 3))
        wizard = self.env["sdw.agent.remit.wizard"].with_user(self.accountant)
        context = {"active_model": settlement._name, "active_ids": settlement.ids}
        wizard.with_context(**context).create({"payment_id": self.payment(600.0).id}).action_confirm()
        self.assertEqual(settlement.outstanding_amount, 0.0)
