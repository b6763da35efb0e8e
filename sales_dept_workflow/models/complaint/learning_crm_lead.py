from odoo import fields, models


class CrmLead(models.Model):
    """Word of mouth: who recommended us (X-15)."""

    _inherit = "crm.lead"

    sdw_recommended_by_id = fields.Many2one(
        "res.partner", "Recommended by", index="btree_not_null", groups="base.group_user"
    )
