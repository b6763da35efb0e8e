from odoo import fields, models

from .res_partner import SEEN_BY


class SdwApproval(models.Model):
    """The accountant sees his three checks where he decides, whatever the document (O-04)."""

    _inherit = "sdw.approval"

    sdw_check_ids = fields.One2many(
        "sdw.credit.check", "approval_id", "Accountant's Checks", readonly=True, groups=SEEN_BY
    )
