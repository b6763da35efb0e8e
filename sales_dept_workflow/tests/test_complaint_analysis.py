import tempfile
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .analysis_common import AnalysisCase
from .common import covers
from .learning_common import NOW, LearningCase

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


class FiguresCase(LearningCase):
    """Complaints received in March 2026, answered and solved after known hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sdw_complaint_response_hours = 24
        cls.company.partner_id.tz = "UTC"
        cls.north = cls.env["sdw.territory"].create({"name": "North"})
        cls.customer.territory_forced_id = cls.north
        cls.analysis = cls.env["sdw.complaint.analysis"]

    @classmethod
    def told(cls, user=None, answered=None, solved=None, received=NOW, **values):
        with freeze_time(received):
            complaint = cls.complaint(user, **values)
        if answered is not None:
            with freeze_time(received + timedelta(hours=answered)):
                complaint.with_user(cls.director).action_respond("We look at it")
        if solved is not None:
            with freeze_time(received + timedelta(hours=solved)):
                complaint.with_user(cls.director).action_solve("New seal")
        cls.env.flush_all()
        return complaint

    def row(self, complaint, user=None):
        return self.analysis.with_user(user or self.director).search([("complaint_id", "=", complaint.id)])


@tagged("post_install", "-at_install")
class TestComplaintAnalysis(FiguresCase):
    """One row per complaint: by product, cause and customer, and how fast."""

    @covers("X-05", "X-07")
    def test_figures(self):
        good = self.told(answered=2, solved=48, product_id=self.product.id, cause_id=self.cause.id)
        late = self.told(answered=30, claim="return")
        line = [Command.create({"product_id": self.product.id, "quantity": 2})]
        open_ones = self.told(received=datetime.now().replace(microsecond=0) - timedelta(hours=1), line_ids=line)
        self.assertRecordValues(
            self.row(good),
            [
                {
                    "hours_to_respond": 2.0,
                    "hours_to_solve": 48.0,
                    "answered_in_time": 100.0,
                    "solved_in_time": 100.0,
                    "product_id": self.product.id,
                    "categ_id": self.product.categ_id.id,
                    "cause_kind": "product",
                    "territory_id": self.north.id,
                    "commercial_partner_id": self.customer.id,
                    "user_id": self.salesperson.id,
                    "team_id": self.team.id,
                    "improvements": 0,
                }
            ],
        )
        self.assertRecordValues(
            self.row(late),
            [{"answered_in_time": 0.0, "solved_in_time": 0.0, "severity": "major", "hours_to_solve": 0.0}],
        )
        self.assertEqual(self.row(open_ones).product_id, self.product)
        [[answered, solved, hours, count]] = self.analysis.with_user(self.director)._read_group(
            [("complaint_id", "in", (good | late | open_ones).ids)],
            [],
            ["answered_in_time:avg", "solved_in_time:avg", "hours_to_respond:avg", "__count"],
        )
        self.assertEqual((answered, solved, hours, count), (50.0, 50.0, 16.0, 3), "what is not due counts in no rate")

    @covers("X-07")
    def test_refunds_and_satisfaction(self):
        complaint = self.told(answered=1, solved=2, claim="compensation")
        currency = self.env["res.currency"].create(
            {"name": "XTZ", "symbol": "z", "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2.0})]}
        )
        refund = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "currency_id": currency.id,
                "invoice_date": "2026-03-05",
                "invoice_line_ids": [Command.create({"name": "Seal", "price_unit": 100, "tax_ids": [Command.clear()]})],
            }
        )
        complaint._sdw_system().refund_id = refund
        self.env.flush_all()
        self.assertFalse(self.row(complaint).refund_amount, "a draft gives nothing back")
        refund.sudo().with_context(active_test=True).state = "draft"
        self.env.cr.execute("UPDATE account_move SET state = 'posted' WHERE id = %s", (refund.id,))
        complaint._sdw_system()._satisfied("2", "Slow")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.row(complaint), [{"refund_amount": 50.0, "satisfaction": "dissatisfied", "satisfaction_score": 2.0}]
        )

    @covers("X-07")
    def test_who_sees(self):
        mine = self.told()
        theirs = self.told(self.second_salesperson, partner_id=self.env["res.partner"].create({"name": "Other"}).id)
        both = mine | theirs
        domain = [("complaint_id", "in", both.ids)]
        for user, seen in (
            (self.salesperson, mine),
            (self.second_salesperson, theirs),
            (self.manager, mine),
            (self.director, both),
            (self.sales_admin, both),
        ):
            found = self.analysis.with_user(user).search(domain).complaint_id
            self.assertEqual(found, found & both, user.name)
            self.assertEqual(set(found.ids), set(seen.ids), user.name)
            readable = self.env["sdw.complaint"].with_user(user).search([("id", "in", both.ids)])
            self.assertEqual(set(found.ids), set(readable.ids), f"{user.name}: as the complaints themselves")
        for user in (self.keeper, self.accountant, self.support):
            with self.assertRaises(AccessError):
                self.analysis.with_user(user).search(domain)
        other = self.other_company()
        self.assertFalse(self.analysis.with_user(self.gm).with_context(allowed_company_ids=other.ids).search(domain))

    @covers("X-07")
    def test_from_the_figures_to_what_is_changed(self):
        rows = self.row(self.told(cause_id=self.cause.id)) | self.row(self.told(cause_id=self.cause.id))
        action = rows.with_user(self.manager).action_improve()
        context = {**action["context"], "default_name": "Better seals", "default_date_due": "2026-04-01"}
        improvement = self.env["sdw.improvement"].with_user(self.manager).with_context(**context).create({})
        self.assertRecordValues(improvement, [{"cause_id": self.cause.id, "complaint_id": False}])
        for row in rows:
            self.assertIn(row.complaint_id.name, improvement.note)
        one = rows[:1].with_user(self.manager)
        self.assertEqual(one.action_improve()["context"]["default_complaint_id"], one.complaint_id.id)
        self.assertEqual(one.action_open_complaint()["res_id"], one.complaint_id.id)
        for user in (self.manager, self.sales_admin):
            self.analysis.with_user(user).get_views([(False, kind) for kind in ("pivot", "graph", "list", "search")])

    def test_queries_do_not_grow(self):
        costs = []
        for size in (20, 200):
            values = [{"partner_id": self.customer.id, "description": f"Leak {number}"} for number in range(size)]
            self.env["sdw.complaint"].create(values)
            for _warm in range(2):
                cost = self.queries(
                    lambda: self.analysis.with_user(self.director)._read_group(
                        [], ["product_id"], ["hours_to_solve:avg"]
                    )
                )
            costs.append(cost)
        self.assertEqual(costs[0], costs[1])


@tagged("post_install", "-at_install")
class TestWorkbookComplaints(FiguresCase):
    """``/sdw/xlsx/complaints``: its figures are those of the pivot."""

    opened = staticmethod(AnalysisCase.opened)
    table = staticmethod(AnalysisCase.table)

    def workbook(self, user=None, **params):
        workbook = self.env["sdw.workbook.complaints"].with_user(user or self.director)
        with tempfile.TemporaryFile() as file:
            workbook._write_book(file, workbook._parse({**MARCH, "partner_id": str(self.customer.id), **params}))
            file.seek(0)
            return self.opened(file.read())

    @covers("X-07")
    def test_agrees_with_the_pivot(self):
        first = self.told(answered=2, solved=50, product_id=self.product.id, cause_id=self.cause.id)
        self.told(answered=30, claim="return", cause_id=self.cause.id)
        self.told(received=NOW - timedelta(days=30))
        book = self.workbook()
        rows, _totals = self.table(book["Complaints"])
        self.assertEqual(len(rows), 2)
        self.assertEqual((rows[0]["Complaint"], rows[0]["Root Cause"]), (first.name, "Weak seal"))
        summary = list(book["Summary"].iter_rows(values_only=True))
        titles = [row[0] for row in summary]
        for title in ("Received On", "Product", "Root Cause", "Customer Group"):
            self.assertIn(title, titles)
        domain = [("partner_id", "=", self.customer.id), ("received_on", ">=", "2026-03-01")]
        domain += [("received_on", "<=", "2026-03-31 23:59:59")]
        measures = ["hours_to_respond:avg", "answered_in_time:avg", "__count"]
        pivot = self.analysis.with_user(self.director)
        for name, label in (("cause_id", "Weak seal"), ("product_id", self.product.display_name)):
            group = {record.display_name: figures for record, *figures in pivot._read_group(domain, [name], measures)}
            row = summary[titles.index(label)]
            self.assertEqual([row[1], row[3], row[6]], group[label])
        total = summary[titles.index("Total")]
        self.assertEqual((total[1], total[6][:6]), (None, "=SUM(G"), "averages are not added up")
        self.assertEqual(len(book["Summary"]._charts), 4)
        self.assertEqual(len(book.chartsheets), 1)

    def test_who_may(self):
        self.told()
        self.assertIn("complaints", self.env["sdw.workbook"].with_user(self.manager)._codes_allowed())
        for user in (self.keeper, self.accountant):
            with self.assertRaises(AccessError):
                self.workbook(user, partner_id="")
        rows, _totals = self.table(self.workbook(self.second_salesperson)["Complaints"])
        self.assertFalse([row for row in rows if row["Complaint"]])
