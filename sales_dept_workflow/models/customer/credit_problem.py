from odoo import fields, models


class SdwCreditProblem(models.Model):
    """A credit problem a customer had: when, how much, of what kind, and how it ended (A-12)."""

    _name = "sdw.credit.problem"
    _description = "Credit Problem"
    _inherit = ["sdw.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "kind"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade", domain=[("parent_id", "=", False)]
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [
            ("late", "Paid Late"),
            ("broken", "Promise Broken"),
            ("bounced", "Bill not Paid"),
            ("dispute", "Disputed without Reason"),
            ("lost", "Debt Lost"),
            ("other", "Other Problem"),
        ],
        "Kind of Problem",
        required=True,
    )
    amount = fields.Monetary()
    note = fields.Char("What Happened")
    user_id = fields.Many2one("res.users", "Recorded by", default=lambda self: self.env.user, readonly=True)

    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"user_id"}
