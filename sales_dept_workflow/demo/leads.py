from datetime import timedelta

from odoo import models
from odoo.fields import Command

#: name: (what for, company, contact, phone, source, need, intention, budget)
LEADS = {
    "dairy": (
        "二期用泵",
        "徐州云龙乳业",
        "陶工",
        "0516-8321 7766",
        "exhibition",
        "24 台卫生级泵",
        "high",
        860000,
    ),
    "tower": (
        "冷却塔用泵",
        "扬州瘦西湖饭店",
        "孔女士",
        "0514-8712 3090",
        "walk_in",
        "换两台循环泵,低噪音",
        "medium",
        60000,
    ),
    "mill": ("面粉厂咨询", "淮安运河面粉", "邵先生", "0517-8390 5511", "social", "了解价格", "low", 0),
}


class SdwDemoStory(models.AbstractModel):
    """Leads of the fair and of the street: graded, one planned step by step, one trial, one that is none."""

    _inherit = "sdw.demo.story"

    def _tell_leads(self, company):
        self.env["crm.stage"].action_sdw_make_chain()
        leads = {name: self._meet(name, row, company) for name, row in LEADS.items()}
        leads["mill"].action_reject_lead("只是比价,当地已有固定供应商,暂无采购计划。")
        self._tell_development(leads["dairy"])
        self._tell_trial(leads["dairy"])
        self._tell_support(leads["dairy"])

    def _meet(self, name, row, company):
        title, firm, contact, phone, source, need, intention, budget = row
        seller = self._user("salesperson")
        values = {
            "name": title,
            "type": "opportunity",
            "partner_name": firm,
            "contact_name": contact,
            "phone": phone,
            "country_id": self.env.ref("base.cn").id,
            "state_id": self.env.ref("base.state_cn_JS").id,
            "source_id": self.env.ref(f"sales_dept_workflow.utm_source_{source}").id,
            "sdw_need": need,
            "sdw_intention": intention,
            "sdw_budget": budget,
            "sdw_potential": "high" if intention == "high" else "low",
            "user_id": seller.id,
            "team_id": seller.sale_team_id.id,
            "company_id": company.id,
        }
        return self._make("crm.lead", f"lead_{name}", values).with_user(seller)

    def _tell_development(self, lead):
        steps = [("拜访总工程师,了解卫生标准", -6), ("提交方案并寄送样件", 2), ("邀请客户参观车间", 12)]
        plan = self._make(
            "sdw.development.plan",
            "plan_dairy",
            {
                "lead_id": lead.id,
                "user_id": lead.user_id.id,
                "goal": "本季度拿下二期首批订单,成为定点供应商。",
                "strategy": "以卫生级认证和两小时现场服务打动总工程师,用样机试用消除顾虑。",
                "target_date": self._days_ago(-60),
                "expected_amount": 320000,
                "step_ids": [Command.create({"name": step, "date": self._days_ago(-days)}) for step, days in steps],
            },
        ).with_user(lead.user_id)
        plan.action_start()
        plan.step_ids[0].action_done("总工程师认可材质,要求先看样机的清洗效果。")

    def _tell_trial(self, lead):
        product = self._ref("product_screw")
        trial = self._make("sdw.trial.request", "trial_dairy", {"lead_id": lead.id, "product_id": product.id})
        day = self._days_ago(4)
        trial.write({"trial_from": day, "trial_to": day + timedelta(days=21)})
        trial.with_user(trial.user_id).action_grant()
        self._make(
            "sdw.trial.request", "trial_tower", {"lead_id": self._ref("lead_tower").id, "product_id": product.id}
        )

    def _tell_support(self, lead):
        request = {"lead_id": lead.id, "kind": "question", "question": "螺杆泵能否在 85 ℃ 碱液中做在线清洗?"}
        asked = self.env["sdw.support.request"].with_user(lead.user_id).create(request)
        asked.with_user(self._user("support")).action_answer("可以,须选用氟橡胶密封,单次清洗不超过 40 分钟。")
        material = {
            "lead_id": lead.id,
            "kind": "material",
            "question": "请准备卫生级泵清洗对比资料,周五用。",
        }
        self.env["sdw.support.request"].with_user(lead.user_id).create(material)
