from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .analysis_common import AnalysisCase
from .common import covers

START = datetime(2026, 3, 2, 8, 0)


@tagged("post_install", "-at_install")
class TestProcessAnalysis(AnalysisCase):
    """Where orders wait, for whom, and how long: against times set by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "price")

    def rows(self, *domain, user=None):
        mine = [("partner_id", "in", (self.northern | self.southern | self.customer).ids), *domain]
        self.env.flush_all()
        return self.env["sdw.process.analysis"].with_user(user or self.gm).search(mine, order="started_on, id")

    def ask(self, user=None, partner=None):
        """A discount asked for at the START."""
        order = self.order(user=user, partner=partner or self.northern, lines=[(self.product, 1, {"discount": 5})])
        approval = order.action_request_approval("price", "Large order")
        self.env.flush_all()
        self.env.cr.execute("UPDATE sdw_approval SET create_date = %s WHERE id = %s", (START, approval.id))
        return order, approval.sudo()

    def decided(self, approval, *moments):
        self.env.flush_all()
        for decision, moment in zip(approval.decision_ids.sorted("id"), moments, strict=True):
            self.env.cr.execute("UPDATE sdw_approval_decision SET decided_on = %s WHERE id = %s", (moment, decision.id))
        self.env.invalidate_all()

    @covers("I-01", "I-04")
    def test_each_step_of_an_approval(self):
        order, approval = self.ask()
        with freeze_time(START + timedelta(hours=3)):
            [row] = self.rows(("step", "=", "price"))
            self.assertEqual((row.state, row.hours, row.hours_open, row.waiting), ("waiting", 3, 3, 1))
            self.assertEqual(row.waiting_for_id, approval.assignee_id)
            self.assertEqual((row.gate, row.order_id.sudo(), row.document), ("confirm", order.sudo(), order.name))
            self.assertEqual(row.role_id, self.env.ref("sales_dept_workflow.group_sdw_sales_manager"))
        self.approve(approval, self.manager)
        self.decided(approval, START + timedelta(hours=5))
        with freeze_time(START + timedelta(hours=6)):
            first, second = self.rows(("step", "=", "price"))
            self.assertEqual((first.state, first.hours, first.waiting_for_id), ("done", 5, self.manager))
            self.assertEqual(
                (second.state, second.hours, second.started_on), ("waiting", 1, START + timedelta(hours=5))
            )
            self.assertEqual(second.role_id, self.env.ref("sales_dept_workflow.group_sdw_general_manager"))
        self.approve(approval, self.gm)
        self.decided(approval, START + timedelta(hours=5), START + timedelta(hours=7))
        self.assertEqual(self.rows(("step", "=", "price")).mapped("hours_done"), [5, 2])
        self.assertFalse(self.rows(("state", "=", "waiting"), ("step", "=", "price")))

    def test_what_waited_for_nobody(self):
        """Own authority takes no time; an approval that lapses later had not waited since."""
        order, approval = self.ask(user=self.manager)
        self.assertEqual(approval.decision_ids.mapped("decision"), ["own_authority"])
        [row] = self.rows(("step", "=", "price"))
        self.assertEqual(row.role_id, self.env.ref("sales_dept_workflow.group_sdw_general_manager"))
        self.approve(approval, self.gm)
        order.order_line.discount = 9
        self.assertEqual(approval.state, "lapsed")
        self.assertEqual(len(self.rows(("step", "=", "price"))), 1)

    def test_withdrawn_while_waiting(self):
        _order, approval = self.ask()
        approval.with_user(self.salesperson).action_cancel()
        self.decided(approval, START + timedelta(hours=4))
        [row] = self.rows(("step", "=", "price"))
        self.assertEqual((row.state, row.hours), ("done", 4))

    @covers("D-01")
    def test_arrival_calls_and_goods(self):
        self.company.sdw_arrival_days = 7
        picking = self.shipment(START + timedelta(days=1))
        followup = self.env["sdw.arrival.followup"].search([("picking_id", "=", picking.id)])
        followup.write({"shipped_on": START, "deadline": START + timedelta(days=7)})
        self.env.cr.execute("UPDATE stock_picking SET create_date = %s WHERE id = %s", (START, picking.id))
        with freeze_time(START + timedelta(days=8)):
            [row] = self.rows(("step", "=", "arrival_call"))
            self.assertEqual((row.hours, row.late, row.waiting_for_id), (192, 1, self.salesperson))
        followup.with_user(self.salesperson).action_log_call("arrived")
        followup.met_on = START + timedelta(days=2)
        [row] = self.rows(("step", "=", "arrival_call"))
        self.assertEqual((row.state, row.hours, row.late), ("done", 48, 0))
        [goods] = self.rows(("step", "=", "goods"))
        self.assertEqual((goods.state, goods.hours, goods.territory_id), ("done", 24, self.north))

    def test_goods_wait_after_the_last_decision(self):
        self.switch("block", "credit")
        order = self.order(partner=self.northern)
        order.sudo().action_confirm()
        self.assertFalse(self.rows(("step", "=", "goods")), "the accountant comes first")
        approval = self.env["sdw.approval"].search([("code", "=", "credit"), ("res_id", "=", order.id)])
        self.approve(approval, self.accountant)
        approval.decided_on = START + timedelta(days=400)
        [row] = self.rows(("step", "=", "goods"))
        self.assertEqual((row.state, row.started_on), ("waiting", START + timedelta(days=400)))

    @covers("N-08")
    def test_the_customers_signature(self):
        self.switch("block", "contract")
        order = self.order(partner=self.northern)
        approval = self.env["sdw.approval"]._open(order, "contract", "Please").sudo()
        self.approve(approval, self.manager)
        approval.decided_on = START
        order.sudo().contract_signed_on = START + timedelta(hours=30)
        [row] = self.rows(("step", "=", "contract_signature"))
        self.assertEqual((row.state, row.hours), ("done", 30))

    def test_own_team_all(self):
        self.ask()
        self.ask(user=self.second_salesperson, partner=self.southern)
        users = (
            self.salesperson,
            self.second_salesperson,
            self.director,
            self.sales_admin,
            self.accountant,
            self.legal,
        )
        seen = [len(self.rows(("step", "=", "price"), user=user)) for user in users]
        self.assertEqual(seen, [1, 1, 2, 2, 2, 2])
        with self.assertRaises(AccessError):
            self.rows(user=self.keeper)
        analysis = self.env["sdw.process.analysis"].with_user(self.gm)
        self.assertFalse(analysis.with_context(allowed_company_ids=self.other_company().ids).search_count([]))

    def test_grouping_and_ids(self):
        """Every dimension groups, ids are unique over all parts, and the names of the steps are complete."""
        self.company.sdw_arrival_days = 7
        self.shipment(START)
        self.ask()
        analysis = self.env["sdw.process.analysis"].with_user(self.gm)
        self.env.flush_all()
        count = analysis.search_count([])
        self.assertEqual(len(set(analysis.search([]).ids)), count)
        dimensions = ("step", "gate", "role_id", "waiting_for_id", "user_id", "team_id", "territory_id", "partner_id")
        for groupby in (*dimensions, "order_id", "started_on:month", "state"):
            groups = analysis.formatted_read_group([], [groupby], ["__count", "hours:avg", "waiting:sum", "late:sum"])
            self.assertEqual(sum(group["__count"] for group in groups), count, groupby)
        steps = {group["step"] for group in analysis.formatted_read_group([], ["step"])}
        self.assertLessEqual(steps, set(dict(analysis._fields["step"]._description_selection(analysis.env))))

    def test_opening_the_document(self):
        order, _approval = self.ask()
        [row] = self.rows(("step", "=", "price"))
        action = row.with_user(self.salesperson).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", order.id))
        with self.assertRaises(AccessError):
            row.with_user(self.second_salesperson).action_open_document()

    def test_deleted_document(self):
        order, approval = self.ask()
        [row] = self.rows(("step", "=", "price"))
        self.env.cr.execute("UPDATE sdw_approval SET res_id = 2000000000 WHERE id = %s", (approval.id,))
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            row.with_user(self.gm).action_open_document()
        self.assertTrue(order.exists())

    def test_no_query_per_row(self):
        analysis = self.env["sdw.process.analysis"].with_user(self.gm)
        specification = {name: {} for name in ("document", "step", "hours", "state", "started_on")}
        specification["waiting_for_id"] = {"fields": {"display_name": {}}}
        counts = []
        for size in (3, 20):
            for _number in range(size):
                self.ask()
            self.env.flush_all()
            for _warm in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                analysis.web_search_read([], specification, limit=200)
                used = self.env.cr.sql_log_count - before
            counts.append(used)
        self.assertEqual(counts[0], counts[1])
