from odoo import models
from odoo.fields import Command

from .market import CATEGORIES

#: {customer: (his segments, the kinds of his need)}
SEGMENTS = {
    "waterworks": (("ownership_state", "group_end_user", "situation_expanding"), ("new", "replacement")),
    "pharma": (("ownership_private", "trait_quality", "group_end_user"), ("custom", "service")),
    "shipyard": (("ownership_state", "trait_price", "situation_trouble"), ("parts",)),
}
#: (customer, days ago, direction, way, what it was about)
CONTACTS = [
    ("waterworks", 12, "in", "phone", "询问改造泵房的交货期,要求月底前给出方案。"),
    ("waterworks", 10, "out", "wechat", "发去同类泵站的能效对比和现场照片。"),
    ("pharma", 5, "in", "letter", "来函要求提供材质证明和清洗规程。"),
]


class SdwDemoStory(models.AbstractModel):
    """What customers need, sorted; to which segments they belong; what was said by telephone, letter and WeChat."""

    _inherit = "sdw.demo.story"

    def _tell_needs(self, company):
        self._offer_for_needs()
        for name, (tags, kinds) in SEGMENTS.items():
            customer = self._ref(f"customer_{name}")
            segments = [self.env.ref(f"sales_dept_workflow.tag_{tag}").id for tag in tags]
            customer.with_user(customer.user_id).write(
                {"category_id": [Command.set(segments)], "sdw_need_kind_ids": [Command.set(self._kinds(*kinds).ids)]}
            )
        self._ref("lead_dairy").sdw_need_kind_ids = self._kinds("new", "custom")
        logs = self.env["sdw.care.log"].with_user(self._user("salesperson"))
        logs.create(
            [
                {
                    "partner_id": self._ref(f"customer_{name}").id,
                    "date": self._days_ago(days),
                    "kind": "contact",
                    "direction": direction,
                    "channel": channel,
                    "note": note,
                }
                for name, days, direction, channel, note in CONTACTS
            ]
        )
        company.sdw_export_purpose = True

    def _kinds(self, *names):
        return self.env["sdw.need.kind"].union(
            *(self.env.ref(f"sales_dept_workflow.need_kind_{name}") for name in names)
        )

    def _offer_for_needs(self):
        """Every category of pumps answers new equipment and replacement."""
        categories = self.env["product.category"].union(*(self._ref(f"category_{name}") for name in CATEGORIES))
        self._kinds("new", "replacement", "custom").with_user(self._user("sales_admin")).write(
            {"categ_ids": [Command.set(categories.ids)], "service": "先问流量、扬程和现场条件,再给出选型和能耗对比。"}
        )
