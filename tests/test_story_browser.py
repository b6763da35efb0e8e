"""One order from the blocked quotation to the truck, in the browser, each step by the person whose it is (zh_CN)."""

import re

import pytest

from chromium import DESKTOP, PHONE, Browser
from system import covers, wait_until

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PANEL = ".sdw_blocker_panel"
REASON = "老客户，竞争对手报价更低，请批准"


@pytest.fixture
def browser(server):
    """One computer, at which one after the other sits down; in the end no page has logged an error."""
    with Browser(server) as browser:
        yield browser
        assert browser.errors == []


def sits_down(browser, login, size=DESKTOP):
    # First away from the page: an answer still under way would bring back the session of who sat here before.
    browser.send("Page.navigate", url="about:blank")
    wait_until(lambda: browser.evaluate("location.href") == "about:blank", "the last page is left")
    # Odoo remembers who used this computer, and from the second on shows a list of them instead of the form.
    browser.send("Storage.clearDataForOrigin", origin=browser.server.url, storageTypes="all")
    browser.send("Network.clearBrowserCookies")
    browser.size = size
    browser.resize(*size)
    browser.login(login)


def stands(server, order, state):
    def reached():
        return server.sql("SELECT state FROM sale_order WHERE id = %s", order) == [(state,)]

    wait_until(reached, f"the order is {state}")


@covers("Q-04", "Q-06", "O-03", "O-05")
def test_from_the_blocked_quotation_to_the_truck(story, server, browser):
    order = story.quote("salesperson", "waterworks", ("centrifugal", 2))
    story.call("salesperson", "sale.order.line", "write", story.lines(order), {"price_unit": 1050})
    name = story.read("salesperson", "sale.order", order, "name")
    salesperson_asks(browser, order)
    manager_approves(browser, name)
    general_manager_approves_on_his_phone(browser, name)
    sales_admin_confirms(browser, order)
    accountant_approves(browser, order, name)
    # The customer pays the carrier; how he is told is in the story of the whole chain.
    story.call("sales_admin", "sale.order", "action_freight_told", [order], 420.0, "phone")
    keeper_validates(browser, story.transfer(order))
    assert story.find("salesperson", "sdw.arrival.followup", [["order_id", "=", order]]), "the salesperson will call"


def salesperson_asks(browser, order):
    sits_down(browser, "salesperson")
    browser.open(f"/odoo/sales/{order}")
    browser.wait_for(f"{PANEL}[data-level=danger] .sdw_item[data-code=territory_uplift]")
    text = browser.text(PANEL)
    assert CHINESE.search(text) and "Cleared by" not in text and "Distributor protection" not in text, text
    assert "400 800" in text, "the distributor's phone is at hand"
    browser.screenshot("story-1-salesperson-blocked")
    browser.click(f"{PANEL} .sdw_item[data-code=territory_uplift] button")
    browser.type(".modal .o_field_widget[name=reason] textarea", REASON)
    browser.screenshot("story-2-salesperson-asks")
    browser.click(".modal button[name=action_confirm]")
    browser.wait_gone(".modal")
    browser.wait_for(PANEL)


def manager_approves(browser, name):
    sits_down(browser, "manager")
    browser.open("/odoo/approvals-to-decide")
    browser.click(".o_list_view .o_data_row .o_data_cell[name=name]", name)
    browser.wait_for(".o_form_view .sdw_facts, .o_form_view .o_field_widget[name=facts_panel]")
    text = browser.text(".o_form_view")
    assert REASON in text and CHINESE.search(text)
    browser.screenshot("story-3-manager-decides")
    browser.click(".o_form_view button[name=action_approve]")
    browser.wait_gone(".o_form_view button[name=action_approve]")


def general_manager_approves_on_his_phone(browser, name):
    sits_down(browser, "gm", PHONE)
    browser.open("/odoo/approvals-to-decide")
    browser.wait_for(".o_kanban_record", name)
    width = browser.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], f"the page is {width} wide"
    browser.screenshot("story-4-general-manager-decides")
    card = browser.seen(".o_kanban_record", name)
    browser.evaluate(f"{card}[0].querySelector('button[name=action_approve]').click()")
    wait_until(lambda: not browser.evaluate(f"{card}.length"), "the request leaves the inbox")


def sales_admin_confirms(browser, order):
    sits_down(browser, "sales_admin")
    browser.open(f"/odoo/sales/{order}")
    browser.wait_for(".o_form_view .o_field_widget[name=partner_id]")
    browser.click(".o_statusbar_buttons button[name=action_confirm]")
    stands(browser.server, order, "sale")
    browser.wait_for(f"{PANEL} .sdw_item[data-code=credit_approval]")
    browser.screenshot("story-5-sales-admin-confirmed")


def accountant_approves(browser, order, name):
    sits_down(browser, "accountant")
    browser.open(f"/odoo/sales/{order}")  # he sees what he checks
    browser.wait_for(f"{PANEL} .sdw_item[data-code=credit_approval]")
    browser.screenshot("story-6-accountant-sees-the-order")
    browser.open("/odoo/approvals-to-decide")
    browser.click(".o_list_view .o_data_row .o_data_cell[name=name]", name)
    browser.wait_for(".o_form_view button[name=action_approve]")
    browser.screenshot("story-7-accountant-decides")
    browser.click(".o_form_view button[name=action_approve]")
    browser.wait_gone(".o_form_view button[name=action_approve]")


def keeper_validates(browser, picking):
    def done():
        browser.evaluate(f"{browser.seen('.modal button[name=dont_send_sms]')}[0]?.click()")
        return browser.server.sql("SELECT state FROM stock_picking WHERE id = %s", picking) == [("done",)]

    sits_down(browser, "keeper")
    browser.open(f"/odoo/action-stock.action_picking_tree_outgoing/{picking}")
    browser.wait_for(".o_form_view .o_field_widget[name=partner_id]")
    assert not browser.evaluate(f"{browser.seen(PANEL + ' .sdw_item')}.length"), "nothing holds it"
    browser.screenshot("story-8-keeper-ships")
    browser.click(".o_statusbar_buttons button[name=button_validate]")
    wait_until(done, "the goods have left")
    browser.wait_gone(".modal")
    browser.wait_gone(".o_statusbar_buttons button[name=button_validate]")
    browser.screenshot("story-9-keeper-shipped")


@covers("Q-04")
def test_decide_on_a_phone(story, server, browser):
    """On a phone both answers are in sight on the request itself, without a menu and without scrolling."""
    domain = [["res_model", "=", "sale.order"], ["res_id", "=", story.ref("order_endorsed")], ["state", "=", "pending"]]
    [approval] = story.find("gm", "sdw.approval", domain)
    sits_down(browser, "gm", PHONE)
    browser.open(f"/odoo/approvals-to-decide/{approval}")
    for method in ("action_approve", "action_open_reject"):
        button = f".o_form_view .o_form_sheet button[name={method}]"
        browser.wait_for(button)
        place = browser.evaluate(
            f"(({{left, top, right, bottom, height}}) => [left, top, right, bottom, height])"
            f"(document.querySelector('{button}').getBoundingClientRect())"
        )
        left, top, right, bottom, height = place
        assert left >= 0 and top >= 0 and right <= PHONE[0] and bottom <= PHONE[1], (method, place)
        assert height >= 40, "large enough for a thumb"
    browser.screenshot("decide-on-a-phone")
    width = browser.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], f"the page is {width} wide"
    sits_down(browser, "gm", DESKTOP)
    browser.open(f"/odoo/approvals-to-decide/{approval}")
    browser.wait_for(".o_form_view .o_statusbar_buttons button[name=action_approve]")
    browser.screenshot("decide-at-the-desk")


@covers("Q-05")
def test_story_has_a_lapsed_request(story):
    """Approved by both, then the salesperson went below what they had agreed to."""
    domain = [["res_model", "=", "sale.order"], ["res_id", "=", story.ref("order_lapsed")]]
    [approval] = story.find("gm", "sdw.approval", domain)
    assert story.read("gm", "sdw.approval", approval, "state") == "lapsed"
    assert story.read("gm", "sdw.approval", approval, "facts_panel")["changes"], "what became worse is shown"
    decisions = story.call("gm", "sdw.approval.decision", "search_read", [["approval_id", "=", approval]], ["decision"])
    assert [row["decision"] for row in decisions] == ["approved", "approved", "lapsed"]
    assert story.read("gm", "sale.order", story.ref("order_lapsed"), "price_approval_state") == "lapsed"
