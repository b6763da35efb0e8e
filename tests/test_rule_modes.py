"""Warn, off, orders older than the rule; and what a customer can reach (issue: *Must hold*, lines 6 and 8)."""

import itertools

import pytest

import story as stories
import system
from system import covers


@pytest.fixture(scope="module")
def own():
    """A story of our own: its rules are switched."""
    with system.Server() as server:
        yield stories.Story(server)


def switch(story, mode, *rules):
    company = story.ref("base.main_company")
    story.call("admin", "res.company", "write", [company], {f"sdw_mode_{rule}": mode for rule in rules})


@covers("Q-04", "O-04")
def test_off_then_older_orders_ship_on(own):
    switch(own, "off", "territory", "price", "credit", "freight")
    old = own.quote("salesperson", "waterworks", ("seal", 4))
    own.call("salesperson", "sale.order.line", "write", own.lines(old), {"price_unit": 60})
    draft = own.quote("salesperson", "waterworks", ("seal", 4), date_order="2001-01-01 00:00:00")
    [line] = own.lines(draft)
    assert own.read("salesperson", "sale.order.line", line, "price_unit") == 120, "no price is touched"
    own.call("salesperson", "sale.order.line", "write", [line], {"price_unit": 60})
    own.call("salesperson", "sale.order", "action_confirm", [old])
    switch(own, "block", "territory", "price", "credit", "freight")
    picking = own.transfer(old)
    for quantity in (3, 1):
        own.pick(picking, quantity)
        own.validate(picking)
        assert own.state(picking, "stock_picking") == "done"
        picking = own.transfer(old) if quantity == 3 else None
    assert own.codes("salesperson", draft, "confirm") == [], "an old draft is exempt …"
    own.call("salesperson", "sale.order.line", "write", [line], {"product_uom_qty": 5})
    assert own.codes("salesperson", draft, "confirm"), "… until it changes"
    dated = {"date_order": "2001-01-01 00:00:00", "validity_date": "2001-01-01"}
    young = own.quote("salesperson", "waterworks", ("seal", 4), **dated)
    own.call("salesperson", "sale.order.line", "write", own.lines(young), {"price_unit": 60})
    assert own.codes("salesperson", young, "confirm"), "a date typed into a form changes nothing"


@covers("Q-04", "O-04")
def test_warn_refuses_nothing_and_files_once(own):
    switch(own, "warn", "territory", "price", "credit", "freight")
    order = own.quote("salesperson", "waterworks", ("seal", 2))
    assert own.read("salesperson", "sale.order.line", own.lines(order)[0], "price_unit") == 120, "no price is changed"
    own.call("salesperson", "sale.order", "action_quotation_sent", [order])
    own.call("sales_admin", "sale.order", "action_confirm", [order])
    picking = own.transfer(order)
    own.pick(picking)
    own.validate(picking)
    assert own.state(picking, "stock_picking") == "done"
    findings = own.server.sql(
        """SELECT res_model, code FROM sdw_audit_finding
            WHERE origin = 'gate' AND (res_model, res_id) IN (('sale.order', %s), ('stock.picking', %s))
            ORDER BY 1, 2""",
        order,
        picking,
    )
    assert findings == [
        ("sale.order", "territory_uplift"),
        ("stock.picking", "credit_approval"),
        ("stock.picking", "freight_untold"),
    ]


@covers("A-30")
def test_a_customer_reaches_nothing_of_ours(own):
    """On his own order, transfer, invoice and contact: no field of ours is read or searched, no method called."""
    switch(own, "block", "territory", "price", "credit", "freight")
    order = own.released("waterworks", ("seal", 1))
    picking = own.transfer(order)
    own.pick(picking)
    own.validate(picking)
    context = {"active_model": "sale.order", "active_ids": [order]}
    wizard = own.call(
        "accountant", "sale.advance.payment.inv", "create", {"advance_payment_method": "delivered"}, context=context
    )
    own.call("accountant", "sale.advance.payment.inv", "create_invoices", [wizard], context=context)
    [invoice] = own.call("sales_admin", "sale.order", "read", [order], ["invoice_ids"])[0]["invoice_ids"]
    own.call("accountant", "account.move", "action_post", [invoice])
    customer = "waterworks"
    partner = own.read("admin", "res.users", own.as_(customer).uid, "partner_id")
    records = {
        "sale.order": order,
        "sale.order.line": own.lines(order)[0],
        "stock.picking": picking,
        "account.move": invoice,
        "res.partner": partner,
    }
    for model, record in records.items():
        own.call("admin", model, "read", [record], ["display_name"])
        for name in internal_fields(own, model):
            with pytest.raises(system.RemoteError):
                own.call(customer, model, "read", [record], [name])
            for operator, value in (("=", True), ("!=", False), (">", 0), ("in", ["approved"])):
                assert not finds(own, customer, model, record, [name, operator, value]), f"{model}.{name} tells"
        calls = {"get_blockers": ["confirm"], "action_request_approval": ["price", "x"], "action_sdw_approvals": []}
        calls |= {"action_submit_credit": [], "action_refer_to_distributor": [], "action_recheck_credit": []}
        for method, arguments in calls.items():
            with pytest.raises(system.RemoteError):
                own.call(customer, model, method, [record], *arguments)
    for model in own_models(own) - {"sdw.repayment.agreement", "sdw.repayment.agreement.line"}:
        with own.refused(names=("AccessError",)):
            own.call(customer, model, "search_read", [], ["id"])


def finds(story, login, model, record, condition):
    """What a search tells: nothing if it is refused."""
    try:
        return story.call(login, model, "search", [["id", "=", record], condition])
    except system.RemoteError:
        return []


def internal_fields(story, model):
    """Fields this add-on brings to a core model."""
    rows = story.server.sql(
        """SELECT f.name FROM ir_model_fields f
             JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
            WHERE f.model = %s GROUP BY f.name
           HAVING array_agg(DISTINCT d.module) = ARRAY['sales_dept_workflow'::varchar]""",
        model,
    )
    names = [name for (name,) in rows]
    assert names
    return names


def own_models(story):
    rows = story.server.sql("SELECT model FROM ir_model WHERE model LIKE 'sdw.%%' AND NOT transient AND NOT abstract")
    return set(itertools.chain(*rows))
