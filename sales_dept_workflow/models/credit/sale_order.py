from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..common.rules import roles
from ..common.shared import shared
from .credit_exposure import MONEY
from .res_partner import PAYMENT_MODES

SUBMITTERS = ("group_sdw_salesperson",)


class SaleOrder(models.Model):
    """The order on its way through the accountant's three checks (O-03 … O-05, Y-08)."""

    _name = "sale.order"
    _inherit = ["sdw.credit.check.mixin", "sale.order"]
    _sdw_check_link = "order_id"

    payment_mode = fields.Selection(
        PAYMENT_MODES,
        compute="_compute_payment_mode",
        store=True,
        readonly=False,
        precompute=True,
        groups="base.group_user",
        help="Decides what the accountant's payment check asks for.",
    )
    prepaid_percent = fields.Float(
        "Prepaid Share (%)",
        compute="_compute_payment_mode",
        store=True,
        readonly=False,
        precompute=True,
        groups="base.group_user",
    )
    credit_approval_state = fields.Selection(
        [
            ("not_needed", "Not Needed"),
            ("needed", "Not yet Sent"),
            ("pending", "With the Accountant"),
            ("approved", "Approved"),
            ("rejected", "Refused"),
            ("lapsed", "Lapsed"),
        ],
        "Accountant's Checks",
        compute="_compute_credit_approval_state",
        search="_search_credit_approval_state",
        groups="base.group_user",
    )
    credit_facts = fields.Json(compute="_compute_credit_facts", groups="base.group_user")
    credit_check_ids = fields.One2many(
        "sdw.credit.check",
        "order_id",
        "Checks",
        copy=False,
        readonly=True,
        groups=roles("salesperson", "accountant", "legal"),
    )

    def _auto_init(self):
        """Orders made before installation keep an empty mode (on credit): no pass over a big table."""
        for name, kind in (("payment_mode", "varchar"), ("prepaid_percent", "float8")):
            if not column_exists(self.env.cr, "sale_order", name):
                create_column(self.env.cr, "sale_order", name, kind)
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"credit_check_ids", "sdw_credit_allocated"}

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | {
            "partner_invoice_id",
            "payment_term_id",
            "payment_mode",
            "prepaid_percent",
            "currency_id",
        }

    # ------------------------------------------------------------------ fields
    @api.depends("partner_id", "company_id")
    def _compute_payment_mode(self):
        for order in self:
            owner = order.partner_id.commercial_partner_id.sudo().with_company(order.company_id)
            order.payment_mode = owner.payment_mode or "credit"
            order.prepaid_percent = owner.sdw_prepaid_percent

    def _compute_credit_approval_state(self):
        needed = self.sudo().filtered(lambda order: order.state == "sale")._sdw_subject_to("credit")
        states = self.sudo()._sdw_approval_states("credit", needed)
        for order in self:
            order.credit_approval_state = states[order]

    @api.model
    def _search_credit_approval_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        latest = SQL(
            """(SELECT res_id FROM (SELECT DISTINCT ON (res_id) res_id, state FROM sdw_approval
                 WHERE res_model = 'sale.order' AND code = 'credit' AND state <> 'cancelled'
                       ORDER BY res_id, id DESC) latest
                 WHERE state IN %s)""",
            tuple(value) or (None,),
        )
        self.env["sdw.approval"].flush_model(["state", "code", "res_id", "res_model"])
        found = Domain("id", "in", latest)
        if {"needed", "not_needed"} & set(value):
            # Not through approval_ids: whoever reads orders searches this, with or without a role of ours.
            found |= Domain(
                "id",
                "not in",
                SQL(
                    """(SELECT res_id FROM sdw_approval
                         WHERE res_model = 'sale.order' AND code = 'credit' AND state <> 'cancelled')"""
                ),
            )
        return found

    def _compute_credit_facts(self):
        latest = self.sudo()._sdw_latest("credit")
        for order in self:
            order.credit_facts = latest[order].facts or False

    # ------------------------------------------------------------------ to the accountant
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), "credit"]

    def action_submit_credit(self):
        """Send confirmed orders to the accountant (again, after a refusal or a change); what waits or is approved
        stays as it is.

        :raise AccessError: for whoever has no sales role
        :raise UserError: for orders not confirmed
        """
        self._sdw_check_role(*SUBMITTERS)
        self._sdw_submit_credit(self.env._("Sent to the accountant"))
        return True

    def action_request_approval(self, code, reason):
        """As in the approval mixin; the accountant's checks are asked for by sending the order to the accountant."""
        if code != "credit":
            return super().action_request_approval(code, reason)
        self._sdw_check_role(*SUBMITTERS)
        return self._sdw_submit_credit(reason or self.env._("Sent to the accountant"))

    def _sdw_submit_credit(self, reason, anew=None):
        """Compute the three rows and open the request of every order that has no request waiting and none that
        covers it.

        :param anew: at their confirmation, those confirmed before: what was approved then counts no more. For the
            others nothing has been requested yet
        :return: the requests of all these orders, new and old
        """
        if any(order.state != "sale" for order in self):
            raise UserError(self.env._("An order goes to the accountant once it is confirmed."))
        subject = self._sdw_subject_to("credit")._sdw_credit_may_submit()
        before = (subject if anew is None else anew & subject.sudo())._sdw_credit_requests()
        if anew:
            before.filtered(lambda approval: approval.state == "approved")._lapse()
        before.filtered(lambda approval: approval.state in ("pending", "approved"))._lapse_if_worse()
        waiting = before.filtered(lambda approval: approval.state in ("pending", "approved"))
        fresh = subject.filtered(lambda order: order.id not in waiting.mapped("res_id"))
        submitted = set(before.mapped("res_id"))
        fresh.filtered(lambda order: order.id in submitted)._sdw_archive_checks()
        return self.env["sdw.approval"].browse(waiting.ids) | fresh._sdw_open_credit(reason)

    def _sdw_credit_requests(self):
        """All requests there have been for these orders, in one query."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("code", "=", "credit")]
        approvals = self.env["sdw.approval"]._sdw_system()
        return approvals.search_fetch(domain) if self.ids else approvals

    def _sdw_open_credit(self, reason):
        if not self:
            return self.env["sdw.approval"]
        with shared(self.env.cr, MONEY):
            results = self._sdw_credit_results()
            approvals = self.env["sdw.approval"]._open(self, "credit", reason)
        checks = self._sdw_new_checks(results, approvals)
        self._sdw_stamp_checks(approvals.sudo().filtered(lambda approval: approval.state == "approved"))
        self._sdw_approve_clear(approvals, checks)
        return approvals

    def _sdw_approve_clear(self, approvals, checks):
        """Where the company lets the accountant see exceptions only, the system approves what passed all checks."""
        excepted = self.filtered(lambda order: order.company_id.sudo().sdw_credit_review == "exceptions")
        if not excepted:
            return
        clear = excepted - checks.filtered(lambda check: check.result == "failed").order_id
        passed = approvals._sdw_system().filtered(
            lambda approval: approval.res_id in clear.ids and approval.state == "pending"
        )
        passed._approve_by_system(self.env._("All three checks passed."))

    def _sdw_credit_may_submit(self):
        """The orders of self that are ready for the accountant. The supply process holds back those without a
        promise.
        """
        return self

    # ------------------------------------------------------------------ life
    def _sdw_stamp_confirmation(self, state):
        again = self.sudo().filtered("sdw_confirmed_on")
        super()._sdw_stamp_confirmation(state)
        if state != "sale":
            return
        subject = self._sdw_subject_to("credit")
        if subject:
            # Confirmed anew: what was approved before counts no more.
            subject._sdw_submit_credit(self.env._("Order confirmed"), anew=again & subject.sudo())

    def _sdw_ended(self, state):
        result = super()._sdw_ended(state)
        self.filtered(lambda order: order.company_id.sudo()._sdw_mode("credit") != "off")._sdw_lapse_credit()
        system = self._sdw_system()
        system.filtered("sdw_credit_allocated").write({"sdw_credit_allocated": 0.0})
        if state == "draft":
            self._sdw_archive_checks()
        return result

    def _sdw_lapse_credit(self):
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("code", "=", "credit"),
            ("state", "=", "approved"),
        ]
        if self.ids:
            self.env["sdw.approval"]._sdw_system().search(domain)._lapse()
