import base64
import io
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..report.dossier.binder import bind, read_pages
from .common import covers
from .dossier_common import PDF, PIXEL, DossierCase


@tagged("post_install", "-at_install")
class TestDossierPaper(DossierCase):
    """The PDF itself: contents with pages, papers bound behind, each page numbered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.at_law()

    def text(self, content):
        return [page.extract_text() for page in PdfFileReader(io.BytesIO(content)).pages]

    def file_step(self, *files):
        """A legal step with files, as the legal department logs it."""
        attachments = self.env["ir.attachment"].with_user(self.legal)
        attachments = attachments.create([{"name": name, "raw": raw} for name, raw in files])
        self.case.action_log_step("filed", "Filed with the court", files=attachments.ids)

    def test_bound_and_numbered(self):
        pixel = base64.b64decode(PIXEL)
        paper, image = read_pages(PDF, "application/pdf"), read_pages(pixel, "image/png")
        self.assertEqual((len(paper), len(image)), (1, 1))
        content = bind([("", read_pages(PDF, "application/pdf")), ("A1", paper), ("A2", image)])
        texts = self.text(content)
        self.assertEqual(len(texts), 3)
        self.assertIn("1 / 3", texts[0])
        self.assertIn("A1 · 1/1", texts[1])
        self.assertIn("A2 · 1/1", texts[2])

    def test_what_cannot_be_printed(self):
        for content, mimetype in ((b"", "application/pdf"), (b"%PDF-broken", "application/pdf"), (b"x", "image/png")):
            self.assertEqual(read_pages(content, mimetype), [])
        self.assertEqual(read_pages(b"a,b", "text/csv"), [])

    @covers("C-08")
    def test_papers_are_annexes(self):
        self.file_step(("claim.pdf", PDF), ("photo.png", base64.b64decode(PIXEL)), ("notes.txt", b"notes"))
        annexes = self.env["sdw.legal.dossier"]._annexes(self.case._sdw_system())
        names = [annex.name for annex in annexes]
        for name in ("claim.pdf", "photo.png", "notes.txt"):
            self.assertEqual(names.count(name), 1)
        self.case.action_make_dossier()
        after = self.env["sdw.legal.dossier"]._annexes(self.case._sdw_system())
        self.assertEqual([annex.name for annex in after], names, "a dossier is no paper of the next one")

    @covers("C-08")
    def test_one_pdf(self):
        """Printed for real: contents, sections, and behind them the papers; what cannot be printed is named."""
        self.file_step(("claim.pdf", PDF), ("notes.txt", b"notes"))
        reports = type(self.env["ir.actions.report"])
        original = reports._render_qweb_pdf

        def printed(records, *args, **kwargs):
            return original(records.with_context(force_report_rendering=True), *args, **kwargs)

        with patch.object(reports, "_render_qweb_pdf", printed):
            self.case.action_make_dossier()
        file = self.files(self.case)[0]
        self.assertEqual(file.mimetype, "application/pdf")
        texts = self.text(file.raw)
        filled = [section for section in self.sections(self.case).values() if section.rows]
        self.assertGreater(len(texts), len(filled))
        self.assertIn(f"1 / {len(texts)}", texts[0])
        self.assertIn("A", texts[-1])
        self.assertIn(f"{len(texts)} / {len(texts)}", texts[-1])
        self.assertIn(f"{len(texts)} pages", self.case.legal_step_ids.sorted("id")[-1:].note)

    def test_files_of_others_are_no_papers(self):
        """Whoever names a file he may not read gets no copy of it."""
        secret = self.env["ir.attachment"].create({"name": "secret", "raw": b"secret", "res_model": "res.users"})
        with self.assertRaises(AccessError):
            self.case.action_log_step("filed", "Filed", files=secret.ids)
        self.assertNotIn("secret", self.case.sudo().sdw_paper_ids.mapped("name"))
