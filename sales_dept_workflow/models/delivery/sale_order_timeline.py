from odoo import fields, models


class SaleOrder(models.Model):
    """From the order to the gate: supply, what the stores reported, what left."""

    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        exceptions = self.env["sdw.stock.exception"].search([("order_id", "in", self.ids)]).grouped("order_id")
        today = {company: company._sdw_today() for company in self.company_id}
        for order in self:
            timeline[order] += order._sdw_shipping_steps(today[order.company_id])
            for exception in exceptions.get(order, ()):
                timeline[order].append(order._sdw_exception_step(exception))
        return timeline

    def _sdw_exception_step(self, exception):
        solved = exception.state == "solved"
        return self._sdw_step(
            "exception",
            self.env._("Stock exception: %(what)s", what=exception.display_name),
            exception.solved_on if solved else exception.told_on,
            exception.solved_by_id if solved else exception.user_id,
            "done" if solved else "late",
            exception.solution or exception.handling or exception.description,
            exception,
        )

    def _sdw_shipping_steps(self, today):
        """One step for what left, one for what is still to leave."""
        pickings = self.picking_ids.filtered(lambda picking: picking.state != "cancel")._sdw_shipments()
        left = pickings.filtered(lambda picking: picking.state == "done")
        steps = [
            self._sdw_step("shipped", self.env._("Goods shipped"), picking.date_done, picking.user_id, record=picking)
            for picking in left
        ]
        waiting = pickings - left
        if waiting or (not pickings and self.state in ("draft", "sent") and self._sdw_has_goods()):
            planned = self.commitment_date or min(filter(None, waiting.mapped("scheduled_date")), default=None)
            late = planned and fields.Datetime.to_datetime(planned).date() < today
            state = "late" if late else "waiting"
            what = self.env._("Rest of the goods shipped") if left else self.env._("Goods shipped")
            steps.append(self._sdw_step("shipped", what, planned, waiting.user_id, state, record=waiting[:1]))
        return steps

    def _sdw_has_goods(self):
        return any(line.product_id.type == "consu" for line in self.order_line)
