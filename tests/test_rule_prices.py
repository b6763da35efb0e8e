"""Regional uplift and manager-only discounts, by real people over real HTTP (issue: *Must hold*, lines 1 and 2)."""

import pytest

import story as stories
import system
from system import covers

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def cheap(story):
    """A pricelist at half price, as an administrator keeps one for friends."""
    items = [[0, 0, {"compute_price": "percentage", "percent_price": 50, "applied_on": "3_global"}]]
    return story.call("admin", "product.pricelist", "create", {"name": "Friends", "item_ids": items})


def tricks(story, cheap):
    """{what a salesperson tries: how}"""
    service = story.ref("product_service")
    deduction = [0, 0, {"product_id": service, "product_uom_qty": 1, "price_unit": -0.01}]
    return {
        "a cent less": lambda order: story.call(
            "salesperson", "sale.order.line", "write", story.lines(order), {"price_unit": 1099.99}
        ),
        "a discount of 0.01 %": lambda order: story.call(
            "salesperson", "sale.order.line", "write", story.lines(order), {"discount": 0.01}
        ),
        "a line of -0.01": lambda order: story.call(
            "salesperson", "sale.order", "write", [order], {"order_line": [deduction]}
        ),
        "another pricelist": lambda order: (
            story.call("salesperson", "sale.order", "write", [order], {"pricelist_id": cheap}),
            story.call("salesperson", "sale.order", "action_update_prices", [order]),
        ),
    }


def label(story, login, rule):
    """The name of a rule in the language of a person."""
    name = f"sdw_mode_{rule}"
    return story.call(login, "res.company", "fields_get", [name], ["string"])[name]["string"]


def role(story, login, group):
    return story.read(login, "res.groups", story.ref(f"sales_dept_workflow.group_sdw_{group}"), "name")


@covers("Q-04", "Q-05", "Z-06")
def test_protected_region_is_offered_the_uplift(story):
    order = story.quote("salesperson", "waterworks")
    [line] = story.lines(order)
    assert story.read("salesperson", "sale.order.line", line, "price_unit") == 1100.00
    assert story.codes("salesperson", order, "confirm") == []


@covers("Q-04", "Q-05")
@pytest.mark.parametrize("trick", ["a cent less", "a discount of 0.01 %", "a line of -0.01", "another pricelist"])
def test_below_the_price_is_neither_sent_nor_confirmed(story, cheap, trick):
    order = story.quote("salesperson", "waterworks")
    tricks(story, cheap)[trick](order)
    rules = {"territory_uplift": "territory", "price_approval": "price"}
    [code, *_more] = story.codes("salesperson", order, "quote")[::-1]
    who = role(story, "salesperson", "sales_manager")
    words = (label(story, "salesperson", rules[code]), who)
    for login in ("salesperson", "sales_admin"):
        for method in ("action_confirm", "action_quotation_send", "action_quotation_sent"):
            with story.refused(*words):
                story.call(login, "sale.order", method, [order])
        for state in ("sent", "sale"):
            with story.refused(*words):
                story.call(login, "sale.order", "write", [order], {"state": state})
    assert story.state(order) == "draft"


@covers("Q-04", "Q-06")
def test_manager_then_general_manager(story):
    order = story.quote("salesperson", "waterworks")
    line = story.lines(order)
    story.call("salesperson", "sale.order.line", "write", line, {"price_unit": 1050})
    approval = story.ask("salesperson", order, "price", "竞争对手报价更低")
    for login in ("salesperson", "supervisor", "sales_admin", "accountant", "keeper", "legal"):
        with story.refused(names=("AccessError",)):
            story.approve(login, approval)
    story.approve("manager", approval)
    with story.refused(role(story, "sales_admin", "general_manager")):
        story.call("sales_admin", "sale.order", "action_confirm", [order])
    with story.refused():
        story.approve("manager", approval)
    story.approve("gm", approval)
    story.call("salesperson", "sale.order.line", "write", line, {"price_unit": 1049.99})
    assert story.read("salesperson", "sdw.approval", approval, "state") == "lapsed"
    with story.refused():
        story.call("sales_admin", "sale.order", "action_confirm", [order])
    again = story.ask("salesperson", order, "price", "再降一分")
    story.approve("manager", again)
    story.approve("gm", again)
    story.call("sales_admin", "sale.order", "action_confirm", [order])
    assert story.state(order) == "sale"
    with story.refused():
        story.call("salesperson", "sale.order.line", "write", line, {"price_unit": 1049.98})


@covers("Q-03", "Q-04")
def test_the_distributor_himself(story):
    order = story.quote("salesperson", "dealer")
    assert story.read("salesperson", "sale.order.line", story.lines(order)[0], "price_unit") == 1000.00
    story.call("sales_admin", "sale.order", "action_confirm", [order])
    assert story.state(order) == "sale"


@covers("Q-04", "Q-05")
def test_no_context_and_no_state_confirms(story):
    order = story.quote("salesperson", "waterworks")
    story.call("salesperson", "sale.order.line", "write", story.lines(order), {"price_unit": 1000})
    values = {"partner_id": story.ref("customer_waterworks"), "state": "sale"}
    values["order_line"] = [[0, 0, {"product_id": story.ref("product_centrifugal"), "price_unit": 1000}]]
    for context in stories.FORGED:
        with story.refused():
            story.call("salesperson", "sale.order", "action_confirm", [order], context=context)
        with story.refused():
            story.call("salesperson", "sale.order", "write", [order], {"state": "sale"}, context=context)
        with story.refused():
            story.call("salesperson", "sale.order", "create", values, context=context)
    with story.refused():
        story.call("salesperson", "sale.order", "web_save", [order], {"state": "sale", "note": "x"}, {"state": {}})
    columns = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit"]
    rows = [[str(values["partner_id"]), "sale", str(story.ref("product_centrifugal")), "1000"]]
    assert not story.call("salesperson", "sale.order", "load", columns, rows)["ids"]
    copy = story.call("salesperson", "sale.order", "copy", [order], {"state": "draft"})[0]
    with story.refused():
        story.call("sales_admin", "sale.order", "action_confirm", [copy])
    assert story.state(order) == "draft"


@covers("Q-04")
def test_an_integration_is_no_way_round(story, server):
    order = story.quote("salesperson", "waterworks")
    api = server.api("salesperson")
    api.call("sale.order.line", "write", ids=story.lines(order), vals={"price_unit": 1000})
    for method, arguments in (("action_confirm", {}), ("write", {"vals": {"state": "sale"}})):
        with story.refused():
            api.call("sale.order", method, ids=[order], **arguments)
    for method in ("_sdw_write", "_check_gate", "_sdw_system"):
        with pytest.raises(system.RemoteError):
            api.call("sale.order", method, ids=[order])


@covers("Q-04", "N-05")
def test_customers_signature_confirms_no_blocked_order(story, server):
    order = story.quote("salesperson", "waterworks", require_signature=True, require_payment=False)
    story.call("salesperson", "sale.order", "action_quotation_sent", [order])
    story.call("salesperson", "sale.order.line", "write", story.lines(order), {"price_unit": 1000})
    story.call("admin", "sale.order", "get_portal_url", [order])
    [(token,)] = server.sql("SELECT access_token FROM sale_order WHERE id = %s", order)
    params = {"access_token": token, "name": "顾客", "signature": PIXEL}
    answer = story.as_("archivist").post(f"/my/orders/{order}/accept", params)
    assert story.state(order) == "sent"
    assert "1100" not in str(answer) and "1,100" not in str(answer), "the customer reads nothing of our prices"
