from odoo import api, fields, models


class SdwDossierWizard(models.TransientModel):
    """Asks for the language of a dossier. The case itself checks who may have one."""

    _name = "sdw.dossier.wizard"
    _description = "Make a Dossier"

    case_id = fields.Many2one(
        "sdw.collection.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    lang = fields.Selection("_selection_lang", "Language", required=True, default=lambda self: self.env.lang)

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    def action_confirm(self):
        self.ensure_one()
        self.case_id.action_make_dossier(self.lang)
        return {"type": "ir.actions.act_window_close"}
