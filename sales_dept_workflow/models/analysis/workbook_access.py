from odoo import models


class SdwWorkbook(models.AbstractModel):
    """Who may have a workbook: whoever may read its rows, where it says nothing else."""

    _inherit = "sdw.workbook"

    def _is_allowed(self):
        return self._rows_model().has_access("read")

    def _check_allowed(self):
        """Raise AccessError for whoever may not have it."""
        self._rows_model().check_access("read")
