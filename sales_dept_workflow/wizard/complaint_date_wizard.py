from odoo import fields, models


class SdwComplaintDateWizard(models.TransientModel):
    """More time for a complaint. The complaint itself checks who may."""

    _name = "sdw.complaint.date.wizard"
    _description = "Move a Date"

    complaint_id = fields.Many2one(
        "sdw.complaint", required=True, default=lambda self: self.env.context.get("active_id"), ondelete="cascade"
    )
    which = fields.Selection(
        [("answer", "Answer"), ("solution", "Solution")], "Which Date", required=True, default="solution"
    )
    until = fields.Datetime(required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        move = {"answer": self.complaint_id.action_move_deadline, "solution": self.complaint_id.action_move_solution}
        move[self.which](self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
