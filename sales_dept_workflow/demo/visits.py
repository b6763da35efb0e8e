from datetime import datetime, timedelta

from odoo import fields, models
from odoo.fields import Command

#: customer: (place, purpose, key points, focus)
TOUR = {
    "pharma": ("常州药厂 设备科", "回访使用情况", "密封件寿命、备件计划", True),
    "waterworks": ("自来水公司 三楼会议室", "泵房改造需求", "扬程、预算、招标时间", True),
    "textile": ("印染车间", "了解下半年用泵计划", "数量、付款方式", False),
}


class SdwDemoStory(models.AbstractModel):
    """A week on the road: planned, guided, visited, recorded; one form is missing. And tea for a good customer."""

    _inherit = "sdw.demo.story"

    def _tell_visits(self):
        monday = fields.Date.subtract(fields.Date.start_of(self._days_ago(0), "week"), weeks=1)
        plan = self._plan_tour(monday)
        pharma, waterworks, _forgotten = plan.visit_ids.sorted("date_planned")
        self._record(
            pharma,
            contact_names="方志强(设备科长)",
            need="每季度更换一次机械密封,要求提前备货。",
            usage="三台离心泵连续运行,一台密封渗漏。",
            satisfaction="4",
            outcome="quotation",
            result="请我们报全年密封件供货价。",
            next_step="报密封件年度价格",
        )
        pharma.action_hand_in()
        pharma.with_user(self._user("sales_admin")).action_file()
        self._record(
            waterworks,
            contact_names="顾晓梅",
            need="二号泵房改造,六月前需四台离心泵。",
            outcome="interested",
            result="预算已批,要求技术交流。",
            next_step="约韩雪一起做技术交流",
        )
        waterworks.action_hand_in()
        waterworks.with_user(self._user("manager")).manager_comment = "先确认付款方式,再谈价格。"
        care = {"kind": "gift", "occasion": "中秋节", "note": "碧螺春茶叶一盒", "cost": 168}
        logs = self.env["sdw.care.log"].with_user(self._user("salesperson"))
        logs.create({"partner_id": self._ref("customer_pharma").id, "date": self._days_ago(40), **care})

    def _plan_tour(self, monday):
        lines = [
            Command.create(
                {
                    "partner_id": self._ref(f"customer_{name}").id,
                    "date_planned": datetime.combine(monday, datetime.min.time()) + timedelta(days=day, hours=2),
                    "place": place,
                    "purpose": purpose,
                    "key_points": points,
                    "is_key": focus,
                }
            )
            for day, (name, (place, purpose, points, focus)) in enumerate(TOUR.items())
        ]
        plans = self.env["sdw.visit.plan"].with_user(self._user("salesperson"))
        plan = plans.create({"date_from": monday, "visit_ids": lines, "note": "走访三家老客户,落实二季度需求。"})
        plan.action_submit()
        plan.with_user(self._user("manager")).action_approve("水厂改造是重点,先问清预算和招标时间。")
        return plan

    def _record(self, visit, **form):
        visit.action_appoint("phone")
        visit.action_record(
            date_done=visit.date_planned, topics=visit.key_points, competitor_note="未提及竞争对手。", **form
        )
