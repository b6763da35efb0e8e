from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.deadline_mixin import ACTIVITY
from .codes import REASSIGN, SUPPORT

SUPPORT_ROLE = "sales_dept_workflow.group_sdw_support"
ASKED = {"kind", "question", "lead_id", "order_id", "complaint_id", "partner_id", "company_id"}


class SdwSupportRequest(models.Model):
    """Sales asks, technicians answer: a question, material for the customer, a presentation, a product video
    (L-20, L-21, L-23).

    Its own text carries what support needs to know: whoever answers reads no leads, prices or orders.
    """

    _name = SUPPORT
    _description = "Technical Support Request"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [
            ("question", "Technical Question"),
            ("material", "Sales Material"),
            ("presentation", "Help with a Presentation"),
            ("video", "Product Video"),
            ("visit", "Come along to the Customer"),
        ],
        "Asked for",
        required=True,
        default="question",
        tracking=True,
    )
    question = fields.Text("What Is Needed", required=True)
    lead_id = fields.Many2one("crm.lead", "Lead", check_company=True, index="btree_not_null", ondelete="set null")
    order_id = fields.Many2one(
        "sale.order", "Quotation", check_company=True, index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_partner_id", store=True, readonly=False, index=True
    )
    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Answered by", index=True, tracking=True, domain="[('id', 'in', support_user_ids)]", copy=False
    )
    support_user_ids = fields.Many2many("res.users", compute="_compute_support_user_ids")
    answer = fields.Text(readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Answer Given by", readonly=True, copy=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Papers of the Answer", copy=False)
    link = fields.Char("Link to the Answer", copy=False, help="Where a video or other large material is to be seen.")
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )

    _link_web = models.Constraint("CHECK(link ~* '^https?://')", "A link begins with http:// or https://.")
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        answered = {"answer", "answered_on", "answered_by_id"}
        return super()._sdw_guarded_fields() | answered | {"name", "state", "requester_id"}

    @api.depends("lead_id", "order_id")
    def _compute_partner_id(self):
        for request in self:
            request.partner_id = request.partner_id or request.order_id.partner_id or request.lead_id.partner_id

    @api.depends("company_id")
    def _compute_support_user_ids(self):
        role = self.env["res.groups"]._sdw_role(SUPPORT_ROLE)
        for request in self:
            request.support_user_ids = role._sdw_holders(request.company_id)

    # ------------------------------------------------------------------ asking
    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._sdw_check_role("group_sdw_salesperson")
        requests._sdw_system()._begin()
        return requests

    def _begin(self):
        """Number it, give it to a technician, and say until when."""
        now = fields.Datetime.now()
        self.env["ir.sequence"]._sdw_number(self)
        for request in self:
            user = request.user_id or request.support_user_ids[:1]
            request.write({"user_id": user.id, "deadline": request._sdw_support_deadline(now)})
        self._deadline_start()

    def _sdw_support_deadline(self, now):
        return self._sdw_hours_later(now, self._sdw_company().sudo().sdw_support_hours)

    def write(self, vals):
        if not self.env.su and any(request.state != "asked" for request in self):
            raise UserError(self.env._("What was answered stays as it is; please ask anew."))
        if ASKED.intersection(vals) and not self.env.su and any(r.requester_id != self.env.user for r in self):
            self._sdw_check_role(*REASSIGN)
        passed = self.filtered(lambda request: request.user_id.id != vals.get("user_id", request.user_id.id))
        result = super().write(vals)
        if passed and not self.env.su:
            passed._sdw_system()._sdw_unschedule(ACTIVITY)
            passed._sdw_system()._deadline_start()
        return result

    def _get_deadline_summary(self):
        customer = self.sudo().partner_id.display_name or self.env._("a customer")
        return self.env._("Answer the technical request %(name)s for %(customer)s", name=self.name, customer=customer)

    @api.model
    def _ask_about(self, document, **links):
        """The window in which a technical question about this document is asked (L-20).

        :param links: {field of the request: id of what it is about}
        """
        document.ensure_one()
        document._sdw_check_role("group_sdw_salesperson")
        links |= {"partner_id": document.partner_id.id, "company_id": document.company_id.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Technical Requests"),
            "res_model": SUPPORT,
            "views": [[False, "form"]],
            "target": "new",
            "context": {f"default_{name}": number for name, number in links.items()},
        }

    # ------------------------------------------------------------------ answering
    def action_answer(self, answer):
        """Answer: the requester finds it on the request and in the messages.

        :param str answer: mandatory
        :raise AccessError: for whoever has not been asked
        """
        self._sdw_check_caller()
        support = self.env.user.has_group(SUPPORT_ROLE)
        if not self.env.su and not support and any(request.user_id != self.env.user for request in self):
            raise AccessError(self.env._("Only sales support answers technical requests."))
        answer = answer.strip() if isinstance(answer, str) else ""
        if not answer:
            raise UserError(self.env._("Please write the answer."))
        if any(request.state != "asked" for request in self):
            raise UserError(self.env._("This request is closed."))
        if any(request.kind == "video" and not (request.link or request.attachment_ids) for request in self):
            raise UserError(self.env._("Please add the video: a link to it, or the file."))
        system = self._sdw_system()
        stamp = {"answered_on": fields.Datetime.now(), "answered_by_id": self.env.uid}
        system.write({"state": "answered", "answer": answer, **stamp})
        system._deadline_met()
        for request in system:
            partners = request.requester_id.partner_id.ids
            request.message_post(body=answer, partner_ids=partners, subtype_xmlid="mail.mt_note")
        return True

    def action_withdraw(self):
        """The requester needs no answer any more."""
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(request.state != "asked" for request in self):
            raise UserError(self.env._("This request is closed."))
        system = self._sdw_system()
        system.write({"state": "withdrawn"})
        system._deadline_met()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A request on record cannot be deleted."))
