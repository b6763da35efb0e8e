from odoo import models
from odoo.tools.misc import split_every

CHUNK = 1000


class SdwWorkbook(models.AbstractModel):
    """Further sheets of a workbook: records of any model, computed figures included, read in chunks."""

    _inherit = "sdw.workbook"

    def _add_sheets(self, book, heading, choice):
        """What a workbook has besides its summary and its rows. Extend through ``super()``."""

    def _add_sheet(self, book, heading, title, records, names):
        """A sheet with these fields of these records, as the reader sees them."""
        columns = [self._field_column(records._fields[name]) for name in names]
        return book.add_rows(title, [title, *heading[1:]], columns, self._record_rows(records, names))

    def _record_rows(self, records, names):
        for ids in split_every(CHUNK, records.ids, list):
            chunk = records.browse(ids)
            yield from (tuple(self._cell(record, name) for name in names) for record in chunk)
            chunk.invalidate_recordset(flush=False)

    def _cell(self, record, name):
        """A field's value as it is written: names instead of records, terms in the reader's language."""
        shown, value = record._fields[name], record[name]
        if shown.type in ("integer", "float", "monetary"):
            return value
        if shown.type == "many2one":
            return value.sudo().display_name or None
        if shown.type == "selection":
            return dict(shown._description_selection(self.env)).get(value) if value else None
        if shown.type == "boolean":
            return self.env._("Yes") if value else None
        return value or None
