from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_freight import FREIGHT, OBJECTION
from .freight_objection import KINDS

OUTCOME = "sales_dept_workflow.mail_activity_type_freight_outcome"
LONGEST = 4000


class SaleOrder(models.Model):
    """The customer's objection goes to the manager at once; what he decides goes back to the sales administration
    (D-08).
    """

    _inherit = "sale.order"

    freight_objection = fields.Selection(
        KINDS,
        "Objection to",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The customer objects; goods are held until the sales manager has decided.",
    )
    sdw_freight_objection_ids = fields.One2many(
        OBJECTION,
        "order_id",
        "Objections",
        readonly=True,
        copy=False,
        groups="sales_dept_workflow.group_sdw_salesperson",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"freight_objection", "sdw_freight_objection_ids"}

    # ------------------------------------------------------------------ raising
    def action_freight_objection(self, kind, text):
        """Record what the customer objects to, and ask the sales manager at once.

        :param str kind: ``freight`` or ``settlement``
        :param str text: what the customer says, mandatory
        :return: the ``sdw.freight.objection`` record
        """
        self.ensure_one()
        self._sdw_check_role("group_sdw_salesperson")
        return self._sdw_object(kind, text, self.partner_id, "office")

    def _sdw_object(self, kind, text, partner, source):
        text = (text or "").strip() if isinstance(text, str) else ""
        self._sdw_check_objection(kind, text)
        order = self._sdw_system()
        order.lock_for_update()
        objections = order.env[OBJECTION]
        if objections.search_count([("order_id", "=", order.id), ("state", "=", "open")], limit=1):
            raise UserError(self.env._("An objection to this order already waits for the manager's decision."))
        objection = objections.create(
            {
                "order_id": order.id,
                "partner_id": partner.id,
                "kind": kind,
                "text": text,
                "source": source,
                "recorded_by_id": self.env.uid,
            }
        )
        order.freight_objection = kind
        order._sdw_refresh_approvals([FREIGHT])
        order.action_request_approval(FREIGHT, text)
        return objection.with_env(self.env)

    def _sdw_check_objection(self, kind, text):
        if not isinstance(kind, str) or kind not in dict(KINDS):
            raise UserError(self.env._("Please say whether the freight or the settlement is objected to."))
        if not text or len(text) > LONGEST:
            raise UserError(self.env._("Please say, in not too many words, what is objected to."))
        if self.sudo().state == "cancel":
            raise UserError(self.env._("This order is cancelled."))

    def action_open_freight_objection(self):
        """Open the window that records an objection."""
        return self._sdw_freight_window(self.env._("The Customer Objects"), "sdw.freight.objection.wizard")

    # ------------------------------------------------------------------ the decision
    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        decided = approvals.filtered(
            lambda approval: approval.code == FREIGHT and approval.state in ("approved", "rejected")
        )
        if decided:
            self._sdw_system()._sdw_freight_decided(decided)
        return result

    def _sdw_freight_decided(self, approvals):
        objections = self.env[OBJECTION].search(
            [("order_id", "in", approvals.mapped("res_id")), ("state", "=", "open")]
        )
        about, now, rows = objections.grouped("order_id"), fields.Datetime.now(), []
        for approval in approvals:
            order, accepted = self.browse(approval.res_id), approval.state == "approved"
            if accepted and approval.facts.get("asks") == "prepaid":
                order.write({"freight_term": "prepaid", "sdw_freight_approval_id": approval.id})
            objection = about.get(order, objections.browse())
            if objection and approval.facts.get("objection_id") == objection.id:
                state = "accepted" if accepted else "kept"
                objection.write({"state": state, "decided_on": now, "approval_id": approval.id})
                order.freight_objection = False
                rows.append((order, objection._teller(), fields.Date.context_today(self), objection._outcome))
        self._sdw_schedule(OUTCOME, rows)

    def _sdw_ended(self, state):
        """With the order its objection ends; a new version is agreed and told anew."""
        result = super()._sdw_ended(state)
        orders = self._sdw_system()
        objected = orders.filtered("freight_objection")
        if objected:
            found = objected.sdw_freight_objection_ids.filtered(lambda objection: objection.state == "open")
            found.write({"state": "withdrawn", "decided_on": fields.Datetime.now()})
            objected.write({"freight_objection": False})
        if state == "draft":
            orders.filtered("freight_told_on")._sdw_forget_freight()
            orders.filtered("sdw_freight_approval_id").write({"sdw_freight_approval_id": False})
            orders.filtered(lambda order: order.freight_term == "prepaid")._compute_freight_term()
        return result
