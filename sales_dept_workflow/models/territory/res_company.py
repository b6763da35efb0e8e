from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _sdw_rules_switched(self):
        """Open quotations learn, or forget, who protects their region; their prices stay as they are (decision 14)."""
        result = super()._sdw_rules_switched()
        self.env["sale.order"].sudo()._sdw_territories_changed(None, self)
        return result
