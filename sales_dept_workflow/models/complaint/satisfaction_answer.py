import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes_learning import ADMIN, ANSWER, MANAGER, SCORE_FIELDS, SCORES, SURVEY

_logger = logging.getLogger(__name__)
#: What a customer may write at most.
LENGTH = 4000


class SdwSatisfactionAnswer(models.Model):
    """One customer in a satisfaction survey: asked, and what he answered, once (X-10).

    He answers by the link in his mail, without a login, or on the phone, when his salesperson records it.
    """

    _name = ANSWER
    _description = "Answer to a Survey"
    _inherit = ["portal.mixin", "sdw.gate.mixin"]
    _rec_name = "partner_id"
    _order = "survey_id desc, partner_id, id"

    survey_id = fields.Many2one(SURVEY, "Survey", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="survey_id.company_id", store=True, index=True)
    valid_until = fields.Date(related="survey_id.valid_until")
    survey_state = fields.Selection(related="survey_id.state", string="Survey State")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    phone = fields.Char(related="partner_id.phone")
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True, index=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    score_product = fields.Selection(SCORES, "Product Quality")
    score_delivery = fields.Selection(SCORES, "Delivery Service")
    score_service = fields.Selection(SCORES, "Service")
    score_price = fields.Selection(SCORES, "Price")
    score_overall = fields.Selection(SCORES, "Overall")
    comment = fields.Text("Comment of the Customer")
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered")], default="asked", required=True, readonly=True, index=True
    )
    channel = fields.Selection([("link", "By the link"), ("phone", "By phone")], "Answered How", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True)

    _customer_uniq = models.Constraint("UNIQUE(survey_id, partner_id)", "This customer is asked already.")

    @api.model
    def _sdw_guarded_fields(self):
        given = {"access_token", "survey_id", "company_id", "partner_id", "user_id", "team_id", "territory_id"}
        return super()._sdw_guarded_fields() | given | {"state", "channel", "answered_on", "recorded_by_id"}

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for answer in self:
            answer.access_url = f"/my/satisfaction/{answer.id}"
        return result

    # ------------------------------------------------------------------ asking
    @api.model
    def _ask(self, surveys):
        """One row for each customer of these surveys."""
        return self.create([self._prepare(survey, partner) for survey in surveys for partner in survey.partner_ids])

    @api.model
    def _prepare(self, survey, partner):
        user = partner.user_id or partner.commercial_partner_id.user_id
        return {
            "survey_id": survey.id,
            "partner_id": partner.id,
            "user_id": user.id,
            "team_id": user.sale_team_id.id,
            "territory_id": partner.territory_id.id,
        }

    def _tell_customers(self, template):
        """Queue one mail to each customer who has an address, in his language; no survey fails on a mail."""
        told = self.filtered(lambda answer: answer.partner_id.email_normalized)
        template = self.env.ref(template, raise_if_not_found=False)
        if not told or not template:
            return
        for answer in told:
            answer._portal_ensure_token()
        try:
            with self.env.cr.savepoint():
                template.sudo().send_mail_batch(told.ids, email_layout_xmlid="mail.mail_notification_light")
        except UserError:
            _logger.warning("No mail about the survey could be made for answers %s", told.ids, exc_info=True)

    # ------------------------------------------------------------------ answering
    def write(self, vals):
        if not self.env.su and any(not answer._is_open() for answer in self):
            raise UserError(
                self.env._("This answer is on record, or the survey is closed; it is not changed any more.")
            )
        if not self.env.su:
            self._check_may_record()
        return super().write(vals)

    def _is_open(self):
        survey = self.sudo().survey_id
        in_time = survey.valid_until and survey.company_id._sdw_today() <= survey.valid_until
        return self.sudo().state == "asked" and survey.state == "open" and in_time

    def _check_may_record(self):
        self._sdw_check_caller()
        user = self.env.user
        above = any(user.has_group(f"sales_dept_workflow.{role}") for role in (ADMIN, MANAGER))
        if not above and any(answer.user_id != user for answer in self):
            raise AccessError(
                self.env._("The customer's salesperson, the sales administration or a manager records it.")
            )

    def action_record(self):
        """The customer has said it on the phone: all five scores are there, from now on they stay."""
        if not self.env.su:
            self._check_may_record()
        for answer in self.sudo():
            if not answer._is_open():
                raise UserError(self.env._("This survey is over, or the customer has answered already."))
            if not all(answer[name] for name in SCORE_FIELDS):
                raise UserError(
                    self.env._("%(customer)s: please score all questions.", customer=answer.partner_id.name)
                )
        stamp = {"state": "answered", "channel": "phone", "answered_on": moment(), "recorded_by_id": self.env.uid}
        self._sdw_system().write(stamp)
        return True

    def _customer_answers(self, params):
        """What came in from the customer's page, whatever it is.

        :param dict params: ``score_…`` from 1 to 5, ``comment``
        :raise UserError: in the customer's words, when it cannot be taken
        """
        self.ensure_one()
        if not self.try_lock_for_update() or not self._is_open():
            raise UserError(self.env._("This survey is over, or you have answered already. Thank you."))
        values = {name: params.get(name) for name in SCORE_FIELDS}
        if any(value not in dict(SCORES) for value in values.values()):
            raise UserError(self.env._("Please answer each question with 1 to 5."))
        comment = params.get("comment")
        comment = comment.replace("\0", "").strip()[:LENGTH] if isinstance(comment, str) else ""
        stamp = {"state": "answered", "channel": "link", "answered_on": moment()}
        self._sdw_system().write({**values, **stamp, "comment": comment or False})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("An answer on record cannot be deleted."))
