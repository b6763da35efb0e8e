from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import ask_reason

KINDS = [("price", "Unit price"), ("credit", "Credit"), ("payment", "Payment")]


class SdwCreditCheck(models.Model):
    """One of the accountant's three checks of an order, or of a transfer without one: what was seen, the result, by
    whom and when (O-04, decision 25).

    The system computes the rows when the document is submitted; the accountant overrides a failed one with a reason. A
    new submission archives the old rows, so what was decided on them stays on record.
    """

    _name = "sdw.credit.check"
    _description = "Accountant's Check"
    _inherit = ["sdw.guard.mixin"]
    _order = "order_id, picking_id, sequence, id"
    _check_company_auto = True

    order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict", index="btree_not_null")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", readonly=True, ondelete="cascade", index="btree_not_null", check_company=True
    )
    approval_id = fields.Many2one("sdw.approval", readonly=True, ondelete="restrict", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    sequence = fields.Integer(default=10, readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed"), ("overridden", "Overridden")], required=True, readonly=True
    )
    seen = fields.Text(readonly=True, help="What the check saw.")
    reason = fields.Text(readonly=True, help="Why the accountant let it pass nevertheless.")
    user_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    checked_on = fields.Datetime(readonly=True)

    _order_kind_uniq = models.UniqueIndex("(order_id, kind) WHERE active", "Each order has one row per check.")
    _picking_kind_uniq = models.UniqueIndex("(picking_id, kind) WHERE active", "Each transfer has one row per check.")
    _one_document = models.Constraint(
        "CHECK ((order_id IS NULL) <> (picking_id IS NULL))", "A check belongs to an order or to a transfer."
    )

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for check in self:
            check.display_name = self.env._(
                "%(order)s: %(check)s", order=check.sudo()._document().name, check=kinds.get(check.kind)
            )

    def _document(self):
        """The order, or the transfer without one, that is checked."""
        return self.order_id or self.picking_id

    @api.model
    def _sdw_guarded_fields(self):
        return set(self._fields) - {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}

    def action_override(self, reason):
        """Let checks pass although they failed, with a reason on record.

        :param str reason: mandatory
        :raise AccessError: for whoever is no accountant, or confirmed the order himself (separation of duties)
        """
        if not self.env.su and not self.env.user.has_group("sales_dept_workflow.group_sdw_accountant"):
            raise AccessError(self.env._("Only an accountant overrides a check."))
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason why this may pass."))
        checks = self.sudo()
        if any(not check.active or check.approval_id.state != "pending" for check in checks):
            raise UserError(self.env._("These checks do not wait for a decision any more."))
        for documents in (checks.order_id, checks.picking_id):
            documents._sdw_check_duty("credit", self.env.user)
        now = fields.Datetime.now()
        self._sdw_system().write({"result": "overridden", "reason": reason, "user_id": self.env.uid, "checked_on": now})
        for check in self._sdw_system():
            body = self.env._("%(check)s overridden: %(reason)s", check=check.display_name, reason=reason)
            check._document()._message_log(body=body)
        return True

    def _panel_item(self, evidence, waiting):
        """What the accountant's page shows of this check.

        :param dict evidence: ``rows`` of label, value, warn; ``table`` of columns and rows
        :param bool waiting: whether a decision is due
        """
        selection = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "result")}
        return {
            "id": self.id,
            "title": selection["kind"][self.kind],
            "result": self.result,
            "verdict": selection["result"][self.result],
            "seen": self.seen,
            "reason": self.reason or "",
            "by": self.user_id.name or "",
            "waiting": waiting,
            **evidence,
        }

    def action_ask_override(self):
        """Open the window that asks for the reason."""
        self.ensure_one()
        return ask_reason(self, self.env._("Override the check"), "action_override")
