from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.deadline_mixin import ACTIVITY
from .codes import REASSIGN, TRIAL, TRIAL_VISIT

ADDRESS = ("country_id", "state_id", "zip", "city")
ADMIN = "sales_dept_workflow.group_sdw_sales_admin"


class SdwTrialRequest(models.Model):
    """A customer wants to try a product: answered in time, by the account manager of his region (S-04, S-05, S-07).

    ==================  ================================================
    who                 does
    ==================  ================================================
    account manager     grants or refuses in time, records the result
    supervisor, office  passes it to somebody else
    customer            applies by form, by mail, on the portal
    ==================  ================================================
    """

    _name = TRIAL
    _description = "Trial Application"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _order = "priority desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    origin = fields.Selection(
        [("form", "Entered by Us"), ("phone", "Phone"), ("email", "E-mail"), ("portal", "Portal")],
        "Applied through",
        required=True,
        default="form",
    )
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="restrict", tracking=True)
    lead_id = fields.Many2one("crm.lead", "Lead", check_company=True, index="btree_not_null", ondelete="set null")
    applicant = fields.Char("Applying Company", compute="_compute_applicant", store=True, readonly=False)
    contact_name = fields.Char("Contact", compute="_compute_applicant", store=True, readonly=False)
    phone = fields.Char(compute="_compute_applicant", store=True, readonly=False)
    email = fields.Char(compute="_compute_applicant", store=True, readonly=False)
    city = fields.Char(compute="_compute_applicant", store=True, readonly=False)
    zip = fields.Char(compute="_compute_applicant", store=True, readonly=False)
    state_id = fields.Many2one(
        "res.country.state", "Province", compute="_compute_applicant", store=True, readonly=False
    )
    country_id = fields.Many2one("res.country", compute="_compute_applicant", store=True, readonly=False)
    territory_id = fields.Many2one(
        "sdw.territory", "Sales Territory", compute="_compute_territory_id", store=True, compute_sudo=True, index=True
    )
    product_id = fields.Many2one("product.product", "Product to Try", check_company=True, ondelete="restrict")
    description = fields.Text("What the Trial Is for")
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Key Customer")], compute="_compute_priority", store=True, readonly=False, index=True
    )
    user_id = fields.Many2one("res.users", "Account Manager", index=True, tracking=True, copy=False)
    received_on = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True, copy=False)
    trial_from = fields.Date("Trial from", copy=False, tracking=True)
    trial_to = fields.Date("Trial until", copy=False, tracking=True)
    result = fields.Selection(
        [("bought", "Bought"), ("interested", "Interested"), ("later", "Perhaps Later"), ("no", "Not Interested")],
        "Result of the Trial",
        copy=False,
        tracking=True,
    )
    result_note = fields.Text("What Came of the Trial", copy=False)
    refusal_reason = fields.Text("Why It Was Refused", readonly=True, copy=False)
    visit_ids = fields.One2many(TRIAL_VISIT, "request_id", "Return Visits", copy=False)
    state = fields.Selection(
        [
            ("new", "Applied"),
            ("running", "Trial Running"),
            ("ended", "Trial Ended"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
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
    _dates_ordered = models.Constraint("CHECK(trial_to >= trial_from)", "A trial ends on or after the day it begins.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "state", "received_on", "refusal_reason", "territory_id"}

    @api.depends("partner_id", "lead_id")
    def _compute_applicant(self):
        """From the customer's file, else from the lead, as far as nobody wrote anything."""
        for request in self:
            partner, lead = request.partner_id, request.lead_id
            firm = partner.commercial_partner_id
            request.applicant = request.applicant or firm.name or lead.partner_name
            request.contact_name = request.contact_name or (partner != firm and partner.name) or lead.contact_name
            for name in ("phone", "city", "zip", "state_id", "country_id"):
                request[name] = request[name] or partner[name] or lead[name]
            request.email = request.email or partner.email or lead.email_from

    @api.depends("partner_id", *ADDRESS)
    def _compute_territory_id(self):
        numbered = dict(enumerate(self))
        places = [{"id": number, **request._sdw_place()} for number, request in numbered.items()]
        found = self.env["sdw.territory"]._match([place for place in places if any(list(place.values())[1:])])
        for number, request in numbered.items():
            request.territory_id = found.get(number) or request.partner_id.territory_id

    def _sdw_place(self):
        return {
            "country_id": self.country_id._origin.id or None,
            "state_id": self.state_id._origin.id or None,
            "zip": self.zip or None,
            "city": self.city or None,
        }

    @api.depends("partner_id")
    def _compute_priority(self):
        """Key customers try new products first (S-05)."""
        graded = "customer_grade" in self.env["res.partner"]._fields
        for request in self:
            firm = request.partner_id.commercial_partner_id.sudo().with_company(request.company_id)
            request.priority = "1" if graded and firm.customer_grade == "a" else request.priority or "0"

    @api.depends("name", "applicant")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " ".join(part for part in (request.name, request.applicant) if part and part != "/")

    # ------------------------------------------------------------------ received
    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._sdw_system().with_context(tracking_disable=True)._begin()
        return requests

    def _begin(self):
        """Number it, give it to the account manager of the region, and say until when it is answered."""
        self.env["ir.sequence"]._sdw_number(self)
        for request in self:
            due = request._sdw_days_later(request.received_on, request.company_id.sdw_trial_days)
            request.write({"user_id": request._sdw_handler().id, "deadline": due})
        self._deadline_start()

    def _sdw_handler(self):
        """Whoever knows the customer, else the account manager of the region, else the office."""
        known = self.user_id or self.partner_id.user_id or self.partner_id.commercial_partner_id.user_id
        office = self.env["res.groups"]._sdw_role(ADMIN)._sdw_holders(self.company_id)[:1]
        return known or self.lead_id.user_id or self.territory_id._sdw_account_manager() or office

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if "user_id" in vals:
            self._sdw_check_role(*REASSIGN)
        if any(request.state not in ("new", "running") for request in self):
            raise UserError(self.env._("This trial is closed."))
        passed = self.filtered(lambda request: request.user_id.id != vals.get("user_id", request.user_id.id))
        result = super().write(vals)
        waiting = passed.filtered(lambda request: not request.met_on)._sdw_system()
        if waiting:
            waiting._sdw_unschedule(ACTIVITY)
            waiting._deadline_start()
        return result

    def _get_deadline_summary(self):
        return self.env._(
            "Answer the trial application of %(customer)s", customer=self.applicant or self.contact_name or self.name
        )

    def _get_deadline_manager(self):
        return self.territory_id.user_id or self.user_id.sale_team_id.user_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A trial application on record cannot be deleted."))
