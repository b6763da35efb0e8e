from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import CASE


class SdwLegalStep(models.Model):
    """One step on the way through the court, with its costs and the next date. Never edited, never deleted."""

    _name = "sdw.legal.step"
    _description = "Legal Step"
    _order = "done_on desc, id desc"

    case_id = fields.Many2one(CASE, required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    kind = fields.Selection(
        [
            ("letter", "Lawyer's Letter"),
            ("filed", "Filed with the Court"),
            ("hearing", "Hearing"),
            ("settlement", "Settlement Talks"),
            ("judgment", "Judgment"),
            ("enforcement", "Enforcement"),
            ("outcome", "Final Outcome"),
            ("dossier", "Dossier Made"),
            ("write_off", "Write-off"),
            ("other", "Other"),
        ],
        "Step",
        required=True,
        readonly=True,
    )
    done_on = fields.Date("Date", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Done by", required=True, readonly=True, ondelete="restrict")
    note = fields.Text("What Happened", required=True, readonly=True)
    next_date = fields.Date("Next Date at Law", readonly=True)
    cost = fields.Monetary("Costs", readonly=True)
    file_ids = fields.Many2many("ir.attachment", string="Files", readonly=True)

    def write(self, vals):
        # The system moves entries when two cases become one, and the ORM keeps the company in step.
        if not self.env.su or not set(vals) <= {"company_id", "case_id"}:
            raise UserError(self.env._("The legal log cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_logged(self):
        raise UserError(self.env._("The legal log cannot be deleted."))
