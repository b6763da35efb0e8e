from odoo import fields, models


class SdwPosition(models.Model):
    _inherit = "sdw.position"

    duties = fields.Text(translate=True, help="What whoever holds the position does; its holders read it (S-01, H-03).")
