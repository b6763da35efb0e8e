from odoo import models

from ..meeting.codes import MEETING
from .codes import COMPLAINT, OPEN_STATES


class SdwSalesMeeting(models.Model):
    """Complaints still open are on every agenda."""

    _inherit = MEETING

    def _person_figures(self, since, until):
        figures = super()._person_figures(since, until)
        self._add_figure(figures, "complaint_count", COMPLAINT, [("state", "in", OPEN_STATES)])
        return figures

    def _agenda_sections(self, since, until):
        sections, complaints = super()._agenda_sections(since, until), self.env[COMPLAINT]
        if not complaints.has_access("read"):
            return sections
        domain = [("company_id", "=", self.company_id.id), ("state", "in", OPEN_STATES)]
        found = complaints.search([*domain, ("user_id", "in", self.attendee_ids.ids)], order="user_id, received_on")
        rows = [
            [
                one.user_id.name,
                one.sudo().partner_id.name or "",
                self._as_day(one.received_on),
                one.name,
                one.description,
            ]
            for one in found
        ]
        head = [
            complaints._fields["user_id"]._description_string(self.env),
            self.env._("Customer"),
            self.env._("Received"),
            self.env._("Complaint"),
            complaints._fields["description"]._description_string(self.env),
        ]
        return [*sections, {"title": self.env._("Complaints still open"), "head": head, "rows": rows}]
