from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from .codes import HELD, MEETING, OWN_SERIES, POINT, SPANS
from .meeting_report import FIGURES

BRIEF = "sales_dept_workflow.sales_meeting_brief"


class SdwSalesMeeting(models.Model):
    """The agenda, read from the records with the eyes of the chair: what he may not see is not on it.

    Each process adds its figures of a person and its section through ``super()``; each asks once for all who attend.
    """

    _inherit = MEETING

    def _build_agenda(self):
        """Points still open come back; figures and sections are those of now."""
        self.ensure_one()
        self._carry_points()
        since, until = self._agenda_span()
        reader = self._as_chair()
        figures = reader._person_figures(since, until)
        blank = dict.fromkeys(FIGURES, 0)
        for report in self.report_ids:
            values = figures.get(report.user_id.id, {})
            focus = {"focus": values["focus"]} if values.get("focus") and not report.focus else {}
            report.write({**blank, **{name: values[name] for name in FIGURES & set(values)}, **focus})
        self.brief = reader.env["ir.qweb"]._render(
            BRIEF, {"sections": [section for section in reader._agenda_sections(since, until) if section["rows"]]}
        )

    def _as_chair(self):
        """This meeting as its chair reads it, in his language: his record rules decide what is on the agenda."""
        chair = self.chair_id
        context = {"lang": chair.lang, "tz": chair.tz, "allowed_company_ids": self.company_id.ids}
        # pylint: disable-next=context-overridden
        return self.with_user(chair).with_context(context)

    def _agenda_span(self):
        """(since, until): from the last meeting of this kind and chair, and as long ahead again."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("chair_id", "=", self.chair_id.id),
            ("kind", "=", self.kind),
            ("state", "in", HELD),
            ("date", "<", self.date),
        ]
        usual = timedelta(days=SPANS.get(self.kind, 31))
        last = self.search(domain, limit=1, order="date desc")
        return last.date or self.date - usual, self.date + usual

    # ------------------------------------------------------------------ what the records say
    def _person_figures(self, since, until):
        """{user id: {field of the report: value}} of those who attend; extend through ``super()``.

        :param since: datetime of the meeting before; :param until: datetime the next one is due
        """
        figures = {}
        sold = Domain("date", ">=", since) & Domain("date", "<", self.date)
        self._add_figure(figures, "order_amount", "sdw.sales.analysis", sold, "revenue:sum")
        points = Domain("state", "=", "open") & Domain("meeting_id.state", "in", HELD)
        self._add_figure(figures, "open_count", POINT, points)
        return figures

    def _add_figure(self, figures, name, model, domain, aggregate="__count", person="user_id"):
        """Put one aggregate per person into ``figures``: one query, none where the chair may not read the model."""
        records = self.env[model]
        if not records.has_access("read"):
            return
        theirs = Domain(person, "in", self.attendee_ids.ids)
        if "company_id" in records._fields:
            theirs &= Domain("company_id", "in", [self.company_id.id, False])
        for user, value in records._read_group(Domain(domain) & theirs, [person], [aggregate]):
            figures.setdefault(user.id, {})[name] = value

    def _agenda_sections(self, since, until):
        """Tables of the agenda: dicts ``title``, ``head`` (list), ``rows`` (lists); extend through ``super()``."""
        return []

    # ------------------------------------------------------------------ open points come back
    def _carry_points(self):
        """List what earlier meetings of this chair left open, and what was left to a chair who is gone (R-30)."""
        self.ensure_one()
        stale = self.point_ids.filtered(lambda point: point.carried_from_id.state == "carried")
        stale.unlink()
        own = Domain("meeting_id.chair_id", "=", self.chair_id.id)
        orphans = Domain("meeting_id.chair_id.active", "=", False) & Domain("user_id", "in", self.attendee_ids.ids)
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "open")
            & Domain("meeting_id.state", "in", HELD)
            & Domain("meeting_id", "!=", self.id)
        )
        earlier = self.env[POINT].search(domain & (own | orphans) & self._series(), order="id")
        fresh = earlier - self.point_ids.carried_from_id
        self.env[POINT].create([{"meeting_id": self.id, **point._carried()} for point in fresh])

    def _series(self):
        """Of which earlier meetings open points come back."""
        if self.kind in OWN_SERIES:
            return Domain("meeting_id.kind", "=", self.kind)
        return Domain("meeting_id.kind", "not in", list(OWN_SERIES))

    def action_open_points(self):
        """The points of these meetings, with what came of them."""
        self._sdw_check_caller()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_meeting_points")
        return {**action, "domain": [("meeting_id", "in", self.ids)], "context": {}, "path": False}

    def _as_day(self, moment):
        return fields.Date.to_string(self._sdw_local_date(moment)) if moment else ""
