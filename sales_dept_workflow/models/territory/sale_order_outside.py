from odoo import models


class SaleOrder(models.Model):
    """A sale outside the territory of whoever sells or resells is shown to the manager, and on record (M-27).

    It is refused only where the company says so; by default an enforced rule, too, only files it.
    """

    _inherit = "sale.order"

    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate == "confirm":
            placed = self._sdw_subject_to("territory").filtered(lambda order: order.sudo().territory_id)
            for order, message in placed._sdw_outside().items():
                found[order].append(order._sdw_outside_blocker(message))
        return found

    def _sdw_outside_blocker(self, message):
        blocker = self._sdw_blocker("outside_territory", message)
        if not self.company_id.sudo().sdw_block_outside_territory:
            blocker["mode"] = "warn"
        return blocker

    def _sdw_outside(self):
        """{order: what lies outside, as a sentence}"""
        result = {}
        reselling = self._sdw_resellers_areas() if self else {}
        for order in self.sudo():
            here = set(order.territory_id._ids_upwards())
            assigned = order.territory_id._assigned(order.user_id.id) if order.user_id else ()
            areas = reselling.get(order)
            if areas and not here.intersection(areas.ids):
                result[self.browse(order.id)] = order._sdw_outside_message(order.partner_id, areas)
            elif assigned and not here.intersection(assigned):
                areas = order.territory_id.browse(assigned)
                result[self.browse(order.id)] = order._sdw_outside_message(order.user_id, areas)
        return result

    def _sdw_resellers_areas(self):
        """{order: territories of the agreements of its customer, a distributor}; one query if there is any."""
        known = self.env["sdw.distributor"]._known()
        families = {order: order.partner_id | order.partner_id.commercial_partner_id for order in self.sudo()}
        theirs = {order: family for order, family in families.items() if known.intersection(family.ids)}
        if not theirs:
            return {}
        agreements = self.env["sdw.distributor"]._sdw_in_force(self.company_id)
        return {
            order: agreements.filtered(
                lambda one, order=order, family=family: one.company_id == order.company_id and one.partner_id in family
            ).territory_id
            for order, family in theirs.items()
        }

    def _sdw_outside_message(self, who, areas):
        return self.env._(
            "The goods go to %(territory)s; %(who)s works in %(areas)s.",
            territory=self.territory_id.display_name,
            who=who.display_name,
            areas=", ".join(areas.mapped("display_name")),
        )
