from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .complaint_common import MajorCase
from .test_complaint import NOTE


@tagged("post_install", "-at_install")
class TestComplaintDecision(MajorCase):
    @covers("X-03", "X-19")
    def test_the_manager_decides_on_the_facts(self):
        order = self.delivered()
        complaint = self.claimed(order, amount=2000.0)
        self.assertEqual(complaint.decision_state, "needed")
        approval = self.asked(complaint)
        self.assertEqual(complaint.decision_state, "pending")
        facts = approval.sudo().facts
        self.assertEqual((facts["customer"], facts["claim_code"], facts["amount"]), ("Customer", "return", 2000.0))
        self.assertEqual(facts["quantities"], {str(self.product.id): 2.0})
        self.assertEqual(approval.sudo().assignee_id, self.manager)
        for user in (self.salesperson, self.accountant, self.supervisor):
            with self.assertRaises(AccessError), self.cr.savepoint():
                complaint.with_user(user).action_approve()
        complaint.with_user(self.manager).action_approve("Take them back")
        self.assertEqual(complaint.decision_state, "approved")
        self.assertEqual(complaint.manager_read_by_id, self.manager, "who decided has read it")
        self.assertFalse(self.activities(complaint, NOTE))
        with self.assertRaises(UserError):
            complaint.with_user(self.manager).action_approve()

    @covers("X-03")
    def test_what_grows_is_decided_again(self):
        order, other = self.delivered(), self.delivered()
        worse = (
            {"claim_amount": 101.0},
            {"claim": "compensation"},
            {"order_id": other.id},
            {"line_ids": [Command.create({"product_id": self.product.id, "quantity": 1})]},
        )
        for values in worse:
            complaint = self.granted(self.claimed(order, amount=100.0))
            complaint.with_user(self.manager if "order_id" in values else self.salesperson).write(values)
            self.assertEqual(complaint.decision_state, "lapsed", values)
            with self.assertRaises(UserError):
                complaint.with_user(self.salesperson).action_make_return()
        complaint = self.granted(self.claimed(order, amount=100.0))
        complaint.with_user(self.salesperson).write({"claim_amount": 50.0, "cause": "Sand"})
        self.assertEqual(complaint.decision_state, "approved")
        pending = self.asked(self.claimed(order, amount=100.0))
        self.env["sdw.complaint"].browse(pending.sudo().res_id).with_user(self.salesperson).claim_amount = 200.0
        self.assertEqual(pending.sudo().state, "lapsed")

    @covers("X-03")
    def test_nobody_decides_on_less_than_the_facts(self):
        order = self.delivered()
        for values in ({"quantity": 0}, {"claim": "compensation"}, {"claim": "replacement", "quantity": 0}):
            with self.assertRaises(UserError):
                self.asked(self.claimed(order, **values))
        complaint = self.claimed(order, amount=10.0)
        for user in (self.second_salesperson, self.accountant, self.support):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_request_approval("complaint", "Please")
        with self.assertRaises(AccessError):
            self.asked(complaint).with_user(self.manager).sudo(False).write({"state": "approved"})
        mine = self.claimed(order, user=self.manager, amount=10.0)
        approval = mine.with_user(self.manager).action_request_approval("complaint", "I know him")
        with self.assertRaises(AccessError), self.cr.savepoint():
            approval.with_user(self.manager).action_approve()
        approval.with_user(self.director).action_approve()

    @covers("Z-16")
    def test_money_goes_up_only_where_the_company_says_so(self):
        order = self.delivered()
        self.assertEqual(self.granted(self.claimed(order, "compensation", amount=9.0)).decision_state, "approved")
        self.company.sdw_complaint_gm = True
        complaint = self.granted(self.claimed(order, "compensation", amount=9.0))
        self.assertEqual(complaint.decision_state, "pending")
        complaint.with_user(self.gm).action_approve()
        self.assertEqual(complaint.decision_state, "approved")
        self.assertEqual(self.granted(self.claimed(order, "return", amount=9.0)).decision_state, "approved")

    @covers("X-03")
    def test_no_end_without_the_decision(self):
        complaint = self.claimed(self.delivered(), amount=9.0)
        mine = complaint.with_user(self.salesperson)
        mine.action_solve("We take them back")
        complaint.with_user(self.manager).action_manager_noted()
        self.assertEqual(self.codes(complaint, "close"), ["complaint_undecided"])
        for user, context in ((self.salesperson, {}), (self.manager, {"sdw_bypass": True}), (self.gm, {})):
            with self.assertRaises(UserError), self.cr.savepoint():
                complaint.with_user(user).with_context(**context).action_close()
            with self.assertRaises(AccessError):
                complaint.with_user(user).write({"state": "closed"})
        self.granted(complaint)
        mine.action_close()
        self.switch("off", "complaint")
        other = self.claimed(self.delivered(), amount=9.0)
        other.with_user(self.manager).action_solve("Done")
        other.with_user(self.manager).action_close()
        self.assertEqual(other.state, "closed")

    @covers("X-03")
    def test_only_the_manager_makes_it_minor(self):
        complaint = self.complaint(claim="none", grave=True)
        self.assertEqual((complaint.severity, bool(complaint.manager_informed_on)), ("major", True))
        with self.assertRaises(AccessError), self.cr.savepoint():
            complaint.with_user(self.salesperson).grave = False
        complaint.with_user(self.manager).grave = False
        self.assertEqual(complaint.severity, "minor")

    def test_another_customers_invoice_is_not_disputed(self):
        other = self.env["res.partner"].create({"name": "Other", "user_id": self.salesperson.id})
        foreign = self.delivered(partner=other)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.complaint(invoice_ids=[Command.set(foreign.invoice_ids.ids)])
        own = self.delivered()
        complaint = self.claimed(own, invoice_ids=[Command.set(own.invoice_ids.ids)])
        with self.assertRaises(UserError), self.cr.savepoint():
            complaint.with_user(self.salesperson).write({"invoice_ids": [Command.link(foreign.invoice_ids.id)]})

    @covers("X-03")
    def test_what_is_held_is_not_let_go_by_another_order(self):
        order, other = self.delivered(), self.delivered()
        complaint = self.claimed(order)
        for user in (self.salesperson, self.sales_admin):
            for value in (other.id, False):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    complaint.with_user(user).order_id = value
        complaint.with_user(self.manager).order_id = other
        self.assertEqual(complaint.order_id, other)

    def test_value_of_the_goods(self):
        complaint = self.claimed(self.delivered(), quantity=2)
        complaint.with_user(self.salesperson).action_value_of_goods()
        self.assertEqual(complaint.claim_amount, 2000.0)
