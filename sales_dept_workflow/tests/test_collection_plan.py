from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import covers
from .receivable_common import ReceivableCase

PLAN = "sdw.collection.plan"


@tagged("post_install", "-at_install")
class TestCollectionPlan(ReceivableCase):
    """Planned by one click, approved by the manager, compared with the money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor.sale_team_id = cls.team
        cls.month = cls.today.replace(day=1)
        cls.end = cls.month + relativedelta(months=1, days=-1)

    def plan(self, user=None, **values):
        user = user or self.supervisor
        return self.env[PLAN].with_user(user).create({"month": self.today, "team_id": self.team.id, **values})

    def due(self, day, amount, **values):
        return self.invoice(amount, days=(self.today - day).days, **values)

    def line(self, plan, partner=None):
        self.env.invalidate_all()
        return plan.line_ids.filtered(lambda line: line.partner_id == (partner or self.customer))

    @covers("C-18")
    def test_proposal(self):
        self.due(self.month, 100.0)
        self.due(self.end, 50.0)
        self.due(self.end + relativedelta(days=1), 7.0)
        self.due(self.month - relativedelta(days=1), 900.0)
        self.due(self.end, 33.0, partner=self.second_customer)
        self.money(20.0)
        plan = self.plan()
        self.assertEqual(plan.month, self.month)
        plan.action_propose()
        self.assertRecordValues(
            plan.line_ids,
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.salesperson.id,
                    "due_amount": 150.0,
                    "arrears_amount": 900.0,
                    "agreed_amount": 0.0,
                    "planned_amount": 1050.0,
                    "by_hand": False,
                }
            ],
        )
        self.sweep()
        case = self.case_of().sudo()
        case.write({"promised_date": self.end, "promised_amount": 300.0})
        plan.action_propose()
        self.assertEqual(self.line(plan).arrears_amount, 300.0, "what he promised for the month")
        case.write({"promised_date": self.end + relativedelta(days=1)})
        plan.action_propose()
        self.assertEqual(self.line(plan).arrears_amount, 900.0)

    def test_instalments_take_the_place_of_old_debts(self):
        self.due(self.month - relativedelta(days=5), 900.0)
        self.sweep()
        case = self.case_of()
        self.customer.credit_grade = "d"
        case.with_user(self.salesperson).action_propose_agreement()
        agreement = case.agreement_ids
        total = agreement.amount_total
        lines = [(self.ahead(1), 400.0), (self.ahead(70), total - 400.0)]
        agreement.line_ids = [
            Command.clear(),
            *(Command.create({"due_date": day, "amount": amount}) for day, amount in lines),
        ]
        agreement.with_user(self.salesperson).action_send()
        agreement.with_user(self.salesperson).action_sign("Li", "c2lnbmVk")
        plan = self.plan(month=self.ahead(1))
        plan.action_propose()
        line = self.line(plan)
        self.assertEqual((line.agreed_amount, line.arrears_amount, line.planned_amount), (400.0, 0.0, 400.0))

    @covers("C-15", "C-17", "C-18")
    def test_plan_against_actual(self):
        invoice = self.due(self.month, 1000.0)
        stranger = self.env["res.partner"].create(
            {"name": "Unplanned", "is_company": True, "user_id": self.salesperson.id}
        )
        plan = self.plan()
        plan.action_propose()
        days = (self.today - self.month).days
        self.pay_on(invoice, days, amount=250.0)
        self.money(40.0, days=days, partner=stranger)
        self.money(999.0, days=days + 1)  # last month's
        self.money(888.0, days=days, partner=self.second_customer)  # nobody of the team
        line = self.line(plan)
        self.assertEqual((line.actual_amount, line.achievement_percent), (250.0, 25.0))
        self.assertEqual((plan.planned_amount, plan.actual_amount, plan.unplanned_amount), (1000.0, 290.0, 40.0))
        self.assertEqual(plan.achievement_percent, 29.0)
        analysis = self.env["sdw.collection.plan.analysis"].with_user(self.manager)
        [figures] = analysis._read_group(
            [("plan_id", "=", plan.id)],
            ["user_id"],
            ["planned_amount:sum", "actual_amount:sum", "difference:sum", "achievement_percent:avg"],
        )
        self.assertEqual(figures, (self.salesperson, 1000.0, 290.0, -710.0, 29.0))

    def test_what_was_entered_by_hand_stays(self):
        invoice = self.due(self.month, 1000.0)
        plan = self.plan()
        plan.action_propose()
        plan.line_ids.planned_amount = 700.0
        plan.line_ids = [Command.create({"partner_id": self.second_customer.id, "planned_amount": 5.0})]
        self.due(self.month, 10.0)
        plan.action_propose()
        self.assertEqual(sorted(plan.line_ids.mapped("planned_amount")), [5.0, 700.0])
        self.line(plan).planned_amount = 1000.0
        self.pay(invoice)
        plan.action_propose()
        self.assertEqual(self.line(plan).planned_amount, 10.0)

    @covers("C-18")
    def test_approved_is_fixed(self):
        self.due(self.month, 1000.0)
        plan = self.plan()
        with self.assertRaises(UserError):
            plan.with_user(self.manager).action_approve()
        plan.action_propose()
        for user in (self.supervisor, self.sales_admin, self.finance):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_approve()
        for values in ({"state": "approved"}, {"approved_by_id": self.supervisor.id}, {"user_id": self.gm.id}):
            with self.assertRaises(AccessError):
                plan.write(values)
        with self.assertRaises(AccessError):
            plan.line_ids.write({"due_amount": 1.0})
        plan.with_user(self.manager).action_approve()
        self.assertEqual((plan.state, plan.approved_by_id), ("approved", self.manager))
        for refused in (
            lambda: plan.action_propose(),
            lambda: plan.write({"month": self.end + relativedelta(days=1)}),
            lambda: plan.write({"line_ids": [Command.clear()]}),
            lambda: plan.line_ids.write({"planned_amount": 1.0}),
            lambda: plan.line_ids.unlink(),
            lambda: plan.line_ids.create(
                {"plan_id": plan.id, "partner_id": self.second_customer.id, "planned_amount": 1}
            ),
            lambda: plan.unlink(),
        ):
            with self.assertRaises(UserError):
                refused()
        plan.line_ids.note = "He called"
        with self.assertRaises(AccessError):
            plan.with_user(self.supervisor).action_reset()
        plan.with_user(self.manager).action_reset()
        self.assertEqual((plan.state, plan.approved_by_id.id), ("draft", False))

    def test_forged_context(self):
        plan = (
            self.env[PLAN].with_user(self.supervisor).with_context(default_state="approved", default_user_id=self.gm.id)
        )
        plan = plan.create({"month": self.today, "team_id": self.team.id})
        self.assertEqual((plan.state, plan.user_id), ("draft", self.supervisor))

    def test_one_plan_and_one_line(self):
        plan = self.plan()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.plan()
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        with self.assertRaises(ValidationError):
            plan.line_ids = [Command.create({"partner_id": contact.id, "planned_amount": 1.0})]

    def test_merged_customers(self):
        """Two customers of one approved plan become one: what was planned for both stays planned."""
        twin = self.env["res.partner"].create({"name": "Twin", "is_company": True, "user_id": self.salesperson.id})
        self.due(self.month, 100.0)
        self.due(self.month, 30.0, partner=twin)
        plan = self.plan()
        plan.action_propose()
        plan.with_user(self.manager).action_approve()
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge((twin | self.customer).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(plan.line_ids.mapped("planned_amount"), [130.0])
        self.assertEqual((plan.line_ids.partner_id, plan.state), (self.customer, "approved"))

    @covers("C-18")
    def test_who_sees_what(self):
        self.due(self.month, 1000.0)
        plan = self.plan()
        plan.action_propose()
        for user, seen in (
            (self.salesperson, True),
            (self.second_salesperson, False),
            (self.supervisor, True),
            (self.manager, True),
            (self.director, True),
            (self.finance, True),
            (self.legal, True),
        ):
            with self.subTest(user.login):
                self.assertEqual(bool(self.env[PLAN].with_user(user).search([("id", "=", plan.id)])), seen)
        with self.assertRaises(AccessError):
            self.env[PLAN].with_user(self.keeper).search([])
        for user in (self.salesperson, self.finance, self.legal):
            with self.assertRaises(AccessError):
                plan.with_user(user).write({"note": "x"})
            with self.assertRaises(AccessError):
                plan.with_user(user).action_propose()

    def test_queries_do_not_grow(self):
        costs = []
        for number in range(2):
            size = (3, 12)[number]
            for index in range(size):
                partner = self.env["res.partner"].create(
                    {"name": f"P{number}{index}", "is_company": True, "user_id": self.salesperson.id}
                )
                self.due(self.month, 10.0, partner=partner)
            plan = self.plan(month=self.today if number else self.month - relativedelta(months=3))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan.sudo()._get_proposal()
            plan.mapped("actual_amount")
            plan.line_ids.mapped("actual_amount")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1)
