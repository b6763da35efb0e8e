from odoo import fields, models


class SaleOrder(models.Model):
    """From the order to the gate: supply, what the stores reported, what left."""

    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        exceptions = self.env["sdw.stock.exception"].search([("order_id", "in", self.ids)]).grouped("order_id")
        supply = self.env["sdw.supply.inquiry"]._living(self).grouped("order_id")
        today = {company: company._sdw_today() for company in self.company_id}
        shipments = self.picking_ids.filtered(lambda picking: picking.state != "cancel")._sdw_shipments()
        for order in self:
            timeline[order] += [order._sdw_supply_step(inquiry) for inquiry in supply.get(order, ())]
            timeline[order] += order._sdw_freight_steps()
            timeline[order] += order._sdw_shipping_steps(order.picking_ids & shipments, today[order.company_id])
            for exception in exceptions.get(order, ()):
                timeline[order].append(order._sdw_exception_step(exception))
        for notice in self._sdw_notices_to_tell():
            for order in notice.picking_id._sdw_orders() & self:
                timeline[order] += order._sdw_notice_steps(notice)
        return timeline

    def _sdw_supply_step(self, inquiry):
        """What production was asked for: waiting for its answer or its day, refused, late, or there."""
        what = self.env._("Production supplies %(product)s", product=inquiry.product_id.display_name)
        if inquiry.state == "promised" and inquiry.met_on:
            state, when = "done", inquiry.met_on
        else:
            late = inquiry.deadline_state in ("overdue", "escalated")
            state = "held" if inquiry.state == "declined" else "late" if late else "waiting"
            when = inquiry.promised_date
        return self._sdw_step("supply", what, when, inquiry.user_id, state, inquiry.reason, inquiry)

    def _sdw_freight_steps(self):
        if not self.freight_told_on:
            return []
        what = self.env._("Customer told the freight")
        return [self._sdw_step("freight", what, self.freight_told_on, self.freight_told_by)]

    def _sdw_notices_to_tell(self):
        domain = [("picking_id", "in", self.picking_ids.ids), ("state", "!=", "cancelled")]
        return self.env["sdw.delivery.notice"].search(domain)

    def _sdw_notice_steps(self, notice):
        """What is done of a notice, and the step that comes next."""
        rows = [
            (
                "notice_asked",
                self.env._("Delivery notice put to signature"),
                notice.requested_on,
                notice.requested_by_id,
            ),
            ("notice_signed", self.env._("General manager signed"), notice.signed_on, notice.gm_signed_by_id),
            (
                "notice_handed",
                self.env._("Handed to the shipping centre"),
                notice.handed_over_on,
                notice.handed_over_to_id,
            ),
            (
                "vehicle",
                self.env._("Vehicle named"),
                notice.vehicle_number and notice.planned_departure,
                notice.vehicle_by_id,
            ),
            ("goods_checked", self.env._("Keeper checked the goods"), notice.checked_on, notice.keeper_id),
            ("loaded", self.env._("Loaded, driver signed"), notice.loaded_on, notice.driver_name),
        ]
        steps = [self._sdw_step(*row[:3], row[3] or "", record=notice) for row in rows if row[2]]
        if notice.vehicle_number and not notice.planned_departure:
            steps.append(self._sdw_step(*rows[3][:2], None, notice.vehicle_by_id, "done", record=notice))
        ahead = [row for row in rows if not row[2] and row[0] != "vehicle"]
        if ahead and not notice.dropship and notice.state != "shipped":
            steps.append(self._sdw_step(*ahead[0][:2], record=notice))
        return steps

    def _sdw_timeline_holding(self):
        """What is still to leave is held on its transfer."""
        holding = super()._sdw_timeline_holding()
        waiting = self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        for picking, blockers in waiting._sdw_next_blockers().items():
            for order in picking._sdw_orders() & self:
                holding[order] = blockers
        return holding

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

    def _sdw_shipping_steps(self, pickings, today):
        """One step for what left, one for what is still to leave."""
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
