from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    """The stores: counted, cleaned, something broken, an idea."""

    _inherit = "sdw.demo.story"

    def _tell_stores(self, company):
        self._tell_counts(company)
        self._tell_cleaning(company)
        self._tell_exceptions()
        self._tell_suggestions()

    def _tell_counts(self, company):
        keeper = self._user("keeper")
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        warehouse.name = "无锡成品库"
        counts = self.env["sdw.stock.count"].with_user(keeper)
        last = counts.create({"warehouse_id": warehouse.id, "planned_date": self._days_ago(30)})
        last.action_start()
        short = last.line_ids[:1]
        (last.line_ids - short).action_as_in_books()
        short.write({"counted_quantity": max(short.book_quantity - 2, 0), "reason": "样机借展两台,未办出库手续。"})
        last.action_finish()
        counts.create({"warehouse_id": warehouse.id, "planned_date": self._days_ago(-5)})

    def _tell_cleaning(self, company):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        zones = {
            "成品库 1 号区": ("清扫地面和通道", "擦拭货架,检查防尘罩", "检查消防通道是否畅通"),
            "备件库": ("清扫地面", "密封件货架除湿盒更换"),
        }
        for number, (zone, items) in enumerate(zones.items()):
            plan = self._make(
                "sdw.cleaning.plan",
                f"cleaning_{number}",
                {
                    "name": zone,
                    "warehouse_id": warehouse.id,
                    "user_id": self._user("keeper").id,
                    "next_date": self._days_ago(7 - number),
                    "item_ids": [Command.create({"name": item}) for item in items],
                },
            )
            plan._cron_log(self._days_ago(7 - number))
        first = self._ref("cleaning_0").log_ids
        first.with_user(self._user("keeper")).action_all_done()
        self.env["sdw.cleaning.plan"]._cron_log(self._days_ago(0))

    def _tell_exceptions(self):
        now = fields.Datetime.now()
        report = self.env["sdw.stock.exception"].with_user(self._user("keeper"))
        damage = report.create(
            {
                "kind": "damage",
                "product_id": self._ref("product_cabinet").id,
                "quantity": 1,
                "description": "控制柜外箱受潮变形,柜门有划痕。",
                "found_on": now - timedelta(hours=2),
            }
        )
        damage.with_user(self._user("shipping")).action_handle("隔离存放,通知质检复检后决定是否返修。")
        picking = self._ref("order_ready").picking_ids[:1]
        report.create(
            {
                "kind": "shortage",
                "picking_id": picking.id,
                "product_id": picking.move_ids[:1].product_id.id,
                "quantity": 2,
                "description": "备货时发现货位上少两台,正在核对货卡。",
            }
        )

    def _tell_suggestions(self):
        suggest = self.env["sdw.suggestion"]
        suggest.with_user(self._user("keeper")).create(
            {"name": "批号标签放大", "area": "warehouse", "text": "批号标签字太小,夜班容易看错,建议改用大号标签。"}
        )
        taken = suggest.with_user(self._user("salesperson")).create(
            {"name": "报价单附上交货周期表", "area": "process", "text": "客户常问交期,建议报价单直接附各型号交货周期。"}
        )
        taken.with_user(self._user("manager")).action_accept("同意,下月起执行。")
