from odoo import models

#: {field of the customer: field of the grade's row}
GIVEN = {"credit_limit": "credit_limit", "property_payment_term_id": "payment_term_id", "payment_mode": "payment_mode"}


class ResPartner(models.Model):
    """A new grade brings the terms of the grade table, and stays on record with who set it (A-35)."""

    _inherit = "res.partner"

    def write(self, vals):
        if "credit_grade" not in vals:
            return super().write(vals)
        before = {partner: partner.sudo().credit_grade for partner in self}
        result = super().write(vals)
        changed = self.filtered(lambda partner: (before[partner] or False) != (vals["credit_grade"] or False))
        changed._sdw_graded(before, vals)
        return result

    def _sdw_graded(self, before, vals):
        """Give the terms that this write did not set itself; tell the chatter who changed what."""
        given = self.env["sdw.credit.grade"]._row(self.env.company.id, vals["credit_grade"])
        terms = {name: given[source] for name, source in GIVEN.items() if name not in vals and given[source]}
        if terms.get("credit_limit"):
            terms["use_partner_credit_limit"] = True
        owners = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        if terms and owners:
            owners._sdw_system().with_company(self.env.company).write(
                {name: value.id if isinstance(value, models.BaseModel) else value for name, value in terms.items()}
            )
        owners._sdw_log_grade(before, vals["credit_grade"], terms)

    def _sdw_log_grade(self, before, grade, terms):
        labels = ", ".join(self._fields[name]._description_string(self.env) for name in GIVEN if name in terms)
        bodies = {
            partner.id: self.env._(
                "Credit grade in %(company)s: %(before)s → %(after)s. Terms of the grade table taken over: %(terms)s.",
                company=self.env.company.name,
                before=(before[partner] or "-").upper(),
                after=(grade or "-").upper(),
                terms=labels or self.env._("none"),
            )
            for partner in self
        }
        if bodies:
            self._sdw_system()._message_log_batch(bodies=bodies)
