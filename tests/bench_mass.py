"""The figures of sweeps and lists, on the mass data of `bench_fill.py`."""

import time

from odoo.api import SUPERUSER_ID, Environment

from bench_customers import customers
from bench_fill import RULES, clone, show

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
    # They go with the transaction: deleting them would look for each of them in every table that names partners.
    creation, _queries, _records = timed(env, lambda: contacts.create([{"name": "Plain"} for _partner in partners]))
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


OPEN_INVOICES = 100_000
#: The balance of the receivable accounts by customer and age: what a page on receivables has to read at the least.
AGES = """
SELECT p.commercial_partner_id, COALESCE(l.date_maturity, l.date) < CURRENT_DATE, SUM(l.amount_residual)
  FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
  JOIN res_partner p ON p.id = l.partner_id
 WHERE l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND l.company_id = %(company)s
 GROUP BY 1, 2
"""


def more_invoices(env):
    """Copies of the mass invoices until so many are open, due over the last four months."""
    move = env["account.move"].search([("name", "=", "MI1")])
    missing = OPEN_INVOICES - env["account.move"].search_count([("name", "=like", "MI%")])
    partners = env["res.partner"].search([("name", "=", "Mass customer")], order="id").ids
    owner = f"(ARRAY[{','.join(map(str, partners))}])[1 + g % {len(partners)}]"
    parties = {"partner_id": owner, "commercial_partner_id": owner}
    first = clone(env, move, missing, **parties, name="'MX' || g", sequence_number="g + 2000000", access_token="NULL")
    for item in move.line_ids:
        due = "CURRENT_DATE - 30 + g % 120 - 90"
        clone(env, item, missing, move_id=f"{first} + g", partner_id=owner, date_maturity=due)
    # As in a company's own database: committed, and known to the planner.
    env.cr.commit()
    env.cr.execute("ANALYZE account_move; ANALYZE account_move_line")
    env.cr.commit()
    env.invalidate_all()


def receivables(env):
    """The sweep and the finance head's page over 100,000 open invoices; these stay, so it is the last to run."""
    more_invoices(env)
    plain, _queries, _rows = best(env, lambda: env.cr.execute(AGES, {"company": env.company.id}))
    sweep(env)
    page = env["sdw.receivable.dashboard"]
    seconds, queries, _page = best(env, page.get_data)
    figures = f"{seconds:.2f} s ({queries} q), SQL {plain:.2f} s"
    show(f"receivables page, {OPEN_INVOICES} open invoices", "60 q", figures, queries <= 60)
    items = env["sdw.receivable.analysis"]
    seconds, queries, _rows = best(env, lambda: items._ageing([], "commercial_partner_id"))
    show("ageing by customer", "×5 of SQL", f"{seconds:.2f} s ({queries} q)", seconds <= 5 * plain)
    today = env.company._sdw_today().isoformat()
    seconds, queries, _rows = best(env, lambda: items.with_context(sdw_as_of=today)._ageing([], "user_id"))
    show("ageing as of a day", "×10 of SQL", f"{seconds:.2f} s ({queries} q)", seconds <= 10 * plain)
    seconds, queries, _rows = best(env, lambda: items.search([], limit=80).mapped("days_overdue"))
    show("receivables list, first page", "constant q", f"{seconds:.2f} s ({queries} q)")


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


CUSTOMERS = 100_000
#: What it costs PostgreSQL to give as many rows a value, whatever it is.
PLAIN = "UPDATE res_partner SET territory_id = territory_id + 0 WHERE id > %s"
OPEN_QUOTATIONS = 500


def territories(env):
    """Who lies where, for 100,000 customers; and what a change of area or agreement costs open quotations."""
    env.company.write({f"sdw_mode_{rule}": "block" for rule in RULES})
    china = env.ref("base.cn")
    states = env["res.country.state"].search([("country_id", "=", china.id)])
    model = env["res.partner"].create({"name": "T", "country_id": china.id})
    env.flush_all()
    numbers = ",".join(str(number) for number in states.ids)
    given = {"commercial_partner_id": "currval('res_partner_id_seq')", "territory_id": "NULL"}
    given["state_id"] = f"(ARRAY[{numbers}])[1 + g % {len(states)}]"
    given["city"] = "CASE WHEN g % 10 = 0 THEN 'Bench City' END"
    first = clone(env, model, CUSTOMERS, **given)
    ids = range(first + 1, first + 1 + CUSTOMERS)
    env.cr.execute("ANALYZE res_partner")
    drawn = env["sdw.territory"].create([{"name": state.name, "state_ids": state.ids} for state in states])
    city = env["sdw.territory"].create({"name": "City", "area_ids": [(0, 0, {"city": "Bench City"})]})
    env.cr.execute("UPDATE res_partner SET territory_id = NULL WHERE id > %s", [first])
    env.invalidate_all()
    seconds, queries, _result = timed(env, drawn.action_assign)
    all_anew = seconds
    plain, _queries, _result = timed(env, lambda: env.cr.execute(PLAIN, [first]))
    figures = f"{seconds:.1f} s ({queries} q), SQL {plain:.1f} s"
    show("territories of 100,000 customers, all anew", "×2 of plain UPDATE", figures, seconds <= 2 * plain)
    again, queries, _result = best(env, drawn.action_assign)
    show("the same with nothing changed", "×1 of the first", f"{again:.1f} s ({queries} q)", again <= seconds)
    product = env["product.product"].search([("name", "=", "Mass product")], limit=1)
    line = [(0, 0, {"product_id": product.id})]
    customers = env["res.partner"].browse(ids[9 : 9 + OPEN_QUOTATIONS * 10 : 10])
    env["sale.order"].create([{"partner_id": customer.id, "order_line": line} for customer in customers])
    dealer = env["res.partner"].create({"name": "Bench dealer"})
    terms = {"partner_id": dealer.id, "territory_id": city.id, "uplift_percent": 10}
    seconds, queries, agreement = timed(env, lambda: env["sdw.distributor"].create(terms))
    show(f"new agreement, {OPEN_QUOTATIONS} open quotations", "constant q", f"{seconds:.1f} s ({queries} q)")
    seconds, queries, _result = timed(env, lambda: agreement.write({"uplift_percent": 12}))
    show(f"changed agreement, {OPEN_QUOTATIONS} open quotations", "constant q", f"{seconds:.1f} s ({queries} q)")
    seconds, queries, _result = timed(env, city.area_ids.unlink)
    show("an area goes: 10,000 customers move", "×1 of all anew", f"{seconds:.1f} s ({queries} q)", seconds <= all_anew)


def main(registry):
    def graded(env):
        return customers(env, timed, best)

    for work in (exposure, sweep, order_list, territories, graded, receivables):
        with registry.cursor() as cr:
            work(Environment(cr, SUPERUSER_ID, {}))
            cr.rollback()
            registry.reset_changes()
