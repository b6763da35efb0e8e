from odoo import fields, models

from .codes_learning import SERVICE

SALES = "sales_dept_workflow.group_sdw_salesperson"


class ResPartner(models.Model):
    """The services a customer had, and what his tier still gives him this year (X-17)."""

    _inherit = "res.partner"

    sdw_service_ids = fields.One2many(SERVICE, "commercial_partner_id", "Value-added Services", groups=SALES)
    sdw_service_left = fields.Char("Services This Year", compute="_compute_sdw_service_left", groups=SALES)

    def _compute_sdw_service_left(self):
        company, logs = self.env.company, self.env[SERVICE].sudo()
        granted = self.env["sdw.service.entitlement"]._granted(company)
        customers = self.commercial_partner_id
        since = fields.Date.start_of(company._sdw_today(), "year")
        domain = [
            ("commercial_partner_id", "in", customers.ids),
            ("company_id", "=", company.id),
            ("date", ">=", since),
        ]
        rows = logs._read_group(domain, ["commercial_partner_id", "kind"], ["__count"]) if granted else []
        had = {(customer.id, kind): count for customer, kind, count in rows}
        for partner in self:
            customer = partner.commercial_partner_id
            tier = customer._sdw_service_tier()
            parts = [
                self.env._("%(service)s %(had)s of %(granted)s", service=label, had=had.get((customer.id, kind), 0),
                           granted=number)
                for kind, label in self.env[SERVICE]._fields["kind"]._description_selection(self.env)
                if (number := granted.get((tier, kind), granted.get((False, kind), 0)))
            ]  # fmt: skip
            partner.sdw_service_left = ", ".join(parts)

    def _sdw_service_tier(self):
        """``a``, ``b``, ``c`` by the customer's value, or False while he has no grade."""
        self.ensure_one()
        return self.sudo().customer_grade
