from odoo import api, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_complaint_minor_days = fields.Integer("Minor Complaints Solved within (days)", default=7)
    sdw_complaint_major_days = fields.Integer("Major Complaints Solved within (days)", default=3)
    sdw_complaint_warn_hours = fields.Float("Complaint Warning (hours before)", default=4.0)
    sdw_complaint_gm = fields.Boolean("Compensation in Money Needs the General Manager")
    sdw_complaint_alias_id = fields.Many2one("mail.alias", "Mailbox of Complaints", readonly=True, copy=False)

    _sdw_complaint_days_positive = models.Constraint(
        "CHECK(sdw_complaint_minor_days >= 0 AND sdw_complaint_major_days >= 0 AND sdw_complaint_warn_hours >= 0)",
        "Days and hours are never negative.",
    )

    @api.constrains("sdw_complaint_minor_days", "sdw_complaint_major_days")
    def _check_sdw_complaint_days(self):
        for company in self:
            if company.sdw_complaint_major_days > company.sdw_complaint_minor_days:
                raise UserError(self.env._("Major complaints are not solved later than minor ones."))
