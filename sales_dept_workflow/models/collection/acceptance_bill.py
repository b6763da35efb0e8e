import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.rules import moment
from .codes import BILL, BILL_RULE

#: What the bill says: fixed as soon as the paper leaves the sales department.
CONTENT = {
    "number", "kind", "drawer", "acceptor", "partner_id", "amount", "currency_id", "issue_date", "maturity_date",
    "received_via", "received_by_id", "received_on", "company_id",
}  # fmt: skip
CHECKS = ("genuine_checked", "endorsements_checked", "dates_checked")
NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]{2,39}")
BOOKS = "account.group_account_readonly,account.group_account_invoice"


class SdwAcceptanceBill(models.Model):
    """A bankers' or commercial acceptance bill, from the customer's hand to the money (C-09, C-10, C-11, Z-15).

    It is no money before finance has verified and booked it, and the customer's debt in another form until it is paid.
    Nobody writes the state: the steps move it, after checking the role.

    ===================  =========================================================================
    who                  sees and does
    ===================  =========================================================================
    salesperson          his own bills: receives, hands over to the sales admin
    sales manager        those of his team
    sales admin          all: registers what came by mail, hands over to finance, gives back
    finance              all: verifies, books, endorses, discounts, collects, dishonours
    accountant, legal,   all, to read
    director and up
    ===================  =========================================================================
    """

    _name = BILL
    _description = "Acceptance Bill"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "maturity_date, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    name = fields.Char("Reference", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    number = fields.Char("Bill Number", required=True, copy=False, tracking=True)
    kind = fields.Selection(
        [("bank", "Bank Acceptance"), ("commercial", "Commercial Acceptance")],
        required=True,
        default="bank",
        tracking=True,
    )
    drawer = fields.Char(required=True, tracking=True)
    acceptor = fields.Char(required=True, tracking=True, help="The bank or company that accepted to pay at maturity.")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        help="Who pays with the bill; not always its drawer.",
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    issue_date = fields.Date(required=True, tracking=True)
    maturity_date = fields.Date(required=True, tracking=True, index=True)
    tenor_months = fields.Integer(
        "Term (months)",
        compute="_compute_tenor_months",
        store=True,
        help="Calendar months from issue to maturity; a month begun counts.",
    )
    remaining_days = fields.Integer("Days to Maturity", compute="_compute_remaining_days")
    user_id = fields.Many2one("res.users", "Salesperson", index="btree_not_null", tracking=True)
    received_via = fields.Selection(
        [("salesperson", "Salesperson"), ("mail", "Mail")], "Received by way of", required=True, default="salesperson"
    )
    received_by_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict", copy=False
    )
    received_on = fields.Date(required=True, default=lambda self: self.env.company._sdw_today(), copy=False)
    invoice_ids = fields.Many2many(
        "account.move",
        string="For Invoices",
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'), ('company_id', '=', company_id),"
        " ('payment_state', 'in', ('not_paid', 'partial')), ('commercial_partner_id', '=', partner_id)]",
        copy=False,
        groups="sales_team.group_sale_salesman," + BOOKS,
        help="What the customer pays with it; none: his oldest debt first.",
    )
    note = fields.Text()
    state = fields.Selection(
        [
            ("received", "Taken In"),
            ("handed_over", "With Finance"),
            ("booked", "Booked"),
            ("paid", "Paid at Maturity"),
            ("dishonoured", "Dishonoured"),
            ("rejected", "Bill Refused"),
        ],
        required=True,
        readonly=True,
        default="received",
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _amount_positive = models.Constraint("CHECK(amount > 0)", "The amount of a bill is more than nothing.")
    _dates_ordered = models.Constraint(
        "CHECK(issue_date < maturity_date)", "A bill falls due after the day it was issued."
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number, LOWER(acceptor)) WHERE state != 'rejected'",
        "A bill with this number and acceptor is already registered.",
    )
    # The number of an electronic bill says it all, however its acceptor is spelled.
    _electronic_uniq = models.UniqueIndex(
        "(company_id, number) WHERE state != 'rejected' AND LENGTH(number) = 30",
        "A bill with this number is already registered.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        free = CONTENT | {*CHECKS, "user_id", "invoice_ids", "note"}
        own = {name for name, field in self._fields.items() if field.store and field._module == "sales_dept_workflow"}
        return super()._sdw_guarded_fields() | (own - free)

    # ------------------------------------------------------------------ figures
    @api.depends("issue_date", "maturity_date")
    def _compute_tenor_months(self):
        for bill in self:
            bill.tenor_months = bill._months(bill.issue_date, bill.maturity_date)

    @api.model
    def _months(self, start, end):
        """Calendar months from ``start`` to ``end``, a month begun counting as one.

        31 January to 28 February is one month, to 1 March two; 29 February to 28 February twelve.
        """
        if not start or not end or end <= start:
            return 0
        months = (end.year - start.year) * 12 + end.month - start.month
        return months + (start + relativedelta(months=months) < end)

    @api.depends("maturity_date")
    def _compute_remaining_days(self):
        for bill in self:
            today = (bill.company_id or self.env.company).sudo()._sdw_today()
            bill.remaining_days = (bill.maturity_date - today).days if bill.maturity_date else 0

    @api.depends("number", "acceptor")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = " ".join(filter(None, (bill.number, bill.acceptor))) or bill.name

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id and not self.drawer:
            self.drawer = self.partner_id.commercial_partner_id.name
        if self.partner_id.user_id:
            self.user_id = self.partner_id.user_id

    # ------------------------------------------------------------------ life
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_registration(vals) for vals in vals_list]
        names = self.env["ir.sequence"]._sdw_next_names(BILL, self.env.company, len(vals_list))
        bills = super().create(vals_list)
        for bill, name in zip(bills._sdw_system(), names, strict=True):
            bill.name = name
        bills._check_registration()
        bills._sdw_system()._start_custody()
        return bills

    def _prepare_registration(self, vals):
        """A bill of nobody's is its customer's salesperson's, or whoever registers it."""
        vals = self._normalized(vals)
        if not vals.get("user_id"):
            partner = self.env["res.partner"].browse(vals.get("partner_id")).sudo()
            vals["user_id"] = (partner.commercial_partner_id.user_id or self.env.user).id
        return vals

    @api.model
    def _normalized(self, vals):
        """Numbers without blanks, in capitals; names without blanks around: the same bill reads the same."""
        vals = dict(vals)
        if vals.get("number"):
            vals["number"] = re.sub(r"\s", "", vals["number"]).upper()
        for name in ("drawer", "acceptor"):
            if vals.get(name):
                vals[name] = " ".join(vals[name].split())
        return vals

    @api.constrains("number", "drawer", "acceptor", "issue_date", "received_on", "company_id")
    def _check_content(self):
        for bill in self:
            if not NUMBER.fullmatch(bill.number or ""):
                raise ValidationError(self.env._("%(number)s is no number of a bill.", number=bill.number))
            if not ((bill.drawer or "").strip() and (bill.acceptor or "").strip()):
                raise ValidationError(self.env._("Please enter who drew the bill and who accepted it."))
            if bill.issue_date > bill.received_on or bill.received_on > bill.company_id.sudo()._sdw_today():
                raise ValidationError(self.env._("A bill is issued before it is received, and received by today."))

    def write(self, vals):
        if not self.env.su:
            self._check_editable(set(vals))
        result = super().write(self._normalized(vals))
        if CONTENT.intersection(vals):
            self._check_registration()
            self._sdw_system().write({"sdw_guarded_on": moment()})
            self._sdw_refresh_approvals([BILL_RULE])
        return result

    def _check_editable(self, names):
        """Who has the paper in hand corrects what was copied from it; afterwards it stands."""
        if CONTENT & names:
            self._sdw_check_role("group_sdw_salesperson")
            admin = self._is_sales_admin()
            if any(bill.state != "received" or not (admin or bill.custody == "salesperson") for bill in self):
                raise UserError(self.env._("A bill that was handed over is not changed any more. Have it given back."))
        if {*CHECKS} & names:
            self._sdw_check_role("group_sdw_finance")
            if any(bill.state != "handed_over" or bill.verified_on for bill in self):
                raise UserError(self.env._("Only a bill that waits for finance is checked."))
        if "invoice_ids" in names and any(bill.state not in ("received", "handed_over") for bill in self):
            raise UserError(self.env._("This bill has been booked already."))
        if "user_id" in names:
            self._sdw_check_role("group_sdw_sales_manager", "group_sdw_sales_admin")

    def _check_registration(self):
        """A salesperson registers what he received himself; mail is opened by the sales admin (C-09)."""
        if self.env.su or self._is_sales_admin():
            return
        if any(bill.received_via == "mail" or bill.received_by_id != self.env.user for bill in self):
            raise UserError(
                self.env._("A salesperson registers the bills he received himself; the sales admin those in the mail.")
            )

    @api.model
    def _is_sales_admin(self):
        return self.env.user.has_group("sales_dept_workflow.group_sdw_sales_admin")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A bill on record is not deleted. Please reject it, with the reason."))

    # ------------------------------------------------------------------ mechanisms
    def _sdw_company(self):
        return self.company_id or self.env.company

    def _sdw_manager(self):
        return self.sudo().user_id.sale_team_id.user_id.sudo(False)
