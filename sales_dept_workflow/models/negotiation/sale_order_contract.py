from odoo import api, fields, models

from ..common.rules import roles

INTERNAL = "base.group_user"
ARCHIVE = roles("salesperson", "accountant", "legal")
DATES = roles("salesperson", "accountant", "legal", "support")
CHANNELS = [
    ("phone", "Phone"),
    ("fax", "Fax"),
    ("email", "E-mail"),
    ("portal", "Portal"),
    ("visit", "On a Visit"),
    ("other", "Other"),
]
SATISFACTION = [("5", "Very Satisfied"), ("4", "Satisfied"), ("3", "Fair"), ("2", "Dissatisfied"), ("1", "Angry")]


class SaleOrder(models.Model):
    """First the signed contract, then the order (N-01, N-07, N-08, Z-10): what a contract adds to a quotation."""

    _name = "sale.order"
    _inherit = ["sale.order", "sdw.paper.mixin"]

    # The customer's order, and what was agreed with him (N-01, N-07)
    sdw_order_channel = fields.Selection(CHANNELS, "Ordered by", copy=False, groups=INTERNAL)
    sdw_ordered_on = fields.Date("Customer's Order of", copy=False, groups=INTERNAL)
    sdw_customer_order_ids = fields.Many2many(
        "ir.attachment", "sdw_customer_order_rel", string="Customer's Order", copy=False, groups=INTERNAL
    )
    sdw_agreed_how = fields.Selection(
        CHANNELS, "Confirmed with the Customer by", copy=False, tracking=True, groups=INTERNAL
    )
    sdw_agreed_on = fields.Datetime("Confirmed with the Customer on", copy=False, readonly=True, groups=INTERNAL)
    sdw_agreed_by_id = fields.Many2one(
        "res.users", "Confirmed with the Customer by User", copy=False, readonly=True, groups=INTERNAL
    )

    # The clauses (N-10, N-19)
    sdw_contract_template_id = fields.Many2one(
        "sdw.contract.template", "Contract Template", check_company=True, tracking=True, groups=INTERNAL
    )
    sdw_delivery_clause = fields.Text("Delivery Period", groups=INTERNAL)
    sdw_payment_clause = fields.Text("Payment Clause", groups=INTERNAL)
    sdw_liability_clause = fields.Text("Liability for Breach", groups=INTERNAL)
    sdw_contract_terms = fields.Text("General Terms", groups=INTERNAL)
    sdw_delivery_date = fields.Date("Delivered by", copy=False, tracking=True, groups=INTERNAL)
    sdw_payment_due_date = fields.Date(
        "Paid by",
        copy=False,
        tracking=True,
        groups=INTERNAL,
        help="The day the invoice falls due, instead of the payment terms.",
    )
    contract_nonstandard = fields.Boolean(
        "Non-standard Terms",
        copy=False,
        tracking=True,
        groups=INTERNAL,
        help="Set by the system where the terms differ from the template. Only the legal department or a sales manager "
        "takes it back.",
    )

    # Signature and life
    contract_state = fields.Selection(
        [
            ("none", "None"),
            ("draft", "Draft"),
            ("review", "In Review"),
            ("approved", "To Sign"),
            ("signed", "Signed"),
            ("performing", "Performing"),
            ("closed", "Closed"),
        ],
        "Contract",
        compute="_compute_contract_state",
        search="_search_contract_state",
        groups=INTERNAL,
    )
    contract_signed_on = fields.Datetime(
        "Contract Signed on", copy=False, readonly=True, tracking=True, groups=INTERNAL
    )
    sdw_contract_version_id = fields.Many2one(
        "sdw.contract.version", "Signed Contract", copy=False, readonly=True, groups=INTERNAL
    )
    sdw_contract_version_ids = fields.One2many(
        "sdw.contract.version", "order_id", "Signed Contracts", copy=False, readonly=True, groups=ARCHIVE
    )
    sdw_contract_differs = fields.Boolean(
        "Differs from the Signed Contract", copy=False, readonly=True, groups=INTERNAL
    )
    contract_attachment_ids = fields.Many2many(
        "ir.attachment", string="Contract Files", compute="_compute_contract_attachment_ids", groups=ARCHIVE
    )
    sdw_milestone_ids = fields.One2many(
        "sdw.contract.milestone", "order_id", "Contract Dates", copy=False, readonly=True, groups=DATES
    )
    sdw_distribution_ids = fields.One2many(
        "sdw.contract.distribution", "order_id", "Distribution", copy=False, groups=INTERNAL
    )
    sdw_satisfaction = fields.Selection(SATISFACTION, "Satisfaction", copy=False, tracking=True, groups=INTERNAL)
    sdw_satisfaction_note = fields.Text("What the Customer Said", copy=False, groups=INTERNAL)
    sdw_contract_closed_on = fields.Datetime("Contract Closed on", copy=False, readonly=True, groups=INTERNAL)
    sdw_contract_closed_by_id = fields.Many2one(
        "res.users", "Contract Closed by", copy=False, readonly=True, groups=INTERNAL
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "sdw_agreed_on",
            "sdw_agreed_by_id",
            "contract_signed_on",
            "sdw_contract_version_id",
            "sdw_contract_differs",
            "sdw_contract_closed_on",
            "sdw_contract_closed_by_id",
        }

    @api.depends("sdw_contract_version_ids")
    def _compute_contract_attachment_ids(self):
        for order in self:
            order.contract_attachment_ids = order.sdw_contract_version_ids.attachment_id

    def _sdw_contract_ruled(self):
        """The orders that need a contract (N-01). No query while the rule is off."""
        return self._sdw_subject_to("contract")

    def get_formview_id(self, access_uid=None):
        """The legal department's own form for those who review contracts and do not sell."""
        user = self.env["res.users"].sudo().browse(access_uid or self.env.uid)
        reviews = user.has_group("sales_dept_workflow.group_sdw_legal")
        if reviews and not user.has_group("sales_team.group_sale_salesman"):
            return self.env.ref("sales_dept_workflow.sale_order_view_form_contract").id
        return super().get_formview_id(access_uid=access_uid)
