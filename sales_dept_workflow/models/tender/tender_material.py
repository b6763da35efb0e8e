from odoo import fields, models


class SdwTenderMaterial(models.Model):
    """The checklist that every bid starts with: kept by the sales managers (T-03)."""

    _name = "sdw.tender.material"
    _description = "Bid Material"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
