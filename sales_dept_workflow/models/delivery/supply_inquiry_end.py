from odoo import api, fields, models

from ..common.deadline_mixin import BATCH
from .entry_codes import INQUIRY
from .supply_inquiry import WAITING


class SdwSupplyInquiry(models.Model):
    """How an inquiry ends: the goods are there, are no longer wanted, or are late (O-02)."""

    _inherit = INQUIRY

    def _close(self):
        """Nothing is missing any more: what waits for an answer is withdrawn, a promise is kept."""
        open_ones = self.filtered(lambda inquiry: not inquiry.met_on or inquiry.state in WAITING)
        open_ones.filtered(lambda inquiry: inquiry.state in WAITING).write({"state": "cancelled"})
        open_ones._deadline_met()

    def _cancel(self):
        """The order is taken back."""
        self.write({"state": "cancelled"})
        self._deadline_met()

    @api.model
    def _goods_came_in(self, products):
        """Goods were put into stock: what is now reserved for its order is missing no more. One query."""
        domain = [
            "|",
            ("state", "in", WAITING),
            "&",
            ("state", "=", "promised"),
            ("met_on", "=", False),
            ("order_line_id.move_ids.product_id", "in", products.ids),
        ]
        self._sdw_system().search([("state", "!=", "cancelled"), *domain])._close_supplied()

    def _close_supplied(self):
        """Close those whose goods lie ready, and let their orders go on."""
        supplied = self.filtered(lambda inquiry: inquiry.order_line_id._sdw_is_supplied())
        if supplied:
            freed = supplied.filtered(lambda inquiry: inquiry.state in WAITING).order_id
            supplied._close()
            supplied.order_id._sdw_supply_answered(freed)

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        values = {"goods": self.product_id.display_name, "quantity": f"{self.quantity_missing:g}"}
        values["order"] = self.sudo().order_id.name
        if self.state == "promised":
            return self.env._("%(order)s: %(quantity)s × %(goods)s are promised for today", **values)
        return self.env._("%(order)s lacks %(quantity)s × %(goods)s: when can it be supplied?", **values)

    def _get_deadline_manager(self):
        return self.sudo().order_id._sdw_manager()

    def _sweep_deadlines(self, now):
        """Before anybody is chased: what lies ready meanwhile (reserved by hand) is missing no more."""
        domain = [("deadline", "<", now), ("met_on", "=", False), ("escalated_on", "=", False)]
        self.search(domain, limit=BATCH, order="deadline, id")._close_supplied()
        return super()._sweep_deadlines(now)

    def _escalate(self, now):
        """A promise that was not kept is also news for the sales administration, who told the customer."""
        broken = self.filtered(lambda inquiry: inquiry.state == "promised")
        for day, inquiries in broken.grouped("promised_date").items():
            text = fields.Date.to_string(day)
            inquiries.order_id._sdw_tell_desk(
                lambda order, text=text: order.env._("Production has not kept its promise of %(day)s", day=text)
            )
        return super()._escalate(now)
