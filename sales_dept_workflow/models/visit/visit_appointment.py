from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.rules import moment
from .codes import CHANNELS, VISIT


class SdwVisit(models.Model):
    """Agreed with the customer beforehand: when, where, by which channel; and in the calendar (V-09)."""

    _inherit = VISIT

    def action_appoint(self, channel="phone", date=None, place=None):
        """The customer has agreed to the visit.

        :param str channel: ``phone``, ``mail`` or ``person``: how it was agreed
        :param date: moment (UTC) that was agreed, when it is another than the planned one
        :param str place: the same for the place
        :raise UserError: without a moment or a place
        """
        self._sdw_check_caller()
        self.check_access("write")
        self._check_state("planned")
        if channel not in dict(CHANNELS):
            raise UserError(self.env._("Please say how the visit was arranged: by telephone, e-mail or in person."))
        values = {"channel": channel}
        values |= {"date_planned": fields.Datetime.to_datetime(date)} if date else {}
        values |= {"place": place} if place else {}
        self.write(values)
        if any(not visit.date_planned or not (visit.place or "").strip() for visit in self):
            raise UserError(self.env._("A visit is arranged for a time and a place: please give both."))
        visits = self._sdw_system()
        visits.write({"appointed_on": moment()})
        visits._make_meetings()
        return True

    # ------------------------------------------------------------------ the calendar follows the visit
    def _make_meetings(self):
        visits = self.filtered(lambda visit: not visit.meeting_id)
        events = self.env["calendar.event"].with_context(skip_contact_description=True, dont_notify=True)
        made = events.create([visit._prepare_meeting() | visit._prepare_meeting_link() for visit in visits])
        for visit, event in zip(visits, made, strict=True):
            visit.meeting_id = event
        (self - visits)._sync_meeting()

    def _prepare_meeting(self):
        # Read by colleagues, too: whom and where, not what for.
        return {
            "name": self._meeting_name(),
            "start": self.date_planned,
            "stop": self.date_planned + timedelta(hours=self.duration or 1.0),
            "location": self.place,
        }

    def _meeting_name(self):
        customer = self.partner_id.display_name
        if self.mode == "reverse":
            return self.env._("Customer visits us: %(customer)s", customer=customer)
        return self.env._("Visit: %(customer)s", customer=customer)

    def _meeting_people(self):
        """Who of ours has it in the calendar."""
        return self.user_id.partner_id

    def _prepare_meeting_link(self):
        # Only ours is invited: core would write to the customer, who has agreed already. An empty command of
        # activities: core would add one of its own beside ours.
        return {
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self._meeting_people().ids)],
            "res_model_id": self.env["ir.model"]._get_id(VISIT),
            "res_id": self.id,
            "activity_ids": [Command.set([])],
        }

    def _sync_meeting(self):
        for visit in self.filtered("meeting_id"):
            if not visit.date_planned:
                visit.meeting_id.unlink()
                continue
            event, values = visit.meeting_id, visit._prepare_meeting()
            changed = {name: value for name, value in values.items() if name != "name" and event[name] != value}
            if event.user_id != visit.user_id:
                changed |= {"user_id": visit.user_id.id}
            people = visit._meeting_people()
            if event.partner_ids != people:
                changed["partner_ids"] = [Command.set(people.ids)]
            if changed:
                event.with_context(dont_notify=True).write(changed)
