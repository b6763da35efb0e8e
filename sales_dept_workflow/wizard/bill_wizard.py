from odoo import fields, models


class SdwBillWizard(models.TransientModel):
    """Asks what a step with booked bills needs, then takes it. The step itself checks who may."""

    _name = "sdw.bill.wizard"
    _description = "Use a Bill"

    bill_ids = fields.Many2many(
        "sdw.acceptance.bill", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self._default_bills().company_id[:1] or self.env.company
    )
    currency_id = fields.Many2one("res.currency", default=lambda self: self._default_bills().currency_id[:1])
    step = fields.Selection(
        [("paid", "Paid at Maturity"), ("discount", "Discount at the Bank"), ("endorse", "Endorse to a Supplier")],
        required=True,
        default="paid",
    )
    journal_id = fields.Many2one(
        "account.journal", "Bank", domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]"
    )
    date = fields.Date("On", default=fields.Date.context_today)
    interest = fields.Monetary(help="What the bank keeps of each bill.")
    partner_id = fields.Many2one("res.partner", "Supplier")

    def _default_bills(self):
        return self.env["sdw.acceptance.bill"].browse(self.env.context.get("active_ids", []))

    def action_confirm(self):
        self.ensure_one()
        if self.step == "endorse":
            self.bill_ids.action_endorse(self.partner_id)
        elif self.step == "discount":
            self.bill_ids.action_discount(self.date, self.interest, self.journal_id)
        else:
            self.bill_ids.action_paid(self.journal_id, self.date)
        return {"type": "ir.actions.act_window_close"}
