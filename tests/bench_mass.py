"""The figures of sweeps and lists, on the mass data of `bench_fill.py`."""

import time

from odoo.api import SUPERUSER_ID, Environment

from bench_fill import RULES, show

#: Open items of the ledger: what a sweep has to read at the least.
LEDGER = """
SELECT p.commercial_partner_id AS partner_id, l.amount_residual AS amount
  FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
  JOIN res_partner p ON p.id = l.partner_id
 WHERE l.parent_state = 'posted' AND l.amount_residual <> 0 AND l.company_id = %(company)s
"""
#: What is ordered and not invoiced, from the quantities Odoo stores: what an exposure has to read besides.
ORDERED = """
SELECT p.commercial_partner_id, sol.price_total * (1 - sol.qty_invoiced / NULLIF(sol.product_uom_qty, 0))
  FROM sale_order so
  JOIN sale_order_line sol ON sol.order_id = so.id AND sol.display_type IS NULL
  JOIN res_partner p ON p.id = so.partner_id
 WHERE so.state = 'sale' AND so.company_id = %(company)s
"""


def timed(env, work):
    """(seconds, queries, result)"""
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    result = work()
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - queries, result


def best(env, work, times=3):
    return min((timed(env, work) for _number in range(times)), key=lambda row: row[0])


def aggregate(env, *parts):
    query = f"SELECT partner_id, SUM(amount) FROM ({' UNION ALL '.join(parts)}) part GROUP BY partner_id"
    env.cr.execute(query, {"company": env.company.id})
    return [partner for partner, _amount in env.cr.fetchall()]


def sweep(env):
    seconds, _queries, partners = best(env, lambda: aggregate(env, LEDGER))
    env.company.write({f"sdw_mode_{rule}": "block" for rule in RULES})
    plain = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
    contacts = env["res.partner"].with_context(**plain)
    creation, _queries, records = timed(env, lambda: contacts.create([{"name": "Plain"} for _partner in partners]))
    records.unlink()
    cases = env["sdw.collection.case"]
    first, queries, _result = timed(env, lambda: cases._cron_sweep(companies=env.company))
    made = cases.search_count([])
    show(
        f"sweep, {made} new cases", "×2 of creation", f"{first:.1f} s, creation {creation:.1f} s", first <= 2 * creation
    )
    show("sweep, queries per 1,000 cases", "constant", f"{queries / made * 1000:.0f}")
    again, queries, _result = best(env, lambda: cases._cron_sweep(companies=env.company))
    show(
        "sweep with nothing new",
        "×5 of aggregate",
        f"{again:.2f} s ({queries} q), SQL {seconds:.2f} s",
        again <= 5 * seconds,
    )


def exposure(env):
    seconds, _queries, partners = best(env, lambda: aggregate(env, LEDGER, ORDERED))
    for count in (250, 2000):
        customers = env["res.partner"].browse(partners[:count])
        took, queries, _result = best(env, lambda owed=customers: owed.mapped("sdw_exposure_company"))
        kept = took <= 3 * seconds if count == 2000 else None
        show(
            f"exposure of {len(customers)} customers",
            "×3 of SQL",
            f"{took:.2f} s ({queries} q), SQL {seconds:.2f} s",
            kept,
        )


def order_list(env):
    """The first page, with the columns of Odoo's list alone and with ours."""
    orders = env["sale.order"].with_user(env.ref("base.user_admin"))
    fields = env["sale.order"].get_view(view_type="list")["models"]["sale.order"]
    ours = {name for name in fields if orders._fields[name]._module == "sales_dept_workflow"}

    def page(names):
        return lambda: orders.web_search_read([], {name: {} for name in names}, limit=80)

    without, queries, _result = best(env, page(set(fields) - ours), 5)
    with_ours, more, _result = best(env, page(fields), 5)
    show(
        f"order list of {env['sale.order'].search_count([])}",
        "×1.05",
        f"{without * 1000:.0f} ms ({queries} q) → {with_ours * 1000:.0f} ms ({more} q)",
        with_ours <= without * 1.05,
    )


def main(registry):
    for work in (exposure, sweep, order_list):
        with registry.cursor() as cr:
            work(Environment(cr, SUPERUSER_ID, {}))
            cr.rollback()
            registry.reset_changes()
