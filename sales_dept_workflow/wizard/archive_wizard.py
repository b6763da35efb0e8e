from odoo import fields, models


class SdwArchiveWizard(models.TransientModel):
    """Where the signed paper was filed. The agreement itself checks who may."""

    _name = "sdw.archive.wizard"
    _description = "File the Signed Paper"

    agreement_id = fields.Many2one(
        "sdw.repayment.agreement",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    number = fields.Char("Archive Number", required=True)
    place = fields.Char("Archive Place", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.agreement_id.action_archive_paper(self.number, self.place)
        return {"type": "ir.actions.act_window_close"}
