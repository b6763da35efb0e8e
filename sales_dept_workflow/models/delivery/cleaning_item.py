from odoo import fields, models


class SdwCleaningItem(models.Model):
    _name = "sdw.cleaning.item"
    _description = "Cleaning Checklist Item"
    _order = "sequence, id"

    plan_id = fields.Many2one("sdw.cleaning.plan", "Cleaning Plan", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("What is Done", required=True)
