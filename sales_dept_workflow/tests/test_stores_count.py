from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SdwCase, covers


@tagged("post_install", "-at_install")
class TestStoresCount(SdwCase):
    """Goods against stock cards, month by month; counting and adjusting are Odoo's."""

    def count(self, user=None, **values):
        counts = self.env["sdw.stock.count"].with_user(user or self.keeper)
        return counts.create({"warehouse_id": self.warehouse.id, **values})

    def line(self, count, product=None):
        return count.line_ids.filtered(lambda line: line.product_id == (product or self.product))

    def counted(self, count):
        count.action_start()
        others = count.line_ids - self.line(count)
        others.action_as_in_books()
        return count

    @covers("W-03", "Z-19")
    def test_planned_by_the_system(self):
        planned = self.env["sdw.stock.count"]
        mine = [("warehouse_id", "=", self.warehouse.id)]
        today = fields.Date.to_date("2031-03-10")
        self.env["sdw.stock.count"]._cron_plan(today)
        self.assertFalse(planned.search(mine), "nothing is planned where no rule is on")
        self.switch("warn", "delivery_notice")
        self.env["sdw.stock.count"]._cron_plan(today)
        self.assertFalse(planned.search(mine), "the end of the month is far")
        self.env["sdw.stock.count"]._cron_plan(today + timedelta(days=16))
        count = planned.search(mine)
        expected = {"planned_date": fields.Date.to_date("2031-03-31"), "user_id": self.keeper.id, "state": "planned"}
        self.assertRecordValues(count, [expected])
        self.assertEqual(count.deadline_state, "open")
        self.env["sdw.stock.count"]._cron_plan(today + timedelta(days=60))
        self.assertEqual(planned.search(mine), count, "one that is open comes first")
        count.sudo().state = "done"
        self.env["sdw.stock.count"]._cron_plan(fields.Date.to_date("2031-04-26"))
        self.assertEqual((planned.search(mine) - count).planned_date, fields.Date.to_date("2031-04-30"))
        self.company.sdw_count_months = 0
        planned.search(mine).sudo().state = "done"
        self.assertFalse(self.env["sdw.stock.count"]._cron_plan(today + timedelta(days=600)).filtered_domain(mine))

    @covers("W-03", "Z-19")
    def test_counted_here_adjusted_by_odoo(self):
        count = self.count()
        count.action_start()
        line = self.line(count)
        self.assertRecordValues(line, [{"book_quantity": 1000.0, "counted": False, "difference": 0.0}])
        quant = self.env["stock.quant"]._gather(self.product, self.warehouse.lot_stock_id)
        self.assertEqual(quant.user_id, count.user_id, "asked for in Odoo's physical inventory")
        self.assertEqual(quant.inventory_date, count.planned_date)
        (count.line_ids - line).action_as_in_books()
        with self.assertRaises(UserError):
            count.action_finish()
        line.counted_quantity = 990
        self.assertEqual((quant.inventory_quantity, quant.inventory_diff_quantity), (990, -10))
        with self.assertRaises(UserError) as refused:
            count.action_finish()
        self.assertIn("differs from the books", str(refused.exception))
        line.reason = "Taken for the fair"
        count.action_finish()
        self.assertRecordValues(count, [{"state": "done", "deadline_state": "met", "done_by_id": self.keeper.id}])
        self.assertFalse(line.adjusted_on)
        quant.with_user(self.keeper).with_context(inventory_mode=True).action_apply_inventory()
        self.assertEqual(quant.quantity, 990)
        self.assertTrue(line.adjusted_on)
        self.assertRecordValues(line, [{"book_quantity": 1000.0, "counted_quantity": 990.0, "difference": -10.0}])
        with self.assertRaises(UserError):
            line.reason = "Other"

    @covers("W-03")
    def test_counted_in_odoo(self):
        """What is counted, adjusted or found in Odoo's own screen is taken over."""
        count = self.counted(self.count())
        quant = self.env["stock.quant"]._gather(self.product, self.warehouse.lot_stock_id)
        inventory = self.env["stock.quant"].with_user(self.keeper).with_context(inventory_mode=True)
        inventory.browse(quant.id).inventory_quantity = 1003
        inventory.browse(quant.id).action_apply_inventory()
        self.assertRecordValues(self.line(count), [{"counted_quantity": 1003.0, "difference": 3.0, "counted": True}])
        found = self.env["product.product"].create({"name": "Found", "is_storable": True})
        inventory.create(
            {"product_id": found.id, "location_id": self.warehouse.lot_stock_id.id, "inventory_quantity": 4}
        )
        count.action_take_over()
        self.assertRecordValues(self.line(count, found), [{"book_quantity": 0.0, "counted_quantity": 4.0}])
        self.assertEqual(count.difference_count, 2)

    @covers("W-03")
    def test_who_counts(self):
        for user in (self.salesperson, self.gm, self.accountant, self.production):
            with self.assertRaises(AccessError):
                self.count(user)
        count = self.count()
        with self.assertRaises(AccessError):
            count.with_user(self.gm).action_start()
        with self.assertRaises(AccessError):
            count.write({"state": "done"})
        with self.assertRaises(UserError):
            count.write({"planned_date": "2001-01-01"})
        with self.assertRaises(AccessError):
            count.write({"deadline": "2099-01-01"})
        count.action_start()
        for values in ({"book_quantity": 1}, {"counted": True}, {"difference": 0}, {"adjusted_on": "2030-01-01"}):
            with self.assertRaises(AccessError):
                self.line(count).write(values)
        self.assertTrue(count.with_user(self.accountant).line_ids.mapped("book_quantity"))

    @covers("W-03")
    def test_missed(self):
        self.keeper.sdw_superior_id = self.shipping
        count = self.count()
        self.env["sdw.deadline.mixin"]._cron_deadlines(count.deadline + timedelta(hours=1))
        self.assertEqual(count.escalated_to_id, self.shipping, "the warehouse supervisor hears of it")

    @covers("W-03")
    def test_printed(self):
        count = self.counted(self.count())
        self.line(count).write({"counted_quantity": 990, "reason": "Broken"})
        html = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_stock_count", count.ids)[0]
        for text in (count.name, "Pump", "Broken", "990"):
            self.assertIn(text, html.decode())

    def test_no_growth(self):
        count = self.count()
        products = self.env["product.product"].create([{"name": f"P{n}", "is_storable": True} for n in range(20)])
        for product in products:
            self.env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 3)
        count.action_start()
        costs = {}
        for size in (2, 5, 15):
            quants = count.sudo()._quants().filtered(lambda quant: quant.product_id in products)[:size]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.stock.count"]._capture(quants, applied=False)
            self.env.flush_all()
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[15], costs[5] + 3, costs)
