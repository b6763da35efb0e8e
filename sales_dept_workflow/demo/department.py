from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    """A customer is invited to the works, a talk waits to be confirmed, an opinion without a name was answered."""

    _inherit = "sdw.demo.story"

    def _tell_department(self):
        self._ref("team_east").sudo().invoiced_target = 300000
        self._invite_customer()
        self._talk_with_salesperson()
        self._answer_opinion()

    def _invite_customer(self):
        salesperson, support = self._user("salesperson"), self._user("supervisor")
        customer = self._ref("customer_textile")
        visit = (
            self.env["sdw.visit"]
            .with_user(salesperson)
            .create(
                {
                    "partner_id": customer.id,
                    "mode": "reverse",
                    "kind": "existing",
                    "date_planned": self._meeting_day(4),
                    "purpose": "参观新装配线和试验台",
                    "key_points": "现场演示节能泵,安排与总工交流",
                    "host_ids": [Command.set(support.ids)],
                    "guest_names": "设备科三人",
                }
            )
        )
        visit.action_appoint("phone")

    def _talk_with_salesperson(self):
        manager, salesperson = self._user("manager"), self._user("salesperson")
        talks = self.env["sdw.sales.meeting"].with_user(manager)
        talk = talks.create(
            {
                "kind": "talk",
                "date": self._meeting_day(-1) + timedelta(hours=7),
                "user_id": manager.id,
                "attendee_ids": [Command.set(salesperson.ids)],
                "place": "小会议室",
            }
        )
        talk.action_refresh_agenda()
        course = {"name": "参加泵选型培训", "user_id": salesperson.id, "due_date": self._days_ago(-20)}
        talk.point_ids = [Command.create(course)]
        talk.action_hold()
        talk.minutes = "<p>今年回访做得扎实;希望多接触招标项目,缺少选型方面的培训。</p>"

    def _answer_opinion(self):
        opinions = self.env["sdw.opinion"]
        opinions.with_user(self._user("salesperson_south")).action_submit("work", "报表太多,同样的数字要填三遍。")
        opinions.with_user(self._user("keeper")).action_submit("leading", "开会时总是那几个人讲话。")
        # Both were given three weeks ago: management reads an opinion when its week is over.
        ours = opinions.sudo().search([("company_id", "=", self.env.company.id)])
        ours.week = fields.Date.subtract(ours[:1].week, weeks=3)
        answered = ours.filtered(lambda opinion: opinion.topic == "work").with_user(self._user("director"))
        answered.action_take_up()
        answered.heard = "填报的数字重复,占用时间。"
        answered.improvement = "周报的数字由系统汇总,下月起不再手工填写。"
        answered.action_close()
        answered.action_publish()
