from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_payment import LIVING
from .codes import BILL


class AccountMove(models.Model):
    _inherit = "account.move"

    sdw_posted_by_id = fields.Many2one(
        "res.users",
        "Posted by",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Money that finance posted itself needs no further confirmation.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_posted_by_id"}

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel") and not self.env.su:
            self._sdw_check_bill_free()
        result = super().write(vals)
        if vals.get("state") == "posted":
            self._sdw_system().write({"sdw_posted_by_id": self.env.uid})
        return result

    def _sdw_check_bill_free(self):
        """Entries of a booked bill are taken back by dishonouring it (C-10); no query where there are no bills."""
        moves = self.sudo().filtered(lambda move: move.company_id.sdw_bill_journal_id)
        moves.origin_payment_id._sdw_check_bill_free()
        if moves and moves.env[BILL].search_count([("entry_ids", "in", moves.ids), ("state", "in", LIVING)], limit=1):
            raise UserError(self.env._("This entry belongs to a booked acceptance bill."))
