from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_mode_territory = fields.Selection(related="company_id.sdw_mode_territory", readonly=False)
    sdw_mode_price = fields.Selection(related="company_id.sdw_mode_price", readonly=False)
    sdw_mode_negotiation = fields.Selection(related="company_id.sdw_mode_negotiation", readonly=False)
    sdw_mode_contract = fields.Selection(related="company_id.sdw_mode_contract", readonly=False)
    sdw_mode_credit = fields.Selection(related="company_id.sdw_mode_credit", readonly=False)
    sdw_mode_freight = fields.Selection(related="company_id.sdw_mode_freight", readonly=False)
    sdw_mode_shipping_hold = fields.Selection(related="company_id.sdw_mode_shipping_hold", readonly=False)
    sdw_mode_acceptance_bill = fields.Selection(related="company_id.sdw_mode_acceptance_bill", readonly=False)
    sdw_since_territory = fields.Datetime(related="company_id.sdw_since_territory")
    sdw_since_price = fields.Datetime(related="company_id.sdw_since_price")
    sdw_since_negotiation = fields.Datetime(related="company_id.sdw_since_negotiation")
    sdw_since_contract = fields.Datetime(related="company_id.sdw_since_contract")
    sdw_since_credit = fields.Datetime(related="company_id.sdw_since_credit")
    sdw_since_freight = fields.Datetime(related="company_id.sdw_since_freight")
    sdw_since_shipping_hold = fields.Datetime(related="company_id.sdw_since_shipping_hold")
    sdw_since_acceptance_bill = fields.Datetime(related="company_id.sdw_since_acceptance_bill")
    sdw_enforce_from = fields.Date(related="company_id.sdw_enforce_from", readonly=False)
    sdw_min_territory_uplift = fields.Float(related="company_id.sdw_min_territory_uplift", readonly=False)
    sdw_block_outside_territory = fields.Boolean(related="company_id.sdw_block_outside_territory", readonly=False)
    sdw_legal_review_amount = fields.Float(related="company_id.sdw_legal_review_amount", readonly=False)
    sdw_contract_remind_days = fields.Integer(related="company_id.sdw_contract_remind_days", readonly=False)
    sdw_credit_review = fields.Selection(related="company_id.sdw_credit_review", readonly=False)
    sdw_order_review = fields.Boolean(related="company_id.sdw_order_review", readonly=False)
    sdw_entry_by_admin_only = fields.Boolean(related="company_id.sdw_entry_by_admin_only", readonly=False)
    sdw_separation_of_duties = fields.Boolean(related="company_id.sdw_separation_of_duties", readonly=False)
    sdw_prompt_hours = fields.Float(related="company_id.sdw_prompt_hours", readonly=False)
    sdw_arrival_days = fields.Integer(related="company_id.sdw_arrival_days", readonly=False)
    sdw_arrival_mail = fields.Boolean(related="company_id.sdw_arrival_mail", readonly=False)
    sdw_arrival_by_customer = fields.Boolean(related="company_id.sdw_arrival_by_customer", readonly=False)
    sdw_complaint_response_hours = fields.Float(related="company_id.sdw_complaint_response_hours", readonly=False)
    sdw_invoice_arrival_days = fields.Integer(related="company_id.sdw_invoice_arrival_days", readonly=False)
    sdw_finance_email = fields.Char(related="company_id.sdw_finance_email", readonly=False)
    sdw_dunning_grace_days = fields.Integer(related="company_id.sdw_dunning_grace_days", readonly=False)
    sdw_long_overdue_days = fields.Integer(related="company_id.sdw_long_overdue_days", readonly=False)
    sdw_plan_sign_days = fields.Integer(related="company_id.sdw_plan_sign_days", readonly=False)
    sdw_bill_max_months = fields.Integer(related="company_id.sdw_bill_max_months", readonly=False)
    sdw_bill_remind_days = fields.Integer(related="company_id.sdw_bill_remind_days", readonly=False)
    sdw_bill_journal_id = fields.Many2one(related="company_id.sdw_bill_journal_id", readonly=False)
    sdw_bill_interest_account_id = fields.Many2one(related="company_id.sdw_bill_interest_account_id", readonly=False)
    sdw_warehouse_supervisor_id = fields.Many2one(related="company_id.sdw_warehouse_supervisor_id", readonly=False)
    sdw_goods_check_in = fields.Boolean(related="company_id.sdw_goods_check_in", readonly=False)
    sdw_count_months = fields.Integer(related="company_id.sdw_count_months", readonly=False)

    def action_sdw_switch_on_all(self):
        """Switch every documented rule to *block* for the current company."""
        self.company_id.action_sdw_switch_on_all()
        return {"type": "ir.actions.client", "tag": "reload"}
