from odoo import api, models
from odoo.exceptions import AccessError

SALES = "sales_team.group_sale_salesman"
#: What an order promises. In core, invoicing and stock users may write orders too; these belong to sales (decision 34).
COMMERCIAL = {
    "partner_id", "partner_invoice_id", "partner_shipping_id", "pricelist_id", "currency_id",
    "payment_term_id", "fiscal_position_id",
    "company_id", "state", "user_id", "team_id",
}  # fmt: skip
TERMS = {"payment_mode", "prepaid_percent"}
#: What core computes and any client could write: the checks read them.
COMPUTED = {"amount_untaxed", "amount_tax", "amount_total", "currency_rate"}


class SaleOrder(models.Model):
    """Who enters and confirms orders (O-01, O-20, decisions 28 and 34)."""

    _inherit = "sale.order"

    @api.model
    def _sdw_decided_fields(self):
        return super()._sdw_decided_fields() | COMPUTED

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._sdw_check_entry(self.env.company)
            self._sdw_refuse_computed(COMPUTED.intersection(set().union(*vals_list)), self.env.company)
        return super().create(vals_list)

    def write(self, vals):
        if COMMERCIAL.intersection(vals):
            for company in self.company_id:
                self._sdw_check_entry(company)
        if not self.env.su and TERMS.intersection(vals):
            self._sdw_check_terms_change()
        self._sdw_refuse_computed(COMPUTED.intersection(vals), self.company_id)
        return super().write(vals)

    # ------------------------------------------------------------------ the accountant invoices the prepayment
    def _create_down_payment_section_line_if_needed(self):
        return super(SaleOrder, self._sdw_as_invoicing())._create_down_payment_section_line_if_needed()

    def _create_down_payment_lines_from_base_lines(self, down_payment_base_lines):
        return super(SaleOrder, self._sdw_as_invoicing())._create_down_payment_lines_from_base_lines(
            down_payment_base_lines
        )

    def _sdw_as_invoicing(self):
        """In core only salespeople may add the line of a down payment; whoever may invoice may do it here."""
        accountant = self.env.user.has_group("sales_dept_workflow.group_sdw_accountant")
        return self._sdw_system() if accountant else self

    def _compute_gift_card_count(self):
        """Of sale_loyalty, where it is installed: it counts cards in the name of a reader who may read none."""
        return super(SaleOrder, self.sudo())._compute_gift_card_count()

    # ------------------------------------------------------------------ who confirms
    def _check_gate(self, gate):
        if gate == "confirm":
            self._sdw_check_confirmer()
        return super()._check_gate(gate)

    def _sdw_check_confirmer(self):
        """Salespeople and sales admins confirm; where the company says so, sales admins only. The system's own
        flows pass.
        """
        if self.env.su or not any(company.sudo()._sdw_any_blocking() for company in self.company_id):
            return
        self._sdw_require_sales()
        reserved = self.company_id.filtered(lambda company: company.sudo().sdw_entry_by_admin_only)
        if reserved and not self.env.user.has_group("sales_dept_workflow.group_sdw_sales_admin"):
            raise AccessError(self.env._("Orders are confirmed by the sales administration."))

    @api.model
    def _sdw_check_entry(self, company):
        if not self.env.su and company.sudo()._sdw_any_blocking():
            self._sdw_require_sales()

    @api.model
    def _sdw_refuse_computed(self, names, companies):
        """Totals come from the lines while a rule is enforced: what an order is worth is nobody's to type."""
        if names and not self.env.su and any(company.sudo()._sdw_any_blocking() for company in companies):
            self._sdw_refuse_guarded(names)

    @api.model
    def _sdw_require_sales(self):
        if not self.env.user.has_group(SALES):
            raise AccessError(self.env._("Orders are entered, changed and confirmed by the sales department."))

    def _sdw_check_terms_change(self):
        """The mode of payment is agreed before confirmation; after it only finance changes it (Y-08)."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        for company in (self - confirmed).company_id:
            self._sdw_check_entry(company)
        if not confirmed._sdw_blocking("credit"):
            return
        if not self.env.user.has_group("sales_dept_workflow.group_sdw_finance"):
            raise AccessError(self.env._("The payment mode of a confirmed order is changed by finance."))
