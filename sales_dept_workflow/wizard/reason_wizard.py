from odoo import fields, models
from odoo.exceptions import UserError

from ..models.common.rules import CALLS


class SdwReasonWizard(models.TransientModel):
    """Asks for the reason of a step, then takes it. The step itself checks who may take it."""

    _name = "sdw.reason.wizard"
    _description = "Give a Reason"

    res_model = fields.Char(required=True)
    res_id = fields.Integer()
    res_ids = fields.Json("Records")
    method = fields.Char(required=True)
    code = fields.Char()
    reason = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        calls = CALLS.get(self.res_model, {})
        if self.method not in calls:
            raise UserError(self.env._("This step takes no reason."))
        records = self.env[self.res_model].browse(self.res_ids or [self.res_id]).exists()
        records.check_access("read")
        arguments = [self.code, self.reason] if calls[self.method] else [self.reason]
        result = getattr(records, self.method)(*arguments)
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.act_window_close"}
