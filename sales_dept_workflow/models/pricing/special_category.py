from odoo import fields, models


class SdwSpecialCategory(models.Model):
    """Kinds of special requirements: material, voltage, packing, … (Q-09). Configured by sales managers."""

    _name = "sdw.special.category"
    _description = "Category of Special Requirements"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "There is already a category of this name.")
