from odoo import models


class IrBinary(models.AbstractModel):
    """Every file that leaves by a link goes through here: signed contracts are logged (N-12)."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        if record._name == "ir.attachment" and record.sudo().res_model == "sale.order":
            self.env["sdw.contract.download"]._log(record)
        return super()._record_to_stream(record, field_name)
