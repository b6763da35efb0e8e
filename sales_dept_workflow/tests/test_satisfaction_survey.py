from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .learning_common import LearningCase

GOOD = {f"score_{question}": "4" for question in ("product", "delivery", "service", "price", "overall")}


class SurveyCase(LearningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = cls.env["sdw.territory"].create([{"name": "North"}, {"name": "South"}])
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": True,
                    "email": f"customer{number}@example.com",
                    "user_id": (cls.salesperson, cls.second_salesperson)[number % 2].id,
                    "territory_forced_id": (cls.north, cls.south)[number % 2].id,
                }
                for number in range(4)
            ]
        )

    @classmethod
    def survey(cls, user=None, **values):
        values = {"name": "First half", "partner_ids": [Command.set(cls.customers.ids)], **values}
        return cls.env["sdw.satisfaction.survey"].with_user(user or cls.manager).create(values)

    @classmethod
    def opened(cls, **values):
        survey = cls.survey(**values)
        survey.action_open()
        return survey

    def answer_of(self, survey, number):
        return survey.sudo().answer_ids.filtered(lambda answer: answer.partner_id == self.customers[number])

    def say(self, survey, number, **scores):
        self.answer_of(survey, number)._sdw_system()._customer_answers({**GOOD, **scores})


@tagged("post_install", "-at_install")
class TestSatisfactionSurvey(SurveyCase):
    """The manager asks customers five questions; what they answer leads to improvements."""

    @covers("X-10")
    def test_customers_are_asked(self):
        survey = self.survey()
        before = self.env["mail.mail"].search_count([("model", "=", "sdw.satisfaction.answer")])
        survey.action_open()
        self.assertRecordValues(survey, [{"state": "open", "asked_count": 4, "answered_count": 0}])
        answers = survey.sudo().answer_ids
        self.assertEqual(answers.partner_id, self.customers)
        self.assertEqual(len(set(answers.mapped("access_token"))), 4)
        mails = self.env["mail.mail"].search([("model", "=", "sdw.satisfaction.answer")])
        self.assertEqual(len(mails) - before, 4)
        for answer in answers:
            [mail] = mails.filtered(lambda mail, answer=answer: mail.res_id == answer.id)
            self.assertIn(answer.access_token, mail.body_html)
            self.assertEqual(mail.recipient_ids, answer.partner_id)
        first = self.answer_of(survey, 0)
        self.assertRecordValues(first, [{"user_id": self.salesperson.id, "territory_id": self.north.id}])
        with self.assertRaises(UserError):
            survey.action_open()
        with self.assertRaises(UserError):
            survey.write({"partner_ids": [Command.clear()]})
        with self.assertRaises(UserError), self.cr.savepoint():
            survey.unlink()

    @covers("X-10")
    def test_only_the_manager_opens(self):
        survey = self.survey()
        for user in (self.salesperson, self.supervisor, self.sales_admin, self.accountant):
            with self.assertRaises(AccessError):
                survey.with_user(user).with_context(default_state="open").action_open()
            with self.assertRaises(AccessError):
                self.survey(user)
        for name, value in (("state", "open"), ("opened_on", "2026-01-01"), ("deadline", "2099-01-01")):
            with self.assertRaises(AccessError):
                survey.with_user(self.gm).write({name: value})
            with self.assertRaises(AccessError):
                self.survey(**{name: value})
        with self.assertRaises(UserError):
            self.survey(partner_ids=False).action_open()
        with self.assertRaises(UserError):
            self.survey(valid_until="2020-01-01").action_open()

    @covers("X-10")
    def test_customers_by_filter(self):
        today = date.today()
        for number in (0, 1):
            order = self.order(partner=self.customers[number], user=self.salesperson)
            order.sudo().action_confirm()
        period = {"date_from": today - timedelta(days=30), "date_to": today}
        survey = self.survey(self.director, partner_ids=False, partner_domain="[('name', 'like', '1')]", **period)
        survey.action_add_customers()
        self.assertEqual(survey.partner_ids, self.customers[1])
        for hostile in ("__import__('os').system('x')", "[(", "[('nothing', '=', 1)]", "'x'", "[" * 500):
            with self.assertRaises(Exception) as caught, self.cr.savepoint():
                survey.partner_domain = hostile
                survey.action_add_customers()
            self.assertIsInstance(caught.exception, (UserError, ValueError))
        with self.assertRaises(AccessError):
            survey.with_user(self.salesperson).action_add_customers()

    @covers("X-10")
    def test_results(self):
        survey = self.opened()
        self.say(survey, 0, score_price="2")
        self.say(survey, 1, score_overall="2")
        survey.invalidate_recordset()
        self.assertRecordValues(
            survey.with_user(self.director),
            [
                {
                    "asked_count": 4,
                    "answered_count": 2,
                    "response_percent": 50.0,
                    "average_product": 4.0,
                    "average_price": 3.0,
                    "average_overall": 3.0,
                }
            ],
        )
        analysis = self.env["sdw.satisfaction.analysis"].with_user(self.director)
        rows = analysis._read_group(
            [("survey_id", "=", survey.id), ("question", "=", "overall")],
            ["territory_id"],
            ["score:avg", "response_percent:avg", "answered:sum"],
        )
        self.assertEqual(
            {territory: figures for territory, *figures in rows},
            {self.north: [4.0, 50.0, 1], self.south: [2.0, 50.0, 1]},
        )
        mine = self.env["sdw.satisfaction.analysis"].with_user(self.salesperson).search([("survey_id", "=", survey.id)])
        self.assertEqual(mine.partner_id, self.customers[0] | self.customers[2])
        self.assertEqual(survey.action_open_results()["domain"], [("survey_id", "in", survey.ids)])
        self.assertEqual(survey.action_open_answers()["res_model"], "sdw.satisfaction.answer")

    @covers("X-10", "X-11")
    def test_improvements(self):
        survey = self.opened()
        survey.write({"improvement_ids": [Command.create({"name": "Faster quotes", "date_due": "2026-04-01"})]})
        self.assertRecordValues(survey.improvement_ids, [{"user_id": self.manager.id, "company_id": self.company.id}])
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.improvement(self.salesperson, survey_id=survey.id)
        survey.action_close()
        self.assertEqual(self.activities(survey.improvement_ids, "deadline").user_id, self.manager, "still tracked")
        with self.assertRaises(UserError):
            self.say(survey, 0)

    @covers("X-11")
    def test_every_half_year(self):
        surveys = self.env["sdw.satisfaction.survey"]
        prepare = surveys._cron_prepare
        self.assertFalse(prepare(date(2026, 7, 1)).filtered(lambda survey: survey.company_id == self.company))
        self.switch("warn", "complaint")
        made = prepare(date(2026, 7, 1)).filtered(lambda survey: survey.company_id == self.company)
        holders = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_manager")
        self.assertRecordValues(
            made,
            [
                {
                    "state": "draft",
                    "user_id": holders._sdw_holders(self.company)[:1].id,
                    "date_from": date(2026, 2, 1),
                    "date_to": date(2026, 7, 31),
                }
            ],
        )
        self.assertTrue(self.activities(made, "deadline"))
        self.assertFalse(prepare(date(2027, 7, 1)), "one in preparation comes first")
        made.write({"partner_ids": [Command.set(self.customers.ids)], "valid_until": "2099-01-01"})
        made.with_user(self.manager).action_open()
        self.assertFalse(self.activities(made, "deadline"))
        made.with_user(self.manager).action_close()
        start = made.create_date.date()
        self.assertFalse(prepare(start + timedelta(days=150)))
        self.assertTrue(prepare(start + timedelta(days=190)))
        self.company.sdw_survey_months = 0
        surveys.search([]).write({"state": "closed"})
        self.assertFalse(prepare(start + timedelta(days=900)).filtered(lambda row: row.company_id == self.company))

    def test_screens(self):
        survey = self.opened()
        models = ("sdw.satisfaction.survey", "sdw.satisfaction.answer", "sdw.satisfaction.analysis")
        kinds = (("list", "form", "search"), ("list", "form", "search"), ("pivot", "graph", "search"))
        for user in (self.manager, self.director, self.sales_admin, self.salesperson):
            for model, views in zip(models, kinds, strict=True):
                self.env[model].with_user(user).get_views([(False, kind) for kind in views])
        with Form(self.env["sdw.satisfaction.survey"].with_user(self.manager)) as form:
            form.name = "Second half"
        self.assertEqual(form.record.user_id, self.manager)
        with Form(self.answer_of(survey, 0).with_user(self.salesperson)) as form:
            for name in GOOD:
                form[name] = "5"
        form.record.action_record()
        self.assertEqual(form.record.state, "answered")

    def test_queries_do_not_grow(self):
        costs = []
        for size in (5, 50):
            partners = self.env["res.partner"].create([{"name": f"Buyer {number}"} for number in range(size)])
            survey = self.survey(partner_ids=[Command.set(partners.ids)])
            costs.append(self.queries(survey.action_open))
        self.assertLess(costs[1] - costs[0], 25, costs)


@tagged("post_install", "-at_install")
class TestSatisfactionAnswer(SurveyCase):
    """What was said on the phone, recorded by whoever knows the customer."""

    @covers("X-10")
    def test_by_phone(self):
        survey = self.opened()
        answer = self.answer_of(survey, 0)
        mine = answer.with_user(self.salesperson)
        mine.score_product = "5"
        with self.assertRaises(UserError):
            mine.action_record()
        mine.write({**GOOD, "comment": "All well"})
        mine.action_record()
        self.assertRecordValues(
            answer, [{"state": "answered", "channel": "phone", "recorded_by_id": self.salesperson.id}]
        )
        for user in (self.salesperson, self.manager, self.gm):
            with self.assertRaises(UserError):
                answer.with_user(user).write({"score_overall": "5"})
        with self.assertRaises(UserError):
            self.say(survey, 0)

    @covers("X-10")
    def test_nobody_forges_one(self):
        survey = self.opened()
        answer = self.answer_of(survey, 0)
        for values in ({"state": "answered"}, {"channel": "link"}, {"user_id": self.gm.id}, {"access_token": "x"}):
            with self.assertRaises(AccessError):
                answer.with_user(self.manager).write(values)
        for user in (self.second_salesperson, self.keeper, self.support):
            with self.assertRaises(AccessError):
                answer.with_user(user).write(GOOD)
            with self.assertRaises(AccessError):
                answer.with_user(user).action_record()
        for user in (self.manager, self.salesperson):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.env["sdw.satisfaction.answer"].with_user(user).create(
                    {"survey_id": survey.id, "partner_id": self.customer.id}
                )
        with self.assertRaises(UserError), self.cr.savepoint():
            answer.sudo().unlink()
        survey.with_user(self.manager).action_close()
        with self.assertRaises(UserError):
            answer.with_user(self.salesperson).write(GOOD)
