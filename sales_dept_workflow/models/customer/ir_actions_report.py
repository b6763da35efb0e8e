from odoo import models


class IrActionsReport(models.Model):
    """What is printed of customers' files is as much outside the company as a file (A-30)."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        if not self.env.su:
            self._sdw_check_print(report.sudo(), docids if isinstance(docids, list | tuple) else [docids])
        return super()._get_rendering_context(report, docids, data)

    def _sdw_check_print(self, report, docids):
        log = self.env["sdw.export.log"]
        if log._is_file(report.model):
            log._check("print", report.model, len(docids), report.name)
        elif len(docids) > 1 and report.model in self.env:
            log._printed(self.env[report.model].browse(docids), report.name)
