from odoo import fields, models


class SdwPauseWizard(models.TransientModel):
    """Stops dunning until a day, or lets it go on. The case itself checks who may."""

    _name = "sdw.pause.wizard"
    _description = "Pause Dunning"

    case_id = fields.Many2one(
        "sdw.collection.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    until = fields.Date("Pause until", help="Empty: dunning goes on.")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.case_id.action_set_pause(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
