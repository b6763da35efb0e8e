from odoo import models
from odoo.exceptions import UserError

from ..common.rules import ask_reason


class SaleOrder(models.Model):
    """A special requirement raises the price, or the manager says why it does not (Q-08, Q-09)."""

    _inherit = "sale.order"

    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate in ("quote", "confirm"):
            for order in self._sdw_subject_to("price"):
                unpriced = order.order_line.filtered(lambda line: line._sdw_special_unpriced())
                if unpriced:
                    found[order].append(order._sdw_special_blocker(unpriced))
        return found

    def _sdw_special_blocker(self, lines):
        message = self.env._(
            "A special requirement raises the price; neither a surcharge nor the manager's reason is on: %(lines)s.",
            lines=", ".join(line.product_id.display_name or line.name for line in lines),
        )
        action = ask_reason(self, self.env._("No Surcharge, because …"), "action_waive_special_surcharge")
        return self._sdw_blocker("special_requirement", message, action)

    def action_waive_special_surcharge(self, reason):
        """Let special requirements pass without a surcharge: the manager's reason stays on the lines (Q-08).

        :raise AccessError: for anybody below sales manager
        """
        self._sdw_check_role("group_sdw_sales_manager")
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why there is no surcharge."))
        unpriced = self._sdw_system().order_line.filtered(lambda line: line._sdw_special_unpriced())
        unpriced.write({"sdw_special_reason": reason, "sdw_special_reason_by_id": self.env.uid})
        return True
