from odoo import fields, models


class SdwDemoStory(models.AbstractModel):
    """Delivery notices at each of their steps: with the general manager, in shipping, on the truck, gone."""

    _inherit = "sdw.demo.story"

    def _tell_deliveries(self, company):
        """From now on nothing leaves without a signed notice: what was ordered before is older than the rule."""
        company.sdw_mode_delivery_notice = "block"
        self._asked_notice("to_sign", "dealer", [("centrifugal", 8)])
        self._notice_in_shipping("signed", "food", [("screw", 1), ("seal", 20)])
        self._loaded_notice("loaded", "dealer", [("cabinet", 1)])
        self._tell_gone(self._loaded_notice("shipped", "food", [("centrifugal", 4), ("seal", 40)]))

    def _asked_notice(self, name, customer, lines):
        """Made by the sales administration for a released order, put to the general manager's signature."""
        seller = "salesperson_south" if customer == "food" else "salesperson"
        order = self._released(f"notice_{name}", seller, customer, lines)
        clerk = self._user("sales_admin")
        notice = self.env["sdw.delivery.notice"].with_user(clerk).create({"picking_id": order.picking_ids.id})
        notice.action_request_signature()
        notice = notice.with_env(self.env)
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"sales_dept_workflow.demo_notice_{name}", "record": notice, "noupdate": True}]
        )
        return notice

    def _notice_in_shipping(self, name, customer, lines):
        notice = self._asked_notice(name, customer, lines)
        notice.approval_ids.with_user(self._user("gm")).action_approve("同意发货。")
        notice.with_user(self._user("sales_admin")).action_hand_over(self._user("shipping"))
        departure = fields.Datetime.add(fields.Datetime.now(), hours=20)
        notice.with_user(self._user("shipping")).action_assign_vehicle("苏B·3F582", "马国庆", departure)
        return notice

    def _loaded_notice(self, name, customer, lines):
        notice = self._notice_in_shipping(name, customer, lines)
        keeper = notice.with_user(self._user("keeper"))
        keeper.action_goods_right()
        keeper.action_check(self._signature())
        keeper.action_notify_loading("装卸一组:陈大勇、孙小虎")
        keeper.action_load("马国庆", "苏B·3F582", self._signature())
        return notice

    def _tell_gone(self, notice):
        """The goods are on the road, the copies handed out."""
        keeper = self._user("keeper")
        notice.picking_id.with_user(keeper).with_context(skip_backorder=True, skip_sms=True).button_validate()
        for colour, receiver in (("green", "sales_admin"), ("yellow", "finance"), ("pink", "keeper")):
            notice.with_user(keeper).action_hand_out(colour, self._user(receiver))
