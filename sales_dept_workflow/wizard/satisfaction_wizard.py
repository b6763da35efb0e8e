from odoo import fields, models

from ..models.complaint.codes_learning import CALL


class SdwSatisfactionWizard(models.TransientModel):
    """Takes the score of a satisfaction call: one button for each; the call itself checks who may."""

    _name = "sdw.satisfaction.wizard"
    _description = "Satisfaction of the Customer"

    call_ids = fields.Many2many(CALL, "sdw_satisfaction_wizard_rel", required=True)
    comment = fields.Text("What He Says")

    def action_score(self):
        self.ensure_one()
        self.call_ids.action_record(self.env.context.get("sdw_score"), self.comment)
        return {"type": "ir.actions.act_window_close"}
