from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ..meeting.codes import MEETING
from .codes import CASE

LINE = "sdw.collection.meeting.line"
#: What the agenda copies from a case: its figures of the day, kept as the meeting saw them.
FIGURES = ("overdue_amount_company", "oldest_due_date", "days_overdue")


class SdwSalesMeeting(models.Model):
    """A collection meeting goes through the arrears: who owes, why, what is done, by whom and until when (C-12, R-26).

    The agenda keeps the figures of its day; measures still open come back in the next meeting. Any other meeting lists
    the arrears of those who attend (R-18).
    """

    _inherit = MEETING

    currency_id = fields.Many2one(related="company_id.currency_id")
    debtor_ids = fields.One2many(LINE, "meeting_id", "Debtors", copy=False)
    overdue_total = fields.Monetary("Overdue", compute="_compute_overdue_total")

    @api.depends("debtor_ids.overdue_amount_company")
    def _compute_overdue_total(self):
        for meeting in self:
            meeting.overdue_total = sum(meeting.debtor_ids.mapped("overdue_amount_company"))

    @api.depends("debtor_ids.state", "debtor_ids.measure")
    def _compute_open_count(self):
        result = super()._compute_open_count()
        for meeting in self:
            measures = meeting.debtor_ids.filtered(lambda line: line.state == "open" and line.measure)
            meeting.open_count += len(measures)
        return result

    # ------------------------------------------------------------------ the debtors
    def _build_agenda(self):
        """List the debtors: long overdue, owing the company's amount or more, or with a measure still open.

        Those on the agenda already keep their line, with the figures of now.
        """
        result = super()._build_agenda()
        if self.kind == "collection":
            cases = self._as_chair()._agenda_cases()
            before = self.env[LINE]._open_of(cases)
            self._list(cases.sudo(), before)
        return result

    def _agenda_cases(self):
        """The open cases to be discussed, those who owe most first: in two queries, however many there are."""
        company = self.company_id
        open_cases = self.env[CASE].search(Domain("company_id", "=", company.id) & Domain("state", "!=", "closed"))
        figures = open_cases._get_figures()
        measured = self.env[LINE]._open_of(open_cases)
        days, amount = company.sudo().sdw_long_overdue_days, company.sudo().sdw_meeting_amount

        def listed(case):
            owes = figures[case]["overdue_amount_company"]
            return case in measured or (owes > 0 and (figures[case]["days_overdue"] >= days or owes >= amount))

        return open_cases.filtered(listed).sorted(lambda case: -figures[case]["overdue_amount_company"])

    def _list(self, cases, before):
        """Write one line per case, with its figures of now; measures still open are carried over."""
        listed = self.debtor_ids.grouped("case_id")
        current, new = cases._get_figures(), []
        for case in cases:
            figures = {name: current[case][name] for name in FIGURES} | {"case_state": case.state}
            if case in listed:
                listed[case].write(figures)
            else:
                earlier = before.get(case, self.debtor_ids.browse())
                new.append(
                    {"meeting_id": self.id, "case_id": case.id, **figures, **case._arrears(), **earlier._carried()}
                )
        self.debtor_ids.create(new)

    def _prepare_hold(self):
        for meeting in self:
            if meeting.kind == "collection" and not meeting.debtor_ids:
                raise UserError(self.env._("%(meeting)s has no agenda yet.", meeting=meeting.name))
        self.debtor_ids._check_named()
        return super()._prepare_hold()

    def _give_tasks(self):
        self.debtor_ids._start()
        return super()._give_tasks()

    # ------------------------------------------------------------------ arrears on the other agendas
    def _person_figures(self, since, until):
        figures = super()._person_figures(since, until)
        for case, owed in self._arrears_of_people():
            person = figures.setdefault(case.user_id.id, {})
            person["overdue_amount"] = person.get("overdue_amount", 0.0) + owed["overdue_amount_company"]
        return figures

    def _arrears_of_people(self):
        """[(case, its figures)] of those who attend, in two queries; who owes most comes first."""
        cases = self.env[CASE]
        if not cases.has_access("read"):
            return []
        domain = [("company_id", "=", self.company_id.id), ("state", "!=", "closed")]
        figures = cases.search([*domain, ("user_id", "in", self.attendee_ids.ids)])._get_figures()
        owing = [(case, owed) for case, owed in figures.items() if owed["overdue_amount_company"] > 0]
        return sorted(owing, key=lambda row: -row[1]["overdue_amount_company"])

    def _agenda_sections(self, since, until):
        sections = super()._agenda_sections(since, until)
        if self.kind == "collection":
            return sections
        currency = self.company_id.currency_id
        rows = [
            [
                case.user_id.name,
                case.sudo().partner_id.name,
                formatLang(self.env, owed["overdue_amount_company"], currency_obj=currency),
                str(owed["days_overdue"]),
            ]
            for case, owed in self._arrears_of_people()
        ]
        head = [self.env._("Salesperson"), self.env._("Customer"), self.env._("Overdue"), self.env._("Days overdue")]
        return [*sections, {"title": self.env._("Customers in arrears"), "head": head, "rows": rows}]
