from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SdwRepaymentAgreementLine(models.Model):
    """One date and one amount of an agreement. Paid is what accounting has matched, earliest date first."""

    _name = "sdw.repayment.agreement.line"
    _description = "Repayment Instalment"
    _order = "due_date, id"

    agreement_id = fields.Many2one("sdw.repayment.agreement", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="agreement_id.currency_id")
    due_date = fields.Date()
    amount = fields.Monetary(required=True)
    paid_amount = fields.Monetary("Paid", compute="_compute_paid")
    state = fields.Selection(
        [("open", "Open"), ("partial", "Partly Paid"), ("paid", "Paid"), ("overdue", "Overdue")],
        compute="_compute_paid",
    )

    _amount_positive = models.Constraint("CHECK(amount > 0)", "An instalment is more than nothing.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.agreement_id._check_draft()
        lines._check_rounded()
        return lines

    def write(self, vals):
        self._check_draft_unless_system()
        result = super().write(vals)
        self._check_draft_unless_system()
        self._check_rounded()
        return result

    def unlink(self):
        self._check_draft_unless_system()
        return super().unlink()

    def _check_draft_unless_system(self):
        if not self.env.su:
            self.agreement_id._check_draft()

    def _check_rounded(self):
        for line in self:
            if line.currency_id.compare_amounts(line.amount, line.currency_id.round(line.amount)):
                raise ValidationError(self.env._("Amounts are in whole cents."))

    @api.depends("amount", "due_date", "agreement_id.state")
    def _compute_paid(self):
        today = fields.Date.context_today(self)
        for agreement, lines in self.grouped("agreement_id").items():
            left = agreement.paid_amount
            for line in agreement.line_ids.sorted(lambda line: (line.due_date or today, line.id or 0)):
                paid = min(line.amount, left)
                left -= paid
                if line in lines:
                    line.paid_amount = paid
                    line.state = line._get_state(paid, today)

    def _get_state(self, paid, today):
        if self.currency_id.compare_amounts(paid, self.amount) >= 0:
            return "paid"
        if self.due_date and self.due_date < today and self.agreement_id.state in ("signed", "broken"):
            return "overdue"
        return "partial" if paid else "open"
