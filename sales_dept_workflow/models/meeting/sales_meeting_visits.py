from odoo import models
from odoo.fields import Domain

from .codes import MEETING

VISIT = "sdw.visit"
#: A visit that took place, whatever became of its record.
MADE = ("done", "recorded", "filed")


class SdwSalesMeeting(models.Model):
    """Visits since the last meeting and the focus of the next ones, of everybody who attends (V-02, V-07, R-20)."""

    _inherit = MEETING

    def _person_figures(self, since, until):
        figures = super()._person_figures(since, until)
        if VISIT not in self.env:
            return figures
        self._add_figure(figures, "visit_count", VISIT, self._visits_made(since))
        past = Domain("state", "=", "planned") & Domain("date_planned", ">=", since)
        unrecorded = Domain("state", "=", "done") | (past & Domain("date_planned", "<", self.date))
        self._add_figure(figures, "unrecorded_count", VISIT, unrecorded)
        self._add_figure(figures, "planned_count", VISIT, self._visits_ahead(until))
        for visit in self._visits(self._visits_ahead(until) & Domain("is_key", "=", True)):
            person = figures.setdefault(visit.user_id.id, {})
            line = " ".join(part for part in (visit.sudo().partner_id.name, visit.purpose) if part)
            person["focus"] = f"{person['focus']}\n{line}" if person.get("focus") else line
        return figures

    def _visits_made(self, since):
        return Domain("state", "in", MADE) & Domain("date_done", ">=", since) & Domain("date_done", "<=", self.date)

    def _visits_ahead(self, until):
        ahead = Domain("date_planned", ">=", self.date) & Domain("date_planned", "<", until)
        return ahead & Domain("state", "=", "planned")

    def _visits(self, domain):
        visits = self.env[VISIT]
        if not visits.has_access("read"):
            return visits
        return visits.search(domain & Domain("user_id", "in", self.attendee_ids.ids), order="user_id, date_planned")

    def _agenda_sections(self, since, until):
        sections = super()._agenda_sections(since, until)
        if VISIT not in self.env:
            return sections
        who, customer, day = self.env._("Salesperson"), self.env._("Customer"), self.env._("Day")
        made = [
            [
                visit.user_id.name,
                visit.sudo().partner_id.name,
                self._as_day(visit.date_done),
                visit.result or "",
                visit.next_step or "",
            ]
            for visit in self._visits(self._visits_made(since))
        ]
        ahead = [
            [visit.user_id.name, visit.sudo().partner_id.name, self._as_day(visit.date_planned), visit.purpose or ""]
            for visit in self._visits(self._visits_ahead(until) & Domain("is_key", "=", True))
        ]
        return [
            *sections,
            {
                "title": self.env._("Visits since the last meeting"),
                "head": [who, customer, day, self.env._("What came of it"), self.env._("Next Step")],
                "rows": made,
            },
            {
                "title": self.env._("Focus of the Next Visits"),
                "head": [who, customer, day, self.env._("Purpose of the Visit")],
                "rows": ahead,
            },
        ]

    def _plans_and_visits(self):
        """(plans, visits) this meeting goes through, as the caller sees them; nothing while visits are not kept."""
        since, until = self._agenda_span()
        people = Domain("user_id", "in", self.attendee_ids.ids)
        plans = Domain("date_from", "<", until) & Domain("date_to", ">=", self.date)
        visits = self._visits_made(since) | self._visits_ahead(until)
        return self.env["sdw.visit.plan"].search(plans & people), self.env[VISIT].search(visits & people)
