from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import MANAGER, TENDER


class SdwTender(models.Model):
    """What came of it: won with its quotation, lost with the reason, or given up (T-06, T-08)."""

    _inherit = TENDER

    result_on = fields.Datetime("Result", readonly=True, copy=False)
    result_note = fields.Text("Why Won or Lost", readonly=True, copy=False)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True, copy=False, index="btree_not_null")
    winner_id = fields.Many2one(
        "sdw.tender.competitor", "Won by", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    winning_price = fields.Monetary(readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        result = {"result_on", "result_note", "lost_reason_id", "winner_id", "winning_price"}
        return super()._sdw_guarded_fields() | result

    def action_won(self, note=None):
        """We have won: the quotation is made, or the linked one taken, and the opportunity is won.

        :return: the window of the quotation, True for several
        """
        self._check_sales()
        self._check_state("submitted")
        for tender in self._sdw_system():
            tender._end("won", note, winning_price=tender.amount)
        orders = self._make_orders()
        leads = self._sdw_system().lead_id.filtered(lambda lead: lead.won_status != "won")
        if leads:
            leads.action_set_won()
        return self._open_orders(orders)

    def action_lost(self, reason, winner_id=None, winning_price=0.0, lost_reason_id=None):
        """Another has won.

        :param str reason: why, mandatory
        :param winner_id: id of the ``sdw.tender.competitor`` of this tender who won
        :param float winning_price: in the tender's currency; the competitor's price by default
        :param lost_reason_id: id of a ``crm.lost.reason``, by which the analysis groups
        """
        self._check_sales()
        self._check_state("submitted")
        self._check_reason(reason)
        winner = self.env["sdw.tender.competitor"].browse(winner_id or [])
        if winner and (len(self) > 1 or winner.tender_id != self):
            raise UserError(self.env._("The winner is one of the competitors in this tender."))
        if winner and winning_price:
            winner.price = winning_price
        for tender in self._sdw_system():
            price = winning_price or winner.price
            tender._end(
                "lost", reason, winner_id=winner.id, winning_price=price, lost_reason_id=lost_reason_id or False
            )
        return True

    def action_cancel(self, reason):
        """Give it up, or the customer did; once it has been sent, a manager says so."""
        self._check_sales()
        self._check_state("registered", "preparing", "in_review", "approved", "submitted")
        self._check_reason(reason)
        if any(tender.state == "submitted" for tender in self):
            self._sdw_check_role(MANAGER)
        for tender in self._sdw_system():
            tender._end("cancelled", reason)
        return True

    def _end(self, state, note, **values):
        self.write({"state": state, "result_on": fields.Datetime.now(), "result_note": note, **values})
        self._sdw_cancel_approvals()
        self._deadline_met()
        self._bond_end()
        if state == "cancelled":
            self._onsite_plan()

    # ------------------------------------------------------------------ the quotation
    def action_quotation(self):
        """Open the quotation behind the bid, made for the customer if there is none yet."""
        self._check_sales()
        self._check_state("preparing", "in_review", "approved", "submitted", "won")
        return self._open_orders(self._make_orders())

    def _make_orders(self):
        system = self._sdw_system()
        for tender in system.filtered(lambda tender: not tender.order_id):
            company = tender.company_id
            tender.order_id = tender.env["sale.order"].with_company(company).create(tender._prepare_order())
        for tender in system.filtered(lambda tender: tender.lead_id and not tender.order_id.opportunity_id):
            tender.order_id.opportunity_id = tender.lead_id
        return self.env["sale.order"].browse(system.order_id.ids)

    def _prepare_order(self):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "opportunity_id": self.lead_id.id,
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "origin": self.name,
            "client_order_ref": self.reference,
        }

    def _open_orders(self, orders):
        if len(orders) != 1 or not orders.has_access("read"):
            return True
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": orders.id,
            "views": [[False, "form"]],
        }
