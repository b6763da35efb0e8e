from odoo import models
from odoo.exceptions import UserError

from .codes import NOTICE
from .delivery_notice import LIVE


class ResPartner(models.Model):
    """Consignees: where their goods go, and that they stay while goods are on the way to them."""

    _inherit = "res.partner"

    def _sdw_place(self):
        """What makes another consignee or place of it, as plain data."""
        self.ensure_one()
        address = [self.street, self.street2, self.zip, self.city]
        return [self.id, *(part or "" for part in address), self.state_id.id or 0, self.country_id.id or 0]

    def write(self, vals):
        if vals.get("active") is False:
            self._sdw_check_no_notice()
        return super().write(vals)

    def _sdw_check_no_notice(self):
        """Raise for somebody to whom a live delivery notice is made out (decision 30)."""
        domain = ["|", ("partner_id", "in", self.ids), ("consignee_id", "in", self.ids), ("state", "in", LIVE)]
        notice = self.env[NOTICE].sudo().search(domain, limit=1)
        if notice:
            raise UserError(
                self.env._(
                    "Delivery notice %(notice)s is made out to %(customer)s: ship or void it first.",
                    notice=notice.name,
                    customer=notice.consignee_id.display_name,
                )
            )
