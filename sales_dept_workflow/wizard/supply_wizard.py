from odoo import fields, models


class SdwSupplyWizard(models.TransientModel):
    """Asks production for the day; the inquiry itself checks who may promise it."""

    _name = "sdw.supply.wizard"
    _description = "Promise the Goods"

    inquiry_ids = fields.Many2many("sdw.supply.inquiry", string="Supply Inquiries")
    promised_date = fields.Date(required=True, default=lambda self: self._default_day())

    def _default_day(self):
        """The day the customer asked for, unless it has passed."""
        inquiries = self.env["sdw.supply.inquiry"].browse(self.env.context.get("default_inquiry_ids", [])).exists()
        today = fields.Date.context_today(self)
        return max([today, *(day for day in inquiries.mapped("wanted_on") if day)])

    def action_confirm(self):
        self.ensure_one()
        self.inquiry_ids.action_promise(self.promised_date)
        return {"type": "ir.actions.act_window_close"}
