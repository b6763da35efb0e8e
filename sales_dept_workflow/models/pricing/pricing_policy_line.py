from odoo import api, fields, models
from odoo.tools import format_amount


class SdwPricingPolicyLine(models.Model):
    """What a category is planned to bring per unit on average, and what it brought (Q-10, Q-11)."""

    _name = "sdw.pricing.policy.line"
    _description = "Planned Average Price"
    _order = "policy_id, id"

    policy_id = fields.Many2one("sdw.pricing.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    categ_id = fields.Many2one("product.category", "Product Category", required=True)
    planned_price = fields.Monetary("Planned Average Price", required=True)
    realised_price = fields.Monetary("Realised Average Price", compute="_compute_realised")
    realised_margin = fields.Float("Realised Margin (%)", compute="_compute_realised")

    _categ_uniq = models.UniqueIndex("(policy_id, categ_id)", "One planned price per category.")
    _planned_positive = models.Constraint("CHECK(planned_price > 0)", "A planned average price is above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.policy_id._sdw_check_draft()
        return lines

    def write(self, vals):
        self.policy_id._sdw_check_draft()
        result = super().write(vals)
        self.policy_id._sdw_check_draft()
        return result

    def unlink(self):
        self.policy_id._sdw_check_draft()
        return super().unlink()

    def _compute_realised(self):
        """One aggregate for all lines, over everything sold under their policies."""
        analysis = self.env["sdw.sales.analysis"]
        domain = [("plan_line_id", "in", self.ids)]
        sums = ["quantity:sum", "revenue:sum", "margin:sum"]
        rows = analysis._read_group(domain, ["plan_line_id"], sums) if self.ids else []
        found = {line.id: figures for line, *figures in rows}
        for line in self:
            quantity, revenue, margin = found.get(line.id, (0.0, 0.0, 0.0))
            line.realised_price = revenue / quantity if quantity else 0.0
            line.realised_margin = margin / revenue * 100 if revenue else 0.0

    def _sdw_sentence(self, realised=False):
        planned = format_amount(self.env, self.planned_price, self.currency_id)
        if not realised:
            return f"{self.categ_id.display_name}: {planned}"
        return self.env._(
            "%(category)s: planned %(planned)s, realised %(realised)s, margin %(margin)s %%",
            category=self.categ_id.display_name,
            planned=planned,
            realised=format_amount(self.env, self.realised_price, self.currency_id),
            margin=f"{self.realised_margin:.2f}",
        )
