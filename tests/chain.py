"""One order on its way, and the one computer at which everybody sits down in turn (zh_CN)."""

import re

from chromium import DESKTOP
from system import wait_until
from test_story_browser import CHINESE, PANEL, sits_down

NOTICE = "sdw.delivery.notice"
#: English that a Chinese reader would not understand, on buttons, badges and in sentences of ours.
ENGLISH = re.compile(r"\b(Cleared by|Before (shipping|confirming)|Record the|To Sign|Hand over|Vehicle and)\b")


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


def open_notice(chain, state):
    chain.open(f"/odoo/delivery-notices/{chain.notice}", ".o_form_view .o_field_widget[name=consignee_id]")
    if chain.browser.size == DESKTOP:
        chain.stage(state, NOTICE)


def is_now(chain, state):
    """The notice has come to this step, in the database; the tablet folds the status bar."""
    found = "SELECT state FROM sdw_delivery_notice WHERE id = %s"
    wait_until(lambda: chain.story.server.sql(found, chain.notice) == [(state,)], f"the notice is {state}")
    chain.browser.wait_for(".o_form_view .o_field_widget[name=state]", chain.word(NOTICE, "state", state))
