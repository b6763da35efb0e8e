from odoo import api, models

from ..common.account_payment import POSTED
from .codes import BILL_METHOD


class SdwAuditFinding(models.Model):
    _inherit = "sdw.audit.finding"

    @api.model
    def _audit_scopes(self, since):
        """And payments by bill that got into the books without one, or with one that runs too long; entries by hand."""
        domain = [
            ("state", "in", POSTED),
            ("payment_method_id.code", "=", BILL_METHOD),
            ("write_date", ">=", since),
        ]
        by_hand = [
            ("state", "=", "posted"),
            ("move_type", "=", "entry"),
            ("origin_payment_id", "=", False),
            ("line_ids.account_id.account_type", "=", "asset_receivable"),
            ("write_date", ">=", since),
        ]
        scopes = [("account.payment", "payment", domain), ("account.move", "post", by_hand)]
        return [*super()._audit_scopes(since), *scopes]
