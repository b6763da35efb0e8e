from odoo import fields, models

KINDS = [
    ("white_paper", "White Paper"),
    ("training", "Training"),
    ("trial", "Priority Trial"),
    ("other", "Other"),
]
#: By the grade of the customer's value.
TIERS = [("a", "A"), ("b", "B"), ("c", "C")]


class SdwServiceEntitlement(models.Model):
    """How many services beyond the goods a customer of each tier gets in a year (X-17)."""

    _name = "sdw.service.entitlement"
    _description = "Entitlement to Services"
    _order = "tier, kind, id"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    tier = fields.Selection(TIERS, "Customer Tier", help="Empty: every customer without a row of his own tier.")
    kind = fields.Selection(KINDS, "Service", required=True, default="white_paper")
    per_year = fields.Integer(required=True, default=1)

    _per_year = models.Constraint("CHECK(per_year >= 0)", "The number of services cannot be negative.")
    _tier_uniq = models.UniqueIndex(
        "(company_id, kind, COALESCE(tier, ''))", "The services of this tier are on record already."
    )

    def _granted(self, company):
        """{(tier or False, kind): number per year} of a company."""
        rows = self.sudo().search_fetch([("company_id", "=", company.id)], ["tier", "kind", "per_year"])
        return {(row.tier, row.kind): row.per_year for row in rows}
