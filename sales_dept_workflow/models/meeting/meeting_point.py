from odoo import api, fields, models

from ..common.deadline_mixin import ACTIVITY
from .codes import KEEPERS, POINT


class SdwSalesMeetingPoint(models.Model):
    """A decision or task of a meeting: who does it, by when, what came of it (R-30, V-08)."""

    _name = POINT
    _description = "Point of a Sales Meeting"
    _inherit = ["sdw.meeting.task"]
    _order = "meeting_id desc, due_date, id"
    _check_company_auto = True
    _sdw_open_while = ("planned", "held")

    name = fields.Char("Decision or Task", required=True)
    partner_id = fields.Many2one("res.partner", "Customer", check_company=True, index="btree_not_null")
    carried_from_id = fields.Many2one(
        POINT, "Carried over from", readonly=True, ondelete="set null", index="btree_not_null"
    )
    first_date = fields.Datetime("First Raised", compute="_compute_first_date", store=True, recursive=True)

    @api.depends("meeting_id.date", "carried_from_id.first_date")
    def _compute_first_date(self):
        for point in self:
            point.first_date = point.carried_from_id.first_date or point.meeting_id.date

    @api.model_create_multi
    def create(self, vals_list):
        """A point noted once the meeting was held is due at once."""
        points = super().create(vals_list)
        if not self.env.su:
            points._check_free()
            points._sdw_system().filtered(lambda point: point.meeting_id.state == "held")._begin()
        return points

    def write(self, vals):
        if not self.env.su and {"name", "user_id", "due_date"} & set(vals) and self.sudo().carried_from_id:
            # What was decided before is not put off by whoever happens to write the minutes.
            self._sdw_check_role(*KEEPERS)
        result = super().write(vals)
        if not self.env.su and {"user_id", "due_date"} & set(vals):
            system = self._sdw_system().filtered(lambda point: point.meeting_id.state == "held")
            system._sdw_unschedule(ACTIVITY)
            system._begin()
        return result

    def _begin(self):
        self._check_named()
        self._start()

    def _task(self):
        return self.name

    def _in_words(self):
        due = fields.Date.to_string(self.due_date) if self.due_date else ""
        return " · ".join(part for part in (self.name, self.user_id.name, due) if part)

    def _carried(self):
        known = {"name": self.name, "partner_id": self.partner_id.id} if self else {}
        return {**super()._carried(), **known}
