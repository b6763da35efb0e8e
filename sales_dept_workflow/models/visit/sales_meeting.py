from datetime import timedelta

from odoo import models

from ..common.rules import MODULE
from ..meeting.codes import DIRECTOR, MEETING
from .target import Frame

#: A meeting that looks back on more days than this is about more than one month.
MONTH = 45


class SdwSalesMeeting(models.Model):
    """How everybody stands against the targets is on the agenda: of the month it is mostly about (R-18, R-19)."""

    _inherit = MEETING

    def _agenda_sections(self, since, until):
        sections = super()._agenda_sections(since, until)
        people = self._measured_people()
        if not people:
            return sections
        months = self._months_about(since)
        service = self.env["sdw.target"]
        frames = [Frame(user, self.company_id, since, self.date, months) for user in people]
        found = service._sdw_rows(frames)
        labels = {row["key"]: row["label"] for rows in found for row in rows}
        rows = [
            [user.name, *(self._as_cells({row["key"]: row for row in rows}, labels))]
            for user, rows in zip(people, found, strict=True)
        ]
        title = self.env._(
            "Targets and results: %(months)s", months=", ".join(month.strftime("%Y-%m") for month in months)
        )
        head = [self.env._("Salesperson"), *labels.values()]
        return [{"title": title, "head": head, "rows": rows}, *sections]

    def _as_cells(self, rows, keys):
        cells = []
        for key in keys:
            words = self.env["sdw.target"]._sdw_in_words(rows[key], self.company_id) if key in rows else {}
            goal = f" / {words['target']} ({words['percent']:.0f} %)" if words.get("target") else ""
            cells.append(words.get("actual", "") + goal)
        return cells

    def _measured_people(self):
        """Those who attend and whom the chair leads; a director leads all of the company."""
        chair = self.chair_id
        if chair.has_group(f"{MODULE}.{DIRECTOR}"):
            return self.attendee_ids
        return self.attendee_ids.filtered(lambda user: user == chair or user._sdw_superior() == chair)

    def _months_about(self, since):
        """The month in the middle of the time since the last meeting, or all its whole months when it was long ago."""
        first, last = self._sdw_local_date(since), self._sdw_local_date(self.date)
        if (last - first).days > MONTH:
            first, last = first + timedelta(days=MONTH // 3), last - timedelta(days=MONTH // 3)
        else:
            first = last = first + (last - first) / 2
        return self.env["sdw.target"]._sdw_months(first, last)
