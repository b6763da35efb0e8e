from datetime import timedelta

from odoo import api, fields, models

from .codes import CLOSED, TENDER


class SdwTender(models.Model):
    """Bidding on site: the general manager names who goes, and it stands in their calendars (T-07)."""

    _inherit = TENDER

    on_site = fields.Boolean("On-site Bidding", tracking=True, copy=False)
    on_site_on = fields.Datetime("On Site at", tracking=True, copy=False)
    participant_ids = fields.Many2many(
        "res.users",
        "sdw_tender_participant_rel",
        "tender_id",
        "user_id",
        "On-site Bidders",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Named by the general manager.",
    )
    meeting_id = fields.Many2one("calendar.event", "Meeting", readonly=True, copy=False, index="btree_not_null")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"meeting_id"}

    def _onsite_plan(self):
        """Put the bidding into the participants' calendars, move it, or take it out."""
        for tender in self._sdw_system():
            start = tender.on_site_on or tender.opening_date
            wanted = tender.on_site and start and tender.participant_ids and tender.state not in CLOSED
            if not wanted:
                tender.meeting_id.unlink()
            elif tender.meeting_id:
                tender.meeting_id.write(tender._prepare_meeting(start))
            else:
                tender.meeting_id = tender.env["calendar.event"].create(tender._prepare_meeting(start))

    def _prepare_meeting(self, start):
        responsible = self.user_id or self.participant_ids[:1]
        return {
            "name": self.env._("On-site bidding: %(tender)s", tender=self.display_name),
            "start": start,
            "stop": start + timedelta(hours=2),
            "user_id": responsible.id,
            "partner_ids": [(6, 0, self.participant_ids.partner_id.ids)],
            "description": self.scope or False,
        }
