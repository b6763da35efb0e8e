from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

DONE = ("in_payment", "paid")


class SaleOrder(models.Model):
    """The contract's dates: planned at confirmation, met by what happens to goods and money (N-13, N-15)."""

    _inherit = "sale.order"

    def _sdw_stamp_confirmation(self, state):
        again = self.sudo().filtered("sdw_confirmed_on")
        result = super()._sdw_stamp_confirmation(state)
        if state == "sale":
            self._sdw_with_nodes()._sdw_plan_nodes(again)
        return result

    def _sdw_with_nodes(self):
        """The orders of self whose dates are watched. Extend through ``super()``."""
        kept = self.filtered(lambda order: order.company_id._sdw_contracts_kept()).sudo()
        signed = kept.filtered("contract_signed_on")
        return signed | (kept - signed)._sdw_contract_ruled()

    def _sdw_plan_nodes(self, again):
        """One date each for shipping, acceptance, invoice and payment, in one batch.

        :param again: the orders that were confirmed before: what was met then stays met
        """
        if not self:
            return
        milestones = self.env["sdw.contract.milestone"]._sdw_system()
        again &= self.sudo()
        kept = milestones.search([("order_id", "in", again.ids)]) if again else milestones
        known = {(node.order_id.id, node.kind) for node in kept}
        values = [
            milestones._prepare(order, kind, day)
            for order in self
            for kind, day in order._sdw_planned_days().items()
            if (order.id, kind) not in known
        ]
        milestones.with_context(mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True).create(
            values
        )

    def _sdw_planned_days(self):
        """{kind: date or False}; an order without goods has nothing to ship or to accept."""
        day, company = self._sdw_ship_day(), self.company_id
        accepted = day and day + timedelta(days=company.sdw_arrival_days)
        invoiced = day and day + timedelta(days=company.sdw_invoice_arrival_days)
        days = {"ship": day, "accept": accepted} if self._sdw_has_goods() else {}
        return {**days, "invoice": invoiced, "payment": self._sdw_pay_day(invoiced)}

    def _sdw_ship_day(self):
        """The day agreed on, else the one promised for the transfer."""
        return (
            self.sdw_delivery_date or (self.commitment_date and self._sdw_company_date(self.commitment_date)) or False
        )

    def _sdw_pay_day(self, invoiced):
        if self.sdw_payment_due_date or not self.payment_term_id or not invoiced:
            return self.sdw_payment_due_date or invoiced
        return max(line._get_due_date(invoiced) for line in self.payment_term_id.line_ids)

    # ------------------------------------------------------------------ met
    def _sdw_update_nodes(self):
        """Meet the dates of what has happened meanwhile; one query while nothing is open."""
        kept = self.sudo().filtered(lambda order: order.company_id._sdw_nodes_kept())
        if not kept:
            return
        domain = [("order_id", "in", kept.ids), ("met_on", "=", False)]
        nodes = self.env["sdw.contract.milestone"]._sdw_system().search_fetch(domain)
        reached = nodes.order_id._sdw_reached()
        nodes.filtered(lambda node: node.kind in reached[node.order_id])._reach()

    def _sdw_reached(self):
        """{order: kinds whose work is done}"""
        arrivals = self.env["sdw.arrival.followup"].sudo().search_fetch([("order_id", "in", self.ids)], ["state"])
        waiting = arrivals.filtered(lambda followup: followup.state != "arrived").order_id
        told = arrivals.order_id - waiting
        reached = {}
        for order in self:
            shipped = order._sdw_is_delivered()
            invoices = order.invoice_ids.filtered(lambda move: move.state == "posted")
            invoiced = bool(invoices) and order.invoice_status in ("invoiced", "upselling")
            paid = invoiced and all(move.payment_state in DONE for move in invoices if move.move_type == "out_invoice")
            facts = {"ship": shipped, "accept": shipped and order in told, "invoice": invoiced, "payment": paid}
            reached[order] = {kind for kind, done in facts.items() if done}
        return reached

    def _sdw_is_delivered(self):
        goods = self._sdw_contract_lines().filtered(lambda line: line.product_id.type == "consu")
        return all(line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) >= 0 for line in goods)

    def _sdw_arrived(self):
        result = super()._sdw_arrived()
        self._sdw_update_nodes()
        return result

    # ------------------------------------------------------------------ the end
    def _sdw_ended(self, state):
        result = super()._sdw_ended(state)
        kept = self.filtered(lambda order: order.company_id._sdw_nodes_kept())
        nodes = kept and self.env["sdw.contract.milestone"]._sdw_system().search([("order_id", "in", kept.ids)])
        if nodes:
            nodes.filtered(lambda node: state == "draft" or not node.met_on)._drop()
        return result

    def action_close_contract(self, satisfaction=None, note=None):
        """Close performed contracts with what the customer thinks of it; before all is done only a manager (N-15).

        :param str satisfaction: ``1`` … ``5``, unless it is on the order already
        :param str note: what the customer said
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        manager = self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager")
        values = {"sdw_satisfaction": satisfaction, "sdw_satisfaction_note": note}
        self._sdw_system().write({name: value for name, value in values.items() if value})
        for order in self.sudo():
            if order.state != "sale" or not order.contract_signed_on:
                raise UserError(self.env._("%(order)s is not a contract being performed.", order=order.name))
            if not order.sdw_satisfaction:
                raise UserError(self.env._("Please say how satisfied the customer of %(order)s is.", order=order.name))
            if not manager and any(not node.met_on for node in order.sdw_milestone_ids):
                raise UserError(
                    self.env._("%(order)s is not performed yet; only a sales manager closes it now.", order=order.name)
                )
        self._sdw_system().write(
            {"sdw_contract_closed_on": fields.Datetime.now(), "sdw_contract_closed_by_id": self.env.uid}
        )
        # Nobody is reminded of a closed contract.
        self._sdw_system().sdw_milestone_ids.filtered(lambda node: not node.met_on)._drop()
        return True
