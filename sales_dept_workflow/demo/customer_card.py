from odoo import fields, models

#: {customer: what his card tells}
CARDS = {
    "waterworks": {
        "sdw_nature": "government",
        "customer_source": "exhibition",
        "website": "https://www.example.com/waterworks",
        "sdw_background": "市属供水企业，负责全市原水与供水管网。",
        "sdw_operating_manager": "顾晓梅",
        "sdw_legal_representative": "周国强",
        "sdw_founded_on": "1992-06-01",
        "sdw_service_area": "全市供水区域，约 180 万人口",
        "sdw_size": "员工 620 人，泵站 14 座",
        "sdw_potential": "三年内改造五座泵站，潜力大。",
        "sdw_needs": "大流量离心泵，每年集中采购一次，看重能效。",
        "sdw_cooperation": "合作八年，验收严格，付款按合同。",
        "sdw_reputation": "行业内口碑好。",
        "sdw_credit_standing": "按期付款，财政资金有保障。",
    },
    "pharma": {
        "sdw_nature": "ordinary",
        "customer_source": "web",
        "sdw_owner": "方志强",
        "sdw_size": "员工 260 人",
        "sdw_needs": "卫生级泵，注重材质证明。",
        "sdw_problems": "采购审批时间长。",
    },
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_customer_cards(self):
        """Cards filled in by their salespeople, proposals that wait for the archivist, an agency at work."""
        for name, values in CARDS.items():
            customer = self._ref(f"customer_{name}")
            customer.with_user(customer.user_id).write(values)
        self._ask_about_waterworks()
        self._ask_an_agency()
        self.env["res.partner"]._cron_sdw_profiles()

    def _ask_about_waterworks(self):
        customer = self._ref("customer_waterworks").with_user(self._user("salesperson"))
        customer._sdw_propose(
            {"sdw_operating_manager": "马建华", "sdw_future_plans": "明年新建城东泵站，预计采购六台离心泵。"}, "visit"
        )
        customer._sdw_propose({"sdw_operating_manager": "顾晓梅（总经理）"}, "salesperson")
        pharma = self._ref("customer_pharma").with_user(self._user("salesperson"))
        pharma._sdw_propose({"sdw_organisation": "有限责任公司", "sdw_founded_on": "2006-03-18"}, "visit")

    def _ask_an_agency(self):
        agency = self._make(
            "res.partner", "agency", {"name": "华信信用调查有限公司", "is_company": True, "supplier_rank": 1}
        )
        investigation = (
            self.env["sdw.partner.investigation"]
            .with_user(self._user("salesperson"))
            .create(
                {
                    "partner_id": self._ref("customer_shipyard").id,
                    "agency_id": agency.id,
                    "cost": 1800,
                    "reason": "听说该客户有未了结的诉讼，请查清其信用状况和实际控制人。",
                    "expected_on": fields.Date.add(fields.Date.context_today(self), days=14),
                }
            )
        )
        investigation.action_request()
