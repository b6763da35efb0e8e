from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .codes import VISIT


class SaleOrder(models.Model):
    """A contract signed is not the end: the first follow-up is planned (V-22). And which visit a quotation came of."""

    _inherit = "sale.order"

    sdw_visit_id = fields.Many2one(
        VISIT, "Came of Visit", copy=False, index="btree_not_null", groups="base.group_user", check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._sdw_check_visit_read()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("sdw_visit_id"):
            self._sdw_check_visit_read()
        return result

    def _sdw_check_visit_read(self):
        """Nobody links a visit he may not read; constraints run as the system, so it is checked here."""
        visits = self.sudo().sdw_visit_id
        if visits and not self.env.su:
            visits.with_env(self.env).check_access("read")

    @api.constrains("sdw_visit_id", "partner_id")
    def _check_sdw_visit(self):
        """A quotation comes of a visit to the same customer."""
        for order in self.filtered("sdw_visit_id"):
            visit = order.sdw_visit_id
            if visit.commercial_partner_id != order.partner_id.commercial_partner_id:
                raise ValidationError(self.env._("%(visit)s was to another customer.", visit=visit.sudo().name))

    def _sdw_contract_signed(self):
        result = super()._sdw_contract_signed()
        self._sdw_system()._sdw_plan_followup()
        return result

    def _sdw_plan_followup(self):
        """The salesperson of each order visits the customer so many days after the signature, one visit a customer."""
        visits, customers = self.env[VISIT]._sdw_system(), self.partner_id.commercial_partner_id
        for company, orders in self.grouped("company_id").items():
            orders.partner_id.commercial_partner_id._sdw_system().write({"sdw_followup_from": company._sdw_today()})
        customers._sdw_refresh_visits()
        domain = [("commercial_partner_id", "in", customers.ids), ("state", "=", "planned"), ("due_on", "!=", False)]
        expected = visits.search_fetch(domain, ["commercial_partner_id"]).commercial_partner_id
        rows = {}
        for order in self.filtered("company_id.sdw_followup_days"):
            customer, company = order.partner_id.commercial_partner_id, order.company_id
            if customer not in expected:
                due = company._sdw_today() + timedelta(days=company.sdw_followup_days)
                rows.setdefault(customer, (customer.id, order.user_id.id, company.id, due, True))
        visits._open_due(list(rows.values()), lambda env: env._("First follow-up after the contract"))
