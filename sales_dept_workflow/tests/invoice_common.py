from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .common import SdwCase

DEADLINE = "sales_dept_workflow.mail_activity_type_deadline"
PROBLEM = "sales_dept_workflow.mail_activity_type_invoice_problem"
NUMBER = "25322000000012345678"

SHIPPED = datetime(2026, 3, 2, 1, 0)  # Monday, 09:00 in Shanghai


class DispatchCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.write({"sdw_invoice_arrival_days": 7, "sdw_prompt_hours": 4, "sdw_arrival_days": 0})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.tax = cls.env["account.tax"].create({"name": "VAT 13%", "amount": 13, "company_id": cls.company.id})
        cls.product.write({"taxes_id": [Command.set(cls.tax.ids)], "default_code": "QB-65"})
        cls.bank = cls.env["res.bank"].create({"name": "ICBC Wuxi"})
        cls.courier = cls.env["res.partner"].create({"name": "SF Express", "sdw_transit_days": 3})
        cls.complete(cls.customer)

    @classmethod
    def complete(cls, partner):
        partner.write({"vat": "91320200MA1XYZ0001", "street": "18 Renmin Road", "phone": "0510-82001800"})
        cls.env["res.partner.bank"].create(
            {"partner_id": partner.id, "acc_number": f"6222{partner.id}", "bank_id": cls.bank.id}
        )

    def shipped(self, quantity=None, at=SHIPPED, **values):
        """An order shipped; its dispatch as the system reads it."""
        with freeze_time(at):
            order = self.order(**values)
            order.sudo().action_confirm()
            self.ship(order.sudo().picking_ids, quantity)
        return order.sudo(), self.dispatches(order)

    def dispatches(self, order):
        return self.env["sdw.invoice.dispatch"].search([("order_ids", "in", order.ids)], order="id")

    def invoiced(self, *orders):
        invoice = self.env["sale.order"].union(*orders).sudo()._create_invoices()
        invoice.invoice_date = SHIPPED.date()
        invoice.action_post()
        return invoice

    def issued(self, at=SHIPPED, number="12345678", **values):
        order, dispatch = self.shipped(**values)
        invoice = self.invoiced(order)
        with freeze_time(at):
            dispatch.with_user(self.sales_admin).action_send()
            dispatch.with_user(self.finance).action_issue(invoice.id, number)
        return order, dispatch

    def mailed(self, **values):
        order, dispatch = self.issued(**values)
        with freeze_time(SHIPPED):
            dispatch.with_user(self.finance).action_mail(self.courier.id, "SF001")
        return order, dispatch

    def activity(self, dispatch, xmlid):
        return dispatch.activity_ids.filtered(lambda one: one.activity_type_id == self.env.ref(xmlid))
