from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import CASE
from .collection_legal import LEGAL

OUTCOMES = [
    ("won", "Case Won"),
    ("settled", "Settled out of Court"),
    ("lost", "Case Lost"),
    ("uncollectable", "Uncollectable"),
]
#: Steps that only their own methods log.
OWN_STEPS = ("outcome", "dossier", "write_off")


class SdwCollectionCase(models.Model):
    """What the legal department does with a case: court, steps with their next date, costs, outcome (C-08)."""

    _inherit = CASE

    legal_court = fields.Char("Court", copy=False, tracking=True)
    legal_lawyer_id = fields.Many2one("res.partner", "Lawyer", copy=False, tracking=True, ondelete="restrict")
    legal_step_ids = fields.One2many("sdw.legal.step", "case_id", "Legal Steps", readonly=True)
    legal_next_date = fields.Date("Next Date at Law", readonly=True, copy=False, index="btree_not_null")
    legal_cost = fields.Monetary("Legal Costs", compute="_compute_legal_cost")
    legal_outcome = fields.Selection(OUTCOMES, readonly=True, copy=False, tracking=True)
    legal_outcome_on = fields.Date("Outcome on", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() - {"legal_court", "legal_lawyer_id"}

    def write(self, vals):
        if {"legal_court", "legal_lawyer_id"} & set(vals) and not self.env.su:
            self._sdw_check_role("group_sdw_legal")
        return super().write(vals)

    @api.depends("legal_step_ids.cost")
    def _compute_legal_cost(self):
        costs = dict(self.env["sdw.legal.step"]._read_group([("case_id", "in", self.ids)], ["case_id"], ["cost:sum"]))
        for case in self:
            case.legal_cost = costs.get(case._origin, 0.0)

    # ------------------------------------------------------------------ steps
    def action_log_step(self, kind, note, done_on=None, next_date=None, cost=0.0, files=()):
        """Log a step at law; its next date becomes the deadline of the legal department.

        :param str kind: ``letter``, ``filed``, ``hearing``, ``settlement``, ``judgment``, ``enforcement``, ``other``
        :param str note: what happened, mandatory
        :param done_on: day, by today (default)
        :param next_date: day of the next step; none: nothing is due
        :param float cost: company currency
        :param files: attachments the caller may read; copies go on record
        """
        self._sdw_check_role("group_sdw_legal")
        self._check_at_law()
        self._check_reason(note)
        if kind in OWN_STEPS:
            raise UserError(self.env._("This step is logged by the system when it is taken."))
        papers = self.env["ir.attachment"].browse([int(file) for file in files])
        papers.check_access("read")
        done_on, next_date = fields.Date.to_date(done_on), fields.Date.to_date(next_date)
        for case in self._sdw_system():
            case._check_step(done_on, next_date, cost)
            case._log_step(kind, note, done_on, next_date, cost, papers)
            case._next_at_law(next_date)
        return True

    def _check_at_law(self):
        elsewhere = self.filtered(lambda case: case.state != "legal")
        if elsewhere:
            names = ", ".join(elsewhere.mapped("name"))
            raise UserError(self.env._("These cases are not with the legal department: %(names)s.", names=names))

    def _check_step(self, done_on, next_date, cost):
        today = self._sdw_local_date(fields.Datetime.now())
        if done_on and done_on > today:
            raise UserError(self.env._("A step is logged when it has been taken."))
        if next_date and next_date < today:
            raise UserError(self.env._("The next date lies ahead."))
        if cost < 0:
            raise UserError(self.env._("Costs cannot be negative."))

    def _log_step(self, kind, note, done_on=None, next_date=None, cost=0.0, papers=()):
        """Log a step as the system; papers are copied, so that they stay as they are today."""
        kept = self.sdw_paper_ids
        for paper in papers:
            self._sdw_file_paper(note, (paper.name, paper.sudo().raw))
        return self.env["sdw.legal.step"].create(
            {
                "case_id": self.id,
                "kind": kind,
                "done_on": done_on or self._sdw_local_date(fields.Datetime.now()),
                "user_id": self.env.uid,
                "note": note,
                "next_date": next_date,
                "cost": cost,
                "file_ids": (self.sdw_paper_ids - kept).ids if papers else False,
            }
        )

    def _next_at_law(self, date):
        """The next date is watched like any deadline; without one nothing is due."""
        self.write({"legal_next_date": date})
        if date:
            self._sdw_done(LEGAL)
            self._next_step(date)
        else:
            self._stop_asking()

    def _get_deadline_responsible(self):
        if self.state == "legal" and self.legal_user_id.active:
            return self.legal_user_id
        return super()._get_deadline_responsible()

    def _get_deadline_summary(self):
        if self.state != "legal":
            return super()._get_deadline_summary()
        return self.env._("Legal case %(name)s: %(date)s", name=self.display_name, date=self.legal_next_date)

    def _close(self, reason, settled=False):
        self.filtered("legal_next_date").write({"legal_next_date": False})
        return super()._close(reason, settled)

    def _absorb(self, others):
        """The legal log follows when two customers become one."""
        others.legal_step_ids.write({"case_id": self.id})
        return super()._absorb(others)

    # ------------------------------------------------------------------ outcome
    def action_legal_outcome(self, outcome, note):
        """What came of it: won, settled, lost or uncollectable. What is not paid may then be written off.

        :param str outcome: a key of ``OUTCOMES``
        :param str note: mandatory
        """
        self._sdw_check_role("group_sdw_legal")
        self._check_at_law()
        self._check_reason(note)
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("There is no such outcome."))
        for case in self._sdw_system():
            today = case._sdw_local_date(fields.Datetime.now())
            case.write({"legal_outcome": outcome, "legal_outcome_on": today, "legal_result": note})
            case._log_step("outcome", note, today)
            case._next_at_law(False)
            case._sdw_done(LEGAL)
        self._tell_outcome()
        return True

    def _tell_outcome(self):
        """Finance and the salesperson's manager hear of it: what comes next is theirs."""
        system, today = self._sdw_system(), fields.Date.context_today(self)
        rows = []
        for company, cases in system.grouped("company_id").items():
            finance = self._finance_role()._sdw_holders(company)[:1]
            rows += [
                (case, user, today, methodcaller("_outcome_summary"))
                for case in cases
                for user in finance | case._sdw_manager().sudo()
            ]
        system._sdw_schedule(LEGAL, rows)

    def _outcome_summary(self):
        outcome = dict(self._fields["legal_outcome"]._description_selection(self.env))[self.legal_outcome]
        return self.env._("%(case)s at law: %(outcome)s", case=self.display_name, outcome=outcome)
