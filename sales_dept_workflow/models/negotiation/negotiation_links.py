from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .codes_negotiation import LIVE, MANAGER, NEGOTIATION


class SdwNegotiation(models.Model):
    """Which quotations a negotiation is about: whoever holds one up by it does not let it slip away again."""

    _inherit = NEGOTIATION

    def _check_links(self, before):
        """After the quotations of negotiations changed, whichever side was written.

        :param dict before: {negotiation: its quotations before}; a new negotiation had none
        :raise AccessError: when somebody below the manager takes a quotation off
        :raise UserError: when a quotation is put on a negotiation that has ended
        """
        none = self.env["sale.order"]
        linked = {negotiation: negotiation.sudo().order_ids.with_env(self.env) for negotiation in self}
        added = {negotiation: orders - before.get(negotiation, none) for negotiation, orders in linked.items()}
        if not self.env.su:
            removed = any(before.get(negotiation, none) - orders for negotiation, orders in linked.items())
            if removed and not self.env.user.has_group(f"sales_dept_workflow.{MANAGER}"):
                raise AccessError(self.env._("Only a sales manager takes a quotation off a negotiation."))
            for negotiation, orders in added.items():
                orders.check_access("write")
                if orders and negotiation.state not in LIVE:
                    raise UserError(self.env._("%(name)s has ended: please open a new one.", name=negotiation.name))
        none.union(*added.values())._sdw_require_negotiation()

    @api.constrains("partner_id", "order_ids", "lead_id")
    def _check_same_customer(self):
        """What one customer agreed to says nothing about another's quotation."""
        for negotiation in self.sudo():
            customer = negotiation.partner_id.commercial_partner_id
            if negotiation.order_ids.partner_id.commercial_partner_id - customer:
                raise ValidationError(
                    self.env._("%(name)s is about quotations of one customer only.", name=negotiation.display_name)
                )

    # ------------------------------------------------------------------ opened by quotations and inquiries
    @api.model
    def _open_for(self, documents, demand):
        """Report one negotiation per quotation or inquiry.

        :param documents: ``sale.order`` or ``crm.lead`` records
        :return: the new negotiations
        """
        values = [document._sdw_prepare_negotiation(demand) for document in documents.sudo()]
        return self.browse(self._sdw_system().create(values).ids)

    def _action_open(self):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Negotiations"),
            "res_model": NEGOTIATION,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action.update(views=[[False, "form"]], res_id=self.id)
        return action

    def action_view_orders(self):
        """Open the quotations and orders this negotiation is about."""
        self._sdw_check_caller()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.order_ids.ids)],
        }
        if len(self.order_ids) == 1:
            action.update(views=[[False, "form"]], res_id=self.order_ids.id)
        return action
