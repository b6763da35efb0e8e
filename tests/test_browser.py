def test_login_page(browser):
    browser.open("/web/login")
    browser.wait_for("form.oe_login_form")
    browser.screenshot("login")
    assert browser.errors == []


def test_web_client(browser, server):
    browser.login(server.logins()[0])
    browser.screenshot("home")
    assert browser.errors == []
