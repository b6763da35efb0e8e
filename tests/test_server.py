import json
import urllib.request

import pytest

import system


def test_healthy(server):
    with urllib.request.urlopen(f"{server.url}/web/health") as answer:
        assert json.load(answer) == {"status": "pass"}


def test_addon_installed(server):
    assert server.sql("SELECT state, demo FROM ir_module_module WHERE name = %s", system.ADDON) == [("installed", True)]


def test_core_demo_data_stays_out(server):
    """The story is not buried under Odoo's own demo data."""
    assert server.sql("SELECT name FROM ir_module_module WHERE demo AND name != %s", system.ADDON) == []
    assert server.sql("SELECT 1 FROM ir_model_data WHERE module = 'sale' AND name = 'sale_order_1'") == []


def test_chinese_company(server):
    company = server.sql(
        """SELECT c.code, y.name FROM res_company o JOIN res_partner p ON p.id = o.partner_id
             JOIN res_country c ON c.id = p.country_id JOIN res_currency y ON y.id = o.currency_id
            WHERE o.id = 1"""
    )
    assert company == [("CN", "CNY")]
    assert server.sql("SELECT code FROM res_lang WHERE active ORDER BY code") == [("en_US",), ("zh_CN",), ("zh_TW",)]


def test_every_role_logs_in(server):
    for login in server.logins():
        client = server.client(login)
        menus = json.loads(client.get("/web/webclient/load_menus"))
        assert menus["root"]["children"], f"{login} sees no menu"


def test_api_key(server):
    login = server.logins()[0]
    api = server.api(login)
    assert api.call("res.users", "search_read", domain=[["login", "=", login]], fields=["login"])[0]["login"] == login
    with pytest.raises(system.RemoteError):
        api.call("res.users", "_login")


def test_wrong_password(server):
    with pytest.raises(system.RemoteError, match="AccessDenied"):
        server.client("admin", "wrong")


def test_survives_a_power_cut():
    with system.Server() as server:
        server.stop(kill=True)
        server.start()
        assert server.client("admin").uid
