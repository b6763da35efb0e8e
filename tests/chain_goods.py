"""From the vehicle to the copies of the notice, step by step, each by the person whose it is."""

from chain import NOTICE, is_now, open_notice

#: The keeper has a tablet at the gate.
TABLET = (820, 1180)
VEHICLE, DRIVER, LOADERS = "苏B·3F582", "马国庆", "装卸一组:陈大勇"


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


STEPS = [
    shipping_names_the_vehicle,
    keeper_ticks_the_goods,
    keeper_signs,
    keeper_has_it_loaded_and_the_driver_sign,
    keeper_validates,
    keeper_hands_out_the_copies,
]
