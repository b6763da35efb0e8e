import ast

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..common.rules import moment
from .codes_learning import ANSWER, IMPROVEMENT, MANAGER, QUESTIONS, SURVEY

TEMPLATE = "sales_dept_workflow.mail_template_satisfaction"
#: A round that the system prepares is opened within so many days; customers have so many to answer.
PREPARE_DAYS, ANSWER_DAYS = 14, 30


class SdwSatisfactionSurvey(models.Model):
    """A round of asking customers how satisfied they are; its results lead to improvements (X-10, X-11).

    The manager opens it. Every half year (a setting) the system prepares the next one and reminds him.
    """

    _name = SURVEY
    _description = "Satisfaction Survey"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char("Survey", required=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", "Manager", required=True, default=lambda self: self.env.user, domain="[('share', '=', False)]"
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._half_year()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._half_year()[1])
    valid_until = fields.Date(
        "Answers until",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=ANSWER_DAYS),
    )
    partner_domain = fields.Char("Customers by Filter", default="[]")
    partner_ids = fields.Many2many("res.partner", "sdw_survey_partner_rel", string="Customers", copy=False)
    answer_ids = fields.One2many(ANSWER, "survey_id", "Answers", readonly=True, copy=False)
    improvement_ids = fields.One2many(IMPROVEMENT, "survey_id", "Improvements", copy=False)
    conclusion = fields.Text(copy=False)
    state = fields.Selection(
        [("draft", "In Preparation"), ("open", "Customers Answer"), ("closed", "Ended")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    opened_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    asked_count = fields.Integer("Customers Asked", compute="_compute_results")
    answered_count = fields.Integer("Answered", compute="_compute_results")
    response_percent = fields.Float("Response Rate (%)", compute="_compute_results", digits=(16, 1))
    average_product = fields.Float("Product Quality", compute="_compute_results", digits=(16, 2))
    average_delivery = fields.Float("Delivery Service", compute="_compute_results", digits=(16, 2))
    average_service = fields.Float("Service", compute="_compute_results", digits=(16, 2))
    average_price = fields.Float("Price", compute="_compute_results", digits=(16, 2))
    average_overall = fields.Float("Overall", compute="_compute_results", digits=(16, 2))

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _period = models.Constraint("CHECK(date_from <= date_to)", "The period ends before it begins.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"state", "opened_on", "closed_on", "answer_ids"}

    @api.model
    def _half_year(self, today=None):
        """The last half year that is over, or nearly so."""
        today = today or fields.Date.context_today(self)
        end = fields.Date.end_of(today, "month")
        return fields.Date.start_of(fields.Date.subtract(end, months=5), "month"), end

    def _compute_results(self):
        """Averages of what was answered; who was asked and did not answer counts in the response rate alone."""
        analysis = self.env["sdw.satisfaction.analysis"]
        rows = analysis._read_group(
            [("survey_id", "in", self.ids)],
            ["survey_id", "question"],
            ["answer_id:count_distinct", "answered:sum", "score:avg"],
        )
        figures = {(survey.id, question): values for survey, question, *values in rows}
        for survey in self:
            found = {question: figures.get((survey.id, question), (0, 0, 0.0)) for question, _label in QUESTIONS}
            asked, answered, _average = found["overall"]
            survey.asked_count, survey.answered_count = asked, answered
            survey.response_percent = answered * 100 / asked if asked else 0.0
            for question, (_asked, _answered, average) in found.items():
                survey[f"average_{question}"] = average or 0.0

    def write(self, vals):
        asked = {"company_id", "date_from", "date_to", "partner_ids", "partner_domain"}
        if not self.env.su and asked.intersection(vals) and any(survey.state != "draft" for survey in self):
            raise UserError(self.env._("The customers have been asked already; please prepare another survey."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(survey.state != "draft" for survey in self):
            raise UserError(self.env._("A survey that customers were asked in stays on record."))

    # ------------------------------------------------------------------ steps
    def action_add_customers(self):
        """Add the customers who match the filter and bought in the period, as far as the caller may read them."""
        self._sdw_check_role(MANAGER)
        for survey in self:
            survey._check_state("draft")
            bought = [
                ("company_id", "=", survey.company_id.id),
                ("state", "=", "sale"),
                ("date_order", ">=", survey.date_from),
                ("date_order", "<", fields.Date.add(survey.date_to, days=1)),
            ]
            buyers = self.env["sale.order"].search(bought).partner_id.commercial_partner_id
            domain = Domain("id", "in", buyers.ids) & survey._wanted()
            found = self.env["res.partner"].search(domain)
            survey.partner_ids = [Command.link(partner.id) for partner in found - survey.partner_ids]
        return True

    def _wanted(self):
        """The filter as a domain: a list of constants, and nothing that is executed."""
        try:
            return Domain(ast.literal_eval(self.partner_domain or "[]"))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise UserError(self.env._("The filter of the customers cannot be read.")) from error

    def action_open(self):
        """Ask the customers: each gets a link of his own, with which he answers once."""
        self._sdw_check_role(MANAGER)
        for survey in self:
            survey._check_state("draft")
            if not survey.partner_ids:
                raise UserError(self.env._("Please choose the customers to ask."))
            if survey.valid_until < survey.company_id._sdw_today():
                raise UserError(self.env._("Please leave the customers time to answer."))
        system = self._sdw_system()
        answers = system.env[ANSWER]._ask(system)
        system.write({"state": "open", "opened_on": moment()})
        system._deadline_met()
        answers._tell_customers(TEMPLATE)
        return True

    def action_close(self):
        """No more answers; the links that are left lead to a word of thanks."""
        self._sdw_check_role(MANAGER)
        for survey in self:
            survey._check_state("open")
        self._sdw_system().write({"state": "closed", "closed_on": moment()})
        return True

    def _check_state(self, state):
        if self.sudo().state != state:
            raise UserError(self.env._("%(survey)s is past that step.", survey=self.name))

    def action_open_answers(self):
        """Open who was asked and what he answered."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_satisfaction_answers")
        return {**action, "domain": [("survey_id", "in", self.ids)], "context": {}, "path": False}

    def action_open_results(self):
        """Open the averages by question and territory."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_satisfaction_analysis")
        return {**action, "domain": [("survey_id", "in", self.ids)], "context": {}, "path": False}

    # ------------------------------------------------------------------ every half year
    @api.model
    def _cron_prepare(self, today=None):
        """Prepare the round that is due in each company and remind its manager; one that is open or in preparation
        comes first. Only companies in which some rule is on: an add-on just installed asks nobody.
        """
        companies = self.env["res.company"].sudo().search([("sdw_survey_months", ">", 0)])
        companies = companies.filtered(lambda company: company._sdw_any_rule())
        surveys, domain = self._sdw_system(), [("company_id", "in", companies.ids)]
        last = dict(surveys._read_group(domain, ["company_id"], ["create_date:max"]))
        busy = surveys.search([*domain, ("state", "!=", "closed")]).company_id
        values = []
        for company in companies - busy:
            day = today or company._sdw_today()
            due = last.get(company) and fields.Date.add(last[company].date(), months=company.sdw_survey_months)
            manager = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{MANAGER}")._sdw_holders(company)[:1]
            if manager and (not due or due <= day):
                values.append(self._prepare_round(company, manager, day))
        rounds = surveys.create(values)
        rounds._deadline_start()
        return rounds

    @api.model
    def _prepare_round(self, company, manager, day):
        start, end = self._half_year(day)
        until = fields.Date.add(day, days=PREPARE_DAYS)
        words = self._sdw_in_language_of(manager)
        return {
            "name": words.env._(
                "Customer satisfaction %(start)s to %(end)s", start=f"{start:%Y-%m}", end=f"{end:%Y-%m}"
            ),
            "company_id": company.id,
            "user_id": manager.id,
            "date_from": start,
            "date_to": end,
            "valid_until": fields.Date.add(until, days=ANSWER_DAYS),
            "deadline": self.with_company(company)._sdw_end_of_day(until),
        }

    def _get_deadline_summary(self):
        return self.env._("Ask the customers how satisfied they are: %(survey)s", survey=self.name)
