from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionLog(CollectionCase):
    """What is done about a case, and how it closes."""

    @covers("C-01")
    def test_dunning_log(self):
        _invoice, case = self.overdue_case()
        case.with_user(self.salesperson).action_dun("phone", "Pays on Friday", 500.0, self.ahead(3))
        self.assertRecordValues(
            case.action_ids,
            [
                {
                    "channel": "phone",
                    "promised_amount": 500.0,
                    "promised_date": self.ahead(3),
                    "user_id": self.salesperson.id,
                }
            ],
        )
        self.assertEqual(case.deadline.date(), self.ahead(3))
        self.assertEqual(case.activity_ids.date_deadline, self.ahead(3))
        with self.assertRaises(UserError):
            case.with_user(self.salesperson).action_dun("phone", "  ")
        with self.assertRaises(UserError):
            case.with_user(self.salesperson).action_dun("phone", "Yesterday", 1.0, self.ago(1))
        with self.assertRaises(AccessError):
            case.with_user(self.second_salesperson).action_dun("phone", "Not mine")
        with self.assertRaises(UserError):
            case.action_ids.with_user(self.salesperson).write({"result": "forged"})
        with self.assertRaises(UserError):
            case.action_ids.with_user(self.manager).unlink()
        self.env["sdw.deadline.mixin"]._cron_deadlines(fields.Datetime.now() + timedelta(days=5))
        self.assertEqual(case.escalated_to_id, self.manager)

    def test_promise_broken(self):
        _invoice, case = self.overdue_case()
        case.with_user(self.salesperson).action_dun("phone", "Today", 500.0, self.today)
        self.assertFalse(case.promise_broken)
        case.sudo().promised_date = self.ago(1)
        self.assertTrue(case.promise_broken)
        self.assertIn(case, self.cases.search([("promise_broken", "=", True)]))
        self.assertNotIn(case, self.cases.search([("promise_broken", "=", False)]))

    def test_pause_belongs_to_the_manager(self):
        _invoice, case = self.overdue_case()
        with self.assertRaises(AccessError):
            case.with_user(self.salesperson).action_set_pause(self.ahead(20), "Holiday")
        with self.assertRaisesRegex(UserError, "half a year"):
            case.with_user(self.manager).action_set_pause("2999-12-31", "Holiday")
        wizards = self.env["sdw.pause.wizard"].with_user(self.manager).with_context(active_id=case.id)
        wizards.create({"until": self.ahead(20), "reason": "Holiday"}).action_confirm()
        self.assertEqual((case.paused_until, case.pause_reason), (self.ahead(20), "Holiday"))
        self.assertEqual(case.deadline.date(), self.ahead(20))

    @covers("C-13")
    def test_long_overdue_alerts_once(self):
        self.invoice(days=120)
        for _day in range(3):
            self.sweep()
        escalation = self.env.ref("sales_dept_workflow.mail_activity_type_escalation")
        alerts = self.case_of().activity_ids.filtered(lambda activity: activity.activity_type_id == escalation)
        self.assertEqual(len(alerts), 1)
        self.assertEqual(alerts.user_id, self.manager)

    def test_paid_closes_at_once_and_cancelled_reopens(self):
        invoice, case = self.overdue_case()
        payment = self.pay(invoice)
        self.assertEqual(case.state, "closed")
        self.assertFalse(case.activity_ids)
        payment.action_cancel()
        self.assertEqual(case.state, "dunning")
        self.assertEqual(self.case_of(), case)
        self.assertEqual(case.activity_ids.user_id, self.salesperson)
        self.sweep()
        self.assertEqual(self.case_of(), case)

    def test_the_sweep_closes_and_reopens_too(self):
        """Whatever escapes the hook (rules off, SQL, another module) is found by the next sweep."""
        invoice, case = self.overdue_case()
        self.switch("off", "shipping_hold")
        payment = self.pay(invoice)
        self.assertEqual(case.state, "dunning")
        self.sweep()
        self.assertEqual(case.state, "closed")
        payment.action_draft()
        self.assertEqual(
            invoice.amount_residual, 0.0, "core keeps the matching of a payment set to draft: nothing is owed yet"
        )
        payment.action_cancel()
        self.assertEqual(case.state, "closed")
        self.sweep()
        self.assertEqual(case.state, "dunning")
        self.assertEqual(self.case_of(), case)

    def test_a_new_debt_is_a_new_case(self):
        invoice, case = self.overdue_case()
        self.pay(invoice)
        case.sudo().closed_on = fields.Datetime.now() - timedelta(days=9)
        self.invoice(days=3)
        self.sweep()
        self.assertEqual(len(self.case_of()), 2)
        self.assertEqual(case.state, "closed")

    def test_partly_paid_stays(self):
        invoice, case = self.overdue_case()
        self.pay(invoice, amount=999.99)
        self.assertEqual(case.state, "dunning")
        self.assertEqual(case.overdue_amount_company, 0.01)

    def test_close_by_hand(self):
        _invoice, case = self.overdue_case()
        with self.assertRaises(AccessError):
            case.with_user(self.salesperson).action_close("Enough")
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_close("Enough")
        case.with_user(self.finance).action_close("To be written off")
        self.assertEqual(case.state, "closed")
        self.sweep()
        self.assertEqual(self.case_of(), case, "what finance settled is not chased again")
        self.invoice(days=-5)
        self.sweep(days=6)
        self.assertEqual(len(self.case_of()), 2)
        self.assertEqual(
            self.case_of()[:1]._get_figures(fields.Datetime.now() + timedelta(days=6))[self.case_of()[:1]][
                "overdue_amount_company"
            ],
            1000.0,
        )

    def test_nobody_writes_the_state(self):
        _invoice, case = self.overdue_case()
        for user in (
            self.salesperson,
            self.manager,
            self.gm,
            self.legal,
            self.finance,
            self.env.ref("base.user_admin"),
        ):
            for values in (
                {"state": "closed"},
                {"hold": True},
                {"paused_until": self.ahead(99)},
                {"legal_user_id": user.id},
            ):
                with self.assertRaises(AccessError):
                    case.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.cases.with_user(user).create({"partner_id": self.subsidiary.id, "company_id": self.company.id})
        case.with_user(self.manager).user_id = self.second_salesperson
        with self.assertRaises(AccessError):
            case.with_user(self.legal).user_id = self.legal
