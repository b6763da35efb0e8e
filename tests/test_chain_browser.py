"""One order from the signed contract to the received VAT invoice, in the browser, each step by the person whose it is
(zh_CN).
"""

import base64
import re
import tempfile
from pathlib import Path

import story as stories
import system
from system import DESKTOP, PHONE, covers, wait_until
from test_story_browser import CHINESE, PANEL, sits_down

#: The keeper has a tablet at the gate.
TABLET = (820, 1180)
NOTICE = "sdw.delivery.notice"
VEHICLE, DRIVER, LOADERS = "苏B·3F582", "马国庆", "装卸一组:陈大勇"
FAPIAO, PARCEL = "25332000000018849999", "SF1420088999001"
PIXEL = base64.b64decode(stories.PIXEL)
#: What the order's own page tells at the end.
LINKS = ["quotation", "review", "signed", "confirmed", "supply", "checks", "freight", "notice_asked", "notice_signed"]
LINKS += ["notice_handed", "vehicle", "goods_checked", "loaded", "shipped", "arrival", "invoiced", "invoice_sent"]
#: English that a Chinese reader would not understand, on buttons, badges and in sentences of ours.
ENGLISH = re.compile(r"\b(Cleared by|Before (shipping|confirming)|Record the|To Sign|Hand over|Vehicle and)\b")


@covers("N-01", "O-02", "O-03", "O-05", "O-06", "O-07", "O-08", "O-09", "O-10", "O-11", "O-12", "O-15")
@covers("D-01", "D-03", "D-04", "D-05", "Z-08", "Z-10", "Z-11", "Z-13")
def test_from_the_contract_to_the_received_invoice():
    with system.Server() as server, system.Browser(server) as browser:
        chain = Chain(stories.Story(server), browser)
        for step in STEPS:
            step(chain)
        assert browser.errors == []


class Chain:
    """The order on its way, and the one computer at which everybody sits down in turn."""

    def __init__(self, story, browser):
        self.story, self.browser, self.shots = story, browser, 0
        story.switch("block", "contract", "delivery_notice")
        self.order = story.quote("salesperson", "dealer", ("turbine", 2), freight_term="collect")
        self.name = story.read("salesperson", "sale.order", self.order, "name")

    # ------------------------------------------------------------------ people and pages
    def sits(self, login, size=DESKTOP):
        sits_down(self.browser, login, size)

    def open_order(self):
        self.open(f"/odoo/sales/{self.order}", ".o_form_view .o_field_widget[name=partner_id]")

    def open(self, path, expected):
        self.browser.open(path)
        self.browser.wait_for(expected)

    def row(self, text):
        """The row of a list that shows this text."""
        self.browser.wait_for(".o_data_row", text)
        return f"{self.browser.seen('.o_data_row', text)}[0]"

    def click_in_row(self, text, button):
        row = self.row(text)
        wait_until(
            lambda: self.browser.evaluate(f"!!{row}.querySelector('button[name={button}]')"), f"{button} in {text}"
        )
        self.browser.evaluate(f"{row}.querySelector('button[name={button}]').click()")

    def open_row(self, text, expected):
        self.browser.evaluate(f"{self.row(text)}.querySelector('.o_data_cell:not(.o_list_record_selector)').click()")
        self.browser.wait_for(expected)

    def tab(self, name):
        self.browser.click(f".o_notebook_headers .nav-link[name={name}]")

    # ------------------------------------------------------------------ fields and windows
    def fill(self, field, text, inside=".o_form_view"):
        """Type into a field, and leave it."""
        self.browser.type(f"{inside} .o_field_widget[name={field}] :is(input, textarea)", text)
        self.browser.evaluate("document.activeElement.blur()")

    def window(self, **fields):
        """Fill in the window in front and press its first button."""
        self.browser.wait_for(".modal .o_form_view")
        for field, text in fields.items():
            self.fill(field, text, ".modal")

    def confirm(self):
        self.browser.click(".modal footer button[name=action_confirm]")
        self.browser.wait_gone(".modal")

    def sign(self):
        """Adopt the signature that is proposed for the name in the window in front."""
        pad = ".modal:has(.o_web_sign_name_and_signature)"
        self.browser.click(".modal .o_field_widget[name=signature] .o_signature")
        self.browser.click(f"{pad} footer button.btn-primary:not([disabled])")
        self.browser.wait_gone(pad)
        self.browser.wait_for(".modal .o_field_widget[name=signature] img")

    def choose(self, field, text):
        """Choose a record in the window in front."""
        self.browser.type(f".modal .o_field_widget[name={field}] input", text)
        self.browser.click(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", text)

    def goods_have_left(self):
        """The transfer is done; core may ask whether to send a text message."""

        def done():
            self.browser.evaluate(f"{self.browser.seen('.modal button[name=dont_send_sms]')}[0]?.click()")
            return self.story.state(self.picking, "stock_picking") == "done"

        wait_until(done, "the goods have left")
        self.browser.wait_gone(".modal")

    # ------------------------------------------------------------------ what the screen says
    def held_by(self, *codes):
        """The panel names these items, and no others; the texts are Chinese."""
        item = f"[...document.querySelectorAll({PANEL + ' .sdw_item'!r})].filter(e => e.getClientRects().length)"

        def as_expected():
            return sorted(self.browser.evaluate(f"{item}.map(e => e.dataset.code)")) == sorted(codes)

        wait_until(as_expected, f"the panel shows {codes} and nothing else", 30)
        for text in self.browser.evaluate(f"{item}.map(e => e.innerText)"):
            assert CHINESE.search(text) and not ENGLISH.search(text), text

    def clear(self, code):
        """Press the button of an item of the panel."""
        self.browser.click(f"{PANEL} .sdw_item[data-code={code}] button")

    def word(self, model, field, value):
        """What a Chinese reader sees for a value of a selection."""
        selection = self.story.call("admin", model, "fields_get", [field], ["selection"], context={"lang": "zh_CN"})
        word = dict(selection[field]["selection"])[value]
        assert CHINESE.search(word), f"{model}.{field}: {word} is not translated"
        return word

    def badge(self, field, value, model="sale.order"):
        self.browser.wait_for(f".o_form_view .o_field_widget[name={field}]", self.word(model, field, value))

    def stage(self, value, model):
        """The status bar has come to this stage."""
        current = ".o_form_view .o_field_widget[name=state] .o_arrow_button_current"
        self.browser.wait_for(current, self.word(model, "state", value))

    def shot(self, title):
        self.shots += 1
        self.browser.screenshot(f"chain-{self.shots:02}-{title}")
        width = self.browser.evaluate("document.documentElement.scrollWidth")
        assert width <= self.browser.size[0], f"{title} is {width} wide"


# ---------------------------------------------------------------------- the contract
def salesperson_submits_the_contract(chain):
    chain.sits("salesperson")
    chain.open_order()
    chain.held_by("contract_approval", "contract_unsigned")
    chain.shot("salesperson-quotation")
    chain.tab("sdw_contract")
    chain.fill("sdw_delivery_date", "+30d")
    chain.fill("sdw_payment_due_date", "+60d")
    chain.browser.click(".o_form_view button[name=action_submit_contract]")
    chain.badge("contract_state", "review")
    chain.held_by("contract_approval", "contract_unsigned")
    chain.shot("salesperson-submitted")


def manager_approves_the_contract(chain):
    chain.sits("manager")
    chain.open("/odoo/approvals-to-decide", ".o_list_view .o_data_row")
    chain.open_row(chain.name, ".o_form_view .sdw_facts")
    assert CHINESE.search(chain.browser.text(".sdw_facts"))
    chain.shot("manager-contract")
    chain.browser.click(".o_form_view button[name=action_approve]")
    chain.browser.wait_gone(".o_form_view button[name=action_approve]")


def sales_admin_files_the_signed_paper(chain):
    chain.sits("sales_admin")
    chain.open_order()
    chain.held_by("contract_unsigned")
    chain.tab("sdw_contract")
    chain.browser.click(".o_form_view button[name=action_open_sign_contract]")
    chain.window(signed_by="刘经理")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "供货合同.png"
        paper.write_bytes(PIXEL)
        chain.browser.upload(".modal .o_field_widget[name=file] input[type=file]", paper)
        chain.browser.wait_for(".modal .o_field_widget[name=file] .o_clear_file_button")
        chain.shot("sales-admin-signed-paper")
        chain.confirm()
    chain.held_by()
    chain.badge("contract_state", "signed")


def sales_admin_confirms(chain):
    chain.browser.click(".o_statusbar_buttons button[name=action_confirm]")
    chain.stage("sale", "sale.order")
    chain.held_by("supply_date", "credit_approval", "freight_untold", "delivery_notice")
    chain.shot("sales-admin-confirmed")


# ---------------------------------------------------------------------- the supply and the checks
def production_promises(chain):
    chain.sits("production")
    chain.open("/odoo/supply-inquiries", ".o_list_view .o_data_row")
    chain.click_in_row(chain.name, "action_promise")
    chain.window()  # the day the customer asked for is proposed
    chain.shot("production-promise")
    chain.confirm()
    chain.browser.wait_for(".o_data_row", chain.name)
    chain.shot("production-promised")
    chain.story.works_deliver("turbine", 20)


def accountant_passes_the_checks(chain):
    chain.sits("accountant")
    chain.open("/odoo/orders-to-check", ".o_list_view .o_data_row")
    chain.open_row(chain.name, ".o_form_view .o_field_widget[name=sdw_check_panel]")
    chain.browser.wait_for("button[name=action_release_credit]")
    chain.shot("accountant-checks")
    chain.browser.click("button[name=action_release_credit]")


# ---------------------------------------------------------------------- freight and notice
def sales_admin_tells_the_freight(chain):
    chain.sits("sales_admin")
    chain.open_order()
    chain.held_by("freight_untold", "delivery_notice")
    chain.clear("freight_untold")
    chain.window(amount="680")
    chain.shot("sales-admin-freight")
    chain.confirm()
    chain.held_by("delivery_notice")


def sales_admin_asks_for_the_notice(chain):
    chain.clear("delivery_notice")
    chain.browser.click(".o_form_view button[name=action_request_signature]")
    chain.stage("to_sign", NOTICE)
    chain.shot("sales-admin-asked")
    [chain.notice] = chain.story.find("sales_admin", NOTICE, [["order_names", "like", chain.name]])
    chain.notice_name = chain.story.read("sales_admin", NOTICE, chain.notice, "name")
    chain.picking = chain.story.read("sales_admin", NOTICE, chain.notice, "picking_id")


def general_manager_signs_on_his_phone(chain):
    chain.sits("gm", PHONE)
    chain.open("/odoo/notices-to-sign", ".o_kanban_record")
    chain.browser.wait_for(".o_kanban_record", chain.notice_name)
    chain.shot("general-manager-queue")
    card = chain.browser.seen(".o_kanban_record", chain.notice_name)
    chain.browser.evaluate(f"{card}[0].querySelector('button[name=action_approve]').click()")
    wait_until(lambda: not chain.browser.evaluate(f"{card}.length"), "the notice leaves the queue")
    chain.shot("general-manager-signed")


def sales_admin_hands_over(chain):
    chain.sits("sales_admin")
    open_notice(chain, "signed")
    chain.browser.click(".o_statusbar_buttons button[name=action_hand_over]")
    chain.browser.wait_gone(".o_statusbar_buttons button[name=action_hand_over]")
    chain.browser.wait_for(".o_form_view .o_field_widget[name=handed_over_to_id]", "冯军")
    chain.shot("sales-admin-handed-over")


def open_notice(chain, state):
    chain.open(f"/odoo/delivery-notices/{chain.notice}", ".o_form_view .o_field_widget[name=consignee_id]")
    if chain.browser.size == DESKTOP:
        chain.stage(state, NOTICE)


# ---------------------------------------------------------------------- vehicle, keeper, driver
def shipping_names_the_vehicle(chain):
    chain.sits("shipping")
    chain.open("/odoo/shipping-board", ".o_kanban_record")
    chain.shot("shipping-board")
    chain.browser.click(".o_kanban_record", chain.notice_name)
    chain.stage("signed", NOTICE)
    press_window(chain)
    chain.window(vehicle_number=VEHICLE, driver_name=DRIVER)
    chain.shot("shipping-vehicle")
    chain.confirm()
    chain.browser.wait_for(".o_form_view .o_field_widget[name=vehicle_number]", VEHICLE)
    chain.browser.wait_for(".o_form_view .o_field_widget[name=driver_name]", DRIVER)
    chain.shot("shipping-vehicle-named")


def press_window(chain, kind=".btn-primary"):
    """Press the button of the step that comes next; all of them open the same window."""
    window = chain.story.ref("sales_dept_workflow.action_notice_wizard")
    chain.browser.click(f".o_form_view button{kind}[name='{window}']")


def keeper_ticks_the_goods(chain):
    chain.sits("keeper", TABLET)
    chain.open(f"/odoo/to-ship/{chain.picking}", ".o_form_view .o_field_widget[name=partner_id]")
    chain.held_by("delivery_notice")
    chain.shot("keeper-transfer")
    chain.browser.click(".o_form_view button[name=action_sdw_goods_right]")
    chain.browser.wait_gone(".o_form_view button[name=action_sdw_goods_right]")
    chain.clear("delivery_notice")
    chain.browser.wait_for(".o_form_view .o_field_widget[name=consignee_id]")


def keeper_signs(chain):
    press_window(chain)
    chain.window()
    chain.sign()
    chain.shot("keeper-signature")
    chain.confirm()
    is_now(chain, "checked")
    chain.shot("keeper-checked")


def keeper_has_it_loaded_and_the_driver_sign(chain):
    press_window(chain, ".btn-secondary")
    chain.window(loaders=LOADERS)
    chain.confirm()
    chain.browser.wait_for(".o_form_view .o_field_widget[name=loaders]", LOADERS)
    press_window(chain)
    chain.window()
    chain.sign()
    chain.shot("driver-signature")
    chain.confirm()
    is_now(chain, "loaded")
    chain.tab("copies")
    chain.browser.wait_for(".o_field_widget[name=copy_ids] .o_data_row", DRIVER)  # the white copy, his exit pass
    chain.shot("keeper-loaded")


def is_now(chain, state):
    """The notice has come to this step, in the database; the tablet folds the status bar."""
    found = "SELECT state FROM sdw_delivery_notice WHERE id = %s"
    wait_until(lambda: chain.story.server.sql(found, chain.notice) == [(state,)], f"the notice is {state}")
    chain.browser.wait_for(".o_form_view .o_field_widget[name=state]", chain.word(NOTICE, "state", state))


def keeper_validates(chain):
    chain.browser.click(".o_form_view button[name=action_open_transfer]")
    chain.browser.wait_for(".o_form_view button[name=button_validate]")
    chain.held_by()
    chain.browser.click(".o_form_view button[name=button_validate]")
    chain.goods_have_left()
    chain.shot("keeper-shipped")


def keeper_hands_out_the_copies(chain):
    open_notice(chain, "shipped")
    is_now(chain, "shipped")
    chain.tab("copies")
    receivers = {"green": "孙丽", "yellow": "郑涛", "pink": "何勇"}
    for colour, receiver in receivers.items():
        row = chain.row(chain.word("sdw.delivery.notice.copy", "colour", colour))
        chain.browser.evaluate(f"{row}.querySelector('button').click()")
        chain.browser.wait_for(".modal .o_field_widget[name=handed_to_id]")
        if colour == "yellow":
            chain.choose("handed_to_id", receiver)
        chain.shot(f"keeper-{colour}-copy")
        chain.confirm()
        chain.browser.wait_for(".o_field_widget[name=copy_ids] .o_data_row", receiver)
    chain.shot("keeper-copies")


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
    salesperson_submits_the_contract,
    manager_approves_the_contract,
    sales_admin_files_the_signed_paper,
    sales_admin_confirms,
    production_promises,
    accountant_passes_the_checks,
    sales_admin_tells_the_freight,
    sales_admin_asks_for_the_notice,
    general_manager_signs_on_his_phone,
    sales_admin_hands_over,
    shipping_names_the_vehicle,
    keeper_ticks_the_goods,
    keeper_signs,
    keeper_has_it_loaded_and_the_driver_sign,
    keeper_validates,
    keeper_hands_out_the_copies,
    salesperson_calls_the_customer,
    sales_admin_sends_the_invoicing_data,
    finance_posts_the_invoice,
    finance_issues_and_mails,
    sales_admin_asks_whether_it_came,
    everything_is_on_record,
]
