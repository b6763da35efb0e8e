from odoo import api, fields, models
from odoo.exceptions import UserError

RESULTS = [("arrived", "Arrived"), ("not_yet", "Not Yet"), ("unreachable", "Not Reached"), ("problem", "Problem")]


class SdwArrivalCall(models.Model):
    """One call to the customer: when, to whom, with what result. Never edited, never deleted (D-02)."""

    _name = "sdw.arrival.call"
    _description = "Arrival Call"
    _inherit = ["sdw.guard.mixin"]
    _order = "called_on desc, id desc"

    followup_id = fields.Many2one("sdw.arrival.followup", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="followup_id.company_id", store=True, index=True)
    called_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    contact = fields.Char(readonly=True)
    result = fields.Selection(RESULTS, required=True, readonly=True)
    note = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", "Called by", required=True, readonly=True, ondelete="restrict")

    @api.model
    def _sdw_guarded_fields(self):
        return {"followup_id", "called_on", "contact", "result", "note", "user_id"}

    def write(self, vals):
        if not set(vals) <= {"company_id"}:  # a stored related field, recomputed by the ORM
            raise UserError(self.env._("A call on record cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A call on record cannot be deleted."))
