from odoo import fields, models


class CrmTeam(models.Model):
    """A sales team is a branch: its leader is the regional manager, and it has its region (S-08)."""

    _inherit = "crm.team"

    sdw_territory_ids = fields.Many2many(
        "sdw.territory",
        string="Region",
        groups="base.group_user",
        help="The territories of this branch. Figures are told by branch in every analysis of the sales department.",
    )
