from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .receivable_common import ReceivableCase


@tagged("post_install", "-at_install")
class TestReceivableAnalysis(ReceivableCase):
    """Whose an item is, how far its collection is, who sees it."""

    @covers("C-16")
    def test_whose(self):
        nobody = self.env["res.partner"].create({"name": "Nobody's", "is_company": True})
        own = self.rows(self.invoice(user=self.second_salesperson))
        self.assertEqual((own.user_id, own.team_id), (self.salesperson, self.team), "the customer's, not the invoice's")
        invoiced = self.rows(self.invoice(partner=nobody, user=self.salesperson))
        self.assertEqual((invoiced.user_id, invoiced.team_id), (self.salesperson, self.team))
        self.second_customer.user_id = self.env["res.users"]
        contact = self.env["res.partner"].create({"name": "Branch", "parent_id": self.second_customer.id})
        row = self.rows(self.invoice(partner=contact, user=self.salesperson))
        self.assertEqual((row.partner_id, row.commercial_partner_id), (contact, self.second_customer))

    def test_who_has_left_collects_nothing(self):
        gone = new_test_user(self.env, "sdw_gone", groups="sales_dept_workflow.group_sdw_salesperson")
        self.customer.user_id = gone
        invoice = self.invoice(user=self.second_salesperson)
        gone.active = False
        self.assertEqual(self.rows(invoice).user_id, self.second_salesperson)

    @covers("C-13")
    def test_how_far_collection_is(self):
        invoice, case = self.overdue_case()
        self.customer.credit_grade = "c"
        self.customer.territory_forced_id = territory = self.env["sdw.territory"].create({"name": "East"})
        self.customer.country_id = china = self.env.ref("base.cn")
        row = self.rows(invoice)
        facts = (row.case_id, row.case_state, row.on_hold, row.credit_grade, row.promised_date, row.promise_broken)
        self.assertEqual(facts, (case, "dunning", False, "c", False, False))
        self.assertEqual((row.territory_id, row.country_id, row.disputed), (territory, china, False))
        self.promise(case, 500.0, 3)
        self.assertEqual(self.rows(invoice).promised_date, self.ahead(3))
        case.sudo().promised_date = self.ago(1)
        self.assertTrue(self.rows(invoice).promise_broken)
        subsidiary = self.invoice(partner=self.subsidiary)
        self.refuse(case)
        self.assertTrue(self.rows(invoice).on_hold)
        self.assertTrue(self.rows(subsidiary).on_hold, "through whom it belongs to")
        self.assertFalse(self.rows(subsidiary).case_id)
        self.assertFalse(self.rows(self.invoice(partner=self.second_customer)).on_hold)

    def test_agreement_and_settled(self):
        invoice, case = self.overdue_case()
        self.customer.credit_grade = "d"
        case.with_user(self.salesperson).action_propose_agreement()
        agreement = case.agreement_ids
        agreement.line_ids.due_date = self.ahead(20)
        self.assertFalse(self.rows(invoice).agreement_id, "only a signed paper covers a debt")
        agreement.with_user(self.salesperson).action_send()
        agreement.with_user(self.salesperson).action_sign("Li", "c2lnbmVk")
        later = self.invoice(days=-3)
        self.assertEqual(self.rows(invoice).agreement_id, agreement)
        self.assertFalse(self.rows(later).agreement_id, "what is due later is not in it")
        case.with_user(self.finance).action_close("Given up")
        self.assertTrue(self.rows(invoice).disputed)
        self.assertFalse(self.rows(later).disputed)
        self.assertEqual(self.open_total(), self.ledger())

    @covers("C-16")
    def test_who_sees_what(self):
        mine, theirs = self.invoice(), self.invoice(partner=self.second_customer)
        nobody = self.env["res.partner"].create({"name": "Nobody's", "is_company": True})
        lost = self.invoice(partner=nobody)
        lost.invoice_user_id = False
        entries = mine | theirs | lost
        expected = {
            self.salesperson: mine,
            self.second_salesperson: theirs,
            self.manager: mine | lost,
            self.director: entries,
            self.gm: entries,
            self.sales_admin: entries,
            self.accountant: entries,
            self.finance: entries,
            self.legal: entries,
        }
        for user, seen in expected.items():
            with self.subTest(user.login):
                found = self.items.with_user(user).search([("move_id", "in", entries.ids)])
                self.assertEqual(found.move_id, seen)
        for user in (self.keeper, self.shipping, self.production, self.support, self.archivist):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.items.with_user(user).search([])
        portal = new_test_user(self.env, "sdw_debtor", groups="base.group_portal")
        for name in ("get_data", "action_print"):
            with self.assertRaises(AccessError):
                getattr(self.env["sdw.receivable.dashboard"].with_user(portal), name)()

    def test_companies_are_kept_apart(self):
        other = self.second_company()
        invoice = self.invoice(company=other)
        rows = self.items.with_user(self.accountant).with_context(allowed_company_ids=other.ids)
        self.assertTrue(rows.search([("move_id", "=", invoice.id)]))
        rows = self.items.with_user(self.accountant).with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(rows.search([("move_id", "=", invoice.id)]))
        self.director.company_ids = [Command.set(self.company.ids)]
        self.assertFalse(self.items.with_user(self.director).search([("move_id", "=", invoice.id)]))

    def test_nothing_is_written_here(self):
        row = self.rows(self.invoice())
        for user in (self.finance, self.gm):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"residual": 0})
        with self.assertRaises(UserError):
            self.items.with_context(sdw_as_of="1' OR '1'='1").search([])

    def test_queries_do_not_grow(self):
        costs = []
        for size in (5, 20):
            for _number in range(size):
                self.invoice(10.0)
            for _warm in range(2):
                self.env.invalidate_all()
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                rows = self.items.with_user(self.manager).search([])
                rows.mapped("days_overdue")
                self.items.with_user(self.manager)._read_group([], ["bucket"], ["residual:sum"])
                used = self.env.cr.sql_log_count - before
            costs.append(used)
        self.assertEqual(costs[0], costs[1])

    def test_a_row_leads_to_its_entry(self):
        row = self.rows(self.invoice())
        action = row.with_user(self.salesperson).action_open_entry()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", row.move_id.id))
