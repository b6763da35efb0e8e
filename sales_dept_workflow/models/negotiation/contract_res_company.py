from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_contract_remind_days = fields.Integer(
        "Remind before Contract Dates (days)", default=3, help="0: on the day itself."
    )
    sdw_contract_reported_on = fields.Date(readonly=True, copy=False)

    def _sdw_contracts_kept(self):
        """Whether contracts are watched at all: no query while the rule is off."""
        return self.sudo()._sdw_mode("contract") != "off"

    def _sdw_nodes_kept(self):
        """Whether the dates of orders are watched: by the rule on contracts or the one on order entry (E-04)."""
        return self._sdw_contracts_kept() or self.sudo()._sdw_mode("credit") != "off"
