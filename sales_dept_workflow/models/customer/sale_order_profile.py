from odoo import models

from ..negotiation.codes_contract import LEGAL, PLAIN
from .codes import INCOMPLETE, RULE


class SaleOrder(models.Model):
    """A first order of somebody we hardly know is shown, or held where the company has set it so; a contract is made
    with whom we know (A-06, A-43).
    """

    _inherit = "sale.order"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate == "confirm":
            for order, blocker in self.sudo()._sdw_profile_blockers().items():
                blockers[order].append(blocker)
        return blockers

    def _sdw_profile_blockers(self):
        """{order: blocker} of first orders whose customers' files are below the company's minimum."""
        asked = self._sdw_subject_to(RULE).filtered(lambda order: order.company_id.sdw_profile_minimum > 0)
        low = asked.filtered(
            lambda order: order.partner_id.commercial_partner_id.profile_completeness
            < order.company_id.sdw_profile_minimum
        )
        known = low._sdw_bought_before()
        return {
            order: order._sdw_profile_blocker() for order in low if order.partner_id.commercial_partner_id not in known
        }

    def _sdw_bought_before(self):
        """The commercial partners of these orders that have a confirmed order already; one query."""
        customers = self.partner_id.commercial_partner_id
        if not customers:
            return customers
        domain = [("partner_id.commercial_partner_id", "in", customers.ids), ("state", "=", "sale")]
        groups = self.env["sale.order"].sudo()._read_group(domain, ["partner_id"])
        return customers.browse().union(*(partner for (partner,) in groups)).commercial_partner_id

    def _sdw_profile_blocker(self):
        owner = self.partner_id.commercial_partner_id
        message = self.env._(
            "This is the first order of %(customer)s, whose file is %(percent)s%% complete; "
            "%(minimum)s%% are asked for. Missing: %(missing)s.",
            customer=owner.name,
            percent=owner.profile_completeness,
            minimum=self.company_id.sdw_profile_minimum,
            missing=owner.missing_profile_fields,
        )
        action = {"type": "ir.actions.act_window", "res_model": "res.partner", "res_id": owner.id, "name": owner.name}
        blocker = self._sdw_blocker(INCOMPLETE, message, {**action, "views": [[False, "form"]], "target": "current"})
        held = self.company_id.sdw_profile_hold
        return blocker if held else {**blocker, "mode": "warn"}

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code in (PLAIN, LEGAL):
            strict = self.sudo().filtered(
                lambda order: order.company_id.sdw_profile_mandatory and order.company_id._sdw_mode(RULE) == "block"
            )
            strict.partner_id.commercial_partner_id._sdw_check_profile()
        return result
