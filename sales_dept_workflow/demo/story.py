"""The demo story: a Chinese pump maker with distributors, from inquiry to cash to court.

It is told through the add-on's own methods, by the people who would press the buttons, so loading it proves that the
chain works. Each chapter is a file of this folder extending the same model.
"""

import base64

from odoo import api, fields, models
from odoo.tools import file_open


class SdwDemoStory(models.AbstractModel):
    _name = "sdw.demo.story"
    _description = "Demo Story"

    @api.model
    def _load(self):
        """Tell the whole story in the main company; only demo databases call it."""
        self.env["res.lang"]._activate_lang("zh_CN")
        # Translations are loaded after demo data; the people of the story write Chinese from the first day.
        self.env["ir.module.module"]._load_module_terms(["sales_dept_workflow"], ["zh_CN"])
        self = self.with_context(lang="zh_CN", tracking_disable=True, mail_create_nolog=True, no_reset_password=True)
        company = self.env.ref("base.main_company")
        story = self.with_company(company)
        story._tell_company(company)
        story._tell_people(company)
        story._tell_market(company)
        story._tell_pricing(company)
        story._tell_inquiries()
        story._tell_leads(company)
        story._tell_orders(company)
        story._tell_negotiations()
        story._tell_late_payer()
        story._tell_collection(company)
        story._tell_bills()
        story._tell_freight()
        story._tell_invoices()
        story._tell_tenders(company)
        story._tell_deliveries(company)
        story._tell_contracts(company)
        story._tell_stores(company)
        story._tell_learning(company)
        story._tell_dunning()
        story._tell_collection_plan()
        story._tell_collection_end()
        story._tell_customer_cards()
        story._tell_status()
        story._tell_visits()
        story._tell_needs(company)
        story._tell_meetings()
        story._tell_department()

    def _tell_company(self, company):
        cny = self.env.ref("base.CNY")
        cny.active = True
        with file_open("sales_dept_workflow/static/description/icon.png", "rb") as icon:
            logo = base64.b64encode(icon.read())
        company.write(
            {
                "name": "江南泵业制造有限公司",
                "logo": logo,
                "country_id": self.env.ref("base.cn").id,
                "state_id": self.env.ref("base.state_cn_JS").id,
                "city": "无锡市",
                "zip": "214000",
                "street": "惠山区工业园 18 号",
                "phone": "+86 510 8200 1800",
                "email": "office@jiangnan-pump.example.com",
                "vat": "",
            }
        )
        company.partner_id.tz = "Asia/Shanghai"
        company.action_sdw_switch_on_all()
        # Delivery notices and contracts come last in the story: its earlier orders are older than these rules.
        company.write({"sdw_mode_delivery_notice": "off", "sdw_mode_contract": "off", "sdw_entry_standard": "basic"})

    # ------------------------------------------------------------------ helpers of the chapters
    def _make(self, model, name, values):
        """Create a record that tests and guides can name: ``sales_dept_workflow.demo_<name>``."""
        record = self.env[model].create(values)
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"sales_dept_workflow.demo_{name}", "record": record, "noupdate": True}]
        )
        return record

    def _ref(self, name):
        return self.env.ref(f"sales_dept_workflow.demo_{name}")

    def _user(self, name):
        return self._ref(f"user_{name}")

    def _days_ago(self, days):
        return fields.Date.subtract(fields.Date.context_today(self), days=days)
