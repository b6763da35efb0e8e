from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.sql_db import Cursor
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SdwCase, covers

#: Everything that is kept of an opinion: no user, no moment.
COLUMNS = {"id", "company_id", "week", "topic", "text", "heard", "improvement", "published", "state"}


class OpinionCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opinions = cls.env["sdw.opinion"]

    def given(self, user=None, topic="leading", text="Nobody listens"):
        known = self.opinions.search([])
        self.opinions.with_user(user or self.salesperson).action_submit(topic, text)
        return self.opinions.search([]) - known

    def ripe(self, **values):
        """An opinion of the week before last, as the director has it."""
        opinion = self.given(**values)
        opinion._sdw_system().week = opinion.week - timedelta(days=14)
        return opinion.with_user(self.director)


@tagged("post_install", "-at_install")
class TestOpinion(OpinionCase):
    """Anonymous opinions: nothing leads to the author; management answers, everybody reads what became of it (R-28)."""

    def statements(self, work):
        """Every statement that ``work`` and what it leaves for the commit send to the database."""
        sent, execute = [], Cursor.execute

        def listen(cursor, query, params=None, log_exceptions=True):
            execute(cursor, query, params, log_exceptions)
            sent.append(bytes(cursor._obj.query or b"").decode())

        self.env.flush_all()
        self.env.cr.precommit.run()
        with patch.object(Cursor, "execute", listen):
            work()
            self.env.flush_all()
            self.env.cr.precommit.run()
        return [text for text in sent if text.lstrip().split(" ")[0].upper() in ("INSERT", "UPDATE", "DELETE")]

    @covers("R-28")
    def test_no_column_leads_to_the_author(self):
        self.given()
        self.env.cr.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'sdw_opinion'"
        )
        columns = dict(self.env.cr.fetchall())
        self.assertEqual(set(columns), COLUMNS)
        self.assertFalse([name for name, kind in columns.items() if "timestamp" in kind])
        self.env.cr.execute("""SELECT c.confrelid::regclass::text FROM pg_constraint c
                                WHERE c.contype = 'f' AND c.conrelid = 'sdw_opinion'::regclass""")
        self.assertEqual(self.env.cr.fetchall(), [("res_company",)])
        for name in ("create_uid", "write_uid", "create_date", "message_ids", "activity_ids"):
            self.assertNotIn(name, self.opinions._fields)

    @covers("R-28")
    def test_one_statement_and_nothing_else(self):
        """No mail, bus line, audit row, counter or trace of any kind, whoever gives it; and it does not name him."""
        for user in (self.salesperson, self.manager, self.keeper, self.director):
            mine = self.opinions.with_user(user).with_context(
                tracking_disable=False, default_state="closed", uid=user.id
            )
            with self.assertNoLogs("odoo", "INFO"):
                sent = self.statements(lambda mine=mine: mine.action_submit("work", "Too many forms"))
            self.assertEqual(len(sent), 1, sent)
            self.assertIn("sdw_opinion", sent[0])
            for trace in (user.login, user.name, user.partner_id.name, "create_uid", "now()"):
                self.assertNotIn(trace, sent[0])

    @covers("R-28")
    def test_only_the_week_and_a_drawn_number(self):
        kept = self.opinions.union(*(self.given() for _number in range(6)))
        today = self.company._sdw_today()
        self.assertEqual(set(kept.mapped("week")), {today - timedelta(days=today.weekday())})
        self.assertTrue(kept.mapped("week")[0].weekday() == 0)
        numbers = [self.given().id for _number in range(8)]
        self.assertNotEqual(numbers, sorted(numbers), "the number tells no order")
        self.assertIs(self.opinions.with_user(self.salesperson).action_submit("work", "Yes"), True)

    @covers("R-28")
    def test_management_reads_it_when_the_week_is_over(self):
        opinion = self.given()
        for user in (self.director, self.vp, self.gm, self.salesperson):
            seen = opinion.with_user(user).with_context(tz="Pacific/Kiritimati", uid=1)
            self.assertFalse(seen.search([("id", "=", opinion.id)]), user.name)
            with self.assertRaises(AccessError):
                seen.read(["text"])
        opinion._sdw_system().week = opinion.week - timedelta(days=14)
        for user in (self.director, self.vp, self.gm):
            self.assertEqual(opinion.with_user(user).text, "Nobody listens")
        for user in (self.salesperson, self.supervisor, self.manager, self.sales_admin, self.legal, self.archivist):
            self.assertFalse(opinion.with_user(user).search([]), user.name)
            with self.assertRaises(AccessError):
                opinion.with_user(user).read(["text"])

    @covers("R-28")
    def test_answered_and_published(self):
        opinion = self.ripe()
        opinion.action_take_up()
        with self.assertRaises(UserError):
            opinion.action_close()
        opinion.improvement = "A round every Monday in which everybody speaks"
        opinion.action_close()
        with self.assertRaises(UserError):
            opinion.action_publish()
        opinion.heard = "People want to be heard"
        opinion.action_publish()
        with self.assertRaises(UserError):
            opinion.heard = "They want more money"
        for user in (self.salesperson, self.keeper, self.manager):
            seen = opinion.with_user(user)
            self.assertEqual(seen.search([]), opinion)
            self.assertEqual((seen.heard, seen.state), ("People want to be heard", "closed"))
            with self.assertRaises(AccessError):
                seen.read(["text"])
        opinion.action_withdraw()
        self.assertFalse(opinion.with_user(self.salesperson).search([]))

    @covers("R-28")
    def test_no_way_around(self):
        opinion = self.ripe()
        for values in ({"text": "All is well"}, {"state": "closed"}, {"published": True}, {"week": "2020-01-06"}):
            with self.assertRaises(AccessError):
                opinion.with_context(sdw_system=True, su=True).write(values)
        for step in ("action_take_up", "action_close", "action_publish", "action_withdraw"):
            for user in (self.salesperson, self.manager, self.sales_admin):
                with self.assertRaises(AccessError):
                    getattr(opinion.with_user(user), step)()
        for user in (self.salesperson, self.director):
            with self.assertRaises(AccessError):
                self.opinions.with_user(user).create({"topic": "work", "text": "By hand", "company_id": 1})
            with self.assertRaises(AccessError):
                opinion.with_user(user).unlink()

    @covers("R-28")
    def test_strangers(self):
        portal = new_test_user(self.env, "sdw_opinion_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.opinions.with_user(portal).action_submit("work", "Hello")
        for topic, text in (("salary", "x"), ("work", " "), ("work", None), (["work"], "x"), ("work", "x" * 5001)):
            with self.assertRaises(UserError):
                self.opinions.with_user(self.salesperson).action_submit(topic, text)
        other = self.env["res.company"].create({"name": "Other"})
        opinion = self.ripe()
        opinion._sdw_system().company_id = other
        self.assertFalse(opinion.search([]))
        self.assertIn(("leading"), dict(opinion.fields_get(["topic"])["topic"]["selection"]))


@tagged("post_install", "-at_install")
class TestOpinionOverHttp(HttpCase, OpinionCase):
    """The same through the door of the client: what a request writes beside its work must not tell it either."""

    @covers("R-28")
    def test_the_request_leaves_no_row(self):
        def rows():
            self.env.cr.execute("SELECT COUNT(*) FROM mail_message")
            messages = self.env.cr.fetchone()
            self.env.cr.execute("SELECT COUNT(*) FROM bus_bus")
            bus = self.env.cr.fetchone()
            self.env.cr.execute("SELECT COUNT(*) FROM sdw_audit_finding")
            return messages, bus, self.env.cr.fetchone()

        new_test_user(
            self.env, "sdw_author", groups="sales_dept_workflow.group_sdw_salesperson", password="sdw_author1"
        )
        self.authenticate("sdw_author", "sdw_author1")
        before = rows()
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/sdw.opinion/action_submit",
            {"model": "sdw.opinion", "method": "action_submit", "args": ["pay", "Too little"], "kwargs": {}},
        )
        self.assertEqual(self.opinions.search([("topic", "=", "pay")]).text, "Too little")
        self.assertEqual(rows(), before)
