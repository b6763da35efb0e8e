from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.account_payment import POSTED
from ..common.shared import claim
from .agent_settlement import SETTLEMENT

BOOKS = "account.group_account_readonly,account.group_account_invoice"


class SdwAgentSettlementLine(models.Model):
    """One sum an agent collected from a customer for an invoice of ours, and the payment that passed it on.

    Passed on in parts, it is split: each line is either with the agent or in our books, never half.
    """

    _name = "sdw.agent.settlement.line"
    _description = "Collected by an Agent"
    _inherit = ["sdw.guard.mixin"]
    _order = "collected_on, id"
    _check_company_auto = True

    settlement_id = fields.Many2one(
        SETTLEMENT, "Agent Settlement", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id", store=True, precompute=True)
    agent_id = fields.Many2one(related="settlement_id.agent_id", store=True, index=True, string="Agent")
    user_id = fields.Many2one(related="settlement_id.user_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="restrict", index=True, check_company=True
    )
    move_id = fields.Many2one(
        "account.move",
        "Customer Invoice",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'), ('company_id', '=', company_id),"
        " ('payment_state', 'in', ('not_paid', 'partial')), ('partner_id', 'child_of', partner_id)]",
        groups="sales_team.group_sale_salesman," + BOOKS,
    )
    collected_amount = fields.Monetary("Collected", required=True)
    collected_on = fields.Date(required=True, default=lambda self: self.env.company._sdw_today())
    reference = fields.Char("Receipt", help="What the agent gave the customer for it.")
    payment_id = fields.Many2one(
        "account.payment",
        "Passed on by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=BOOKS,
    )
    remitted_on = fields.Date("Passed on", compute="_compute_remitted")
    is_outstanding = fields.Boolean("With the Agent", compute="_compute_remitted", search="_search_is_outstanding")
    days_held = fields.Integer("Days with the Agent", compute="_compute_remitted")

    _amount_positive = models.Constraint("CHECK(collected_amount > 0)", "An agent collects more than nothing.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"company_id", "currency_id", "agent_id", "payment_id"}

    @api.depends("payment_id.state", "payment_id.date", "collected_on")
    def _compute_remitted(self):
        for line in self:
            payment = line.sudo().payment_id
            passed = payment.state in POSTED
            today = (line.company_id or self.env.company).sudo()._sdw_today()
            until = payment.date if passed else today
            line.is_outstanding = not passed
            line.remitted_on = payment.date if passed else False
            line.days_held = max((until - line.collected_on).days, 0) if line.collected_on else 0

    @api.model
    def _search_is_outstanding(self, operator, value):
        if operator != "in":
            return NotImplemented
        # As the system: not everybody who asks may read payments.
        passed = Domain("id", "in", self.sudo()._search([("payment_id.state", "in", POSTED)]))
        return Domain.OR([~passed if flag else passed for flag in value])

    # ------------------------------------------------------------------ life
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_entered()
        lines.settlement_id._watch()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_free()
        result = super().write(vals)
        self._check_entered()
        self.settlement_id._watch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_passed_on(self):
        self._check_free()

    def _check_free(self):
        if any(line.sudo().payment_id or line.settlement_id.state == "settled" for line in self):
            raise UserError(self.env._("What has been passed on is not changed any more."))

    def _check_entered(self):
        """In the period, by today, and no more than the invoice is still open for."""
        for line in self.sudo():
            today = line.company_id._sdw_today()
            if not line.settlement_id.date_from <= line.collected_on <= min(line.settlement_id.date_to, today):
                raise UserError(self.env._("The day of collection lies in the period of the settlement, and by today."))
        self.sudo()._check_invoices()

    def _check_invoices(self):
        """What agents hold of an invoice is not more than its residual, nor is anything entered twice."""
        invoices = self.filtered("is_outstanding").move_id
        domain = [("move_id", "in", invoices.ids), ("is_outstanding", "=", True)]
        held = dict(self._read_group(domain, ["move_id"], ["collected_amount:sum"]))
        for line in self.filtered(lambda line: line.move_id and line.is_outstanding):
            move = line.move_id
            ours = move.currency_id == line.currency_id and move.company_id == line.company_id
            partner = line.partner_id.commercial_partner_id
            if not ours or move.commercial_partner_id != partner or move.state != "posted":
                raise UserError(
                    self.env._("%(invoice)s is no posted invoice of this customer in this currency.", invoice=move.name)
                )
            if move.currency_id.compare_amounts(held.get(move, 0.0), move.amount_residual) > 0:
                raise UserError(
                    self.env._("More is collected on %(invoice)s than is still open on it.", invoice=move.name)
                )

    # ------------------------------------------------------------------ passed on
    def action_remit(self, payment):
        """The agent has passed these sums on with ``payment``; what it does not cover stays with him.

        :param payment: posted ``account.payment`` from a customer, or its id
        """
        self.settlement_id._sdw_check_role("group_sdw_accountant")
        payment = self.env["account.payment"].browse(int(payment)).exists()
        payment.check_access("read")
        # Two accountants at once must not spend the same money twice.
        claim(payment)
        lines = self.sudo().sorted(lambda line: (line.collected_on, line.id))
        lines._check_payment(payment.sudo())
        left = payment.amount - sum(self.sudo().search([("payment_id", "=", payment.id)]).mapped("collected_amount"))
        for line in lines.filtered("is_outstanding"):
            if line.currency_id.compare_amounts(left, 0.0) <= 0:
                break
            left -= line._remit(payment, line.currency_id.round(left))
        self.settlement_id._watch()
        return True

    def _check_payment(self, payment):
        if not payment or payment.state not in POSTED or payment.payment_type != "inbound":
            raise UserError(self.env._("Money is passed on by a payment that is in the books."))
        payers = self.agent_id.commercial_partner_id | self.partner_id.commercial_partner_id
        for line in self:
            if payment.company_id != line.company_id or payment.currency_id != line.currency_id:
                raise UserError(self.env._("The payment is of another company or currency."))
            if payment.partner_id.commercial_partner_id not in payers:
                raise UserError(self.env._("The payment comes neither from the agent nor from the customer."))

    def _remit(self, payment, left):
        """Take this line from ``left`` of the payment, splitting off what it does not cover; returns what it took."""
        rest = self.currency_id.round(self.collected_amount - left)
        system = self._sdw_system()
        if self.currency_id.compare_amounts(rest, 0.0) > 0:
            system.write({"collected_amount": left, "payment_id": payment.id})
            system.copy({"collected_amount": rest, "payment_id": False})
        else:
            system.payment_id = payment
        return self.collected_amount
