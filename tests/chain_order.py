"""From the contract to the notice at the shipping centre, step by step, each by the person whose it is."""

import base64
import tempfile
from pathlib import Path

import story as stories
from chain import NOTICE, open_notice
from chromium import PHONE
from system import wait_until
from test_story_browser import CHINESE

PIXEL = base64.b64decode(stories.PIXEL)


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
]
