"""Every screen of the app, opened in the browser by the first role that has it in its menu, with the first record on
it."""

import contextlib
import json

import system
from chromium import Browser
from system import covers, wait_until
from test_story_browser import sits_down

ROOT = f"{system.ADDON}.menu_root"
ROLES = ("salesperson", "sales_admin", "manager", "gm", "accountant", "finance", "shipping", "keeper", "production")
ROLES += ("legal", "support", "archivist", "admin")
OPENED = ".o_action_manager .o_view_controller, .o_action_manager .o_form_view_container, .modal .o_form_view"
OPENED += ", .o_action_manager .sdw_receivables, .o_action_manager .sdw_opinion"
ACTIONS = ("ir.actions.act_window", "ir.actions.client")
SAMPLE = ".o_view_sample_data"
RECORD = ".o_data_row .o_data_cell:not(.o_list_record_selector), .o_kanban_record:not(.o_kanban_ghost)"


def actions(server, login):
    """Ids of the actions in this user's menus of the app, in their order."""
    menus = json.loads(server.client(login).get("/web/webclient/load_menus"))
    root = next((menu for menu in menus.values() if menu.get("xmlid") == ROOT), None)
    assert root, f"{login} has no menu of the app"
    found, waiting = [], list(root["children"])
    while waiting:
        menu = menus[str(waiting.pop(0))]
        if not menu["children"] and menu["actionModel"] in ACTIONS:
            found.append(menu["actionID"])
        waiting = menu["children"] + waiting
    return found


def look_at(browser, action):
    browser.open(f"/odoo/action-{action}")
    wait_until(lambda: browser.evaluate(f"{browser.seen(OPENED)}.length > 0"), f"action {action} opens")
    browser.wait_gone(".o_blockUI")
    if browser.evaluate(f"{browser.seen(RECORD)}.length") and not browser.evaluate(f"{browser.seen(SAMPLE)}.length"):
        browser.click(RECORD)
        with contextlib.suppress(AssertionError):  # the rows of some lists lead nowhere, by design
            browser.wait_for(".o_form_view, .modal, .o_error_dialog", timeout=5)
    assert not browser.evaluate(f"{browser.seen('.o_error_dialog')}.length"), browser.text(".o_error_dialog")


@covers("G-05", "G-06")
def test_every_screen(server):
    seen = set()
    with Browser(server) as browser:
        for login in ROLES:
            mine = [action for action in actions(server, login) if action not in seen]
            seen.update(mine)
            if mine:
                sits_down(browser, login)
            for action in mine:
                look_at(browser, action)
                assert browser.errors == [], f"{login}, action {action}: {browser.errors}"
    assert len(seen) > 30, "the menus lead somewhere"
