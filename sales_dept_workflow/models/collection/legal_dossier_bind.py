import tempfile

from odoo import api, fields, models

from ...report.dossier.binder import bind, read_pages
from ...report.xlsx.book import Book

REPORT = "sales_dept_workflow.action_report_legal_dossier"
#: A section without entries is named in the contents, and takes no page.
NO_PAGE = (b"", "pdf")


class SdwLegalDossier(models.AbstractModel):
    """The dossier as files: one PDF with every paper bound behind it, one workbook."""

    _inherit = "sdw.legal.dossier"

    # ------------------------------------------------------------------ PDF
    @api.model
    def _bound(self, case, sections):
        """(content, kind, number of pages) of the dossier; the page itself where the server can make no PDF."""
        printed = [self._printed(section) for section in sections]
        bodies = [self._page(case, {"sections": [section]}) if section["rows"] else NO_PAGE for section in printed]
        annexes = self._annexes(case)
        if any(kind != "pdf" for _content, kind in bodies):
            rows = [self._annex_row(number, annex, []) for number, annex in enumerate(annexes, 1)]
            content, kind = self._page(case, {"cover": self._cover(case, [], rows), "sections": printed})
            return content, kind, 0
        chapters = [read_pages(content, "application/pdf") for content, _kind in bodies]
        papers = [read_pages(annex.content, annex.mimetype) for annex in annexes]
        front = self._front(case, printed, chapters, annexes, papers)
        parts = [("", front), *(("", pages) for pages in chapters)]
        parts += [(f"A{number}", pages) for number, pages in enumerate(papers, 1)]
        return bind(parts), "pdf", sum(len(pages) for _mark, pages in parts)

    def _front(self, case, printed, chapters, annexes, papers):
        """Cover and contents; printed again where they turned out longer than the page numbers in them assumed."""
        length = 1
        while True:
            page, contents, rows = length + 1, [], []
            for number, (section, pages) in enumerate(zip(printed, chapters, strict=True), 1):
                contents.append((number, section["title"], len(section["rows"]), page if pages else None))
                page += len(pages)
            for number, (annex, pages) in enumerate(zip(annexes, papers, strict=True), 1):
                rows.append(self._annex_row(number, annex, pages, page))
                page += len(pages)
            content, _kind = self._page(case, {"cover": self._cover(case, contents, rows), "sections": []})
            front = read_pages(content, "application/pdf")
            if len(front) <= length:
                return front
            length = len(front)

    @api.model
    def _annex_row(self, number, annex, pages, page=None):
        """What cannot be printed is named all the same: it lies with the documents."""
        return (f"A{number}", annex.title, len(pages) or None, page if pages else None)

    @api.model
    def _cover(self, case, contents, annexes):
        figures = case._get_statement()
        return {
            "contents": contents,
            "annexes": annexes,
            "total": case.currency_id.format(figures["total"]),
            "overdue": case.currency_id.format(figures["overdue"]),
            "by_currency": self._by_currency(figures["lines"]),
            "date": figures["date"],
            "made_on": self._cell(self._local(case, fields.Datetime.now()), "moment"),
            "made_by": self.env.user.name,
            "outcome": self._label(case, "legal_outcome"),
        }

    @api.model
    def _by_currency(self, lines):
        """What is open in each currency, as text."""
        sums = {}
        for line in lines:
            sums[line["currency"]] = sums.get(line["currency"], 0.0) + line["residual"]
        return [currency.format(currency.round(amount)) for currency, amount in sums.items()]

    @api.model
    def _page(self, case, values):
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(REPORT, case.ids, data=values)

    # ------------------------------------------------------------------ workbook
    @api.model
    def _workbook(self, case, sections):
        """The sections as sheets: statement, orders, deliveries, invoices, payments, dunning log, agreements, …"""
        case_name = f"{case.name} {case.partner_id.display_name}"
        with tempfile.TemporaryFile(suffix=".xlsx") as file:
            book = Book(file, {"total": self.env._("Total")})
            for section in sections:
                heading = [section.title, case_name, *section.notes]
                book.add_rows(section.title, heading, section.columns, section.rows)
            book.close()
            file.seek(0)
            return file.read()
