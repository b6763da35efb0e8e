from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Every payment of an invoice ends here, and every cancelled one: cases follow at once, not at the next sweep."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self._sdw_tell_collection(partials._sdw_debts())
        return partials

    def unlink(self):
        debts = self._sdw_debts()
        result = super().unlink()
        self._sdw_tell_collection(debts, undone=True)
        return result

    def _sdw_debts(self):
        """(commercial partners, companies) whose receivables these match, where some rule of the department is on."""
        lines = self.sudo().debit_move_id.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and line.company_id._sdw_any_rule()
        )
        return lines.partner_id.commercial_partner_id, lines.company_id

    def _sdw_tell_collection(self, debts, undone=False):
        partners, companies = debts
        if partners:
            self.env["sdw.collection.case"]._ledger_changed(partners, companies, undone=undone)
