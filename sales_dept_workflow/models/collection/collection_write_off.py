from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes import CASE

WRITE_OFF = "write_off"
ASKERS = ("group_sdw_legal", "group_sdw_accountant", "group_sdw_sales_manager")


class SdwCollectionCase(models.Model):
    """What cannot be collected is written off: asked for, decided by manager, finance and general manager, booked by
    finance. Never more than the customer owes.
    """

    _inherit = CASE

    write_off_amount = fields.Monetary(readonly=True, copy=False, help="What somebody asked to write off.")
    written_off_amount = fields.Monetary("Written off", readonly=True, copy=False)
    written_off_on = fields.Datetime(readonly=True, copy=False)
    written_off_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    write_off_state = fields.Char("Write-off", compute="_compute_write_off_state")
    write_off_move_id = fields.Many2one(
        "account.move",
        "Write-off Entry",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    residual_amount = fields.Monetary("Residual", readonly=True, copy=False, help="Still open when it was written off.")

    def _compute_write_off_state(self):
        states = self._sdw_approval_states(WRITE_OFF, self.filtered("write_off_amount"))
        for case in self:
            case.write_off_state = states[case]

    # ------------------------------------------------------------------ asking
    def action_request_write_off(self, amount, reason):
        """Ask to write off ``amount`` (company currency) of what the customer owes.

        :return: the ``sdw.approval`` records
        :raise UserError: for more than he owes, or nothing
        """
        self._sdw_check_role(*ASKERS)
        self._check_open()
        self._check_reason(reason)
        for case in self._sdw_system():
            amount_rounded = case.currency_id.round(amount)
            if case.write_off_amount != amount_rounded:
                case._sdw_cancel_approvals([WRITE_OFF])
                case.write({"write_off_amount": amount_rounded})
        return self.action_request_approval(WRITE_OFF, reason)

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == WRITE_OFF:
            self._sdw_check_role(*ASKERS)
            self._check_open()
            self._check_write_off()
        return result

    def _check_write_off(self):
        """More than nothing, and not more than the receivable balance."""
        owed = self._owed()
        for case in self.sudo():
            if case.currency_id.compare_amounts(case.write_off_amount, 0.0) <= 0:
                raise UserError(self.env._("Please say how much is to be written off."))
            if case.currency_id.compare_amounts(case.write_off_amount, owed[case.id]) > 0:
                raise UserError(
                    self.env._(
                        "%(case)s: no more is written off than the customer owes, %(amount)s.",
                        case=case.name,
                        amount=case.currency_id.format(owed[case.id]),
                    )
                )

    def _owed(self):
        """{case id: balance of the customer's receivable accounts: open items less unused credits}."""
        return {
            case.id: figures["open_amount_company"] - figures["credit_amount_company"]
            for case, figures in self.sudo()._get_figures().items()
        }

    # ------------------------------------------------------------------ deciding
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), WRITE_OFF]

    def _get_approval_facts(self, code):
        if code != WRITE_OFF:
            return super()._get_approval_facts(code)
        owed = self._owed()
        return {
            case: {
                "amount": case.sudo().write_off_amount,
                "owed": owed[case.id],
                "oldest": str(case.sudo().oldest_due_date or ""),
                "outcome": case.sudo().legal_outcome or "",
            }
            for case in self
        }

    def _sdw_facts_labels(self, code):
        if code != WRITE_OFF:
            return super()._sdw_facts_labels(code)
        return {
            "amount": (self.env._("To write off"), "money"),
            "owed": (self.env._("Owed"), "money"),
            "oldest": (self.env._("Oldest due date"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """More is to be written off than was shown; or than is still owed, because the customer has paid since."""
        if approval.code != WRITE_OFF:
            return super()._sdw_worse(approval, facts)
        before = (approval.facts or {}).get("amount", 0.0)
        limit = min(before, facts["owed"])
        if approval.currency_id.compare_amounts(facts["amount"], limit) <= 0:
            return []
        return [{"key": "amount", "before": limit, "after": facts["amount"]}]

    # ------------------------------------------------------------------ booking
    def action_book_write_off(self):
        """Finance books the approved write-off: against the oldest items first, to the company's loss account.

        The case closes with what is left stated; the shipping hold stays until it is released.

        :raise UserError: while it is not approved, or when the customer owes less by now
        """
        self._sdw_check_role("group_sdw_finance")
        self._check_open()
        cases = self._sdw_system()
        cases.lock_for_update()
        cases._check_write_off()
        covering = cases._sdw_covering(WRITE_OFF)
        missing = cases.filtered(lambda case: not covering[case])
        if missing:
            names = ", ".join(missing.mapped("name"))
            raise UserError(self.env._("The write-off has not been approved: %(names)s.", names=names))
        for case in cases:
            case.with_company(case.company_id)._book_write_off()
        return True

    def _book_write_off(self):
        items = self._oldest_items(self.write_off_amount)
        owed = self._owed()[self.id]
        move = self.env["account.move"].create(self._prepare_write_off(items))
        move.action_post()
        residual = self.currency_id.round(owed - self.write_off_amount)
        amounts = {
            "amount": self.currency_id.format(self.write_off_amount),
            "residual": self.currency_id.format(residual),
        }
        note = self.env._("Written off: %(amount)s. Residual: %(residual)s.", **amounts)
        self.write(
            {
                "written_off_amount": self.write_off_amount,
                "written_off_on": fields.Datetime.now(),
                "written_off_by_id": self.env.uid,
                "write_off_move_id": move.id,
                "residual_amount": residual,
            }
        )
        self._log_step("write_off", note)
        # Closed before it is matched: else it would close as paid, and finance's own entry lift the hold.
        self._close(note, settled=self._sdw_local_date(fields.Datetime.now()))
        credits = move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        for (item, _amount), credit in zip(items, credits.sorted("sequence"), strict=True):
            (item | credit).reconcile()

    def _oldest_items(self, amount):
        """[(open item, what of it is written off in company currency)], the oldest first, up to ``amount``."""
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("amount_residual", ">", 0),
        ]
        picked = []
        for item in self.env["account.move.line"].search(domain, order="date_maturity, id"):
            share = min(item.amount_residual, self.currency_id.round(amount))
            if self.currency_id.is_zero(share):
                break
            picked.append((item, share))
            amount -= share
        return picked

    def _prepare_write_off(self, items):
        company = self.company_id
        label = self.env._("Write-off %(case)s", case=self.name)
        lines = [
            {
                "sequence": number,
                "name": label,
                "account_id": item.account_id.id,
                "partner_id": item.partner_id.id,
                "currency_id": item.currency_id.id,
                "amount_currency": -item.currency_id.round(
                    item.amount_residual_currency * share / item.amount_residual
                ),
                "balance": -share,
            }
            for number, (item, share) in enumerate(items)
        ]
        loss = {
            "sequence": len(lines),
            "name": label,
            "account_id": company._sdw_write_off_account().id,
            "partner_id": self.partner_id.id,
            "balance": self.currency_id.round(sum(share for _item, share in items)),
        }
        return {
            "move_type": "entry",
            "company_id": company.id,
            "date": company._sdw_today(),
            "ref": label,
            "line_ids": [Command.create(line) for line in [*lines, loss]],
        }

    # ------------------------------------------------------------------ the hold
    def _lift_confirmed(self):
        """Where the money was written off there is none to confirm: only a release lifts the hold."""
        return super(SdwCollectionCase, self.filtered(lambda case: not case.written_off_on))._lift_confirmed()

    def action_confirm_money(self):
        """As before, but never for a case that was written off."""
        written_off = self.filtered("written_off_on")
        if written_off:
            names = ", ".join(written_off.mapped("name"))
            raise UserError(
                self.env._("Written off: only a release lifts the shipping hold of %(names)s.", names=names)
            )
        return super().action_confirm_money()
