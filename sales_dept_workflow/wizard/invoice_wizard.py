from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwInvoiceWizard(models.TransientModel):
    """Takes number, courier and dates of VAT invoices; the dispatch itself checks who may, and what."""

    _name = "sdw.invoice.wizard"
    _description = "Issue or Mail a VAT Invoice"

    dispatch_ids = fields.Many2many("sdw.invoice.dispatch", string="VAT Invoices", required=True)
    step = fields.Selection([("issue", "Issue the Invoice"), ("mail", "Mail")], required=True)
    kind = fields.Selection(related="dispatch_ids.kind")
    partner_id = fields.Many2one(related="dispatch_ids.partner_id")
    replaces_id = fields.Many2one(related="dispatch_ids.replaces_id")
    move_id = fields.Many2one(
        "account.move", "Customer Invoice", compute="_compute_move_id", store=True, readonly=False
    )
    fapiao_number = fields.Char("VAT Invoice Number")
    red_letter_number = fields.Char("Red-letter Number")
    day = fields.Date("Date", default=fields.Date.context_today, required=True)
    courier_id = fields.Many2one("res.partner", "Courier")
    tracking_number = fields.Char()

    @api.depends("dispatch_ids", "step")
    def _compute_move_id(self):
        """The only posted invoice of the orders that has no VAT invoice yet, where there is just one."""
        for wizard in self:
            orders = wizard.dispatch_ids.sudo().order_ids
            moves = orders.invoice_ids.filtered(lambda move: move.state == "posted" and move.move_type == "out_invoice")
            moves -= moves.filtered(
                lambda move: any(one.state in ("issued", "mailed", "received") for one in move.sdw_dispatch_ids)
            )
            wizard.move_id = moves if len(moves) == 1 and wizard.step == "issue" else False

    def action_confirm(self):
        """Take the step."""
        self.ensure_one()
        if self.step == "issue":
            if not self.move_id:
                raise UserError(self.env._("Please choose the posted customer invoice."))
            self.dispatch_ids.action_issue(self.move_id.id, self.fapiao_number, self.day, self.red_letter_number)
        else:
            self.dispatch_ids.action_mail(self.courier_id.id, self.tracking_number, self.day)
        return {"type": "ir.actions.act_window_close"}
