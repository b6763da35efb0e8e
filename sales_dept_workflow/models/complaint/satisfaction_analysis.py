from odoo import fields, models
from odoo.tools import SQL

from .codes_learning import ANSWER, CALL, QUESTIONS, SURVEY

#: An answer gives a row for each question, a call one: their ids come of this many.
ROWS = len(QUESTIONS) + 1


class SdwSatisfactionAnalysis(models.Model):
    """How satisfied customers are: what they answered in surveys, question by question, and after complaints (X-10).

    One row per question to a customer, answered or not; the average counts answers, the response rate all of them.
    """

    _name = "sdw.satisfaction.analysis"
    _description = "Satisfaction Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        ANSWER: ["survey_id", "partner_id", "user_id", "team_id", "territory_id", "company_id", "state", "answered_on"]
        + [f"score_{question}" for question, _label in QUESTIONS],
        CALL: ["state", "score", "partner_id", "user_id", "team_id", "company_id", "called_on"],
        SURVEY: ["opened_on"],
        "res.partner": ["territory_id"],
    }

    source = fields.Selection([("survey", "Survey"), ("complaint", "After a Complaint")], readonly=True)
    question = fields.Selection([*QUESTIONS, ("complaint", "Handling of the Complaint")], readonly=True)
    survey_id = fields.Many2one(SURVEY, readonly=True)
    answer_id = fields.Many2one(ANSWER, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime("Asked or Answered", readonly=True)
    score = fields.Float("Average Score", readonly=True, aggregator="avg", digits=(16, 2))
    answered = fields.Integer(readonly=True)
    response_percent = fields.Float("Response Rate (%)", readonly=True, aggregator="avg", digits=(16, 1))

    @property
    def _table_query(self):
        questions = SQL(", ").join(
            SQL("(%s, %s, %s)", number, question, SQL("a.%s", SQL.identifier(f"score_{question}")))
            for number, (question, _label) in enumerate(QUESTIONS)
        )
        return SQL(
            """
            SELECT a.id * %(rows)s + q.number AS id, 'survey' AS source, q.question, a.survey_id, a.id AS answer_id,
                   a.partner_id, a.user_id, a.team_id, a.territory_id, a.company_id,
                   COALESCE(a.answered_on, s.opened_on) AS date,
                   CASE WHEN a.state = 'answered' THEN q.score::float END AS score,
                   CASE WHEN a.state = 'answered' THEN 1 ELSE 0 END AS answered,
                   CASE WHEN a.state = 'answered' THEN 100.0 ELSE 0.0 END AS response_percent
              FROM sdw_satisfaction_answer a
              JOIN sdw_satisfaction_survey s ON s.id = a.survey_id
              CROSS JOIN LATERAL (VALUES %(questions)s) q(number, question, score)
             UNION ALL
            SELECT c.id * %(rows)s + %(last)s, 'complaint', 'complaint', NULL, NULL,
                   c.partner_id, c.user_id, c.team_id, p.territory_id, c.company_id,
                   COALESCE(c.called_on, c.create_date), c.score::float,
                   CASE WHEN c.state = 'done' THEN 1 ELSE 0 END,
                   CASE WHEN c.state = 'done' THEN 100.0 ELSE 0.0 END
              FROM sdw_satisfaction_call c
              JOIN res_partner p ON p.id = c.partner_id
             WHERE c.state <> 'withdrawn'
            """,
            rows=ROWS,
            last=ROWS - 1,
            questions=questions,
        )
