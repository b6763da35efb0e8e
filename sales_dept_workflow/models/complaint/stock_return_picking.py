from odoo import api, fields, models

from .codes import COMPLAINT


class StockReturnPicking(models.TransientModel):
    """A return is refused as it is made, not when the goods are at the door; one for a complaint bears its name."""

    _name = "stock.return.picking"
    _inherit = ["stock.return.picking", "sdw.guard.mixin"]

    sdw_complaint_id = fields.Many2one(COMPLAINT, "Made from Complaint", readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_complaint_id"}

    def _create_return(self):
        picking = super()._create_return()
        # Only the system says from which complaint it comes; what a client writes into the wizard counts for nothing.
        if self.env.su and self.sdw_complaint_id:
            picking.sdw_complaint_id = self.sdw_complaint_id
        picking._check_gate("return")
        return picking
