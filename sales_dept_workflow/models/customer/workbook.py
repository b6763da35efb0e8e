from odoo import models


class SdwWorkbook(models.AbstractModel):
    """A workbook that names customers is on record: who has it, of how many rows (A-30)."""

    _inherit = "sdw.workbook"

    def _write_book(self, file, choice):
        count = super()._write_book(file, choice)
        if self._is_recorded():
            self.env["sdw.export.log"]._record("workbook", self._rows_model()._name, count, self._title())
        return count

    def _is_recorded(self):
        log, rows = self.env["sdw.export.log"], self._rows_model()
        return log._is_kept() and any(log._tells(rows._name, name) for _band, names in self._bands() for name in names)
