from odoo import api, fields, models

from ..common.rules import roles

CHECKERS = roles("salesperson", "accountant", "legal")


class StockPicking(models.Model):
    """The accountant's three checks of goods that leave without an order (decision 25)."""

    _name = "stock.picking"
    _inherit = ["sdw.credit.check.mixin", "stock.picking"]
    _sdw_check_link = "picking_id"

    credit_check_ids = fields.One2many(
        "sdw.credit.check", "picking_id", "Accountant's Checks", copy=False, readonly=True, groups=CHECKERS
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"credit_check_ids"}

    # ------------------------------------------------------------------ asking
    def action_request_approval(self, code, reason):
        """As in the approval mixin; a request to the accountant comes with what the three checks found."""
        approvals = super().action_request_approval(code, reason)
        if code == "credit":
            self._sdw_system()._sdw_check_requests(approvals)
        return approvals

    def _sdw_check_requests(self, approvals):
        """Write the rows of the requests that have none yet. Such goods always go to a person, whatever passes."""
        requests = approvals._sdw_system()
        fresh = requests.filtered(lambda approval: not approval.sdw_check_ids)
        pickings = self.filtered(lambda picking: picking.id in fresh.mapped("res_id"))
        if pickings:
            pickings._sdw_archive_checks()
            pickings._sdw_new_checks(pickings._sdw_credit_results(), fresh)

    # ------------------------------------------------------------------ the three checks
    def _sdw_credit_results(self):
        """{transfer: {kind: (result, what was seen)}}, set-based."""
        money = self._sdw_credit_money()
        return {
            picking: {
                "price": picking._sdw_check_price(money[picking]["order"]),
                "credit": picking._sdw_check_credit(money[picking]),
                "payment": picking._sdw_check_payment(),
            }
            for picking in self
        }

    def _sdw_pays_by(self):
        return self._sdw_debtor().payment_mode or "credit"

    def _sdw_credit_money(self):
        """As on orders; what is asked for is the goods at list price."""
        result = {}
        exposures = self.env["sdw.credit.exposure"].sudo()
        facts = self._get_approval_facts("credit")
        for company, pickings in self.grouped(lambda picking: picking._sdw_company()).items():
            owners = pickings.partner_id.commercial_partner_id.sudo().with_company(company)
            used = exposures._get(owners, company)
            deferred = exposures._get_deferred(owners, company)
            bills = exposures._get_bills_pending(owners, company)
            limits = {owner.id: owner.credit_limit for owner in owners}
            for picking in pickings:
                owner = picking.partner_id.commercial_partner_id.id
                exposure, overdue = used.get(owner, (0.0, 0.0))
                result[picking] = {
                    "limit": limits.get(owner, 0.0),
                    "exposure": exposure,
                    "order": company.currency_id.round(facts[picking]["amount"]),
                    "overdue": overdue,
                    "deferred": deferred.get(owner, 0.0),
                    "bills": bills.get(owner, 0.0),
                }
        return result

    def _sdw_check_price(self, amount):
        """Nobody agreed on a price: where prices are enforced, that is for the accountant to answer for."""
        company = self._sdw_company().sudo()
        seen = self.env._(
            "No price was agreed; at list price the goods are worth %(amount)s.",
            amount=self._sdw_format_fact(amount, "money"),
        )
        return "failed" if company._sdw_mode("price") == "block" else "passed", seen

    def _sdw_check_payment(self):
        owner = self._sdw_debtor()
        if refused := self._sdw_grade_refusal():
            return "failed", refused
        if owner.credit_grade == "d" or self._sdw_pays_by() == "prepaid":
            return "failed", self.env._("Nothing is delivered to this customer on credit.")
        terms = owner.property_payment_term_id.name or self.env._("none")
        return "passed", self.env._("On credit; terms: %(terms)s.", terms=terms)
