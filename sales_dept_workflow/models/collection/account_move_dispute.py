from odoo import api, fields, models
from odoo.exceptions import UserError

SETTLERS = ("group_sdw_accountant", "group_sdw_sales_manager")


class AccountMove(models.Model):
    """An invoice the customer disputes is not chased while it is looked into; it stays in his debt and his credit."""

    _inherit = "account.move"

    sdw_disputed = fields.Boolean("Disputed", copy=False, readonly=True, groups="base.group_user")
    sdw_dispute_reason = fields.Char("Why Disputed", copy=False, readonly=True, groups="base.group_user")
    sdw_disputed_on = fields.Datetime("Disputed since", copy=False, readonly=True, groups="base.group_user")

    _sdw_disputed_idx = models.Index("(id) WHERE sdw_disputed")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_disputed", "sdw_dispute_reason", "sdw_disputed_on"}

    def action_sdw_dispute(self, reason):
        """Mark posted customer invoices as disputed: accounting or the sales manager, with a reason on record.

        :param str reason: mandatory
        """
        self._sdw_check_role(*SETTLERS)
        wrong = self.filtered(
            lambda move: move.state != "posted" or move.move_type not in ("out_invoice", "out_receipt")
        )
        if wrong or not (reason or "").strip():
            raise UserError(self.env._("Please choose posted customer invoices and say what is disputed."))
        self._sdw_note_dispute(self.env._("Disputed: %(reason)s", reason=reason), True, reason)
        return True

    def action_sdw_settle_dispute(self, reason):
        """The dispute is settled: the invoice is chased again.

        :param str reason: how, mandatory
        """
        self._sdw_check_role(*SETTLERS)
        if not (reason or "").strip():
            raise UserError(self.env._("Please say how the dispute was settled."))
        self.filtered("sdw_disputed")._sdw_note_dispute(
            self.env._("Dispute settled: %(reason)s", reason=reason), False, False
        )
        return True

    def _sdw_note_dispute(self, note, disputed, reason):
        moves = self._sdw_system()
        since = fields.Datetime.now() if disputed else False
        moves.write({"sdw_disputed": disputed, "sdw_dispute_reason": reason, "sdw_disputed_on": since})
        moves._message_log_batch(bodies=dict.fromkeys(moves.ids, note))
