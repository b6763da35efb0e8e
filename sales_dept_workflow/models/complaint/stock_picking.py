from odoo import api, fields, models

from ..common.rules import roles
from .codes import COMPLAINT, RULE, UNDECIDED
from .complaint_judge import About


class StockPicking(models.Model):
    """Goods come back for a major complaint only after the sales manager's decision (X-03, X-19), as many as it says.

    The gate is ``return``, this rule's own: no rule of shipping ever holds a return (decision 25).
    """

    _inherit = "stock.picking"

    sdw_complaint_id = fields.Many2one(
        COMPLAINT,
        "Made from Complaint",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=roles("salesperson"),
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_complaint_id"}

    def _sdw_returns(self):
        """The transfers of self that bring goods back from a customer."""
        return self.filtered(
            lambda picking: any(move._sdw_is_return() for move in picking.move_ids if move.state != "cancel")
        )

    def _sdw_complaint_about(self, gate="return"):
        picking = self.sudo()
        partner = picking.partner_id or picking.move_ids.partner_id[:1]
        orders = picking._sdw_orders() | picking.return_id._sdw_orders()
        until = picking.date_done if gate == "returned" else None
        return About(picking.sdw_complaint_id, picking.company_id, orders, partner.commercial_partner_id, until)

    def _get_blockers(self, gate):
        """At gate ``return``; ``returned`` is what the audit asks of transfers that are done."""
        blockers = super()._get_blockers(gate)
        subject = self._sdw_subject_to(RULE) if gate in ("return", "returned") else self.browse()
        back = subject._sdw_returns() if subject else subject
        if not back:
            return blockers
        complaints = self.env[COMPLAINT]
        refused, granted = complaints._judge({picking: picking._sdw_complaint_about(gate) for picking in back})
        for picking, found in refused.items():
            blockers[picking] += found
        coming = {picking: picking._sdw_goods_back() for picking in back}
        for picking, found in complaints._exceeding_goods(granted, coming).items():
            blockers[picking] += found
        for picking in back.filtered(lambda picking: picking._sdw_from_nobody()):
            message = self.env._("Please say which customer the goods come from.")
            blockers[picking].append(picking._sdw_blocker(UNDECIDED, message))
        return blockers

    def _sdw_from_nobody(self):
        """Whether nobody could tell whose complaint holds it; what comes back over a counter has no name."""
        about = self._sdw_complaint_about()
        till = [name for name in ("pos_order_id", "pos_session_id") if name in self._fields]
        return not about.owner and not about.orders and not any(self.sudo()[name] for name in till)

    def _sdw_goods_back(self):
        """{product: quantity in its own unit} that this transfer brings back."""
        goods = {}
        for move in self.sudo().move_ids.filtered(lambda move: move.state != "cancel" and move._sdw_is_return()):
            goods[move.product_id] = goods.get(move.product_id, 0.0) + move._sdw_quantity_leaving()
        return goods

    def _sdw_panel_gates(self):
        gates = super()._sdw_panel_gates()
        ruled = self.filtered(lambda picking: picking._sdw_company().sudo()._sdw_mode(RULE) != "off")
        waiting = ruled.filtered(lambda picking: picking.state not in ("done", "cancel"))._sdw_returns()
        return {picking: (*ahead, "return") if picking in waiting else ahead for picking, ahead in gates.items()}

    def _create_backorder_picking(self):
        """What is left of a transfer made from a complaint is made from it as well."""
        backorder = super()._create_backorder_picking()
        complaint = self.sudo().sdw_complaint_id
        if complaint:
            backorder._sdw_system().sdw_complaint_id = complaint
        return backorder
