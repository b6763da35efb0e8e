from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..common.rules import MODULE
from .codes import HELD, MEETING

#: Kinds that are about one year; the first two are held in the planning season, about the next one.
ABOUT_NEXT = ("annual_plan", "annual_budget")
ANNUAL = (*ABOUT_NEXT, "annual")
#: From this month on one plans the next year.
SEASON = 7
FINANCE = "group_sdw_finance"


class SdwSalesMeeting(models.Model):
    """The annual plan meeting and the annual budget meeting: about which year, and the record they leave (R-24, Z-41).

    The budget meeting is where finance reviews the budget, so somebody of finance is there. A step of the plan or the
    budget that needs the meeting asks ``_sdw_meeting_held``.
    """

    _inherit = MEETING

    year = fields.Integer(
        "About the Year",
        compute="_compute_year",
        store=True,
        readonly=False,
        help="The year that is planned or judged.",
    )

    @api.depends("kind", "date")
    def _compute_year(self):
        """Proposed from the day of the meeting, once; whoever convenes it may know better."""
        for meeting in self:
            if meeting.kind not in ANNUAL or not meeting.date:
                meeting.year = 0
            elif not meeting.year:
                ahead = meeting.kind in ABOUT_NEXT and meeting.date.month >= SEASON
                meeting.year = meeting.date.year + ahead

    @api.model
    def _sdw_meeting_held(self, kind, year, company=None):
        """The meetings of a kind about a year that were held and left minutes, the latest first; empty when there is no
        such record yet.

        A decision that has to be made *at* the meeting needs its record, not yet the approval of its minutes, which
        takes days more. Read as the system: whoever decides need not have been invited.

        :param str kind: ``annual_plan``, ``annual_budget`` or ``annual``
        :param int year: the year that is planned or judged
        :param company: ``res.company``, by default the current one
        """
        if kind not in ANNUAL:
            return self.browse()
        company = company or self.env.company
        domain = [("kind", "=", kind), ("year", "=", year), ("company_id", "=", company.id), ("state", "in", HELD)]
        found = self._sdw_system().search(domain, order="date desc, id desc")
        return found.filtered(lambda meeting: not is_html_empty(meeting.minutes))

    def _prepare_hold(self):
        """Without finance there is no review of the budget (Z-41)."""
        result = super()._prepare_hold()
        for meeting in self.filtered(lambda meeting: meeting.kind == "annual_budget"):
            there = meeting.report_ids.filtered(lambda report: report.mode != "absent").user_id | meeting.chair_id
            if not any(user.has_group(f"{MODULE}.{FINANCE}") for user in there):
                raise UserError(
                    self.env._("%(meeting)s: finance reviews the budget there, and nobody of finance attends.",
                               meeting=meeting.display_name)
                )  # fmt: skip
        return result
