"""From the overdue invoice to the court and back (issue: *Must hold*, line 5)."""

from datetime import date, timedelta

import pytest

from system import covers

REFUSAL = "客户拒签还款计划书"


def ago(days):
    return (date.today() - timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def debtor(story):
    """A customer in the south with a yard, and a subsidiary with a yard; an order of each, past the accountant."""

    def partner(**values):
        place = {"country_id": story.ref("base.cn"), "state_id": story.ref("base.state_cn_GD"), "city": "佛山市"}
        values["user_id"] = story.as_("salesperson_south").uid
        return story.call("admin", "res.partner", "create", {**place, **values})

    people = {"mother": partner(name="佛山恒信机电", is_company=True)}
    people["yard"] = partner(name="佛山仓库", type="delivery", parent_id=people["mother"])
    people["daughter"] = partner(name="佛山恒信二厂", is_company=True, parent_id=people["mother"])
    people["daughters_yard"] = partner(name="二厂仓库", type="delivery", parent_id=people["daughter"])
    for buyer, yard in (("mother", "yard"), ("daughter", "daughters_yard")):
        order = story.quote("salesperson_south", people[buyer], ("seal", 2), partner_shipping_id=people[yard])
        story.call("sales_admin", "sale.order", "action_confirm", [order])
        story.approve("accountant", story.pending(order))
        people[f"transfer_of_{buyer}"] = story.transfer(order)
    return people


def transfers(debtor):
    return [debtor["transfer_of_mother"], debtor["transfer_of_daughter"]]


def case_of(story, debtor):
    domain = [["partner_id", "=", debtor["mother"]]]
    return story.find("finance", "sdw.collection.case", domain)


def held(story, picking):
    return "shipping_hold" in story.codes("keeper", picking, "ship", "stock.picking")


def overdue_invoice(story, debtor, amount):
    line = {"name": "离心泵", "quantity": 1, "price_unit": amount, "tax_ids": [[6, 0, []]]}
    values = {"move_type": "out_invoice", "partner_id": debtor["mother"], "invoice_line_ids": [[0, 0, line]]}
    values |= {"invoice_date": ago(60), "invoice_date_due": ago(30), "invoice_payment_term_id": False}
    invoice = story.call("accountant", "account.move", "create", values)
    story.call("accountant", "account.move", "action_post", [invoice])
    return invoice


@covers("C-01", "C-05", "C-07", "C-08", "Z-14")
def test_from_overdue_to_the_court_and_back(story, debtor):
    invoice = overdue_invoice(story, debtor, 9000)
    for _run in range(2):
        story.cron("ir_cron_sdw_collection")
    [case] = case_of(story, debtor)
    assert story.read("salesperson_south", "sdw.collection.case", case, "state") == "dunning"
    story.call("finance", "res.partner", "write", [debtor["mother"]], {"credit_grade": "d"})
    story.call("salesperson_south", "sdw.collection.case", "action_dun", [case], "phone", "承诺分期")
    refuse_plan(story, case)
    assert story.read("legal", "sdw.collection.case", case, "state") == "legal"
    assert story.read("legal", "sdw.collection.case", case, "legal_user_id") == story.as_("legal").uid
    of_legal = [["res_model", "=", "sdw.collection.case"], ["res_id", "=", case]]
    assert story.find("legal", "mail.activity", [*of_legal, ["user_id", "=", story.as_("legal").uid]])
    everything_is_held(story, debtor)
    payment = pay(story, invoice)
    assert story.read("finance", "sdw.collection.case", case, "state") == "closed"
    assert all(held(story, picking) for picking in transfers(debtor)), "until finance has confirmed the money"
    with story.refused(names=("AccessError",)):
        story.call("accountant", "sdw.collection.case", "action_confirm_money", [case])
    story.call("finance", "sdw.collection.case", "action_confirm_money", [case])
    assert not any(held(story, picking) for picking in transfers(debtor))
    story.call("accountant", "account.payment", "action_draft", [payment])
    story.call("accountant", "account.payment", "action_cancel", [payment])
    story.cron("ir_cron_sdw_collection")
    assert case_of(story, debtor) == [case], "the same case"
    assert story.read("finance", "sdw.collection.case", case, "state") == "legal"
    everything_is_held(story, debtor)


def refuse_plan(story, case):
    """Three instalments are drawn up and sent; the customer does not sign."""
    action = story.call("salesperson_south", "sdw.collection.case", "action_propose_agreement", [case])
    plan = action["res_id"]
    debt = story.read("salesperson_south", "sdw.collection.case", case, "overdue_amount_company")
    parts = [[0, 0, {"due_date": ago(-30 * (number + 1)), "amount": debt / 3}] for number in range(3)]
    values = {"line_ids": [[5, 0, 0], *parts]}
    story.call("salesperson_south", "sdw.repayment.agreement", "write", [plan], values)
    story.call("salesperson_south", "sdw.repayment.agreement", "action_send", [plan])
    with story.refused():
        story.call("salesperson_south", "sdw.repayment.agreement", "write", [plan], {"state": "signed"})
    story.call("salesperson_south", "sdw.repayment.agreement", "action_refuse", [plan], REFUSAL)


def everything_is_held(story, debtor):
    for picking in transfers(debtor):
        story.pick(picking)
        assert held(story, picking)
        with story.refused():
            story.validate(picking)
        with story.refused():
            story.call("keeper", "stock.picking", "write", [picking], {"state": "done"})
    for login in ("salesperson_south", "sales_admin", "keeper"):
        with story.refused(names=("AccessError", "UserError")):
            story.call(login, "res.partner", "write", [debtor["daughter"]], {"parent_id": False})
        with story.refused(names=("AccessError", "UserError", "ValueError")):
            story.call(login, "res.partner", "write", [debtor["mother"]], {"shipping_hold": False})


def pay(story, invoice):
    context = {"active_model": "account.move", "active_ids": [invoice]}
    wizard = story.call("accountant", "account.payment.register", "create", {}, context=context)
    story.call("accountant", "account.payment.register", "action_create_payments", [wizard], context=context)
    [payment] = story.find("accountant", "account.payment", [["reconciled_invoice_ids", "in", [invoice]]])
    return payment
