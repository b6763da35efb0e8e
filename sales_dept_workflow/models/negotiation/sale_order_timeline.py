from odoo import models

from .offer_round import ROUND


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        offers = self.env[ROUND].search([("order_id", "in", self.ids), ("party", "=", "ours")]).grouped("order_id")
        reviews = self._sdw_requests("contract", "contract_legal")
        ruled = self._sdw_subject_to("contract")
        for order in self:
            timeline[order] += [
                *order._sdw_offer_steps(offers.get(order)),
                *order._sdw_negotiation_steps(),
                *order._sdw_approval_step("review", self.env._("Contract reviewed"), reviews[order]),
                *order._sdw_signature_steps(order in ruled),
            ]
        return timeline

    def _sdw_offer_steps(self, offers):
        last = offers and offers.sorted("number")[-1]
        return [self._sdw_step("offer", self.env._("Quotation sent"), last.date, last.user_id)] if last else []

    def _sdw_negotiation_steps(self):
        what = self.env._("Negotiation agreed")
        return [
            self._sdw_step(
                "negotiation",
                what,
                negotiation.agreed_on or negotiation.date,
                negotiation.agreed_by_id or negotiation.manager_id,
                {"agreed": "done", "failed": "held"}.get(negotiation.state, "waiting"),
                record=negotiation,
            )
            for negotiation in self.negotiation_ids
        ]

    def _sdw_signature_steps(self, ruled):
        signed = self.contract_signed_on
        if not signed and (not ruled or self.state == "cancel"):
            return []
        version = self.sdw_contract_version_id
        if signed and version.how == "scan":
            signed = signed.date()  # of a paper one knows the day
        who = self.signed_by or version.signed_by or self.partner_id.name or ""
        return [self._sdw_step("signed", self.env._("Contract signed"), signed, signed and who)]
