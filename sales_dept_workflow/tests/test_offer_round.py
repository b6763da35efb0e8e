from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SdwCase, covers


@tagged("post_install", "-at_install")
class TestOfferRound(SdwCase):
    """Each offer and each demand is a numbered version of the quotation, and stays as it was."""

    def setUp(self):
        super().setUp()
        self.switch("block", "negotiation")

    def demand(self, order, price, quantity=None, note=None, user=None):
        line = {"line_id": order.order_line[0].id, "price_unit": price, "quantity": quantity}
        return order.with_user(user or self.salesperson).action_record_counter_offer([line], note)

    @covers("Q-15", "N-08")
    def test_rounds(self):
        order = self.order(lines=[(self.product, 2, {}), (self.product, 1, {"discount": 10})])
        order.action_quotation_sent()
        first = order.sdw_round_ids
        self.assertRecordValues(
            first, [{"number": 1, "party": "ours", "amount_untaxed": 2900.0, "user_id": self.salesperson.id}]
        )
        self.assertEqual([line["subtotal"] for line in first.lines], [2000.0, 900.0])
        second = self.demand(order, 900.0, 10, "60 days")
        self.assertRecordValues(second, [{"number": 2, "party": "theirs", "amount_untaxed": 9900.0, "note": "60 days"}])
        self.assertEqual(order.order_line.mapped("price_unit"), [1000.0, 1000.0], "our lines stay as they are")
        self.assertEqual(order.amount_untaxed, 2900.0)
        second.action_take_over()
        self.assertRecordValues(order.order_line[0], [{"price_unit": 900.0, "product_uom_qty": 10.0, "discount": 0.0}])
        self.assertEqual(order.order_line[1].discount, 10, "what he did not ask for stays")
        self.assertEqual(order.amount_untaxed, 9900.0)
        with self.assertRaisesRegex(UserError, "already says"):
            second.action_take_over()
        order.order_line[0].price_unit = 950.0
        order.action_confirm()
        self.assertEqual(order.sdw_round_ids.mapped("number"), [1, 2, 3], "what was agreed on is the last version")
        self.assertEqual(order.sdw_round_ids[2].amount_untaxed, 10400.0)
        self.assertEqual(order.copy().sdw_round_count, 0, "a copy begins anew")
        self.assertFalse(order.state == "cancel")

    @covers("Q-15")
    def test_printed_is_offered(self):
        order = self.order()
        report = self.env["ir.actions.report"].with_user(self.salesperson)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            for price, rounds in ((1000.0, 1), (1000.0, 1), (1100.0, 2)):
                order.order_line.price_unit = price
                report._render_qweb_html("sale.report_saleorder", order.ids)
                self.assertEqual(order.sdw_round_count, rounds)
            order.action_quotation_sent()
            self.assertEqual(order.sdw_round_count, 2, "the same offer is no new one")
            report._render_qweb_html("sale.report_saleorder", self.order().ids)
        self.assertEqual(order.sdw_round_count, 2)

    @covers("Q-15")
    def test_what_is_not_released_is_no_offer(self):
        self.switch("block", "price")
        order = self.order()
        order.order_line.price_unit = 800.0
        self.env["ir.actions.report"].with_user(self.salesperson)._render_qweb_html("sale.report_saleorder", order.ids)
        self.assertFalse(order.sdw_round_count)

    @covers("Q-15", "N-08")
    def test_nobody_changes_a_round(self):
        order = self.order()
        order.action_quotation_sent()
        offer = order.sdw_round_ids
        values = {"order_id": order.id, "number": 9, "party": "ours", "company_id": self.company.id}
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            with self.assertRaises(AccessError):
                offer.with_user(user).with_context(sdw_bypass=True).create({**values, "date": offer.date})
            with self.assertRaises(UserError):
                offer.with_user(user).write({"note": "x"})
            with self.assertRaises(AccessError):
                offer.with_user(user).unlink()
            with self.assertRaises(UserError):
                order.with_user(user).write({"sdw_round_ids": [Command.update(offer.id, {"amount_untaxed": 1.0})]})
        for call in (lambda: offer.sudo().write({"note": "x"}), lambda: offer.sudo().unlink()):
            with self.assertRaises(UserError):
                call()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "stays on record"):
            order.sudo().unlink()

    @covers("Q-15")
    def test_what_a_demand_may_say(self):
        order, other = self.order(), self.order()
        for lines, note in (([], " "), ([{"line_id": other.order_line.id, "price_unit": 1.0}], "x")):
            with self.assertRaises(UserError):
                order.action_record_counter_offer(lines, note)
        for price, quantity in ((-1.0, 1), (1.0, -1)):
            with self.assertRaises(UserError):
                self.demand(order, price, quantity)
        with self.assertRaises(AccessError):
            self.demand(order, 900.0, user=self.second_salesperson)
        for user in (self.accountant, self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.demand(order, 900.0, user=user)
        asked = order.action_record_counter_offer([], "Delivery by June")
        self.assertEqual((asked.party, asked.number), ("theirs", 1))
        for user in (self.accountant, self.support):
            with self.assertRaises(AccessError):
                asked.with_user(user).action_take_over()
        order.action_confirm()
        with self.assertRaises(UserError):
            self.demand(order, 900.0)
        with self.assertRaises(UserError):
            asked.action_take_over()

    @covers("Q-15")
    def test_the_price_rules_judge_what_is_taken_over(self):
        self.switch("block", "price")
        order = self.order(lines=[(self.product, 10, {})])
        self.assertFalse(order.get_blockers("quote"))
        self.demand(order, 900.0).action_take_over()
        self.assertEqual([blocker["code"] for blocker in order.get_blockers("quote")], ["price_approval"])
        with self.assertRaises(UserError):
            order.action_quotation_sent()
        self.demand(order, 850.0)
        approval = order.action_request_approval("price", "An important customer")
        facts = approval.facts
        self.assertEqual((facts["round"], facts["demand_total"]), ("2", 8500.0))
        self.assertIn("850.00 × 10 / 900.00 × 10", facts["demand"])
        shown = [row["label"] for row in order._sdw_facts_rows("price", facts)]
        self.assertIn("Customer's last demand: round", shown)
        self.demand(order, 800.0)
        self.assertEqual(approval.state, "pending", "what the customer asks makes our offer no worse")

    @covers("Q-15")
    def test_compared_side_by_side(self):
        order = self.order(lines=[(self.product, 2, {}), (self.product, 1, {})])
        order.action_quotation_sent()
        self.demand(order, 900.0)
        order.order_line[1].sudo().unlink()
        order.order_line.price_unit = 950.0
        order._sdw_record_offer()
        rows = order.sdw_round_ids._sdw_table()
        prices = [[cell and (cell["net"], cell["changed"]) for cell in row["cells"]] for row in rows]
        self.assertEqual(
            prices,
            [[(1000.0, False), (900.0, True), (950.0, True)], [(1000.0, False), (1000.0, False), None]],
        )
        self.assertIn("Customer", str(order.sdw_round_table))
        self.assertFalse(self.order().sdw_round_table)

    @covers("Q-15")
    def test_window(self):
        order = self.order(lines=[(self.product, 2, {"discount": 10}), (self.product, 1, {})])
        wizards = self.env["sdw.counter.offer.wizard"].with_user(self.salesperson)
        with Form(wizards.with_context(default_order_id=order.id)) as form:
            with form.line_ids.edit(1) as line:
                line.price_unit = 800.0
            form.note = "Free delivery"
        form.record.action_confirm()
        lines = order.sdw_round_ids.lines
        self.assertEqual([line["asked"] for line in lines], [[], ["price_unit"]])
        self.assertEqual([line["subtotal"] for line in lines], [1800.0, 800.0])
        self.assertEqual(order.sdw_round_ids.note, "Free delivery")

    @covers("N-08", "Q-15")
    def test_off(self):
        self.switch("off", "negotiation")
        order = self.order()
        order.action_quotation_sent()
        self.assertFalse(order.sdw_round_ids)
        order._action_cancel()
        order.sudo().unlink()

    @covers("Q-15", "N-08")
    def test_no_growth_with_the_lines(self):
        def cost(size):
            order = self.order(lines=[(self.product, 1 + number, {}) for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            counts, env = [], self.env
            for call in (
                lambda: order._sdw_record_offer(),
                lambda: self.demand(order, 900.0),
                lambda: order.sdw_round_table,
                lambda: order._get_approval_facts("price"),
            ):
                before = env.cr.sql_log_count
                call()
                env.flush_all()
                counts.append(env.cr.sql_log_count - before)
            self.assertEqual(len(order.sdw_round_ids[0].lines), size)
            return counts

        cost(2)
        few, many = cost(20), cost(200)
        for small, large in zip(few, many, strict=True):
            self.assertLessEqual(large, small + 1, (few, many))
