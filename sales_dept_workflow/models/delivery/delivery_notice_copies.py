from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.deadline_mixin import ACTIVITY, ESCALATION
from .codes import KEEPER
from .delivery_notice_copy import COLOURS


class SdwDeliveryNotice(models.Model):
    """The four copies: the keeper hands them out, by the next working day (O-13, O-14)."""

    _inherit = "sdw.delivery.notice"

    def action_hand_out(self, colour, receiver=None):
        """Log that a copy was handed out; the white one goes with the driver (:meth:`action_load`).

        :param str colour: ``green``, ``yellow`` or ``pink``
        :param receiver: ``res.partner`` or ``res.users`` record, id of a partner, or a name; the keeper for his own
        """
        self._sdw_check_role(KEEPER)
        self._check_state("loaded", "shipped")
        if colour not in dict(COLOURS) or colour == "white":
            raise UserError(self.env._("The green, the yellow and the pink copy are handed out."))
        if not receiver and colour == "pink":
            receiver = self.env.user
        partner = self._partner_of(receiver)
        name = partner.name or (receiver if isinstance(receiver, str) else "")
        if not name.strip():
            raise UserError(self.env._("Please say who received the copy."))
        notices = self._sdw_system()
        notices._hand_out(colour, partner, name.strip())
        done = notices.filtered(lambda notice: all(copy.handed_on for copy in notice.copy_ids))
        done._deadline_met()
        return True

    def _partner_of(self, person):
        """The partner of a ``res.partner`` or ``res.users`` record, or of the id of a partner; else none."""
        partners = self.env["res.partner"].sudo()
        if isinstance(person, int):
            return partners.browse(person).exists()
        if isinstance(person, models.BaseModel):
            return partners.browse((person.partner_id if person._name == "res.users" else person).id)
        return partners

    def _hand_out(self, colour, partner, name):
        """Write one copy of each notice off; what is on record stays (called as the system)."""
        copies = self.copy_ids.filtered(lambda copy: copy.colour == colour and not copy.handed_on)
        copies.write(
            {
                "handed_to_id": partner.id,
                "handed_to_name": name,
                "handed_on": fields.Datetime.now(),
                "handed_by_id": self.env.uid,
            }
        )

    def _with_white_copy(self):
        """Those of these loaded notices whose white copy, the exit pass, is out."""
        loaded = self.filtered(lambda notice: notice.state == "loaded")
        if not loaded:
            return loaded
        out = [("notice_id", "in", loaded.ids), ("colour", "=", "white"), ("handed_on", "!=", False)]
        return self.env["sdw.delivery.notice.copy"].sudo().search_fetch(out, ["notice_id"]).notice_id

    # ------------------------------------------------------------------ by the next working day
    def _start_copies(self):
        now = fields.Datetime.now()
        for notice in self:
            notice.deadline = notice._sdw_end_of_day(notice._next_working_day(notice._sdw_local_date(now)))
        self._deadline_start()

    def _stop_copies(self):
        self._sdw_unschedule(ACTIVITY, ESCALATION)

    def _next_working_day(self, date):
        """The next day on which the company's calendar has work, two weeks ahead at most."""
        for days in range(1, 15):
            day = date + timedelta(days=days)
            end = self._sdw_end_of_day(day)
            if self._sdw_working_hours(end - timedelta(days=1), end):
                return day
        return date + timedelta(days=1)

    def _get_deadline_responsible(self):
        keeper = self.keeper_id
        return keeper if keeper.active else keeper.browse()

    def _get_deadline_summary(self):
        return self.env._("Hand out the copies of delivery notice %(notice)s", notice=self.name)

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.user_id.sale_team_id.user_id
