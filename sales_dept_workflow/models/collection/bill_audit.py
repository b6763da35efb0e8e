from odoo import api, models

from ..common.account_payment import POSTED
from .codes import BILL_METHOD


class SdwAuditFinding(models.Model):
    _inherit = "sdw.audit.finding"

    @api.model
    def _audit_move_types(self):
        """Entries too: one by hand may have settled a debt with a bill nobody has seen."""
        return [*super()._audit_move_types(), "entry"]

    @api.model
    def _audit_scopes(self, since):
        """And payments by bill that got into the books without one, or with one that runs too long."""
        domain = [
            ("state", "in", POSTED),
            ("payment_method_id.code", "=", BILL_METHOD),
            ("write_date", ">=", since),
        ]
        return [*super()._audit_scopes(since), ("account.payment", "payment", domain)]
