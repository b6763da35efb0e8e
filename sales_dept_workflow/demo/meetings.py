from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_meetings(self):
        """Last week's meeting is on file, the month's review waits for the director, this week's is being prepared."""
        manager, admin = self._user("manager"), self._user("sales_admin")
        team = self._user("salesperson") | self._user("supervisor")
        known = {"attendee_ids": [Command.set(team.ids)], "user_id": admin.id, "place": "二楼会议室"}
        meetings = self.env["sdw.sales.meeting"].with_user(manager)
        last = meetings.create({**known, "kind": "weekly", "date": self._meeting_day(-2)})
        self._tell_weekly(last)
        month = meetings.create({**known, "kind": "monthly", "date": self._meeting_day(-1)})
        month.action_refresh_agenda()
        month.report_ids.mode = "in_person"
        month.action_hold()
        month.minutes = "<p>本月合同额完成计划的92%,华东两家大客户推迟到下月签约。</p>"
        month.with_user(admin).action_submit_minutes()
        month.action_approve("情况属实。")
        meetings.create({**known, "kind": "weekly", "date": self._meeting_day(3)}).action_refresh_agenda()

    def _meeting_day(self, days):
        return fields.Datetime.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=days)

    def _tell_weekly(self, meeting):
        salesperson, supervisor = self._user("salesperson"), self._user("supervisor")
        meeting.action_refresh_agenda()
        reports = {report.user_id: report for report in meeting.report_ids}
        reports[salesperson].with_user(salesperson).write(
            {"mode": "phone", "report": "拜访三家老客户,一家提出新的询价。", "focus": "跟进食品厂的报价。"}
        )
        reports[supervisor].with_user(supervisor).write({"mode": "in_person", "report": "本周合同评审两份。"})
        guided = {"guidance": "下周先去食品厂,带上样机资料。", "guidance_due": self._days_ago(-3)}
        reports[salesperson].with_user(meeting.chair_id).write(guided)
        meeting.point_ids = [
            Command.create({"name": "整理华东区竞争对手价格", "user_id": supervisor.id, "due_date": self._days_ago(-5)})
        ]
        case = {
            "name": "纺织厂改用节能泵",
            "user_id": salesperson.id,
            "text": "先在客户现场试运行一周,用电费对比打动客户。",
        }
        meeting.case_ids = [Command.create(case)]
        meeting.action_hold()
        meeting.minutes = "<p>各人汇报本周拜访情况,确定下周重点。</p>"
        meeting.with_user(self._user("sales_admin")).action_submit_minutes()
        meeting.action_approve()
