from odoo import models

#: What is behind an order once its goods have left.
BEFORE_SHIPPING = {"production", "quality", "logistics"}


class SaleOrder(models.Model):
    """The nodes of every confirmed order: production, quality check, loading, and what follows (E-04, E-07).

    Production is a node only of what production was asked for; it is planned by its promise and reached when the goods
    are there. Quality check and loading are planned for the day of shipping and reached through
    :meth:`_sdw_reach_node`, at the latest when the goods leave.
    """

    _inherit = "sale.order"

    def _sdw_with_nodes(self):
        return super()._sdw_with_nodes() | self.sudo()._sdw_subject_to("credit")

    def _sdw_planned_days(self):
        days = super()._sdw_planned_days()
        if "ship" not in days or self.company_id._sdw_mode("credit") == "off":
            return days
        return {"quality": days["ship"], "logistics": days["ship"], **days}

    def _sdw_reached(self):
        reached = super()._sdw_reached()
        for kinds in reached.values():
            if "ship" in kinds:
                kinds |= BEFORE_SHIPPING
        return reached

    def _sdw_reach_node(self, kind):
        """What was planned for these orders has happened: ``production``, ``quality`` or ``logistics``.

        One query while nothing of the kind is open, none while nobody watches.
        """
        self._sdw_open_nodes(kind)._reach()

    def _sdw_open_nodes(self, kind):
        kept = self.sudo().filtered(lambda order: order.company_id._sdw_nodes_kept())
        nodes = self.env["sdw.contract.milestone"]._sdw_system()
        domain = [("order_id", "in", kept.ids), ("kind", "=", kind), ("met_on", "=", False)]
        return nodes.search(domain) if kept else nodes

    # ------------------------------------------------------------------ production
    def _sdw_short(self):
        result = super()._sdw_short()
        nodes = self.env["sdw.contract.milestone"]._sdw_system()
        known = nodes.search([("order_id", "in", self.ids), ("kind", "=", "production")]).order_id if self else self
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}
        nodes.with_context(**quiet).create(
            [nodes._prepare(order, "production", False) for order in self.sudo() if order.id not in known.ids]
        )
        return result

    def _sdw_commit(self, promised):
        """The promise is the plan of production; what follows moves with it."""
        result = super()._sdw_commit(promised)
        for order in self:
            days = promised.filtered(lambda inquiry, order=order: inquiry.order_id == order).mapped("promised_date")
            planned = order._sdw_planned_days()
            for node in order.sdw_milestone_ids.filtered(lambda node: not node.met_on):
                node._plan(max(days) if node.kind == "production" else planned.get(node.kind))
        return result

    def _sdw_supply_over(self):
        result = super()._sdw_supply_over()
        late = self.sdw_supply_ids.filtered(lambda inquiry: inquiry.state == "promised" and not inquiry.met_on)
        produced = self - late.order_id
        if produced:
            produced._sdw_reach_node("production")
        return result
