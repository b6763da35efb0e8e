from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .invoice_common import DEADLINE, NUMBER, PROBLEM, SHIPPED, DispatchCase

ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"


@tagged("post_install", "-at_install")
class TestInvoiceDispatch(DispatchCase):
    @covers("D-03", "Z-08", "Z-13")
    def test_asked_for_when_the_goods_leave(self):
        with freeze_time(SHIPPED):
            order = self.order(lines=[(self.product, 5, {})])
            order.sudo().action_confirm()
            self.assertFalse(self.dispatches(order), "not before the goods leave")
            self.ship(order.sudo().picking_ids, 2)
        dispatch = self.dispatches(order)
        self.assertRecordValues(
            dispatch,
            [
                {
                    "state": "requested",
                    "partner_id": self.customer.id,
                    "requested_on": SHIPPED,
                    "user_id": self.sales_admin.id,
                    "title": "Customer",
                    "tax_number": "91320200MA1XYZ0001",
                    "phone_number": "0510-82001800",
                    "bank": "ICBC Wuxi",
                    "missing_data": "",
                    "amount_untaxed": 2000.0,
                    "amount_total": 2260.0,
                    # four working hours: 13:00 in Shanghai is the end of a break of the calendar
                    "deadline": self.env["sdw.invoice.dispatch"]._sdw_prompt_deadline(SHIPPED),
                }
            ],
        )
        self.assertRecordValues(dispatch.line_ids, [{"quantity": 2.0, "price_unit": 1000.0, "specification": "QB-65"}])
        activity = self.activity(dispatch, DEADLINE)
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.sales_admin, "2026-03-02"))
        rest = order.sudo().picking_ids.filtered(lambda picking: picking.state != "done")
        self.ship(rest)
        self.assertEqual(self.dispatches(order).mapped("amount_total"), [2260.0, 3390.0])
        self.assertEqual(order.sudo().sdw_dispatch_count, 2)

    @covers("D-03")
    def test_missing_data_is_named_and_holds(self):
        poor = self.env["res.partner"].create({"name": "Poor", "is_company": True})
        _order, dispatch = self.shipped(partner=poor)
        self.assertEqual(dispatch.missing_data, "Tax Number, Address, Telephone, Bank, Bank Account")
        self.assertIn("Bank Account", self.activity(dispatch, DEADLINE).summary)
        with self.assertRaisesRegex(UserError, "Tax Number"):
            dispatch.with_user(self.sales_admin).action_send()
        with self.assertRaisesRegex(UserError, "Tax Number"):
            dispatch.with_user(self.finance).action_issue(self.invoiced(_order), NUMBER)
        poor.vat = "91320200MA1XYZ0002"
        self.assertNotIn("Tax Number", self.activity(dispatch, DEADLINE).summary)
        self.complete(poor)
        self.assertFalse(dispatch.missing_data)
        self.assertNotIn("missing", self.activity(dispatch, DEADLINE).summary)
        dispatch.with_user(self.sales_admin).action_send()
        person = self.env["res.partner"].create({"name": "Mr Li"})
        _order, dispatch = self.shipped(partner=person)
        self.assertFalse(dispatch.missing_data, "for a person the name is enough")

    @covers("D-03", "Z-08")
    def test_sent_stamp(self):
        _order, dispatch = self.shipped()
        for user in (self.salesperson, self.finance, self.manager):
            with self.assertRaises(AccessError):
                dispatch.with_user(user).action_send()
        with freeze_time("2026-03-02 03:00:00"):
            dispatch.with_user(self.sales_admin).action_send()
        self.assertRecordValues(
            dispatch, [{"sent_by_id": self.sales_admin.id, "sent_via": "odoo", "sent_hours": 2.0, "state": "requested"}]
        )
        activity = self.activity(dispatch, DEADLINE)
        self.assertEqual(activity.user_id, self.finance)
        self.assertIn("Issue", activity.summary)
        self.customer.vat = "91320200MA1XYZ0009"
        self.assertEqual(dispatch.tax_number, "91320200MA1XYZ0001", "what was sent stays as it was")

    @covers("D-03")
    def test_by_email_with_the_sheet(self):
        self.company.sdw_finance_email = "finance@example.com"
        _order, dispatch = self.shipped()
        dispatch.with_user(self.sales_admin).action_send()
        self.assertEqual(dispatch.sent_via, "email")
        mail = self.env["mail.mail"].search([("model", "=", dispatch._name), ("res_id", "=", dispatch.id)])
        self.assertEqual(mail.email_to, "finance@example.com")
        content = mail.attachment_ids.raw.decode(errors="ignore")
        self.assertIn("91320200MA1XYZ0001", content)

    @covers("Z-08", "D-04", "D-05")
    def test_every_step_escalates_once(self):
        _order, dispatch = self.shipped()
        sweep = self.env["sdw.deadline.mixin"]._cron_deadlines
        sweep(datetime(2026, 3, 3, 12, 0))
        sweep(datetime(2026, 3, 3, 13, 0))
        self.assertEqual(len(self.activity(dispatch, ESCALATION)), 1)
        with freeze_time("2026-03-03 12:30:00"):
            dispatch.with_user(self.sales_admin).action_send()
        self.assertFalse(dispatch.escalated_on, "the next step starts anew")
        self.assertFalse(self.activity(dispatch, ESCALATION))
        sweep(datetime(2026, 3, 5, 12, 0))
        self.assertEqual(len(self.activity(dispatch, ESCALATION)), 1)

    @covers("D-04")
    def test_issue(self):
        order, dispatch = self.shipped()
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        other_order, _other = self.shipped(partner=stranger)
        invoice, other = self.invoiced(order), self.invoiced(other_order)
        second = self.invoiced(self.shipped()[0])
        finance = dispatch.with_user(self.finance)
        for user in (self.sales_admin, self.salesperson, self.manager):
            with self.assertRaises(AccessError):
                dispatch.with_user(user).action_issue(invoice.id, NUMBER)
        with self.assertRaisesRegex(UserError, "another customer"):
            finance.action_issue(other.id, NUMBER)
        with self.assertRaisesRegex(UserError, "none of its orders"):
            finance.action_issue(second.id, NUMBER)
        for wrong in ("", "123", "1234567a", "123456789", None):
            with self.assertRaisesRegex(UserError, "digits"):
                finance.action_issue(invoice.id, wrong)
        with self.assertRaisesRegex(UserError, "not happened"):
            finance.action_issue(invoice.id, NUMBER, "2099-01-01")
        finance.action_issue(invoice.id, NUMBER)
        self.assertRecordValues(dispatch, [{"state": "issued", "move_id": invoice.id, "fapiao_number": NUMBER}])
        self.assertEqual(self.activity(dispatch, DEADLINE).user_id, self.finance, "until it is mailed")
        self.assertEqual(invoice.sdw_dispatch_count, 1)
        third_order, third = self.shipped()
        with self.assertRaisesRegex(UserError, "already on record"):
            third.with_user(self.finance).action_issue(self.invoiced(third_order).id, NUMBER)
        with self.assertRaises(UserError):
            finance.action_issue(invoice.id, "87654321")

    @covers("D-04")
    def test_nothing_by_hand(self):
        order, dispatch = self.shipped()
        values = {
            "state": "received",
            "fapiao_number": NUMBER,
            "sent_on": SHIPPED,
            "move_id": self.invoiced(order).id,
            "sheet": {"title": "x"},
            "deadline": "2099-01-01",
            "received_on": "2026-03-02",
            "partner_id": self.courier.id,
            "line_ids": [Command.clear()],
        }
        for user in (self.sales_admin, self.finance):
            for name, value in values.items():
                with self.assertRaises(AccessError, msg=name):
                    dispatch.with_user(user).with_context(sdw_bypass=True).write({name: value})
            with self.assertRaises(AccessError):
                self.env["sdw.invoice.dispatch"].with_user(user).create({"name": "x"})
            with self.assertRaises(AccessError):
                dispatch.line_ids.with_user(user).write({"quantity": 99})
        with self.assertRaises(UserError):
            dispatch.unlink()
        dispatch.with_user(self.sales_admin).kind = "electronic"
        order, dispatch = self.shipped()
        hostile = {"default_state": "received", "default_fapiao_number": "12345678"}
        with freeze_time(SHIPPED):
            order = self.order()
            order.sudo().action_confirm()
            self.ship(order.sudo().picking_ids.with_context(**hostile))
        self.assertRecordValues(self.dispatches(order), [{"state": "requested", "fapiao_number": False}])

    @covers("D-04", "D-05")
    def test_mail_and_call(self):
        _order, dispatch = self.issued()
        finance = dispatch.with_user(self.finance)
        for arguments in ((None, "SF001"), (self.courier.id, " "), (self.courier.id, "SF001", "2026-03-01")):
            with freeze_time(SHIPPED), self.assertRaises(UserError):
                finance.action_mail(*arguments)
        with self.assertRaises(AccessError):
            dispatch.with_user(self.salesperson).action_mail(self.courier.id, "SF001")
        with freeze_time(SHIPPED):
            finance.action_mail(self.courier.id, "SF001")
        self.assertRecordValues(
            dispatch,
            [{"state": "mailed", "tracking_number": "SF001", "deadline": datetime(2026, 3, 5, 15, 59, 59)}],
        )
        self.assertEqual(str(dispatch.expected_on), "2026-03-05", "three days with this courier")
        activity = self.activity(dispatch, DEADLINE)
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.sales_admin, "2026-03-05"))
        admin = dispatch.with_user(self.sales_admin)
        with freeze_time("2026-03-05 02:00:00"):
            with self.assertRaises(AccessError):
                dispatch.with_user(self.second_salesperson).action_received()
            with self.assertRaises(UserError):
                admin.action_not_received(" ")
            admin.action_not_received("not there yet")
            self.assertEqual(str(dispatch.expected_on), "2026-03-06")
            self.assertEqual(self.activity(dispatch, PROBLEM).user_id, self.finance)
            self.assertEqual(str(self.activity(dispatch, DEADLINE).date_deadline), "2026-03-06")
        with freeze_time("2026-03-06 02:00:00"):
            for day in ("2026-03-01", "2026-03-07"):
                with self.assertRaises(UserError):
                    admin.action_received(day)
            admin.action_received(contact="Ms Wang")
        self.assertRecordValues(dispatch, [{"state": "received", "contact": "Ms Wang", "call_count": 2}])
        self.assertFalse(dispatch.activity_ids)
        with self.assertRaises(UserError):
            admin.action_received()

    @covers("D-05")
    def test_company_transit_days(self):
        _order, dispatch = self.issued()
        slow = self.env["res.partner"].create({"name": "Slow Mail"})
        with freeze_time(SHIPPED):
            dispatch.with_user(self.finance).action_mail(slow, "1")
        self.assertEqual(str(dispatch.expected_on), "2026-03-09")

    @covers("D-04")
    def test_electronic(self):
        self.customer.write({"sdw_fapiao_kind": "electronic", "email": "ap@customer.example.com"})
        order, dispatch = self.shipped()
        invoice = self.invoiced(order)
        with freeze_time(SHIPPED):
            with self.assertRaisesRegex(UserError, "20"):
                dispatch.with_user(self.finance).action_issue(invoice.id, "12345678")
            dispatch.with_user(self.finance).action_issue(invoice.id, NUMBER)
            dispatch.with_user(self.finance).write({"fapiao_file": b"JVBERg==", "fapiao_filename": "fapiao.pdf"})
            dispatch.with_user(self.finance).action_mail()
        self.assertEqual(dispatch.expected_on, dispatch.mailed_on)
        message = dispatch.message_ids.filtered("attachment_ids")
        self.assertEqual(message.partner_ids, self.customer)
        self.assertEqual(message.attachment_ids.name, "fapiao.pdf")
        self.assertIn(NUMBER, message.body)

    @covers("D-04", "D-05")
    def test_lost_and_issued_again(self):
        order, dispatch = self.mailed()
        with self.assertRaises(AccessError):
            dispatch.with_user(self.salesperson).action_lost("gone")
        with self.assertRaises(UserError):
            dispatch.with_user(self.sales_admin).action_lost("")
        dispatch.with_user(self.sales_admin).action_lost("the courier lost it")
        fresh = self.dispatches(order) - dispatch
        self.assertRecordValues(dispatch, [{"state": "lost", "end_reason": "the courier lost it"}])
        self.assertRecordValues(
            fresh, [{"state": "requested", "replaces_id": dispatch.id, "amount_total": dispatch.amount_total}]
        )
        self.assertEqual(self.activity(fresh, DEADLINE).user_id, self.finance)
        finance = fresh.with_user(self.finance)
        with self.assertRaisesRegex(UserError, "already on record"):
            finance.action_issue(dispatch.move_id.id, dispatch.fapiao_number)
        with self.assertRaisesRegex(UserError, "red-letter"):
            finance.action_issue(dispatch.move_id.id, "87654321", red_letter_number="12")
        finance.action_issue(dispatch.move_id.id, "87654321", red_letter_number="3202012026030001")
        self.assertEqual(fresh.red_letter_number, "3202012026030001")
        self.assertEqual(dispatch.fapiao_number, "12345678")
        with self.assertRaises(UserError):
            dispatch.with_user(self.sales_admin).action_lost("again")
