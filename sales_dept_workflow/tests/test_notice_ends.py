from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import covers
from .notice_steps_common import NoticeSteps


@tagged("post_install", "-at_install")
class TestNoticeEnds(NoticeSteps):
    """The copies, and how a notice ends."""

    # ------------------------------------------------------------------ the copies
    @covers("O-13", "O-14")
    def test_copies_by_the_next_working_day(self):
        with freeze_time("2026-05-15 09:00:00"):  # a Friday
            notice = self.loaded(self.picking)
        self.assertEqual(notice.deadline.date(), fields.Date.to_date("2026-05-18"))
        self.assertEqual(notice.activity_ids.user_id, self.keeper)
        keeper = notice.with_user(self.keeper)
        self.assertHeld(keeper.action_hand_out, "white", "Dan")
        self.assertHeld(keeper.action_hand_out, "blue", "Dan")
        self.assertHeld(keeper.action_hand_out, "green")
        keeper.action_hand_out("green", self.sales_admin)
        first = notice.copy_ids.filtered(lambda copy: copy.colour == "green")
        self.assertEqual(first.handed_to_id, self.sales_admin.partner_id)
        keeper.action_hand_out("green", "Somebody else")
        self.assertEqual(first.handed_to_name, self.sales_admin.name, "what is on record stays")
        keeper.action_hand_out("yellow", self.finance.partner_id.id)
        self.env["sdw.delivery.notice"]._cron_deadlines()
        self.assertTrue(notice.escalated_on)
        keeper.action_hand_out("pink")
        self.assertEqual(notice.deadline_state, "missed")
        self.assertFalse(notice.activity_ids)

    @covers("O-14")
    def test_the_reminder_is_not_ticked_off(self):
        notice = self.loaded(self.picking)
        with self.assertRaises(UserError):
            notice.activity_ids.with_user(self.keeper).action_feedback(feedback="done")

    # ------------------------------------------------------------------ void
    @covers("O-06", "O-08")
    def test_void_and_renewed(self):
        notice = self.loaded(self.picking)
        with self.assertRaises(UserError):
            self.make(self.picking)
        with self.assertRaises(UserError):
            notice.with_user(self.sales_admin).action_cancel(" ")
        notice.with_user(self.sales_admin).action_cancel("Truck broke down")
        self.assertRecordValues(notice, [{"state": "cancelled", "void_reason": "Truck broke down", "deadline": False}])
        self.assertEqual(notice.approval_ids.state, "lapsed")
        self.assertEqual(self.codes(self.picking), ["delivery_notice"])
        self.assertHeld(self.picking.with_user(self.keeper)._action_done)
        again = self.loaded(self.picking)
        self.assertEqual(again.previous_id, notice)
        self.picking.with_user(self.keeper)._action_done()
        with self.assertRaises(UserError):
            again.with_user(self.sales_admin).action_cancel("Too late")

    @covers("O-06")
    def test_ends_with_its_order(self):
        notice = self.asked(self.picking)
        # Not as the sales administration: with purchase_stock installed core lets only buyers cancel an order.
        self.order_.sudo()._action_cancel()
        self.assertEqual(notice.state, "cancelled")
        self.assertEqual(notice.approval_ids.state, "cancelled")

    def test_ends_with_its_transfer(self):
        notice = self.checked(self.picking)
        self.picking.with_user(self.keeper).action_cancel()
        self.assertEqual(notice.state, "cancelled")
        with self.assertRaises(UserError):
            self.make(self.picking)

    def test_one_click_from_the_order(self):
        order = self.order_.with_user(self.sales_admin)
        [item] = [item for item in order.blocker_panel["items"] if item["code"] == "delivery_notice"]
        self.assertFalse(item["clear"])
        action = getattr(order, item["action"]["method"])()
        notice = self.env["sdw.delivery.notice"].browse(action["res_id"])
        self.assertEqual(notice.picking_id, self.picking)
        self.assertEqual(order.sdw_notice_count, 1)
        self.assertEqual(self.picking.with_user(self.keeper).sdw_notice_count, 1)
        self.assertEqual(self.picking.with_user(self.keeper).action_sdw_notices()["res_id"], notice.id)
