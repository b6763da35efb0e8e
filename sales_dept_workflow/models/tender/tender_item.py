from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .codes import MANAGER, TENDER


class SdwTenderItem(models.Model):
    """One thing to have ready before the review; whoever ticks it stands for it (T-03)."""

    _name = "sdw.tender.item"
    _description = "Material of a Bid"
    _inherit = ["sdw.guard.mixin"]
    _order = "sequence, id"

    tender_id = fields.Many2one(TENDER, required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    material_id = fields.Many2one(
        "sdw.tender.material", "From the Checklist", readonly=True, ondelete="set null", index="btree_not_null"
    )
    name = fields.Char("Material", required=True)
    sequence = fields.Integer(default=10)
    done = fields.Boolean()
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"material_id", "done_by_id", "done_on"}

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_preparing()
        items._stamp()
        return items

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_preparing()
        if any(item.tender_id.id != vals.get("tender_id", item.tender_id.id) for item in self):
            raise UserError(self.env._("A material stays with its tender."))
        if "name" in vals and self.sudo().material_id:
            self._check_manager()
        result = super().write(vals)
        if "done" in vals:
            self._stamp()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_listed(self):
        self._check_preparing()
        if self.sudo().material_id:
            self._check_manager()

    def _stamp(self):
        for done, items in self.grouped("done").items():
            stamps = {
                "done_by_id": self.env.uid if done else False,
                "done_on": fields.Datetime.now() if done else False,
            }
            items._sdw_system().write(stamps)

    def _check_preparing(self):
        """Nothing is prepared before "bid" is decided, nothing is changed once it is asked for."""
        fixed = self.sudo().tender_id.filtered(lambda tender: tender.state != "preparing")
        if fixed and not self.env.su:
            names = ", ".join(fixed.mapped("name"))
            raise UserError(self.env._("Materials are gathered while the bid is prepared: %(names)s.", names=names))

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(f"sales_dept_workflow.{MANAGER}"):
            raise AccessError(self.env._("What is on every bid's checklist is taken off by a sales manager only."))
