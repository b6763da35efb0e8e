from odoo import api, fields, models

from .codes import TRIAL


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_mode_lead = fields.Selection(related="company_id.sdw_mode_lead", readonly=False)
    sdw_since_lead = fields.Datetime(related="company_id.sdw_since_lead")
    sdw_mode_lead_stage = fields.Selection(related="company_id.sdw_mode_lead_stage", readonly=False)
    sdw_since_lead_stage = fields.Datetime(related="company_id.sdw_since_lead_stage")
    sdw_lead_idle_days = fields.Integer(related="company_id.sdw_lead_idle_days", readonly=False)
    sdw_lead_idle_manager_days = fields.Integer(related="company_id.sdw_lead_idle_manager_days", readonly=False)
    sdw_lead_intention_weight = fields.Float(related="company_id.sdw_lead_intention_weight", readonly=False)
    sdw_lead_budget_a = fields.Monetary(related="company_id.sdw_lead_budget_a", readonly=False)
    sdw_lead_budget_b = fields.Monetary(related="company_id.sdw_lead_budget_b", readonly=False)
    sdw_lead_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Budgets")
    sdw_lead_points_a = fields.Float(related="company_id.sdw_lead_points_a", readonly=False)
    sdw_lead_points_b = fields.Float(related="company_id.sdw_lead_points_b", readonly=False)
    sdw_trial_days = fields.Integer(related="company_id.sdw_trial_days", readonly=False)
    sdw_trial_call_days = fields.Integer(related="company_id.sdw_trial_call_days", readonly=False)
    sdw_trial_end_days = fields.Integer(related="company_id.sdw_trial_end_days", readonly=False)
    sdw_support_hours = fields.Float(related="company_id.sdw_support_hours", readonly=False)
    sdw_trial_alias = fields.Char(
        "Mailbox of Trials",
        compute="_compute_sdw_trial_alias",
        inverse="_inverse_sdw_trial_alias",
        readonly=False,
        store=True,
    )
    sdw_trial_alias_domain = fields.Char(related="company_id.alias_domain_id.name", string="Mail Domain of Trials")

    @api.depends("company_id")
    def _compute_sdw_trial_alias(self):
        for settings in self:
            settings.sdw_trial_alias = settings.company_id.sudo().sdw_trial_alias_id.alias_name

    def _inverse_sdw_trial_alias(self):
        for settings in self:
            settings.company_id._sdw_set_alias("sdw_trial_alias_id", TRIAL, settings.sdw_trial_alias)

    def action_sdw_make_chain(self):
        """Prepare the stages of the sales chain."""
        return self.env["crm.stage"].action_sdw_make_chain()
