from odoo import api, fields, models
from odoo.tools import ormcache

from .codes import RULE


class ResCompany(models.Model):
    """What a company asks of its customers' files (A-05, A-06, A-27, A-31, A-43)."""

    _inherit = "res.company"

    sdw_profile_target = fields.Integer("Files Complete to (%)", default=80)
    sdw_profile_minimum = fields.Integer("File before the First Order (%)", default=0, help="0: not asked.")
    sdw_profile_hold = fields.Boolean(
        "Hold the First Order", help="Until the file is complete enough; otherwise it is only shown."
    )
    sdw_profile_mandatory = fields.Boolean(
        "Mandatory Answers Asked",
        help="What the card calls mandatory is there before somebody becomes a base customer and before a contract.",
    )
    sdw_card_by_archivist = fields.Boolean(
        "Files Changed by the Archivist only", help="Salespeople propose the changes of an existing file."
    )
    sdw_export_purpose = fields.Boolean(
        "Purpose Asked before an Export",
        help="Whoever exports, prints or mails customers' files says first what for; it holds for an hour.",
    )
    sdw_profile_target_key = fields.Integer("Files of Key Customers Complete to (%)", default=95)
    sdw_profile_target_scattered = fields.Integer("Files of Scattered Customers Complete to (%)", default=60)
    sdw_card_review_months = fields.Integer(
        "Files Gone through every (months)", default=6, help="0: nobody is reminded."
    )

    _profile_percent = models.Constraint(
        "CHECK(sdw_profile_target BETWEEN 0 AND 100 AND sdw_profile_minimum BETWEEN 0 AND 100"
        " AND sdw_profile_target_key BETWEEN 0 AND 100 AND sdw_profile_target_scattered BETWEEN 0 AND 100)",
        "The completeness of a file lies between 0 and 100 percent.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "sdw_read_alert" in vals or f"sdw_mode_{RULE}" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache("uid")
    def _sdw_read_limit(self, uid):
        """How many customers this user may read in a day before somebody hears of it; 0 while nobody counts."""
        user = self.env["res.users"].sudo().browse(uid)
        if not user._is_internal():
            return 0
        watched = user.company_ids.filtered(lambda company: company._sdw_mode(RULE) != "off")
        return min((company.sdw_read_alert for company in watched if company.sdw_read_alert > 0), default=0)
