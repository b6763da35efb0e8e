from odoo import models
from odoo.exceptions import AccessError

QUOTATION_MODEL = "sale.order"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Customers get no quotation that is still held; our own people get it marked (decision 7)."""
        if report.model == QUOTATION_MODEL and docids and not self.env.su and not self.env.user._is_internal():
            if self.env[QUOTATION_MODEL].sudo().browse(docids)._sdw_not_released():
                raise AccessError(
                    self.env._("This quotation is being prepared. You will receive it as soon as it is released.")
                )
        return super()._get_rendering_context(report, docids, data)
