from odoo import models

#: Invoices of these states are settled as far as the order is concerned.
SETTLED = ("paid", "in_payment", "reversed")


class SaleOrder(models.Model):
    """From the invoice to the money."""

    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        cases = self._sdw_open_cases()
        for order in self:
            today = order.company_id._sdw_today()
            posted = order.invoice_ids.filtered(
                lambda move: move.state == "posted" and move.move_type in ("out_invoice", "out_receipt")
            )
            timeline[order] += order._sdw_invoice_steps(posted)
            for invoice in posted:
                timeline[order].append(order._sdw_payment_step(invoice, today))
            case = posted and cases.get((order.company_id, order.partner_invoice_id.commercial_partner_id))
            if case:
                what = self.env._("In collection: %(case)s", case=case.display_name)
                step = order._sdw_step("collection", what, case.create_date, case.user_id, "late", record=case)
                timeline[order].append(step)
        return timeline

    def _sdw_open_cases(self):
        partners = self.partner_invoice_id.commercial_partner_id
        domain = [("partner_id", "in", partners.ids), ("state", "!=", "closed")]
        cases = self.env["sdw.collection.case"].search(domain)
        return {(case.company_id, case.partner_id): case for case in cases}

    def _sdw_invoice_steps(self, posted):
        what = self.env._("Invoiced")
        steps = [
            self._sdw_step("invoiced", what, move.invoice_date, move.invoice_user_id, record=move) for move in posted
        ]
        if not steps and self.state in ("draft", "sent", "sale") and self.invoice_status != "invoiced":
            steps = [self._sdw_step("invoiced", what)]
        return steps

    def _sdw_payment_step(self, invoice, today):
        what = self.env._("Paid: %(invoice)s", invoice=invoice.name)
        if invoice.payment_state in SETTLED:
            paid_on = max(invoice.line_ids.matched_credit_ids.mapped("max_date"), default=None)
            return self._sdw_step("paid", what, paid_on, state="done", record=invoice)
        due = invoice.invoice_date_due
        return self._sdw_step("paid", what, due, state="late" if due and due < today else "waiting", record=invoice)
