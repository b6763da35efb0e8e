from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import covers
from .notice_common import SIGNATURE, NoticeCase

WIZARD = "sdw.notice.wizard"


@tagged("post_install", "-at_install")
class TestNoticeScreens(NoticeCase):
    """The signing queue, the shipping board and the keeper's tablet, as those who use them see them."""

    def waiting(self, quantity=5):
        return self.asked(self.transfer(self.released(lines=[(self.product, quantity, {})])))

    def step(self, notice, user, step, **values):
        """Take a step in its window, as the buttons do."""
        wizard = self.env[WIZARD].with_user(user).with_context(active_ids=notice.ids, default_step=step)
        return wizard.create(values).action_confirm()

    @covers("O-07")
    def test_the_queue_tells_what_he_needs(self):
        notice = self.waiting()
        request = self.request(notice).with_user(self.gm)
        self.assertEqual(request.search([("code", "=", "delivery_notice"), ("can_decide", "=", True)]), request)
        self.assertIn("Pump × 5", request.sdw_goods)
        self.assertIn("Accountant", request.sdw_checked_by)
        self.assertEqual(request.amount, 5000)
        self.assertFalse(request.sdw_overdue)
        rows = {row["label"]: row["value"] for part in request.facts_panel["sections"] for row in part["rows"]}
        self.assertIn("Credit in Use", rows)
        self.assertTrue(notice.with_user(self.gm).can_sign)
        self.assertFalse(notice.with_user(self.sales_admin).can_sign)

    @covers("O-08", "O-09", "O-10", "O-12")
    def test_everybody_reads_whose_turn_it_is(self):
        notice = self.waiting()
        seen = [notice.with_user(self.sales_admin).next_step]
        self.approve(self.request(notice), self.gm)
        seen.append(notice.next_step)
        notice.with_user(self.sales_admin).action_hand_over()
        seen.append(notice.next_step)
        self.step(notice, self.shipping, "vehicle", vehicle_number="B 1", driver_name="Ma")
        seen.append(notice.next_step)
        turns = [step.split(":")[0] for step in seen]
        self.assertEqual(turns, ["General manager", "Sales admin", "Shipping centre", "Warehouse keeper"])
        notice.with_user(self.sales_admin).action_cancel("not needed")
        self.assertFalse(notice.next_step)

    @covers("O-07")
    def test_an_overdue_customer_is_seen_in_the_queue(self):
        notice = self.waiting()
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": notice.partner_id.id,
                "invoice_date": "2020-01-01",
                "invoice_date_due": "2020-01-31",
                "invoice_line_ids": [(0, 0, {"name": "Old", "price_unit": 777})],
            }
        )
        move.sudo().action_post()
        self.assertIn("777", self.request(notice).with_user(self.gm).sdw_overdue)

    @covers("O-07")
    def test_many_at_once(self):
        notices = self.waiting(1) | self.waiting(2) | self.waiting(3)
        for user in (self.sales_admin, self.vp):
            with self.assertRaises(AccessError):
                notices.with_user(user).action_sdw_sign()
        notices.with_user(self.gm).action_sdw_sign()
        self.assertEqual(set(notices.mapped("state")), {"signed"})
        with self.assertRaises(UserError):
            notices.with_user(self.gm).action_sdw_sign()

    @covers("O-07")
    def test_refused_with_a_reason(self):
        notice = self.waiting()
        action = notice.with_user(self.gm).action_sdw_refuse()
        wizard = self.env["sdw.reason.wizard"].with_user(self.gm).with_context(**action["context"])
        with self.assertRaises(UserError):
            wizard.create({}).action_confirm()
        wizard.create({"reason": "Not this month"}).action_confirm()
        self.assertEqual(notice.state, "draft")

    @covers("O-08", "O-09", "O-10", "O-11", "O-12", "O-13")
    def test_every_step_has_its_window(self):
        notice = self.waiting()
        notice.with_user(self.gm).action_sdw_sign()
        picking = notice.picking_id
        self.step(notice, self.sales_admin, "hand_over", receiver_id=self.shipping.id)
        with self.assertRaises(AccessError):
            self.step(notice, self.keeper, "vehicle", vehicle_number="A 1", driver_name="Dan")
        self.step(notice, self.shipping, "vehicle", vehicle_number="A 1", driver_name="Dan")
        self.pick(picking)
        with self.assertRaises(AccessError):
            self.step(notice, self.shipping, "check", signature=SIGNATURE)
        self.step(notice, self.keeper, "check", signature=SIGNATURE)
        self.assertEqual((notice.state, notice.keeper_id), ("checked", self.keeper))
        self.step(notice, self.keeper, "notify", loaders="Old Wang, Young Li")
        with self.assertRaises(UserError):
            self.step(notice, self.keeper, "load")
        self.step(notice, self.keeper, "load", signature=SIGNATURE)
        self.assertEqual((notice.state, notice.vehicle_number, notice.driver_name), ("loaded", "A 1", "Dan"))
        self.assertEqual(notice.copies_left, 3)
        for colour in ("green", "yellow", "pink"):
            receiver = self.finance.partner_id.id
            values = {"colour": colour} if colour != "yellow" else {"colour": colour, "handed_to_id": receiver}
            self.step(notice, self.keeper, "hand_out", **values)
        self.assertFalse(notice.copies_left)
        received = {copy.colour: copy.handed_to_name for copy in notice.copy_ids}
        expected = {"green": self.sales_admin.name, "yellow": self.finance.name, "pink": self.keeper.name}
        self.assertEqual(received, {**expected, "white": "Dan"})

    @covers("O-10")
    def test_picked_beside_signed(self):
        notice = self.waiting()
        line = notice.line_ids
        self.assertEqual(
            (line.picked_quantity, notice.differs), (5, False), "reserved, and nobody ticked anything else"
        )
        for quantity in (3, 7):
            notice.picking_id.move_ids.write({"quantity": quantity, "picked": True})
            self.env.invalidate_all()
            self.assertEqual((line.picked_quantity, notice.differs), (quantity, True))

    @covers("O-10")
    def test_windows_for_those_without_a_role(self):
        for user in (self.salesperson, self.accountant, self.legal):
            with self.assertRaises(AccessError):
                self.env[WIZARD].with_user(user).create({"step": "check"})

    @covers("O-07", "O-09", "O-10")
    def test_screens_open_for_those_who_use_them(self):
        notice = self.loaded(self.transfer(self.released(lines=[(self.product, 5, {})])))
        users = (self.salesperson, self.sales_admin, self.accountant, self.shipping, self.keeper, self.gm)
        for user in users:
            notices = self.env["sdw.delivery.notice"].with_user(user)
            for kind in ("list", "kanban", "form", "search"):
                notices.get_view(view_type=kind)
            with Form(notices.browse(notice.id)) as form:
                self.assertEqual(form.name, notice.name)
        for xmlid in ("approval_view_list_notices", "approval_view_kanban_notices"):
            view = self.env.ref(f"sales_dept_workflow.{xmlid}")
            self.env["sdw.approval"].with_user(self.gm).get_view(view.id, view.type)

    @covers("O-08")
    def test_the_board_shows_the_whole_way(self):
        notice = self.waiting()
        board = self.env["sdw.delivery.notice"].with_user(self.shipping).with_context(read_group_expand=True)
        groups = board.web_read_group([("id", "=", notice.id)], ["state"], ["__count"])["groups"]
        shown = [group["state"] for group in groups]
        self.assertEqual(shown, ["draft", "to_sign", "signed", "checked", "loaded", "shipped"])

    @covers("O-06")
    def test_both_ways(self):
        notice = self.waiting()
        order = notice.order_id.with_user(self.sales_admin)
        self.assertEqual(order.action_sdw_notices()["res_id"], notice.id)
        mine = notice.with_user(self.sales_admin)
        self.assertEqual(mine.action_open_order()["res_id"], order.id)
        self.assertEqual(notice.with_user(self.keeper).action_open_transfer()["res_id"], notice.picking_id.id)
