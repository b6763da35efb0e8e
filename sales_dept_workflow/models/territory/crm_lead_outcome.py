from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.rules import roles


class CrmLead(models.Model):
    """What becomes of an inquiry from a protected region: refer, quote with uplift, or ask for an exception
    (Q-03, Q-04, Z-06).
    """

    _inherit = "crm.lead"

    inquiry_outcome = fields.Selection(
        [
            ("refer", "Referred to the distributor"),
            ("uplift", "Quote with uplift"),
            ("exception", "Ask for an exception"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    sdw_referral_ids = fields.One2many("sdw.referral", "lead_id", "Referrals", groups=roles("salesperson"), copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"inquiry_outcome"}

    def write(self, vals):
        """A referred inquiry that is taken up again is chosen for anew."""
        back = (
            self.filtered(lambda lead: not lead.active and lead.sudo().inquiry_outcome) if vals.get("active") else None
        )
        result = super().write(vals)
        if back:
            back._sdw_system().write({"inquiry_outcome": False})
        return result

    # ------------------------------------------------------------------ refer
    def action_refer_to_distributor(self):
        """Give the caller the distributor's phone: on record, and the inquiry is closed as referred (Q-03)."""
        self._sdw_check_choosing()
        referrals = self.env["sdw.referral"]._refer(self)
        self._sdw_system().write({"inquiry_outcome": "refer"})
        self.action_set_lost(lost_reason_id=self.env.ref("sales_dept_workflow.lost_reason_referred").id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "sdw.referral",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", referrals.ids)],
            "name": self.env._("Referral to a Distributor"),
        }

    def _sdw_check_choosing(self):
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(not lead.active or lead.won_status != "pending" for lead in self):
            raise UserError(self.env._("This inquiry is closed. Please restore it first."))

    # ------------------------------------------------------------------ or quote
    def action_sdw_quote_uplift(self):
        """Open a quotation for the products wanted; prices carry the regional uplift (Q-04)."""
        order = self._sdw_quote("uplift")
        return order._sdw_open_form()

    def action_sdw_quote_exception(self):
        """Open a quotation at the customer's own prices and ask the managers to agree to that (Q-07, Z-06).

        Without products there is no price yet: the quotation opens, and its panel asks when it has one.
        """
        order = self._sdw_quote("exception")
        order.order_line._sdw_waive_uplift()
        return order._sdw_ask_action("price") if order.price_approval_state == "needed" else order._sdw_open_form()

    def _sdw_quote(self, outcome):
        self.ensure_one()
        self._sdw_check_choosing()
        if not self.distributor_id:
            raise UserError(self.env._("%s: no distributor protects this region.", self.display_name))
        if not self.partner_id:
            self._handle_partner_assignment(create_missing=True)
        # pylint: disable-next=context-overridden
        orders = self.env["sale.order"].with_context(self._sdw_clean_context())
        order = orders.create(self._sdw_prepare_quotation())
        self._sdw_system().write({"inquiry_outcome": outcome})
        return order

    def _sdw_prepare_quotation(self):
        """What core gives a quotation made from an opportunity, and the products wanted."""
        context = self._prepare_opportunity_quotation_context()
        values = {key.removeprefix("default_"): value for key, value in context.items() if key.startswith("default_")}
        lines = [
            {"product_id": line.product_id.id, "product_uom_qty": line.quantity, "product_uom_id": line.uom_id.id}
            for line in self.sdw_inquiry_line_ids
        ]
        return {
            **values,
            "user_id": self.user_id.id or self.env.uid,
            "order_line": [Command.create(line) for line in lines],
        }

    # ------------------------------------------------------------------ chosen by what was quoted
    def _sdw_chosen(self, outcome):
        """A quotation of these inquiries went out although nobody had pressed a button: that was the choice."""
        open_ones = self.filtered(lambda lead: not lead.inquiry_outcome)
        if open_ones:
            open_ones._sdw_system().write({"inquiry_outcome": outcome})
