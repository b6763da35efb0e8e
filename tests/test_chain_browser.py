"""One order from the signed contract to the received VAT invoice, in the browser, each step by the person whose it is
(zh_CN).
"""

import chain_goods as goods
import chain_order as order
import story as stories
import system
from chain import NOTICE, Chain
from chain_goods import DRIVER, VEHICLE
from chromium import Browser
from system import covers, wait_until

FAPIAO, PARCEL = "25332000000018849999", "SF1420088999001"
#: What the order's own page tells at the end.
LINKS = ["quotation", "review", "signed", "confirmed", "supply", "checks", "freight", "notice_asked", "notice_signed"]
LINKS += ["notice_handed", "vehicle", "goods_checked", "loaded", "shipped", "arrival", "invoiced", "invoice_sent"]


@covers("N-01", "O-02", "O-03", "O-05", "O-06", "O-07", "O-08", "O-09", "O-10", "O-11", "O-12", "O-15")
@covers("D-01", "D-03", "D-04", "D-05", "Z-08", "Z-10", "Z-11", "Z-13")
def test_from_the_contract_to_the_received_invoice():
    with system.Server() as server, Browser(server) as browser:
        chain = Chain(stories.Story(server), browser)
        for step in STEPS:
            step(chain)
        assert browser.errors == []


# ---------------------------------------------------------------------- arrival and VAT invoice
def salesperson_calls_the_customer(chain):
    chain.sits("salesperson")
    chain.open("/odoo/arrival-calls", ".o_list_view .o_data_row")
    chain.shot("salesperson-calls")
    chain.click_in_row(chain.name, "action_arrived")
    wait_until(lambda: not chain.browser.evaluate(f"{chain.browser.seen('.o_data_row', chain.name)}.length"), "called")
    chain.shot("salesperson-called")


def sales_admin_sends_the_invoicing_data(chain):
    chain.sits("sales_admin")
    chain.open("/odoo/vat-invoices", ".o_list_view .o_data_row")
    chain.open_row(chain.name, ".o_form_view button[name=action_send]")
    chain.shot("sales-admin-invoicing-data")
    chain.browser.click(".o_form_view button[name=action_send]")
    chain.browser.wait_gone(".o_form_view button[name=action_send]")
    chain.browser.wait_for(".o_form_view .o_field_widget[name=sent_by_id]", "孙丽")


def finance_posts_the_invoice(chain):
    chain.sits("finance")
    chain.open_order()
    chain.shot("finance-order")
    wizard = chain.story.ref("sale.action_view_sale_advance_payment_inv")
    chain.browser.click(f".o_statusbar_buttons button[name='{wizard}']")
    chain.browser.click(".modal footer button[name=create_invoices]")
    chain.browser.click(".o_form_view button[name=action_post]")
    chain.browser.wait_gone(".o_form_view button[name=action_post]")
    chain.shot("finance-invoice")


def finance_issues_and_mails(chain):
    chain.open("/odoo/vat-invoices", ".o_list_view .o_data_row")
    chain.click_in_row(chain.name, "action_open_issue")
    chain.window(fapiao_number=FAPIAO)
    chain.shot("finance-fapiao")
    chain.confirm()
    chain.browser.wait_for(".o_data_row", FAPIAO)
    chain.click_in_row(chain.name, "action_open_mail")
    chain.window(tracking_number=PARCEL)
    chain.choose("courier_id", "顺丰速运")
    chain.shot("finance-mail")
    chain.confirm()
    chain.shot("finance-mailed")


def sales_admin_asks_whether_it_came(chain):
    chain.sits("sales_admin")
    chain.open("/odoo/vat-invoice-calls", ".o_list_view")
    chain.browser.click(".o_searchview_facet .o_facet_remove")  # it is expected in three days; the customer calls first
    chain.browser.wait_for(".o_data_row", FAPIAO)
    chain.shot("sales-admin-invoice-calls")
    chain.click_in_row(FAPIAO, "action_received")
    wait_until(lambda: not chain.browser.evaluate(f"{chain.browser.seen('.o_data_row', FAPIAO)}.length"), "received")
    chain.open_order()
    chain.held_by()
    chain.tab("sdw_progress")
    chain.browser.wait_for(".sdw_timeline")
    chain.shot("sales-admin-progress")


def everything_is_on_record(chain):
    """The database says the same, with the people."""
    story = chain.story
    users = {story.ref(f"user_{login}"): login for login in ("gm", "keeper", "sales_admin", "shipping")}
    names = ["state", "gm_signed_by_id", "keeper_id", "handed_over_by_id", "vehicle_number", "driver_name"]
    [notice] = story.call("gm", NOTICE, "read", [chain.notice], names + ["driver_signature", "keeper_signature"])
    assert [notice[name] for name in ("state", "vehicle_number", "driver_name")] == ["shipped", VEHICLE, DRIVER]
    people = [users[notice[name][0]] for name in ("gm_signed_by_id", "keeper_id", "handed_over_by_id")]
    assert people == ["gm", "keeper", "sales_admin"]
    assert notice["driver_signature"] and notice["keeper_signature"]
    assert story.find("gm", f"{NOTICE}.copy", [["notice_id", "=", chain.notice], ["handed_on", "=", False]]) == []
    rows = story.server.sql(
        "SELECT state, fapiao_number, tracking_number FROM sdw_invoice_dispatch WHERE fapiao_number = %s", FAPIAO
    )
    assert rows == [("received", FAPIAO, PARCEL)]
    rows = story.server.sql("SELECT state FROM sdw_arrival_followup WHERE order_id = %s", chain.order)
    assert rows == [("arrived",)]
    assert story.state(chain.picking, "stock_picking") == "done"
    [(promised,)] = story.server.sql("SELECT state FROM sdw_supply_inquiry WHERE order_id = %s", chain.order)
    assert promised == "promised"
    steps = story.read("gm", "sale.order", chain.order, "sdw_timeline")["steps"]
    assert set(LINKS) <= {step["link"] for step in steps if step["state"] == "done"}, steps


STEPS = [
    *order.STEPS,
    *goods.STEPS,
    salesperson_calls_the_customer,
    sales_admin_sends_the_invoicing_data,
    finance_posts_the_invoice,
    finance_issues_and_mails,
    sales_admin_asks_whether_it_came,
    everything_is_on_record,
]
