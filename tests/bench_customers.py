"""The figures of statuses, segments, completeness, next visits and proposals, for 100,000 customers."""

from bench_fill import clone, show

CUSTOMERS = 100_000
LIMIT = 60


def many_customers(env):
    """So many copies of a mass customer, and the mass orders spread over them and over time."""
    model = env["res.partner"].search([("name", "=", "Mass customer")], order="id", limit=1)
    env.flush_all()
    first = clone(
        env, model, CUSTOMERS, commercial_partner_id="currval('res_partner_id_seq')", customer_status="'lead'"
    )
    env.cr.execute(
        "UPDATE sale_order SET partner_id = %s + 1 + id %% %s, date_order = now() - (id %% 900) * interval '1 day',"
        " sdw_confirmed_on = NULL WHERE state = 'sale'",
        [first, CUSTOMERS],
    )
    env.cr.execute("ANALYZE res_partner; ANALYZE sale_order")
    env.invalidate_all()


def customers(env, timed, best):
    """Every customer has one of the mass orders or none; what is computed of all of them every night."""
    many_customers(env)
    partners = env["res.partner"]
    total = 0
    steps = (
        ("statuses", partners._sdw_sweep_status),
        ("RFM segments", partners._sdw_refresh_rfm),
        ("completeness", partners._sdw_refresh_all_profiles),
        ("next visits", partners._sdw_refresh_all_visits),
    )
    for name, work in steps:
        seconds, queries, _result = timed(env, work)
        again, _queries, _result = best(env, work)
        total += seconds
        show(f"{name} of {CUSTOMERS} customers", "constant q", f"{seconds:.1f} s ({queries} q), again {again:.1f} s")
    proposals = env["sdw.grade.proposal"]
    seconds, queries, _rows = best(env, lambda: proposals.search([("differs", "=", True)], limit=80).mapped("trend"))
    total += seconds
    show("proposed grades, first page", "constant q", f"{seconds:.1f} s ({queries} q)")
    rows = proposals.search([], limit=1000)
    seconds, queries, _result = timed(env, rows.action_accept)
    show(f"accept {len(rows)} proposals", "", f"{seconds:.1f} s ({queries} q)")
    review = env["sdw.status.review"]
    seconds, queries, _rows = best(env, lambda: review.search([], limit=80).mapped("suggested"))
    total += seconds
    show("status review, first page", "constant q", f"{seconds:.1f} s ({queries} q)")
    analysis = env["sdw.customer.analysis"]
    seconds, queries, _rows = best(
        env, lambda: analysis._read_group([], ["grade"], ["turnover:sum", "customers:count_distinct"])
    )
    total += seconds
    show("composition by grade", "constant q", f"{seconds:.1f} s ({queries} q)")
    show(f"all of it for {CUSTOMERS} customers", f"{LIMIT} s", f"{total:.1f} s", total <= LIMIT)
