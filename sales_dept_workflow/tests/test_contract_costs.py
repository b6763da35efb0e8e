import re
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .contract_common import ContractCase


@tagged("post_install", "-at_install")
class TestContractCosts(ContractCase):
    """Little for one order, nothing for each further one, nothing while the rule is off."""

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def signed_orders(self, size):
        orders = self.env["sale.order"].browse(self.order().id for _number in range(size))
        if self.company.sdw_mode_contract == "block":
            orders.with_user(self.salesperson).action_submit_contract()
            orders.approval_ids.with_user(self.manager).action_approve()
            for order in orders:
                self.file_paper(order)
        return orders.with_user(self.salesperson)

    def test_blockers_do_not_grow(self):
        costs = {}
        for size in (2, 20, 40):
            orders = self.signed_orders(size)
            costs[size] = self.queries(lambda orders=orders: orders._get_blockers("confirm"))
        self.assertEqual(costs[20], costs[2], costs)
        self.assertEqual(costs[40], costs[2], costs)
        self.assertLessEqual(costs[2], 12, costs)

    def test_long_orders(self):
        costs = {}
        for size in (20, 200):
            order = self.order(lines=[(self.product, 1, {})] * size)
            self.company.sdw_legal_review_amount = 1000000
            self.signed(order)
            costs[size] = self.queries(lambda order=order: order._get_blockers("confirm"))
        self.assertEqual(costs[200], costs[20], costs)

    def our_queries(self, call):
        """Those that touch a table of this add-on."""
        count, execute = [0], Cursor.execute

        def counting(cr, query, *args, **kwargs):
            count[0] += "sdw_" in getattr(query, "code", str(query)).partition(" WHERE ")[0].partition(" FROM ")[2][:30]
            count[0] += bool(re.match(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "sdw_', getattr(query, "code", str(query))))
            return execute(cr, query, *args, **kwargs)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Cursor, "execute", counting):
            call()
            self.env.flush_all()
        return count[0]

    def test_confirming(self):
        self.signed_orders(2).action_confirm()
        costs = {size: self.our_queries(self.signed_orders(size).action_confirm) for size in (1, 10)}
        self.assertLessEqual(costs[1], 5, costs)
        self.assertGreater(costs[1], 1, "it counts")
        self.assertEqual(costs[10], costs[1], costs)

    def test_off_costs_nothing(self):
        self.switch("off", "contract")
        order = self.order()
        order._get_blockers("confirm")
        with self.assertQueryCount(0):
            self.env["sale.order"].browse(order.id)._sdw_contract_ruled()
            order.sudo()._sdw_contract_ruled()._sdw_contract_blockers()
            order._sdw_update_nodes()
            order.company_id._sdw_contracts_kept()

    def test_state_of_a_list(self):
        costs = {}
        for size in (2, 20):
            orders = self.signed_orders(size)
            costs[size] = self.queries(lambda orders=orders: orders.mapped("contract_state"))
        self.assertEqual(costs[20], costs[2], costs)
