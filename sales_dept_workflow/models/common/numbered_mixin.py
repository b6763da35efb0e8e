from odoo import api, fields, models


class SdwNumberedMixin(models.AbstractModel):
    """Documents that people give a title: their number is a field of its own, from their model's sequence (S-14)."""

    _name = "sdw.numbered.mixin"
    _description = "Numbered Documents with a Title"
    _inherit = ["sdw.guard.mixin"]

    number = fields.Char("Document Number", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"number"}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["ir.sequence"]._sdw_number(records._sdw_system(), "number")
        return records
