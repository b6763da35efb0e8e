from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.deadline_mixin import ACTIVITY
from .codes import COMPLAINT, LINE, MAJOR_CLAIMS

#: What was said, when and by whom stays as it was written down; supplements go into the chatter (X-01).
LOCKED = {"partner_id", "company_id", "description", "received_on", "channel", "kind", "followup_id"}
#: What is worked on while the complaint is open.
OPEN = {
    "claim", "claim_amount", "grave", "cause", "product_id", "order_id", "picking_id", "invoice_ids", "technician_id",
    "technician_task", "user_id",
}  # fmt: skip
#: What makes a complaint a major one.
WEIGHT = {"claim", "grave"}
REASSIGN = ("group_sdw_sales_admin", "group_sdw_supervisor")


class SdwComplaint(models.Model):
    """What a customer complains of or suggests, recorded as he said it, answered in time, followed until it is closed
    (X-01…X-06).
    """

    _name = COMPLAINT
    _description = "Complaint"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin", "sdw.approval.mixin", "sdw.paper.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [
            ("complaint", "Complaint"),
            ("suggestion", "Suggestion"),
            ("guidance", "Usage Guidance"),
            ("troubleshooting", "Troubleshooting"),
            ("repair", "Repair"),
            ("service", "Other Service"),
        ],
        required=True,
        default="complaint",
    )
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("message", "Message or E-mail"),
            ("visit", "Visit"),
            ("arrival", "Arrival Call"),
            ("portal", "Portal"),
            ("other", "Other"),
        ],
        "Came by",
        required=True,
        default="phone",
    )
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="restrict", index=True, tracking=True)
    order_id = fields.Many2one("sale.order", check_company=True, ondelete="restrict", index="btree_not_null")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    followup_id = fields.Many2one(
        "sdw.arrival.followup", "Arrival Follow-up", readonly=True, copy=False, ondelete="restrict"
    )
    product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    line_ids = fields.One2many(LINE, "complaint_id", "Goods Complained of", copy=False)
    description = fields.Text("What the Customer Says", required=True)
    cause = fields.Text()
    claim = fields.Selection(
        [
            ("none", "None"),
            ("repair", "Repair"),
            ("replacement", "Replacement"),
            ("return", "Return of Goods"),
            ("compensation", "Compensation"),
        ],
        "The Customer Wants",
        required=True,
        default="none",
        tracking=True,
    )
    grave = fields.Boolean(
        "Major for Another Reason",
        copy=False,
        tracking=True,
        help="Danger, a threatened lawsuit, the press, a key customer: the sales manager hears of it at once.",
    )
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major")], compute="_compute_severity", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one("res.users", "Handled by", index=True, tracking=True, copy=False)
    team_id = fields.Many2one("crm.team", readonly=True, copy=False, index="btree_not_null")
    recorded_by_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, readonly=True, copy=False, ondelete="restrict"
    )
    received_on = fields.Datetime(required=True, default=fields.Datetime.now, copy=False)
    responded_on = fields.Datetime(readonly=True, copy=False)
    response = fields.Text("First Answer", readonly=True, copy=False)
    technician_id = fields.Many2one("res.users", tracking=True, copy=False, index="btree_not_null")
    technician_task = fields.Text("Asked of the Technician", copy=False)
    technician_result = fields.Text("What the Technician Found", readonly=True, copy=False)
    technician_done_on = fields.Datetime(readonly=True, copy=False)
    solution = fields.Text(readonly=True, copy=False)
    solved_on = fields.Datetime(readonly=True, copy=False)
    manager_informed_on = fields.Datetime("Manager Informed on", readonly=True, copy=False)
    manager_read_on = fields.Datetime("Manager Took Note on", readonly=True, copy=False, tracking=True)
    manager_read_by_id = fields.Many2one("res.users", "Noted by", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    satisfaction = fields.Selection(
        [("satisfied", "Satisfied"), ("fair", "Fair"), ("dissatisfied", "Dissatisfied")], copy=False
    )
    return_picking_id = fields.Many2one("stock.picking", "Return", readonly=True, copy=False, ondelete="restrict")
    refund_id = fields.Many2one("account.move", "Credit Note", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [
            ("new", "To answer"),
            ("responded", "Answered"),
            ("in_progress", "In Progress"),
            ("solved", "Solved"),
            ("closed", "Closed"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _followup_uniq = models.UniqueIndex(
        "(followup_id) WHERE followup_id IS NOT NULL AND state != 'closed'",
        "A complaint about this shipment is already open.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "name", "state", "team_id", "followup_id", "recorded_by_id", "responded_on", "response", "solution",
            "technician_result", "technician_done_on", "solved_on", "manager_informed_on", "manager_read_on",
            "manager_read_by_id", "closed_on", "return_picking_id", "refund_id", "severity",
        }  # fmt: skip

    @api.depends("claim", "grave")
    def _compute_severity(self):
        for complaint in self:
            complaint.severity = "major" if complaint.grave or complaint.claim in MAJOR_CLAIMS else "minor"

    # ------------------------------------------------------------------ recording
    @api.model_create_multi
    def create(self, vals_list):
        """A complaint is numbered, timed and, where it is a major one, reported to the manager as it is recorded."""
        complaints = super().create([self._of_order(vals) for vals in vals_list])
        # What is set as it is recorded is no change that anybody has to be told of.
        complaints._sdw_system().with_context(tracking_disable=True)._begin()
        return complaints

    @api.model
    def _of_order(self, vals):
        """The company is that of the order or transfer complained of, not that of the company switcher."""
        about = self.env["sale.order"].browse(vals.get("order_id")).exists()
        about = about or self.env["stock.picking"].browse(vals.get("picking_id")).exists()
        if not about:
            return vals
        about.check_access("read")
        return {**vals, "company_id": about.company_id.id}

    def _begin(self):
        now = fields.Datetime.now()
        for company, complaints in self.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(COMPLAINT, company, len(complaints))
            for complaint, name in zip(complaints, names, strict=True):
                complaint._check_recorded(now)
                hours = timedelta(hours=company.sdw_complaint_response_hours)
                user = complaint.user_id or complaint._usual_handler()
                complaint.write(
                    {
                        "name": name,
                        "user_id": user.id,
                        "team_id": (complaint.order_id.team_id or user.sale_team_id).id,
                        "deadline": complaint.received_on + hours,
                    }
                )
        self._deadline_start()
        self._alert_manager(self.filtered(lambda complaint: complaint.severity == "major"))
        self._ask_technician(self.filtered("technician_id"))

    def _check_recorded(self, now):
        if self.received_on > now:
            raise UserError(self.env._("A complaint is recorded after it was received."))
        if not self.description.strip():
            raise UserError(self.env._("Please record what the customer says."))
        if not self.partner_id and not self.sender:
            raise UserError(self.env._("Please say which customer it is."))

    def _usual_handler(self):
        partner = self.partner_id
        usual = self.order_id.user_id or partner.user_id or partner.commercial_partner_id.user_id
        return usual or self.recorded_by_id.filtered(lambda user: user._is_internal())

    def write(self, vals):
        if (LOCKED - self._assignable(vals)).intersection(vals):
            raise UserError(
                self.env._("What the customer said stays as it was recorded; please add to it in the messages.")
            )
        if self.env.su:
            return super().write(vals)
        self._check_open_fields(vals)
        minor = self.filtered(lambda complaint: complaint.severity == "minor")
        passed = self.filtered(lambda complaint: complaint.user_id.id != vals.get("user_id", complaint.user_id.id))
        asked = self.filtered(lambda complaint: complaint.technician_id.id != vals.get("technician_id"))
        result = super().write(vals)
        if WEIGHT.intersection(vals):
            self._claim_changed(minor)
        passed._sdw_system()._handed_over()
        if vals.get("technician_id"):
            self._sdw_system()._ask_technician(asked._sdw_system())
        return result

    def _check_open_fields(self, vals):
        if OPEN.intersection(vals) and any(complaint.state == "closed" for complaint in self):
            raise UserError(self.env._("A closed complaint is not changed any more."))
        if "user_id" in vals:
            self._sdw_check_role(*REASSIGN)

    def _claim_changed(self, minor):
        """Major ones go to the manager at once; nobody below him makes one minor again.

        :param minor: those that were minor before
        """
        lowered = (self - minor).filtered(lambda complaint: complaint.severity == "minor")
        if lowered and not self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager"):
            raise AccessError(self.env._("Only a sales manager decides that a major complaint is a minor one."))
        raised = minor.filtered(lambda complaint: complaint.severity == "major")
        self._sdw_system()._alert_manager(raised._sdw_system())
        raised._sdw_system()._became_major()

    def _handed_over(self):
        waiting = self.filtered(lambda complaint: not complaint.met_on)
        if waiting:
            waiting._sdw_unschedule(ACTIVITY)
            waiting._deadline_start()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A complaint on record cannot be deleted."))

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        return self.env._("Answer the complaint of %(customer)s", customer=self._customer_name())

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.user_id.sale_team_id.user_id
