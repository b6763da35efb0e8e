from odoo import fields, models


class SdwArrearsCause(models.Model):
    """Why customers do not pay: the table the collection meetings choose from (C-12)."""

    _name = "sdw.arrears.cause"
    _description = "Cause of Arrears"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "This cause exists already.")
