from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwCleaningTick(models.Model):
    _name = "sdw.cleaning.tick"
    _description = "Cleaning Tick"
    _inherit = ["sdw.guard.mixin"]
    _order = "log_id, id"

    log_id = fields.Many2one(
        "sdw.cleaning.log", "Cleaning Log", required=True, readonly=True, ondelete="cascade", index=True
    )
    name = fields.Char("What is Done", required=True, readonly=True)
    done = fields.Boolean()
    remark = fields.Char()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"log_id", "name"}

    def write(self, vals):
        if not self.env.su and any(tick.log_id.state == "done" for tick in self):
            raise UserError(self.env._("What is signed stays as it is."))
        return super().write(vals)
