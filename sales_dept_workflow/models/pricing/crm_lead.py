from odoo import fields, models


class CrmLead(models.Model):
    """Personalised service starts with what the customer wants (L-19)."""

    _inherit = "crm.lead"

    sdw_customisation = fields.Text(
        "Customisation Wanted",
        groups="base.group_user",
        help="What the customer wants beyond the catalogue: the special requirement of the quotation.",
    )
