from odoo import api, fields, models

from .codes import COMPLAINT


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_mode_complaint = fields.Selection(related="company_id.sdw_mode_complaint", readonly=False)
    sdw_since_complaint = fields.Datetime(related="company_id.sdw_since_complaint")
    sdw_complaint_minor_days = fields.Integer(related="company_id.sdw_complaint_minor_days", readonly=False)
    sdw_complaint_major_days = fields.Integer(related="company_id.sdw_complaint_major_days", readonly=False)
    sdw_complaint_warn_hours = fields.Float(related="company_id.sdw_complaint_warn_hours", readonly=False)
    sdw_complaint_gm = fields.Boolean(related="company_id.sdw_complaint_gm", readonly=False)
    sdw_complaint_alias = fields.Char(
        "Mailbox of Complaints",
        compute="_compute_sdw_complaint_alias",
        inverse="_inverse_sdw_complaint_alias",
        readonly=False,
        store=True,
    )
    sdw_complaint_alias_domain = fields.Char(related="company_id.alias_domain_id.name", string="Mail Domain")

    @api.depends("company_id")
    def _compute_sdw_complaint_alias(self):
        for settings in self:
            settings.sdw_complaint_alias = settings.company_id.sudo().sdw_complaint_alias_id.alias_name

    def _inverse_sdw_complaint_alias(self):
        for settings in self:
            settings.company_id._sdw_set_alias("sdw_complaint_alias_id", COMPLAINT, settings.sdw_complaint_alias)
