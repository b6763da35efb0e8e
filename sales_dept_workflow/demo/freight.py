import base64

from odoo import models
from odoo.tools import file_open

from ..models.arrival.photos import read_photos


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_freight(self):
        """Freight, arrival and complaint as the customer sees them on the portal."""
        buyer = self._ref("user_portal_waterworks")
        objected = self._released("objected", "salesperson", "waterworks", [("seal", 60)])
        objected.with_user(buyer).sudo()._sdw_object(
            "freight", "上次运费 420 元,这次 680 元,请贵公司承担差额或改由贵公司付运费。", buyer.partner_id, "portal"
        )
        confirmed = self._shipped("confirmed", "salesperson", "waterworks", [("seal", 30)], days=5)
        followup = self._followups(confirmed).with_user(buyer).sudo()
        followup._customer_confirms(self._days_ago(2), "包装完好,数量相符。", buyer.partner_id)
        damaged = self._shipped("damaged", "salesperson", "waterworks", [("seal", 20)], days=6)
        followup = self._followups(damaged).with_user(buyer).sudo()
        goods = followup._customer_goods()[:1]
        line = {"product_id": goods.product_id.id, "quantity": 2, "kind": "damage"}
        followup._customer_complains("两套机械密封外箱破损,密封环有裂纹。", [line], self._photos(), buyer.partner_id)

    def _photos(self):
        with file_open("sales_dept_workflow/demo/damaged.jpg", "rb") as photo:
            return read_photos(self.env, [base64.b64encode(photo.read()).decode()])
