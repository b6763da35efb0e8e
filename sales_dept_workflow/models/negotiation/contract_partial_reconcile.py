from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        kept = partials.filtered(lambda partial: partial.company_id._sdw_nodes_kept())
        kept.sudo().debit_move_id.move_id._sdw_update_contracts()
        return partials
