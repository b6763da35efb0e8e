import subprocess
import sys
from pathlib import Path

import system

UNINSTALL = f"env['ir.module.module'].search([('name', '=', '{system.ADDON}')]).button_immediate_uninstall()"


def confirmed_order(server):
    """The company's own order, not one of the demo story; in a region without a distributor."""
    admin = server.client("admin")
    [country] = admin.call("res.country", "search", [["code", "=", "CN"]])
    [state] = admin.call("res.country.state", "search", [["country_id", "=", country], ["code", "=", "粤"]])
    partner = admin.call(
        "res.partner", "create", {"name": "Company of our own", "country_id": country, "state_id": state}
    )
    order = admin.call("sale.order", "create", {"partner_id": partner})
    admin.call("sale.order", "action_confirm", [order])
    return order


def test_nothing_is_left_and_odoo_goes_on():
    """A company lets go of the add-on: its tables, columns, menus and jobs go, Odoo's own documents stay."""
    with system.Server() as server:
        # As README says: first the rules go off (the story's company wants a contract for each order,
        # and a notice for each delivery).
        admin = server.client("admin")
        companies = admin.call("res.company", "search", [])
        admin.call("res.company", "write", companies, {"sdw_mode_contract": "off", "sdw_mode_delivery_notice": "off"})
        order = confirmed_order(server)
        server.stop()
        odoo = Path(sys.executable).parent / "odoo"
        command = [odoo, "shell", "-d", server.database, "--no-http", "--log-level=warn"]
        done = subprocess.run([*map(str, command)], input=UNINSTALL, capture_output=True, text=True)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr[-3000:]
        assert server.sql("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'sdw%%'") == []
        columns = "SELECT table_name, column_name FROM information_schema.columns WHERE column_name LIKE 'sdw%%'"
        assert server.sql(columns) == []
        for model in ("ir.ui.menu", "ir.cron", "res.groups", "ir.ui.view", "ir.rule", "mail.activity.type"):
            left = server.sql("SELECT name FROM ir_model_data WHERE module = %s AND model = %s", system.ADDON, model)
            assert left == [], f"{model} left behind: {left}"
        assert server.sql("SELECT count(*) FROM mail_message WHERE model LIKE 'sdw.%%'") == [(0,)]
        assert server.sql("SELECT state FROM sale_order WHERE id = %s", order) == [("sale",)]
        server.start()
        assert confirmed_order(server) > order
