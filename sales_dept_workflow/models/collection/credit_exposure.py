from odoo import api, models


class SdwCreditExposure(models.AbstractModel):
    _inherit = "sdw.credit.exposure"

    @api.model
    def _get_deferred(self, partners, company):
        """What a signed agreement still covers is no reason to refuse the next order (C-02)."""
        deferred = super()._get_deferred(partners, company)
        domain = [("partner_id", "in", partners.ids), ("company_id", "=", company.id), ("state", "=", "signed")]
        for agreement in self.env["sdw.repayment.agreement"].sudo().search(domain) if partners else ():
            left = agreement.amount_total - agreement.paid_amount
            deferred[agreement.partner_id.id] = deferred.get(agreement.partner_id.id, 0.0) + max(left, 0.0)
        return deferred
