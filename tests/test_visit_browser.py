"""A week of visits in the browser: planned, approved, recorded on the phone, handed in, received, reported (zh_CN)."""

import story as stories
import system
from chain import Chain
from chromium import DESKTOP, PHONE, Browser
from system import covers, wait_until

VISIT, PLAN = "sdw.visit", "sdw.visit.plan"
CUSTOMER, PURPOSE, POINTS = "waterworks", "介绍新型节能水泵", "流量、价格、交货期"
GUIDANCE = "先问清锅炉房改造的预算"
FORM = {"contact_names": "顾晓梅 设备科", "next_step": "周五前报价"}


@covers("V-01", "V-03", "V-05", "V-06", "V-12", "V-18", "V-20", "I-06")
def test_a_week_of_visits():
    with system.Server() as server, Browser(server) as browser:
        week = Week(stories.Story(server), browser)
        for step in STEPS:
            step(week)
        assert browser.errors == []


class Week(Chain):
    """One week, one customer, and the people around them."""

    def __init__(self, story, browser):
        self.story, self.browser, self.shots = story, browser, 0
        customer = story.ref(f"customer_{CUSTOMER}")
        self.customer = story.read("salesperson", "res.partner", customer, "name")

    def shot(self, title):
        self.shots += 1
        self.browser.screenshot(f"visits-{self.shots:02}-{title}")
        width = self.browser.evaluate("document.documentElement.scrollWidth")
        assert width <= self.browser.size[0], f"{title} is {width} wide"

    def word(self, model, field, value):
        """What the reader sees for a value of a selection."""
        names = self.story.call("admin", model, "fields_get", [field], ["selection"], context={"lang": "zh_CN"})
        return dict(names[field]["selection"])[value]

    def stands(self, table, record, state):
        wait_until(lambda: self.story.state(record, table) == state, f"{table} {record} is {state}")


def salesperson_plans_the_week(week):
    week.sits("salesperson")
    week.open("/odoo/visit-plans/new", ".o_form_view .o_field_widget[name=period]")
    week.browser.click(".o_statusbar_buttons button[name=action_open_fill]")
    week.browser.wait_for(".modal .o_field_widget[name=partner_ids]")
    week.choose("partner_ids", week.customer)
    week.window(purpose=PURPOSE, key_points=POINTS)
    week.shot("salesperson-fills-a-day")
    week.confirm()
    week.browser.wait_for(".o_field_widget[name=visit_ids] .o_data_row", week.customer)
    [week.visit] = week.story.find("salesperson", VISIT, [["purpose", "=", PURPOSE]])
    week.plan = week.story.read("salesperson", VISIT, week.visit, "plan_id")
    week.story.call("salesperson", VISIT, "write", [week.visit], {"place": "自来水厂 二号泵房"})
    week.open(f"/odoo/visit-plans/{week.plan}", ".o_field_widget[name=visit_ids] .o_data_row")
    week.shot("salesperson-plan")
    week.browser.click(".o_statusbar_buttons button[name=action_submit]")
    week.stands("sdw_visit_plan", week.plan, "submitted")


def plan_on_the_phone(week):
    week.sits("salesperson", PHONE)
    week.open(f"/odoo/visit-plans/{week.plan}", ".o_field_widget[name=visit_ids] .o_kanban_record")
    week.shot("salesperson-plan-phone")


def manager_fixes_the_focus(week):
    week.sits("manager")
    week.open(f"/odoo/visit-plans/{week.plan}", ".o_statusbar_buttons button[name=action_approve]")
    week.fill("guidance", GUIDANCE)
    week.shot("manager-plan")
    week.browser.click(".o_statusbar_buttons button[name=action_approve]")
    week.stands("sdw_visit_plan", week.plan, "approved")
    assert week.story.read("manager", PLAN, week.plan, "guidance") == GUIDANCE


def salesperson_arranges(week):
    week.sits("salesperson", PHONE)
    week.open(f"/odoo/visits/{week.visit}", ".o_form_view .o_field_widget[name=purpose]")
    week.shot("salesperson-visit-phone")
    week.browser.click(".o_statusbar_buttons .dropdown-toggle")
    week.browser.click(".o-dropdown--menu button[name=action_open_appoint]")
    week.browser.wait_for(".modal .o_field_widget[name=channel]")
    week.shot("salesperson-arranges-phone")
    week.browser.click(".modal footer button[name=action_confirm]")
    week.browser.wait_gone(".modal")
    wait_until(lambda: week.story.read("salesperson", VISIT, week.visit, "appointed_on"), "it is arranged")


def salesperson_records_on_the_phone(week):
    week.open("/odoo/visits", ".o_kanban_record")
    week.browser.wait_for(".o_kanban_record", PURPOSE)
    week.shot("salesperson-visits-phone")
    card = week.browser.seen(".o_kanban_record", PURPOSE)
    week.browser.evaluate(f"{card}[0].querySelector('button[name=action_open_record]').click()")
    week.browser.wait_for(".modal .o_field_widget[name=outcome]")
    week.shot("salesperson-form-phone")
    word = week.word(VISIT, "outcome", "quotation")
    week.browser.click(".modal .o_field_widget[name=outcome] .o_selection_badge", word)
    week.browser.click(".modal .o_field_widget[name=no_competitor] input")
    week.fill("need", "五月前要三台", ".modal")
    week.window(**FORM)
    week.shot("salesperson-form-filled-phone")
    week.browser.click(".modal footer button[name=action_confirm_and_hand_in]")
    week.browser.wait_gone(".modal")
    week.stands("sdw_visit", week.visit, "recorded")
    [visit] = week.story.call("salesperson", VISIT, "read", [week.visit], ["result", "handed_on", "deadline_state"])
    assert visit["result"] == word, "the outcome is the result in a word"
    assert visit["handed_on"] and visit["deadline_state"] == "met"


def sales_admin_receives(week):
    week.sits("sales_admin")
    week.open("/odoo/visit-forms", ".o_list_view .o_data_row")
    week.shot("sales-admin-forms")
    week.open_row(week.customer, ".o_form_view button[name=action_file]")
    week.browser.click(".o_form_view button[name=action_file]")
    week.stands("sdw_visit", week.visit, "filed")
    week.shot("sales-admin-received")


def manager_reads_the_day(week):
    week.sits("manager", PHONE)
    week.open("/odoo/visit-days", ".o_content")
    week.shot("manager-day-phone")
    week.sits("manager", DESKTOP)
    week.open("/odoo/visit-days", ".o_list_view")
    week.shot("manager-day")
    week.open("/odoo/visit-figures", ".o_pivot table")
    week.shot("manager-figures")
    week.open("/odoo/customer-report", ".o_pivot table")
    week.shot("manager-customer-report")


STEPS = [
    salesperson_plans_the_week,
    plan_on_the_phone,
    manager_fixes_the_focus,
    salesperson_arranges,
    salesperson_records_on_the_phone,
    sales_admin_receives,
    manager_reads_the_day,
]
