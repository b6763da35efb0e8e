"""A workbook: sheets of rows, summaries and charts in one file. Nothing of Odoo in here: rows in, a file out.

Rows are written as they come and kept in temporary files, so memory does not grow with them.
"""

import re

import xlsxwriter

from .table import Table

#: What a cell of each kind looks like.
FORMATS = {
    "text": {},
    "integer": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.##"},
    "amount": {"num_format": "#,##0.00"},
    "hours": {"num_format": "#,##0.0"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}
STYLES = {
    "title": {"bold": True, "font_size": 16},
    "note": {"font_color": "#666666"},
    "band": {"bold": True, "align": "center", "bg_color": "#714B67", "font_color": "#FFFFFF", "border": 1},
    "header": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EFE9ED", "bottom": 1},
}
TOTAL = {"bold": True, "top": 1, "bg_color": "#F6F3F5"}
FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
NAME_LENGTH = 31


class Book:
    """One file. ``words`` are the few terms that it writes itself, in the reader's language: ``total``."""

    def __init__(self, file, words):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(file, options)
        self.words = words
        self.styles = {name: self.book.add_format(style) for name, style in STYLES.items()}
        self.formats = {kind: self.book.add_format(style) for kind, style in FORMATS.items()}
        self.totals = {kind: self.book.add_format({**style, **TOTAL}) for kind, style in FORMATS.items()}
        self.names = set()

    def sheet_name(self, title):
        """``title`` as a name that a workbook takes: short, without signs of its own, and no other sheet's."""
        clean = FORBIDDEN.sub(" ", title).strip() or "Sheet"
        name, number = clean[:NAME_LENGTH], 1
        while name.lower() in self.names:
            number += 1
            mark = f" ({number})"
            name = clean[: NAME_LENGTH - len(mark)] + mark
        self.names.add(name.lower())
        return name

    def add_sheet(self, title):
        return self.book.add_worksheet(self.sheet_name(title))

    def add_rows(self, title, heading, columns, rows, **options):
        """A sheet of rows under its heading; as many sheets as the rows need.

        :param list heading: lines above the table, the first one its title
        :param list columns: :class:`~.table.Column`
        :param rows: iterable of rows, one value per column
        :return: the number of rows
        """
        return Table(self, title, heading, columns, **options).fill(rows)

    def add_groups(self, title, heading, groups, chart):
        """One sheet with a small table and a chart for each way to group the rows, the first one drawn large as well.

        :param list groups: (title, columns, rows); the first column names the group, the last one is drawn
        :param str chart: name of the sheet with the large chart
        """
        sheet = self.add_sheet(title)
        row = first = self.write_heading(sheet, heading)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, max(len(columns) for _title, columns, _rows in groups), 16)
        for name, columns, rows in groups:
            row = self._write_group(sheet, row, name, columns, rows)
        for name, columns, rows in groups[:1]:
            if rows:
                large = self.book.add_chartsheet(self.sheet_name(chart))
                large.set_chart(self._chart(sheet, name, first + 1, first + len(rows), columns))

    def _write_group(self, sheet, row, title, columns, rows):
        sheet.write_string(row, 0, title, self.styles["band"])
        for number, column in enumerate(columns[1:], 1):
            sheet.write_string(row, number, column.title, self.styles["header"])
        first = row + 1
        for offset, values in enumerate(rows):
            for number, (column, value) in enumerate(zip(columns, values, strict=True)):
                sheet.write(first + offset, number, value, self.formats[column.kind])
        last = first + len(rows) - 1
        self._write_group_totals(sheet, first, last, columns, rows)
        if rows:
            options = {"x_offset": 20 + 150 * (len(columns) - 1), "object_position": 3}
            sheet.insert_chart(row, 1, self._chart(sheet, title, first, last, columns), options)
        return max(last + 3, row + 17)

    def _write_group_totals(self, sheet, first, last, columns, rows):
        sheet.write_string(last + 1, 0, self.words["total"], self.totals["text"])
        for number, column in enumerate(columns[1:], 1):
            if not column.total:  # an average of averages says nothing
                sheet.write_blank(last + 1, number, None, self.totals[column.kind])
                continue
            value = sum(values[number] or 0 for values in rows)
            letter = xlsxwriter.utility.xl_col_to_name(number)
            formula = f"=SUM({letter}{first + 1}:{letter}{last + 1})" if rows else "=0"
            sheet.write_formula(last + 1, number, formula, self.totals[column.kind], value)

    def _chart(self, sheet, title, first, last, columns):
        drawn = len(columns) - 1
        chart = self.book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": columns[drawn].title,
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, drawn, last, drawn],
                "fill": {"color": "#714B67"},
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"position": "none"})
        return chart

    def write_heading(self, sheet, heading):
        """The lines above a table; returns the row after them and a gap."""
        for row, line in enumerate(heading):
            sheet.write_string(row, 0, line, self.styles["note" if row else "title"])
        return len(heading) + 1

    def close(self):
        self.book.close()
