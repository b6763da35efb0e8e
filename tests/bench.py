"""The figures the add-on is held to: `bench.py DATABASE N`, on a database filled by `bench_fill.py`.

Each prints figure, limit and what was measured. Queries are exact; CPU (of Odoo and its database process together) is
the mean of N runs, rules off and on in turn; everything is rolled back.
"""

import collections
import statistics
import sys
import time

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command

import bench_mass
from bench_fill import RULES, environment, show

ROLES = {
    "salesperson": "group_sdw_salesperson",
    "manager": "group_sdw_sales_manager",
    "gm": "group_sdw_general_manager",
    "accountant": "group_sdw_accountant",
    "admin": "group_sdw_sales_admin",
    "shipping": "group_sdw_shipping",
    "keeper": "group_sdw_warehouse",
}
#: One grey dot: what the driver signs with.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
Cost = collections.namedtuple("Cost", "queries cpu")
BATCH = 40


class Bench:
    def __init__(self, env, mode):
        self.env, self.mode = env, mode
        env.cr.execute("SELECT pg_backend_pid()")
        self.backend = env.cr.fetchone()[0]
        env.company.write({f"sdw_mode_{rule}": mode for rule in RULES})
        self.users = {
            name: env["res.users"]
            .with_context(no_reset_password=True)
            .create({"name": name, "login": f"bench_{name}", "group_ids": [env.ref(f"sales_dept_workflow.{group}").id]})
            for name, group in ROLES.items()
        }
        china = env.ref("base.cn")
        state = env["res.country.state"].search([("country_id", "=", china.id)], limit=1)
        self.address = {"country_id": china.id, "state_id": state.id, "user_id": self.users["salesperson"].id}
        self.products = env["product.product"].create(
            [{"name": f"Bench {number}", "is_storable": True, "list_price": 100} for number in range(10)]
        )
        warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        for product in self.products:
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1_000_000)

    def partner(self):
        return self.env["res.partner"].create({"name": "Bench customer", **self.address})

    def orders(self, count=1, discount=0.0, partner=None):
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": 5, "discount": discount})
            for product in self.products
        ]
        values = [{"partner_id": (partner or self.partner()).id, "order_line": lines} for _number in range(count)]
        orders = self.env["sale.order"].with_user(self.users["salesperson"]).create(values)
        self.env["sale.order"].flush_model()
        return orders

    # ------------------------------------------------------------------ measuring
    def cpu(self):
        with open(f"/proc/{self.backend}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / 100

    def cost(self, step, cold=False):
        """:param bool cold: with an empty record cache, as at the beginning of a request"""
        self.env.flush_all()
        if cold:
            self.env.invalidate_all()
        queries, cpu = self.env.cr.sql_log_count, self.cpu()
        step()
        self.env.flush_all()
        return Cost(self.env.cr.sql_log_count - queries, self.cpu() - cpu)

    # ------------------------------------------------------------------ steps
    def request(self, orders, code):
        domain = [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids), ("code", "=", code)]
        return self.env["sdw.approval"].search([*domain, ("state", "=", "pending")])

    def sell(self, count=1, cold=False, partner=None):
        """Confirm, approve and deliver: {step: Cost}."""
        costs = {}
        orders = self.orders(count, partner=partner)
        costs["confirm"] = self.cost(orders.action_confirm, cold)
        requests = self.request(orders, "credit")
        if requests:
            requests = requests.with_user(self.users["accountant"])
            costs["credit check"] = self.cost(requests.action_approve, cold)
        transfers = orders.sudo().picking_ids.with_user(self.users["keeper"])
        transfers = transfers.browse(transfers.ids)
        transfers.move_ids.picked = True
        if self.mode != "off":
            costs["signature"] = self.release(orders, transfers, cold)
        costs["deliver"] = self.cost(transfers._action_done, cold)
        return costs

    def release(self, orders, transfers, cold):
        """Everything the rules ask for before goods leave: freight told, notice signed, goods checked and loaded.

        :return: cost of the general manager's signature
        """
        orders.with_user(self.users["admin"]).action_freight_told(300.0, "phone")
        notices = self.env["sdw.delivery.notice"].with_user(self.users["admin"])
        notices = notices.create([{"picking_id": transfer.id} for transfer in transfers])
        notices.action_request_signature()
        requests = notices.sudo().approval_ids.with_user(self.users["gm"])
        signature = self.cost(requests.browse(requests.ids).action_approve, cold)
        notices.action_hand_over(self.users["shipping"])
        transfers.action_sdw_goods_right()
        checked = notices.with_user(self.users["keeper"])
        checked.action_check()
        checked.action_load("Dan", "SU-B 1", SIGNATURE)
        return signature

    def approve(self, count=1, cold=False):
        """Ask for a discount and let it be approved, step by step: {step: Cost}."""
        orders = self.orders(count, discount=5)
        costs = {"request": self.cost(lambda: orders.action_request_approval("price", "Large order"), cold)}
        requests = self.request(orders, "price")
        for role in ("manager", "gm"):
            if requests and requests.step_id.group_id <= self.users[role].all_group_ids:
                asked = requests.with_user(self.users[role])
                costs[f"step ({role})"] = self.cost(asked.action_approve, cold)
                requests = self.request(orders, "price")
        return costs


def runs(registry, count, work):
    """{mode: [results of ``work`` on a Bench]}, modes in turn, each in its own transaction; the first is no figure."""
    results = collections.defaultdict(list)
    for number in range(count + 1):
        for mode in ("off", "block"):
            with registry.cursor() as cr:
                bench = Bench(Environment(cr, SUPERUSER_ID, {}), mode)
                bench.sell(cold=True)  # fills the caches that a running server has
                cr.execute("ANALYZE stock_move, stock_picking, sale_order, sale_order_line")
                result = work(bench)
                if number:
                    results[mode].append(result)
                cr.rollback()
                registry.reset_changes()
    return results


def compare(results, step, name, limit, count=1, factor=1.10):
    off, on = ([result[step] for result in results[mode]] for mode in ("off", "block"))
    queries = [statistics.median(cost.queries for cost in costs) / count for costs in (off, on)]
    cpu = [sum(cost.cpu for cost in costs) / len(costs) / count * 1000 for costs in (off, on)]
    more, ratio = queries[1] - queries[0], cpu[1] / cpu[0]
    show(f"{name}: queries", f"+{limit}", f"{queries[0]:.1f} → {queries[1]:.1f} ({more:+.1f})", more <= limit)
    show(f"{name}: CPU ms", f"×{factor:.2f}", f"{cpu[0]:.0f} → {cpu[1]:.0f} (×{ratio:.2f})", ratio <= factor)


def orders(registry, count):
    """One order at a time as in a request of its own (empty record cache), then many in one call."""
    results = runs(registry, count, lambda bench: bench.sell(cold=True))
    compare(results, "confirm", "confirm one order", 12)
    compare(results, "deliver", "deliver one order", 10)
    for step, name in (("credit check", "accountant approves"), ("signature", "general manager signs a notice")):
        queries = statistics.median(result[step].queries for result in results["block"])
        show(f"{name}: queries", "17", f"{queries:.0f}", queries <= 17)
    results = runs(registry, 1, lambda bench: bench.sell(BATCH, cold=True))
    compare(results, "confirm", f"confirm {BATCH} at once, per order", 1, BATCH, 1.05)
    compare(results, "deliver", f"deliver {BATCH} at once, per order", 1, BATCH, 1.05)


def history(registry):
    """The same customer, new and with 30 orders of his own."""

    def grow(bench):
        partner = bench.partner()
        first = bench.sell(partner=partner, cold=True)["confirm"].queries
        bench.orders(30, partner=partner).action_confirm()
        return first, bench.sell(partner=partner, cold=True)["confirm"].queries

    first, later = runs(registry, 1, grow)["block"][0]
    show("confirm, customer with 30 orders: queries", "+0", f"{first} → {later}", later <= first)


def approvals(registry, count):
    for cold in (False, True):

        def decide(bench, cold=cold):
            return (
                bench.mode == "block" and (bench.approve(cold=True), bench.approve(cold=cold))[1]
            )  # caches of a server

        results = runs(registry, count, decide)
        for step in results["block"][0]:
            queries = statistics.median(result[step].queries for result in results["block"])
            show(f"price {step}, {'cold' if cold else 'warm'} cache: queries", "17", f"{queries:.0f}", queries <= 17)


def main(database, count):
    registry = environment(database)
    print(f"\n{count} orders of 10 lines; rules on: {', '.join(RULES)}\n")
    print(f"{'figure':48}{'limit':>16}{'measured':>28}{'kept':>6}")
    orders(registry, int(count))
    history(registry)
    approvals(registry, 1)
    bench_mass.main(registry)


if __name__ == "__main__":
    main(*sys.argv[1:])
