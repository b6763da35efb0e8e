"""Rows on a sheet: heading, bands, frozen header with a filter, typed cells, totals that follow the filter."""

from dataclasses import dataclass

import xlsxwriter.utility

#: What a sheet takes, and how long a text in it may be.
SHEET_ROWS = 1_048_576
TEXT_LENGTH = 32_767
WIDTHS = {"text": 18, "integer": 10, "number": 12, "amount": 15, "hours": 11, "date": 12, "moment": 17}


@dataclass(frozen=True)
class Column:
    """A column: its title, the kind of its values, the band it belongs to, and whether it is summed up."""

    title: str
    kind: str = "text"
    band: str = ""
    total: bool = False
    width: int = 0


class Table:
    def __init__(self, book, title, heading, columns, sheet_rows=SHEET_ROWS):
        self.book, self.title, self.heading, self.columns = book, title, heading, columns
        self.sheet_rows = sheet_rows
        self.sums = {}

    def fill(self, rows):
        """Write all rows, on a further sheet whenever one is full; returns their number."""
        count = 0
        self._open()
        write_cells = self._cells()
        for values in rows:
            if self.row >= self.sheet_rows - 1:  # the last row is for the totals
                self._finish()
                self._open()
                write_cells = self._cells()
            write_cells(self.row, values)
            self.row += 1
            count += 1
        self._finish()
        return count

    # ------------------------------------------------------------------ one sheet
    def _open(self):
        self.sheet = self.book.add_sheet(self.title)
        self.row = self.book.write_heading(self.sheet, self.heading)
        self._write_bands()
        for number, column in enumerate(self.columns):
            width = column.width or max(WIDTHS[column.kind], min(len(column.title) + 2, 24))
            self.sheet.set_column(number, number, width)
            self.sheet.write_string(self.row, number, column.title, self.book.styles["header"])
        self.header = self.row
        self.row += 1
        self.sums = {number: 0.0 for number, column in enumerate(self.columns) if column.total}
        self.sheet.freeze_panes(self.row, 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.header)

    def _write_bands(self):
        if not any(column.band for column in self.columns):
            return
        style = self.book.styles["band"]
        bands = [column.band for column in self.columns]
        starts = [number for number, band in enumerate(bands) if not number or band != bands[number - 1]]
        for start, end in zip(starts, [*starts[1:], len(bands)], strict=True):
            if end - start > 1:
                self.sheet.merge_range(self.row, start, self.row, end - 1, bands[start], style)
            else:
                self.sheet.write_string(self.row, start, bands[start], style)
        self.row += 1

    def _cells(self):
        """function(row number, values) for the sheet at hand; what a column's cell needs is looked up once."""
        sheet, sums = self.sheet, self.sums
        kinds = {"text": sheet.write_string, "date": sheet.write_datetime, "moment": sheet.write_datetime}
        writers = [
            (number, kinds.get(column.kind, sheet.write_number), self._cell_format(column.kind), column.kind == "text")
            for number, column in enumerate(self.columns)
        ]

        def write(row, values):
            for (number, write_cell, style, is_text), value in zip(writers, values, strict=True):
                if value is None:
                    continue
                write_cell(row, number, value[:TEXT_LENGTH] if is_text else value, style)
            for number in sums:
                if values[number]:
                    sums[number] += values[number]

        return write

    def _cell_format(self, kind):
        """None for plain text: a format is looked up for every cell that has one."""
        return None if kind == "text" else self.book.formats[kind]

    def _finish(self):
        """Filter and totals: of what the filter leaves, as a reader expects who has just set one."""
        first, last = self.header + 1, max(self.row - 1, self.header + 1)
        self.sheet.autofilter(self.header, 0, last, len(self.columns) - 1)
        if not self.sums:
            return
        row = max(self.row, first)
        totals = self.book.totals
        for number, column in enumerate(self.columns):
            style = totals[column.kind]
            if number in self.sums:
                letter = xlsxwriter.utility.xl_col_to_name(number)
                formula = f"=SUBTOTAL(109,{letter}{first + 1}:{letter}{last + 1})"
                self.sheet.write_formula(row, number, formula, style, self.sums[number])
            elif number:
                self.sheet.write_blank(row, number, None, style)
            else:
                self.sheet.write_string(row, 0, self.book.words["total"], totals["text"])
