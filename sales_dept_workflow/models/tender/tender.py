from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .codes import GM, TENDER

STATES = [
    ("registered", "Registered"),
    ("no_bid", "No Bid"),
    ("preparing", "In Preparation"),
    ("in_review", "In Review"),
    ("approved", "Signed"),
    ("submitted", "Submitted"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("cancelled", "Cancelled"),
]
SOURCES = [
    ("invitation", "Customer's Invitation"),
    ("notice", "Public Notice"),
    ("partner", "Distributor or Agent"),
    ("other", "Other"),
]
SEALS = [("company", "Company Seal"), ("contract", "Contract Seal"), ("bid", "Bid Seal")]
METHODS = [("hand", "By Hand"), ("courier", "Courier"), ("platform", "Bidding Platform"), ("email", "E-mail")]
#: The pipeline always shows these columns; the others appear when something is in them.
PIPELINE = ("registered", "preparing", "in_review", "approved", "submitted")


class SdwTender(models.Model):
    """From the news of a customer's tender to the contract, or to why it was lost (T-01 … T-08).

    Nobody writes the state: two approvals (whether to bid, and what is sent) and the actions move it.

    ===================  =========================================================================
    who                  sees
    ===================  =========================================================================
    salesperson          his own, and (reading) those he was named for as an on-site bidder
    sales manager        those of his team, those put to him, and those of nobody
    director and up,     all of the company
    sales admin
    accountant           all of the company, reading: bonds
    ===================  =========================================================================
    """

    _name = TENDER
    _description = "Tender"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin", "sdw.deadline.mixin", "sdw.paper.mixin"]
    _mail_post_access = "read"
    _order = "submission_deadline, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "reference", "subject", "partner_id.name"]

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    subject = fields.Char(tracking=True, help="What is tendered, in a few words.")
    reference = fields.Char("Customer's Tender No.", tracking=True, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, copy=False
    )
    lead_id = fields.Many2one("crm.lead", "Opportunity", check_company=True, copy=False, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users", "Salesperson", default=lambda self: self.env.user, index=True, tracking=True, check_company=True
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    state = fields.Selection(
        STATES,
        default="registered",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand="_group_expand_state",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False, precompute=True, required=True
    )
    amount = fields.Monetary("Bid Amount", tracking=True)
    amount_company = fields.Monetary(
        "Bid Amount (company currency)",
        compute="_compute_amount_company",
        store=True,
        currency_field="company_currency_id",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    scope = fields.Text(help="What the customer wants: goods, quantities, delivery, special conditions.")

    # ------------------------------------------------------------------ the news
    source = fields.Selection(SOURCES, default="invitation", tracking=True)
    received_on = fields.Datetime(
        "Information Received", required=True, default=fields.Datetime.now, copy=False, tracking=True
    )
    reported_on = fields.Datetime("Reported", readonly=True, default=fields.Datetime.now, copy=False)
    report_delay = fields.Float(
        "Reported after (hours)",
        compute="_compute_report_delay",
        store=True,
        aggregator="avg",
        help="Working hours between the news and its report to the manager.",
    )
    report_late = fields.Boolean("Reported Late", compute="_compute_report_delay", store=True)
    opening_date = fields.Datetime("Bid Opening", tracking=True, copy=False)
    submission_deadline = fields.Datetime(tracking=True, copy=False, index="btree_not_null")
    invitation_ids = fields.Many2many(
        "ir.attachment",
        "sdw_tender_invitation_rel",
        "tender_id",
        "attachment_id",
        "Customer's Tender Documents",
        copy=False,
    )

    # ------------------------------------------------------------------ the bid
    author_id = fields.Many2one("res.users", "Written by", copy=False, tracking=True)
    checklist_ids = fields.One2many("sdw.tender.item", "tender_id", "Materials", copy=False)
    checklist_progress = fields.Float("Materials Ready (%)", compute="_compute_checklist_progress")
    document_ids = fields.Many2many(
        "ir.attachment",
        "sdw_tender_document_rel",
        "tender_id",
        "attachment_id",
        "Bid Documents",
        copy=False,
    )
    order_id = fields.Many2one(
        "sale.order", "Quotation", check_company=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    competitor_ids = fields.One2many("sdw.tender.competitor", "tender_id", "Competitors", copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "state", "reported_on"}

    # ------------------------------------------------------------------ registering
    @api.model_create_multi
    def create(self, vals_list):
        tenders = super().create(vals_list)
        if not self.env.su:
            tenders._check_nothing_begun()
        tenders._claim_files()
        tenders._begin()
        return tenders

    def _check_nothing_begun(self):
        """A tender begins with the news of it, whatever came along with the values or the defaults."""
        begun = self.sudo().filtered(lambda tender: tender.document_ids or tender.checklist_ids or tender.author_id)
        if begun:
            raise UserError(self.env._("No bid document is started before the manager has decided to bid."))
        if self.sudo().participant_ids and not self.env.user.has_group(f"sales_dept_workflow.{GM}"):
            raise AccessError(self.env._("The general manager names who bids on site."))
        self._check_order_readable()

    def _begin(self):
        """Number it, put the decision to the manager at once, and remember until when (T-01)."""
        system = self._sdw_system()
        for company, tenders in system.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(TENDER, company, len(tenders))
            for tender, name in zip(tenders, names, strict=True):
                tender.name = name
        self._put_to_manager(self.env._("Tender reported: do we bid?"))

    # ------------------------------------------------------------------ computes
    @api.depends("name", "subject", "partner_id")
    def _compute_display_name(self):
        for tender in self:
            title = tender.subject or tender.sudo().partner_id.display_name
            tender.display_name = " ".join(part for part in (tender.name, title) if part and part != "/")

    @api.depends("lead_id")
    def _compute_partner_id(self):
        for tender in self:
            tender.partner_id = tender.partner_id or tender.lead_id.partner_id

    @api.depends("user_id")
    def _compute_team_id(self):
        for tender in self:
            tender.team_id = tender.user_id.sudo().sale_team_id or tender.team_id

    @api.depends("company_id")
    def _compute_currency_id(self):
        for tender in self:
            tender.currency_id = tender.currency_id or tender.company_id.currency_id

    @api.depends("amount", "currency_id", "company_id", "reported_on")
    def _compute_amount_company(self):
        for tender in self:
            day = tender.reported_on or fields.Datetime.now()
            company = tender.company_id
            tender.amount_company = tender.currency_id._convert(tender.amount, company.currency_id, company, day.date())

    @api.depends("received_on", "reported_on", "company_id")
    def _compute_report_delay(self):
        for tender in self:
            start, end = tender.received_on, tender.reported_on
            tender.report_delay = tender._sdw_working_hours(start, end) if start and end else 0.0
            tender.report_late = tender.report_delay > tender.company_id.sudo().sdw_prompt_hours

    @api.depends("checklist_ids.done")
    def _compute_checklist_progress(self):
        for tender in self:
            items = tender.checklist_ids
            done = len(items.filtered("done"))
            tender.checklist_progress = 100.0 * done / len(items) if items else 0.0

    @api.constrains("received_on", "reported_on")
    def _check_received_on(self):
        if any(tender.received_on > tender.reported_on for tender in self):
            raise ValidationError(self.env._("Nobody reports a tender before the news of it was received."))

    @api.constrains("amount", "bond_amount")
    def _check_amounts(self):
        if any(tender.amount < 0 or tender.bond_amount < 0 for tender in self):
            raise ValidationError(self.env._("A bid and its bond are never negative."))

    @api.constrains("order_id", "partner_id", "company_id")
    def _check_order(self):
        for tender in self.sudo().filtered("order_id"):
            same = tender.order_id.partner_id.commercial_partner_id == tender.partner_id.commercial_partner_id
            if not same or tender.order_id.company_id != tender.company_id:
                raise ValidationError(self.env._("The quotation of a tender is for the same customer and company."))

    @api.model
    def _group_expand_state(self, states, domain):
        return [state for state, _label in STATES if state in PIPELINE or state in states]
