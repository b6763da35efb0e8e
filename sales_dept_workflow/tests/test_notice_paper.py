import io
import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from .common import covers
from .notice_common import SIGNATURE, NoticeCase

REPORT = "sales_dept_workflow.report_delivery_notice"


@tagged("post_install", "-at_install")
class TestNoticePaper(NoticeCase):
    """The four copies on paper: what stands on them, who may print them, and that every print counts."""

    def html(self, notices, user=None, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.sales_admin).with_context(**context)
        return reports._render_qweb_html(REPORT, notices.ids)[0].decode()

    def pages(self, html):
        return re.split(r'<div class="page"', html)[1:]

    def waiting(self):
        return self.asked(self.transfer(self.released(lines=[(self.product, 5, {})])))

    @covers("O-13")
    def test_four_labelled_copies(self):
        notice = self.loaded(self.transfer(self.released(lines=[(self.product, 5, {})])))
        pages = self.pages(self.html(notice))
        self.assertEqual(len(pages), 4)
        labels = [("Green Copy", "Sales Department"), ("Yellow Copy", "Finance Department")]
        labels += [("Pink Copy", "Warehouse"), ("White Copy", "Driver: Exit Pass")]
        for number, (page, words) in enumerate(zip(pages, labels, strict=True), 1):
            for word in (
                *words,
                notice.name,
                notice.order_names,
                "Customer",
                "Pump",
                "5.00",
                "Driver Dan",
                "SU-A 12345",
            ):
                self.assertIn(word, page, f"copy {number}")
            self.assertNotRegex(page, r'src="(?!data:)', "no picture is fetched")
            self.assertIn('alt="QR code of this notice"', page)
            self.assertNotIn("NOT YET SIGNED", page)
        self.assertIn("Exit pass: to be shown at the gate", pages[3])
        self.assertNotIn("Exit pass: to be shown at the gate", pages[0])

    @covers("O-13")
    def test_pdf_has_four_pages(self):
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            self.skipTest("no PDF can be made here")
        notices = self.waiting() | self.waiting()
        # The paper brings its styles and pictures along: what the layout links to is left out, nobody serves it here.
        html = re.sub(r"<link[^>]*>|<script.*?</script>", "", self.html(notices), flags=re.DOTALL)
        content = reports._run_wkhtmltopdf([html], report_ref=REPORT)
        self.assertEqual(PdfFileReader(io.BytesIO(content)).getNumPages(), 8)
        self.assertEqual(notices.mapped("print_count"), [1, 1], "printed together is printed once each")

    @covers("O-06")
    def test_every_print_counts(self):
        notice = self.waiting()
        for page in self.pages(self.html(notice)):
            self.assertIn("NOT YET SIGNED", page)
            self.assertNotIn("REPRINT", page)
        second = self.pages(self.html(notice, self.keeper, default_print_count=0, print_count=0))
        self.assertEqual(["REPRINT 1" in page for page in second], [True] * 4)
        self.assertEqual(notice.print_count, 2)
        said = " ".join(notice.message_ids.mapped("body"))
        self.assertIn("Printed in four copies", said)
        self.assertIn("reprint 1", said)
        with self.assertRaises(AccessError):
            notice.with_user(self.sales_admin).print_count = 0

    @covers("O-06")
    def test_nothing_printed_before_the_checks(self):
        order = self.order(lines=[(self.product, 5, {})])
        order.action_confirm()
        notice = self.make(self.transfer(order))
        reports = self.env["ir.actions.report"]
        for user in (self.sales_admin, self.keeper, self.gm, self.accountant):
            mine = reports.with_user(user).with_context(sdw_bypass=True)
            for render in (mine._render_qweb_html, mine._render_qweb_pdf, mine._render_qweb_text):
                with self.assertRaises(UserError):
                    render(REPORT, notice.ids)
        self.assertFalse(notice.print_count)
        with self.assertRaises(UserError):
            reports.sudo()._render_qweb_html(REPORT, notice.ids)

    @covers("O-06")
    def test_strangers_print_nothing(self):
        notice = self.waiting()
        portal = new_test_user(self.env, "sdw_notice_portal", groups="base.group_portal")
        for user in (self.second_salesperson, self.legal, portal):
            with self.assertRaises(AccessError):
                self.html(notice, user)
        self.assertFalse(notice.print_count)

    @covers("O-12", "O-13")
    def test_the_signed_paper_goes_on_record(self):
        notice = self.checked(self.transfer(self.released(lines=[(self.product, 5, {})])))
        self.assertFalse(notice.sdw_paper_ids)
        notice.with_user(self.keeper).action_load("Driver Dan", "SU-A 12345", SIGNATURE)
        paper = notice.sdw_paper_ids
        self.assertEqual(len(paper), 1)
        self.assertIn(notice.name.replace("/", "-"), paper.name)
        content = paper.raw.decode(errors="ignore")
        self.assertIn("FILE COPY", content)
        self.assertFalse(notice.print_count, "nobody holds it in his hands")
        with self.assertRaises(AccessError):
            paper.with_user(self.keeper).raw = b"another"

    @covers("O-06")
    def test_void_is_marked(self):
        notice = self.waiting()
        notice.with_user(self.sales_admin).action_cancel("Wrong address")
        self.assertIn("VOID: Wrong address", self.html(notice))

    @covers("O-06")
    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.sales_admin.lang = "zh_CN"
        page = self.html(self.waiting(), lang="zh_CN")
        self.assertIn('lang="zh-CN"', page)

    @covers("O-06", "Q-09")
    def test_specification(self):
        order = self.released(lines=[(self.product, 5, {"special_requirement": "Stainless steel"})])
        notice = self.asked(self.transfer(order))
        self.assertIn("Stainless steel", notice.line_ids._sdw_specification())
        self.assertIn("Stainless steel", self.html(notice))
