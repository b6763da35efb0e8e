from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..common.rules import moment

#: What decides whom a transfer brings goods, and which.
GUARDED = {"partner_id", "location_id", "location_dest_id", "picking_type_id", "move_ids", "backorder_id", "company_id"}


class StockPicking(models.Model):
    """A transfer to a customer without an order carries the accountant's approval itself (decision 25)."""

    _inherit = "stock.picking"

    sdw_credit_approval_state = fields.Selection(
        [
            ("not_needed", "Not Needed"),
            ("needed", "Needed"),
            ("pending", "With the Accountant"),
            ("approved", "Approved"),
            ("rejected", "Refused"),
            ("lapsed", "Lapsed"),
        ],
        "Accountant's Approval",
        compute="_compute_sdw_credit_approval_state",
        groups="base.group_user",
    )

    def _compute_sdw_credit_approval_state(self):
        needed = self.sudo()._sdw_needing_credit()._sdw_subject_to("credit")
        states = self.sudo()._sdw_approval_states("credit", needed)
        for picking in self:
            picking.sdw_credit_approval_state = states[picking]

    def _sdw_without_order(self):
        """The shipments of self that serve no order at all."""
        return self._sdw_shipments().filtered(lambda picking: not picking._sdw_orders())

    def _sdw_needing_credit(self):
        """The shipments of self that the accountant approves one by one. Extend through ``super()``."""
        return self._sdw_without_order()

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), "credit"]

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate not in ("request", "ship") or not any(
            picking._sdw_company().sudo()._sdw_mode("credit") != "off" for picking in self
        ):
            return blockers
        loose = self.sudo()._sdw_needing_credit()._sdw_subject_to("credit")
        if not loose:
            return blockers
        latest = loose._sdw_latest("credit")
        covering = loose._sdw_covering("credit", latest)
        for picking in loose:
            if not covering[picking]:
                blockers[picking].append(picking._sdw_credit_blocker(latest[picking]))
        return blockers

    def _sdw_credit_blocker(self, latest):
        message = self.env._("Goods leave to a customer without an order.")
        remedy = self.env._("The accountant has to approve them.")
        return self._sdw_ask_blocker("credit_approval", "credit", latest, message, remedy)

    # ------------------------------------------------------------------ the approval
    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != "credit":
            return facts
        for picking in self.sudo():
            goods = picking._sdw_goods()
            facts[picking] = {
                "customer": picking.partner_id.commercial_partner_id.display_name or "",
                "customer_id": picking.partner_id.commercial_partner_id.id,
                "amount": sum(product.lst_price * quantity for product, quantity in goods.items()),
                "cost": sum(
                    product.with_company(picking._sdw_company()).standard_price * quantity
                    for product, quantity in goods.items()
                ),
                "goods": ", ".join(f"{product.display_name}: {quantity:g}" for product, quantity in goods.items()),
                "quantities": {str(product.id): quantity for product, quantity in goods.items()},
            }
        return facts

    def _sdw_goods(self):
        """{product: quantity in its own unit} of the goods this transfer brings to the customer: what is picked,
        else what is asked for.
        """
        goods = {}
        for move in self.move_ids:
            if move.state != "cancel" and move._sdw_is_shipment():
                goods[move.product_id] = goods.get(move.product_id, 0.0) + move._sdw_quantity_leaving()
        return goods

    def _sdw_facts_labels(self, code):
        if code != "credit":
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "goods": (self.env._("Goods"), "text"),
            "amount": (self.env._("Value at list price"), "money"),
            "cost": (self.env._("Value at cost"), "money"),
        }

    def _sdw_worse(self, approval, facts):
        if approval.code != "credit":
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        changes = []
        if before.get("customer_id") != facts["customer_id"]:
            changes.append({"key": "customer", "before": before.get("customer"), "after": facts["customer"]})
        had = before.get("quantities", {})
        if any(
            round(quantity, 6) > round(had.get(product, 0.0), 6) for product, quantity in facts["quantities"].items()
        ):
            changes.append({"key": "goods", "before": before.get("goods"), "after": facts["goods"]})
        return changes

    def _sdw_approval_steps(self, code, steps):
        steps = super()._sdw_approval_steps(code, steps)
        if code != "credit" or self._sdw_company().sudo().sdw_order_review:
            return steps
        manager = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_manager")
        return steps.filtered(lambda step: step.group_id != manager)

    def _sdw_check_duty(self, code, user):
        result = super()._sdw_check_duty(code, user)
        if code == "credit":
            self.sudo()._sdw_orders()._sdw_check_duty(code, user)
            for picking in self.sudo():
                if picking._sdw_company().sdw_separation_of_duties and picking.create_uid == user:
                    raise AccessError(
                        self.env._("%(transfer)s: who made a transfer does not approve it.", transfer=picking.name)
                    )
        return result

    # ------------------------------------------------------------------ age
    def write(self, vals):
        result = super().write(vals)
        if GUARDED.intersection(vals) and any(picking._sdw_company().sudo()._sdw_any_rule() for picking in self):
            self._sdw_restamp()
        return result

    def _sdw_restamp(self):
        """A transfer without an order is as old as its last change of customer or goods: an old draft is no free
        pass.
        """
        waiting = self.sudo().filtered(lambda picking: picking.state not in ("done", "cancel"))
        loose = waiting._sdw_without_order()
        if loose:
            loose._sdw_system().write({"sdw_guarded_on": moment()})
