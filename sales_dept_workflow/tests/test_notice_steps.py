from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .notice_common import SIGNATURE
from .notice_steps_common import FORGED, NoticeSteps


@tagged("post_install", "-at_install")
class TestNoticeSteps(NoticeSteps):
    """Each step belongs to one role and comes after the one before."""

    # ------------------------------------------------------------------ the whole way
    @covers("O-06", "O-07", "O-08", "O-09", "O-10", "O-11", "O-12", "O-13", "O-15", "Z-11", "E-02")
    def test_from_order_to_gate(self):
        notice = self.asked(self.picking)
        self.assertEqual(notice.state, "to_sign")
        self.assertRecordValues(notice.line_ids, [{"product_id": self.product.id, "quantity": 5}])
        self.assertEqual(notice.order_id, self.order_)
        self.assertEqual(notice.consignee_id, self.picking.partner_id)
        self.gm.sdw_signature = SIGNATURE
        self.request(notice).with_user(self.gm).action_approve()
        self.assertRecordValues(notice, [{"state": "signed", "gm_signed_by_id": self.gm.id}])
        self.assertEqual(notice.gm_signature.decode(), SIGNATURE)
        self.assertIn(f"delivery notice: {self.gm.name}, ", self.order_.sdw_review_levels)
        notice.with_user(self.sales_admin).action_hand_over(self.shipping)
        self.assertEqual(notice.handed_over_to_id, self.shipping)
        notice.with_user(self.shipping).action_assign_vehicle("SU-B 1", "Dan", "2030-01-01 08:00:00")
        self.pick(self.picking)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check(SIGNATURE)
        self.assertRecordValues(notice, [{"state": "checked", "keeper_id": self.keeper.id}])
        self.assertEqual(self.codes(self.picking), ["delivery_notice"])
        notice.with_user(self.keeper).action_notify_loading("Li, Wang")
        self.assertEqual(notice.loaders_notified_by_id, self.keeper)
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        white = notice.copy_ids.filtered(lambda copy: copy.colour == "white")
        self.assertRecordValues(white, [{"handed_to_name": "Dan", "handed_by_id": self.keeper.id}])
        self.assertFalse(self.codes(self.picking))
        self.picking.with_user(self.keeper)._action_done()
        self.assertEqual(notice.state, "shipped")
        self.assertTrue(notice.shipped_on)

    @covers("O-07", "O-08", "O-10", "O-11", "O-12", "O-15", "O-20")
    def test_nothing_out_of_turn(self):
        notice = self.make(self.picking)
        keeper, admin, shipping = (notice.with_user(user) for user in (self.keeper, self.sales_admin, self.shipping))
        self.pick(self.picking)
        after_signature = (
            (admin.action_hand_over, self.shipping),
            (shipping.action_assign_vehicle, "SU-B 1", "Dan"),
            (keeper.action_check,),
            (keeper.action_notify_loading, "Li"),
            (keeper.action_load, "Dan", "SU-B 1", SIGNATURE),
            (keeper.action_hand_out, "green", "Mei"),
        )
        for state in ("draft", "to_sign"):
            for method, *args in after_signature:
                self.assertHeld(method, *args)
            if state == "draft":
                admin.action_request_signature()
        self.request(notice).with_user(self.gm).action_approve()
        self.assertHeld(admin.action_request_signature)
        self.assertHeld(keeper.action_check)
        self.assertHeld(shipping.action_assign_vehicle, "SU-B 1", "Dan")
        admin.action_hand_over()
        self.assertEqual(notice.handed_over_to_id, self.shipping, "the first of the shipping centre")
        self.assertHeld(keeper.action_notify_loading, "Li")
        self.assertHeld(keeper.action_load, "Dan", "SU-B 1", SIGNATURE)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        keeper.action_check()
        for missing in (("", "SU-B 1", SIGNATURE), ("Dan", " ", SIGNATURE), ("Dan", "SU-B 1", False)):
            self.assertHeld(keeper.action_load, *missing)
        self.assertHeld(keeper.action_notify_loading, " ")
        self.assertEqual(notice.state, "checked")

    @covers("O-06", "O-07", "O-08", "O-09", "O-10", "O-12", "O-14")
    def test_only_the_role(self):
        notices = self.env["sdw.delivery.notice"]
        for user in self.users_but("sales_admin"):
            with self.assertRaises(AccessError, msg=user.login):
                notices.with_user(user).with_context(**FORGED).create({"picking_id": self.picking.id})
            with self.assertRaises(AccessError, msg=user.login):
                self.picking.with_user(user).action_sdw_make_notice()
        notice = self.make(self.picking)
        self.assertRefused(self.users_but("sales_admin"), notice, "action_request_signature")
        self.assertRefused(
            self.users_but("sales_admin"), notice, "action_request_approval", "delivery_notice", "Please"
        )
        notice.with_user(self.sales_admin).with_context(**FORGED).action_request_signature()
        self.assertEqual(notice.state, "to_sign")
        self.assertRefused(self.users_but("gm"), self.request(notice), "action_approve")
        self.request(notice).with_user(self.gm).action_approve()
        self.assertRefused(self.users_but("sales_admin"), notice, "action_hand_over", self.shipping)
        self.assertHeld(notice.with_user(self.sales_admin).action_hand_over, self.keeper)
        notice.with_user(self.sales_admin).action_hand_over(self.shipping.id)
        self.assertRefused(self.users_but("shipping"), notice, "action_assign_vehicle", "SU-B 1", "Dan")
        self.pick(self.picking)
        self.assertRefused(self.users_but("keeper"), notice, "action_check")
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        self.assertRefused(self.users_but("keeper"), notice, "action_notify_loading", "Li")
        self.assertRefused(self.users_but("keeper"), notice, "action_load", "Dan", "SU-B 1", SIGNATURE)
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        self.assertRefused(self.users_but("keeper"), notice, "action_hand_out", "green", "Mei")
        self.assertRefused(self.users_but("sales_admin", "gm"), notice, "action_cancel", "Changed our minds")

    def by_hand(self):
        """{field: what somebody might like to write into it}"""
        return {
            "state": "loaded",
            "gm_signature": SIGNATURE,
            "gm_signed_by_id": self.gm.id,
            "handed_over_on": "2001-01-01",
            "keeper_id": self.keeper.id,
            "keeper_signature": SIGNATURE,
            "checked_on": "2001-01-01",
            "checked_goods": {},
            "signed_for": {},
            "driver_name": "Dan",
            "driver_signature": SIGNATURE,
            "loaded_on": "2001-01-01",
            "shipped_on": "2001-01-01",
            "deadline": "2001-01-01",
            "print_count": 0,
            "void_reason": "x",
            "partner_id": self.customer.id,
            "consignee_address": "Elsewhere",
            "picking_id": self.picking.id,
            "copy_ids": [(5, 0, 0)],
        }

    @covers("O-07", "O-10", "O-12", "O-13", "O-15")
    def test_nothing_by_hand(self):
        notice = self.signed(self.picking)
        self.pick(self.picking)
        for user in (self.sales_admin, self.shipping, self.keeper, self.gm, self.env.ref("base.user_admin")):
            for name, value in self.by_hand().items():
                with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                    notice.with_user(user).with_context(**FORGED).write({name: value})
        for user in (self.keeper, self.sales_admin):
            with self.assertRaises(AccessError):
                notice.copy_ids.with_user(user).write({"handed_on": "2001-01-01"})
            with self.assertRaises(AccessError):
                notice.line_ids.with_user(user).write({"quantity": 50})
            with self.assertRaises(AccessError):
                notice.with_user(user).unlink()
        with self.assertRaises(UserError):
            notice.unlink()
        with self.assertRaises(UserError):
            notice.line_ids.unlink()
        with self.assertRaises(AccessError):
            self.env["sdw.delivery.notice"].with_user(self.sales_admin).create(
                {"picking_id": self.picking.id, "state": "loaded"}
            )

    @covers("O-06")
    def test_forged_defaults_make_nothing(self):
        notices = self.env["sdw.delivery.notice"].with_user(self.sales_admin).with_context(**FORGED)
        notice = notices.create({"picking_id": self.picking.id, "remarks": "Handle with care"})
        self.assertRecordValues(
            notice.sudo(),
            [{"state": "draft", "signed_on": False, "keeper_id": False, "remarks": "Handle with care"}],
        )
        notice.write({"remarks": "Handle with much care"})
        notice.action_request_signature()
        with self.assertRaises(UserError):
            notice.write({"remarks": "Drop it"})

    # ------------------------------------------------------------------ the general manager
    @covers("O-07")
    def test_refused_and_asked_again(self):
        notice = self.asked(self.picking)
        self.request(notice).with_user(self.gm).action_reject("Not this week.")
        self.assertEqual(notice.state, "draft")
        self.assertEqual(self.codes(self.picking), ["delivery_notice"])
        notice.with_user(self.sales_admin).action_request_signature()
        self.request(notice).with_user(self.gm).action_approve()
        self.assertEqual(notice.state, "signed")

    @covers("O-07", "Z-11")
    def test_signed_by_a_delegate(self):
        notice = self.asked(self.picking)
        with self.assertRaises(AccessError):
            self.request(notice).with_user(self.director).action_approve()
        today = fields.Date.context_today(self.env.user)
        self.env["sdw.delegation"].with_user(self.gm).create(
            {
                "user_id": self.gm.id,
                "delegate_id": self.director.id,
                "group_id": self.env.ref("sales_dept_workflow.group_sdw_general_manager").id,
                "date_from": today,
                "date_to": today,
            }
        )
        request = self.request(notice)
        request.with_user(self.director).action_approve()
        self.assertEqual(notice.state, "signed")
        self.assertEqual(request.decision_ids.on_behalf_id, self.gm)

    @covers("O-07")
    def test_many_at_once(self):
        pickings = self.transfer(self.order_)
        for _number in range(2):
            pickings |= self.transfer(self.released(lines=[(self.product, 1, {})]))
        notices = self.asked(pickings)
        notices.approval_ids.with_user(self.gm).action_approve()
        self.assertEqual(notices.mapped("state"), ["signed"] * 3)

    # ------------------------------------------------------------------ separation of duties
    @covers("O-20")
    def test_different_people(self):
        """Whoever had a hand in an earlier step keeps out of the later ones, even if he holds their roles."""
        roles = {
            name: self.env.ref(f"sales_dept_workflow.group_sdw_{name}") for name in ("warehouse", "general_manager")
        }
        for user in (self.salesperson, self.accountant):
            user.group_ids += roles["warehouse"] + roles["general_manager"]
        notice = self.asked(self.picking)
        for user in (self.salesperson, self.accountant):
            with self.assertRaises(AccessError, msg=user.login):
                self.request(notice).with_user(user).action_approve()
        self.request(notice).with_user(self.gm).action_approve()
        notice.with_user(self.sales_admin).action_hand_over(self.shipping)
        self.pick(self.picking)
        self.gm.group_ids += roles["warehouse"]
        self.sales_admin.group_ids += roles["warehouse"]
        for user in (self.salesperson, self.accountant, self.gm, self.sales_admin):
            with self.assertRaises(AccessError, msg=user.login):
                notice.with_user(user).action_check()
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        for user in (self.keeper, self.gm, self.accountant):
            with self.assertRaises(AccessError, msg=user.login):
                notice.with_user(self.keeper).action_load(user.name.upper(), "SU-B 1", SIGNATURE)
        with self.assertRaises(AccessError):
            notice.with_user(self.shipping).action_assign_vehicle("SU-B 1", driver=self.keeper.partner_id)
        self.company.sdw_separation_of_duties = False
        notice.with_user(self.sales_admin).action_check()
        self.assertEqual(notice.keeper_id, self.sales_admin)

    # ------------------------------------------------------------------ the keeper
    @covers("O-10", "W-01", "W-07")
    def test_the_count_is_what_is_picked(self):
        notice = self.signed(self.picking)
        self.pick(self.picking)
        line = notice.line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.sales_admin).write({"counted_quantity": 5})
        line.with_user(self.shipping).write({"counted_quantity": 4})
        self.assertEqual(line.counted_by_id, self.shipping)
        self.assertHeld(notice.with_user(self.keeper).action_check)
        notice.with_user(self.shipping).write({"line_ids": [(1, line.id, {"counted_quantity": 5})]})
        notice.with_user(self.keeper).write({"quality_remarks": "One crate scratched"})
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        with self.assertRaises(UserError):
            line.with_user(self.shipping).write({"counted_quantity": 6})

    @covers("O-10")
    def test_reserved_counts_as_picked(self):
        """Nobody ticked anything: as in core, all that is reserved leaves; the keeper signs for that."""
        notice = self.signed(self.picking)
        self.assertFalse(any(self.picking.move_ids.mapped("picked")))
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        self.assertTrue(all(self.picking.move_ids.mapped("picked")))
        self.picking.do_unreserve()
        self.assertEqual(notice.state, "checked", "what is picked stays reserved")
