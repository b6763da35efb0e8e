"""What a dossier is made of: sections of rows, and papers to be bound behind them. Nothing of Odoo in here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """One chapter: the same columns and rows on paper and on a sheet of the workbook.

    :param list columns: :class:`~odoo.addons.sales_dept_workflow.report.xlsx.table.Column`
    :param list rows: one value per column, None where there is none
    :param list notes: sentences below the table
    """

    code: str
    title: str
    columns: list
    rows: list
    notes: list = field(default_factory=list)

    def totals(self):
        """One value per column: the sum where the column is summed up, else None; empty where nothing is."""
        if not any(column.total for column in self.columns):
            return []
        return [
            sum(row[number] or 0 for row in self.rows) if column.total else None
            for number, column in enumerate(self.columns)
        ]


@dataclass(frozen=True)
class Annex:
    """A paper behind the sections: its title, the file's name and kind, and the file."""

    title: str
    name: str
    mimetype: str
    content: bytes
