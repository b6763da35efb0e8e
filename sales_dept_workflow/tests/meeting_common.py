from datetime import date, datetime, timedelta

from odoo import fields
from odoo.fields import Command

from .common import SdwCase


class SalesMeetingCase(SdwCase):
    """A sales manager with his team, and the sales admin who takes the minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.salesperson | cls.supervisor).sale_team_id = cls.team
        cls.meetings = cls.env["sdw.sales.meeting"]

    @classmethod
    def meeting(cls, user=None, **values):
        """A meeting of the manager with his people, now."""
        people = [Command.set((cls.salesperson | cls.supervisor).ids)]
        known = {"attendee_ids": people, "user_id": cls.sales_admin.id}
        return cls.meetings.with_user(user or cls.manager).create({**known, **values})

    @classmethod
    def ahead(cls, days):
        return date.today() + timedelta(days=days)

    @classmethod
    def coming(cls, days=2):
        return fields.Datetime.now() + timedelta(days=days)

    def point(self, meeting, name="Send the samples", user=None, days=7, **values):
        known = {"name": name, "user_id": (user or self.salesperson).id, "due_date": self.ahead(days)}
        return (
            self.env["sdw.sales.meeting.point"]
            .with_user(self.manager)
            .create({"meeting_id": meeting.id, **known, **values})
        )

    def report(self, meeting, user=None):
        user = user or self.salesperson
        return meeting.sudo().report_ids.filtered(lambda report: report.user_id == user).with_user(user)

    def hand_in(self, meeting, minutes="<p>All targets were met</p>"):
        """Held, written down by the sales admin, handed in."""
        meeting.with_user(self.manager).action_hold()
        admin = meeting.with_user(self.sales_admin)
        admin.minutes = minutes
        admin.action_submit_minutes()
        return meeting._sdw_pending("minutes")

    def at(self, moment):
        return datetime.strptime(moment, "%Y-%m-%d %H:%M")
