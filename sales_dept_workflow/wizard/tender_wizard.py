from odoo import fields, models

from ..models.tender.tender import METHODS, SEALS


class SdwTenderWizard(models.TransientModel):
    """Records a step of a tender that takes more than a reason. The tender itself checks who may."""

    _name = "sdw.tender.wizard"
    _description = "Record a Step of a Tender"

    tender_id = fields.Many2one(
        "sdw.tender", required=True, default=lambda self: self.env.context.get("active_id"), ondelete="cascade"
    )
    step = fields.Selection([("seal", "Seal"), ("submit", "Submit"), ("lost", "Lost")], required=True)
    currency_id = fields.Many2one(related="tender_id.currency_id")
    seal = fields.Selection(SEALS, default="company")
    method = fields.Selection(METHODS, default="courier")
    tracking_number = fields.Char()
    sent_on = fields.Datetime(default=fields.Datetime.now)
    lost_reason_id = fields.Many2one("crm.lost.reason")
    winner_id = fields.Many2one("sdw.tender.competitor", "Won by", ondelete="cascade")
    winning_price = fields.Monetary()
    reason = fields.Text("Why")

    def action_confirm(self):
        self.ensure_one()
        steps = {"seal": self._seal, "submit": self._submit, "lost": self._lost}
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}

    def _seal(self):
        self.tender_id.action_seal(self.seal)

    def _submit(self):
        self.tender_id.action_submit(self.method, self.tracking_number, self.sent_on)

    def _lost(self):
        self.tender_id.action_lost(self.reason, self.winner_id.id, self.winning_price, self.lost_reason_id.id)
