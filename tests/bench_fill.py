"""Fills a database with mass data by SQL, as an installed company has it: `bench_fill.py DATABASE ORDERS CUSTOMERS`.

One order is made through Odoo (confirmed, delivered, invoiced), then its rows are copied: each order has five lines, a
transfer with five moves and a posted invoice that is overdue.
"""

import json
import sys

import odoo.modules.registry
from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.tools import config

LINES = 5
#: The rules that are switched on for a measurement: all but the contract, which is made before what is measured here.
RULES = (
    "territory",
    "price",
    "negotiation",
    "credit",
    "delivery_notice",
    "freight",
    "shipping_hold",
    "acceptance_bill",
    "customer_status",
    "complaint",
)

CLONE = """
CREATE OR REPLACE FUNCTION bench_clone(tbl text, model_id bigint, n int, given jsonb) RETURNS bigint AS $$
DECLARE names text; exprs text; first bigint;
BEGIN
  SELECT string_agg(quote_ident(column_name), ','),
         string_agg(CASE WHEN column_name = 'id' THEN format('nextval(%L)', tbl || '_id_seq')
                         WHEN given ? column_name THEN given->>column_name
                         ELSE 't.' || quote_ident(column_name) END, ',')
    INTO names, exprs FROM information_schema.columns WHERE table_name = tbl AND table_schema = 'public';
  EXECUTE format('SELECT nextval(%L)', tbl || '_id_seq') INTO first;
  EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM %I t, generate_series(1, %s) g WHERE t.id = %s',
                 tbl, names, exprs, tbl, n, model_id);
  RETURN first;
END $$ LANGUAGE plpgsql
"""


def environment(database):
    config.parse_config(["-d", database, "--log-level=error", "--max-cron-threads=0"], setup_logging=True)
    return odoo.modules.registry.Registry(database)


def show(figure, limit, measured, kept=None):
    verdict = "" if kept is None else "yes" if kept else "NO"
    print(f"{figure:48}{limit:>16}{measured:>28}{verdict:>6}", flush=True)


def clone(env, record, count, **given):
    """Copy a row ``count`` times; ``given`` are SQL expressions of ``g`` (1 … count).

    :return: the number before the first id
    """
    env.cr.execute("SELECT bench_clone(%s, %s, %s, %s)", (record._table, record.id, count, json.dumps(given)))
    return env.cr.fetchone()[0]


def fill(env, orders, customers):
    partner = env["res.partner"].create({"name": "Mass customer", "is_company": True})
    product = env["product.product"].create(
        {"name": "Mass product", "type": "consu", "is_storable": True, "list_price": 100, "invoice_policy": "order"}
    )
    lines = [Command.create({"product_id": product.id})]
    sale = env["sale.order"].create({"partner_id": partner.id, "order_line": lines})
    sale.action_confirm()
    invoice = sale._create_invoices()
    invoice.action_post()
    env.flush_all()
    env.cr.execute(CLONE)
    first = clone(env, partner, customers, commercial_partner_id="currval('res_partner_id_seq')")
    owner = f"{first} + 1 + g % {customers}"
    three = {"partner_id": owner, "partner_invoice_id": owner, "partner_shipping_id": owner}
    order = clone(env, sale, orders, **three, name="'M' || g", access_token="NULL")
    line = clone(env, sale.order_line, orders * LINES, order_id=f"{order} + 1 + (g - 1) / {LINES}")
    transfer = clone(env, sale.picking_ids, orders, sale_id=f"{order} + g", partner_id=owner, name="'P' || g")
    clone(
        env,
        sale.picking_ids.move_ids,
        orders * LINES,
        picking_id=f"{transfer} + 1 + (g - 1) / {LINES}",
        sale_line_id=f"{line} + g",
    )
    parties = {"partner_id": owner, "commercial_partner_id": owner}
    move = clone(env, invoice, orders, **parties, name="'MI' || g", sequence_number="g + 1000000", access_token="NULL")
    for item in invoice.line_ids:
        clone(env, item, orders, move_id=f"{move} + g", partner_id=owner, date_maturity="'2026-01-01'")


def main(database, orders, customers):
    registry = environment(database)
    with registry.cursor() as cr:
        fill(Environment(cr, SUPERUSER_ID, {"tracking_disable": True}), int(orders), int(customers))
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
