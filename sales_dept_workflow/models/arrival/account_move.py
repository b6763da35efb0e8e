from odoo import fields, models

from ..common.rules import roles

SEEN_BY = roles("salesperson", "accountant")


class AccountMove(models.Model):
    """The VAT invoice that stands for this invoice; it follows when the invoice leaves the books."""

    _inherit = "account.move"

    sdw_dispatch_ids = fields.One2many(
        "sdw.invoice.dispatch", "move_id", "VAT Invoices", readonly=True, copy=False, groups=SEEN_BY
    )
    sdw_dispatch_count = fields.Integer("Number of VAT Invoices", compute="_compute_sdw_dispatch_count", groups=SEEN_BY)

    def _compute_sdw_dispatch_count(self):
        domain = [("move_id", "in", self.ids)]
        counts = dict(self.env["sdw.invoice.dispatch"]._read_group(domain, ["move_id"], ["__count"]))
        for move in self:
            move.sdw_dispatch_count = counts.get(move._origin, 0)

    def action_sdw_dispatches(self):
        """Open the VAT invoices of these invoices."""
        dispatches = self.env["sdw.invoice.dispatch"].search([("move_id", "in", self.ids)])
        return dispatches._open_action()

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        leaving = self.filtered(lambda move: move.state == "posted" and move.move_type == "out_invoice")
        result = super().write(vals)
        if vals["state"] in ("draft", "cancel"):
            leaving._sdw_follow_dispatches(self.env._("The invoice was taken out of the books."), again=True)
        elif vals["state"] == "posted":
            reversals = self.filtered(lambda move: move.move_type == "out_refund" and move.reversed_entry_id)
            undone = reversals.filtered(
                lambda move: move.currency_id.compare_amounts(move.amount_total, move.reversed_entry_id.amount_total)
                >= 0
            )
            undone.reversed_entry_id._sdw_follow_dispatches(self.env._("The invoice was reversed."), again=False)
        return result

    def _sdw_follow_dispatches(self, reason, again):
        if self:
            dispatches = self.env["sdw.invoice.dispatch"]._sdw_system()
            dispatches.search([("move_id", "in", self.ids)])._follow_invoices(reason, again)
