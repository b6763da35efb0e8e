from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwCollectionAction(models.Model):
    """One call, visit or letter to the debtor, and what came of it. Never edited, never deleted."""

    _name = "sdw.collection.action"
    _description = "Dunning Action"
    _order = "done_on desc, id desc"

    case_id = fields.Many2one("sdw.collection.case", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "Visit"),
            ("email", "E-mail"),
            ("letter", "Letter"),
            ("message", "Text Message"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    done_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    result = fields.Text(required=True, readonly=True)
    promised_amount = fields.Monetary(readonly=True)
    promised_date = fields.Date(readonly=True)
    promise_state = fields.Selection(
        [
            ("promised", "Waiting for its Day"),
            ("kept", "Kept"),
            ("broken", "Broken"),
            ("replaced", "Replaced by a new one"),
        ],
        "Promise",
        readonly=True,
        help="The sweep decides on the day after.",
    )
    owed_amount = fields.Monetary("Owed Then", readonly=True, help="What was overdue when this was logged.")
    owed_before = fields.Date("Due before", readonly=True)
    level_id = fields.Many2one("sdw.dunning.level", "Level", readonly=True, ondelete="restrict")

    _promise_idx = models.Index("(company_id, promised_date) WHERE promise_state = 'promised'")

    def write(self, vals):
        # The system moves entries when two cases become one, judges promises, and the ORM keeps the company in step.
        if not self.env.su or not set(vals) <= {"company_id", "case_id", "promise_state"}:
            raise UserError(self.env._("The dunning log cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_logged(self):
        raise UserError(self.env._("The dunning log cannot be deleted."))
