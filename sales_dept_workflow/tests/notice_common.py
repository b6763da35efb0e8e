from .test_ship_gate import ShipCase

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


class NoticeCase(ShipCase):
    """Both rules enforced, the checks and the signed delivery notice; helpers take a notice step by step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "delivery_notice")

    def pick(self, picking, quantity=None):
        """Picked, and every line compared with the document."""
        super().pick(picking, quantity)
        shipments = picking.filtered(lambda each: each.state not in ("done", "cancel"))
        shipments.with_user(self.keeper).action_sdw_goods_right()
        return picking

    def make(self, picking):
        """The draft notice of a transfer, made by the sales administration, as superuser sees it."""
        notices = self.env["sdw.delivery.notice"].with_user(self.sales_admin)
        return notices.create([{"picking_id": each.id} for each in picking]).sudo()

    def asked(self, picking):
        notice = self.make(picking)
        notice.with_user(self.sales_admin).action_request_signature()
        return notice

    def request(self, notice):
        """The general manager's pending requests on notices."""
        return notice.sudo().approval_ids.filtered(lambda approval: approval.state == "pending")

    def signed(self, picking):
        """Signed and handed over."""
        notice = self.asked(picking)
        self.request(notice).with_user(self.gm).action_approve()
        notice.with_user(self.sales_admin).action_hand_over(self.shipping)
        return notice

    def checked(self, picking):
        notice = self.signed(picking)
        self.pick(picking)
        notice.with_user(self.keeper).action_check()
        return notice

    def loaded(self, picking):
        notice = self.checked(picking)
        notice.with_user(self.keeper).action_load("Driver Dan", "SU-A 12345", SIGNATURE)
        return notice
