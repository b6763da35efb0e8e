from .bill_common import BillCase


class BillBooks(BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "acceptance_bill")
        cls.interest = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.company.sdw_bill_interest_account_id = cls.interest
        cls.receivable = cls.customer.property_account_receivable_id
        cls.account = cls.method_line().payment_account_id

    def assertBalanced(self, bill):
        moves = bill.sudo().entry_ids | bill.sudo().payment_id.move_id
        self.assertTrue(moves)
        for move in moves:
            self.assertEqual(move.state, "posted")
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0, places=2)
