"""How long orders take with the sales rules off and on: `bench.py DATABASE N`.

Each figure is the median of N orders of ten lines, each confirmed and delivered in a transaction of its own that is
rolled back, after a first one that does not count.
"""

import statistics
import sys
import time

import odoo.modules.registry
from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.tools import config

RULES = "sdw_mode_"


def environment(database):
    config.parse_config(["-d", database, "--log-level=error", "--max-cron-threads=0"], setup_logging=True)
    return odoo.modules.registry.Registry(database)


def rule_fields(env):
    """The company's rule settings that this version of the add-on has."""
    return [name for name in env["res.company"]._fields if name.startswith(RULES)]


def prepare(env):
    partner = env["res.partner"].create({"name": "Bench customer"})
    product = env["product.product"].create({"name": "Bench product", "is_storable": True, "list_price": 100})
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1_000_000)
    return partner, product


def order(env, partner, product):
    line = {"product_id": product.id, "product_uom_qty": 5}
    return env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)] * 10})


def confirm(sale):
    sale.action_confirm()


def deliver(sale):
    sale.picking_ids.move_ids.picked = True
    sale.picking_ids._action_done()


def timed(env, step, sale):
    env.cr.flush()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    step(sale)
    env.cr.flush()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure(registry, mode, count):
    """Mode off or warn: in mode block the order would need its approvals first."""
    figures = {"create": [], "confirm": [], "deliver": []}
    for number in range(count + 1):
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            env.company.write(dict.fromkeys(rule_fields(env), mode))
            partner, product = prepare(env)
            env.flush_all()
            start, queries = time.perf_counter(), cr.sql_log_count
            sale = order(env, partner, product)
            env.cr.flush()
            row = {"create": (time.perf_counter() - start, cr.sql_log_count - queries)}
            row["confirm"] = timed(env, confirm, sale)
            row["deliver"] = timed(env, deliver, sale)
            if number:
                for name, figure in row.items():
                    figures[name].append(figure)
            cr.rollback()
    return figures


def main(database, count):
    registry = environment(database)
    results = {mode: measure(registry, mode, int(count)) for mode in ("off", "warn")}
    with registry.cursor() as cr:
        rules = len(rule_fields(Environment(cr, SUPERUSER_ID, {})))
    print(f"\n{count} orders of 10 lines, {rules} rules; median milliseconds (queries)\n")
    print(f"{'':10}{'rules off':>18}{'rules on':>18}{'difference':>14}")
    for name in ("create", "confirm", "deliver"):
        seconds = {mode: statistics.median(s for s, _ in figures[name]) for mode, figures in results.items()}
        queries = {mode: statistics.median(q for _, q in figures[name]) for mode, figures in results.items()}
        off, on = (f"{seconds[mode] * 1000:.0f} ({queries[mode]:.0f})" for mode in ("off", "warn"))
        print(f"{name:10}{off:>18}{on:>18}{seconds['warn'] / seconds['off'] - 1:>13.0%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
