from odoo import api, fields, models


class UtmSource(models.Model):
    """Core's sources have one name for all languages; those we bring are shown in the reader's."""

    _inherit = "utm.source"

    sdw_label = fields.Char("Label", translate=True)

    @api.depends("name", "sdw_label")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for source in self:
            source.display_name = source.sdw_label or source.name
