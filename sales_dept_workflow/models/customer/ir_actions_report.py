from odoo import models


class IrActionsReport(models.Model):
    """What is printed of customers' files is as much outside the company as a file (A-30)."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        log = self.env["sdw.export.log"]
        if not self.env.su and log._is_file(report.sudo().model):
            count = len(docids) if isinstance(docids, list | tuple) else 1
            log._check("print", report.sudo().model, count, report.sudo().name)
        return super()._get_rendering_context(report, docids, data)
