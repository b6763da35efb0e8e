from odoo import api, models


class ResPartnerBank(models.Model):
    """A bank account completes the invoicing data of its owner (D-03)."""

    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts.sudo().partner_id._sdw_invoicing_data_changed()
        return accounts
