from odoo import fields, models

from .codes import HANDOVER, HANDOVER_LINE


class SdwPortfolioLine(models.Model):
    """One document that passed from one salesperson to another; nobody writes or deletes it."""

    _name = HANDOVER_LINE
    _description = "Document Handed over"
    _order = "handover_id desc, kind, id"

    handover_id = fields.Many2one(HANDOVER, required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("customers", "Customers"),
            ("leads", "Leads"),
            ("orders", "Open Orders"),
            ("visits", "Planned Visits"),
            ("plans", "Development Plans and Trials"),
            ("cases", "Open Cases"),
            ("activities", "Activities"),
        ],
        required=True,
    )
    name = fields.Char("Document")
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    field = fields.Char(required=True)

    def action_open_document(self):
        """Open the document, if the caller may read it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
