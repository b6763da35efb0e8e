from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import BILL

HOLDERS = [
    ("customer", "Customer"),
    ("salesperson", "Salesperson"),
    ("sales_admin", "Sales Admin"),
    ("finance", "Finance"),
    ("bank", "Bank"),
    ("supplier", "Supplier"),
]


class SdwBillCustody(models.Model):
    """One hand-over of an acceptance bill: from whose hand into whose, who and when (C-09). Never edited."""

    _name = "sdw.bill.custody"
    _description = "Custody of a Bill"
    _inherit = ["sdw.guard.mixin"]
    _order = "id"
    _rec_name = "holder"

    bill_id = fields.Many2one(BILL, required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    giver = fields.Selection(HOLDERS, "From", required=True, readonly=True)
    holder = fields.Selection(HOLDERS, "To", required=True, readonly=True)
    given_by_id = fields.Many2one("res.users", "Given by", readonly=True, ondelete="restrict")
    given_on = fields.Datetime("Given on", readonly=True)
    taken_by_id = fields.Many2one("res.users", "Taken Over by", readonly=True, ondelete="restrict")
    taken_on = fields.Datetime("Taken on", readonly=True)
    note = fields.Char(readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(self._fields) - set(models.MAGIC_COLUMNS) - {"display_name"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("The custody of a bill is on record."))
