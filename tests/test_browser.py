def test_login_page(browser):
    browser.open("/web/login")
    browser.wait_for("form.oe_login_form")
    browser.screenshot("login")
    assert browser.errors == []


def test_web_client(browser, server):
    browser.login(server.logins()[0])
    browser.wait_for(".o_action_manager .o_view_controller")
    browser.screenshot("home")
    assert browser.errors == []
