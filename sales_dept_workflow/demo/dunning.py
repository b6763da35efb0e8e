from odoo import models


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_late_payer(self):
        """He paid a month late, and the next invoice falls due in three days: a word in time."""
        orders = [
            self._shipped(name, "salesperson_south", "food", [("seal", quantity)], days=days)
            for name, quantity, days in (("paid_late", 60, 62), ("due_soon", 80, 27))
        ]
        for order in orders:
            self._followups(order).with_user(order.user_id).action_log_call("arrived", "客户确认收货,数量无误。")
        self._pay(self._invoice(orders[0], days=60, due=30))
        self._invoice(orders[1], days=26, due=-3)

    def _tell_dunning(self):
        """Who has not signed his plan gets nothing before; letters and mails of the day wait to be sent."""
        self.env["sdw.collection.case"]._cron_sweep()
        self.env["sdw.dunning.letter"].with_user(self._user("salesperson")).action_prepare()
