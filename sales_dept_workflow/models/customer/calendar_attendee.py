from odoo import models


class CalendarAttendee(models.Model):
    """An invitation to many customers is a mass mail with a date (A-30)."""

    _inherit = "calendar.attendee"

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        for event in self.event_id:
            guests = event.sudo().attendee_ids.partner_id
            self.env["sdw.export.log"]._check_letter("calendar.event", guests.ids, event.sudo().name)
        return super()._notify_attendees(mail_template, notify_author=notify_author, force_send=force_send)
