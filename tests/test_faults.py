"""Two people at once, and a power cut in the middle of the work (decision 36)."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

import story as stories
import system
from system import covers, wait_until

DEBTORS = 2500  # three batches of the sweep
#: A posted receivable item each, as accounting would have left it, in the likeness of one of the story.
DEBTS = """
WITH item AS (
    SELECT l.* FROM account_move_line l
      JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
      JOIN account_move m ON m.id = l.move_id AND m.move_type = 'out_invoice' AND m.state = 'posted'
     WHERE l.company_id = 1 ORDER BY l.id LIMIT 1
)
INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, currency_id, account_id,
                               partner_id, name, parent_state, display_type, date, date_maturity, debit, credit,
                               balance,
                               amount_currency, amount_residual, amount_residual_currency, reconciled, sequence,
                               create_date, write_date)
SELECT item.move_id, item.journal_id, item.company_id, item.company_currency_id, item.currency_id, item.account_id,
       debtors.id, 'old debt', 'posted', item.display_type, current_date - 60, current_date - 30,
       100, 0, 100, 100, 100, 100, FALSE, 10, now(), now()
  FROM item, res_partner debtors WHERE debtors.name LIKE %s
"""


@pytest.fixture(scope="module")
def own():
    """A server of our own: it is killed."""
    with system.Server() as server:
        yield stories.Story(server)


def together(*calls):
    """Start all calls at the same moment; (result, error) of each."""
    start = threading.Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call(), None
        except system.RemoteError as error:
            return None, error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@covers("O-04", "Y-03")
def test_two_accountants_and_the_last_bit_of_credit(own):
    """Each of two orders fits into the limit, both do not: one is released, the other accountant reads why not."""
    place = {"country_id": own.ref("base.cn"), "state_id": own.ref("base.state_cn_GD")}
    for _round in range(3):
        values = {"name": "顺德最后一笔", "is_company": True, "use_partner_credit_limit": True, "credit_limit": 1000}
        customer = own.call("admin", "res.partner", "create", {**values, **place})
        orders = [own.confirmed(customer, ("seal", 5), login="salesperson_south") for _order in range(2)]  # 678.00 each
        approvals = [own.pending(order) for order in orders]
        people = ("accountant", "finance")
        for login in people:
            own.as_(login)
        answers = together(*(partial(own.approve, *turn) for turn in zip(people, approvals, strict=True)))
        states = [own.read("accountant", "sdw.approval", approval, "state") for approval in approvals]
        assert sorted(states) == ["approved", "pending"], (states, answers)
        [error] = [error for _result, error in answers if error]
        assert error.name == "odoo.exceptions.UserError", error
        assert "1,000" in error.message, error


@covers("C-21")
def test_two_accountants_and_one_payment(own):
    """What an agent passed on once is not counted for two sums he collected."""
    [agent, customer] = own.call(
        "admin", "res.partner", "create", [{"name": "Agent P", "sdw_channel": "agent"}, {"name": "Buyer P"}]
    )
    line = {"partner_id": customer, "collected_amount": 100}
    [settlement] = own.call(
        "accountant", "sdw.agent.settlement", "create", [{"agent_id": agent, "line_ids": [[0, 0, line], [0, 0, line]]}]
    )
    lines = own.find("accountant", "sdw.agent.settlement.line", [["settlement_id", "=", settlement]])
    values = {"payment_type": "inbound", "partner_type": "customer", "partner_id": agent, "amount": 100}
    [payment] = own.call("accountant", "account.payment", "create", [values])
    own.call("accountant", "account.payment", "action_post", [payment])
    people = ("accountant", "finance")
    for login in people:
        own.as_(login)
    remit = [
        partial(own.call, login, "sdw.agent.settlement.line", "action_remit", [one], payment)
        for login, one in zip(people, lines, strict=True)
    ]
    together(*remit)
    passed = own.server.sql(
        "SELECT sum(collected_amount) FROM sdw_agent_settlement_line WHERE payment_id = %s", payment
    )
    assert passed == [(100,)], passed


def cut_off(own, job, done, total):
    """Kill the server among the batches of ``job`` and start it again; ``done`` counts what is committed."""

    def work():
        try:
            own.cron(job)
        except Exception:  # noqa: BLE001  the server dies under it
            return

    assert done() == 0
    worker = threading.Thread(target=work)
    worker.start()
    wait_until(done, "a first batch is committed", 120)
    own.server.stop(kill=True)
    worker.join()
    assert 0 < done() < total, "it was cut off in the middle"
    own.server.start()
    own.people.clear()


def debtors(own, mark, number):
    """So many customers, each with an overdue debt and an address for mails."""
    values = [
        {"name": f"Debtor {mark}{one}", "is_company": True, "email": f"{mark}{one}@example.com"}
        for one in range(number)
    ]
    ids = []
    for start in range(0, number, 500):
        ids += own.call("admin", "res.partner", "create", values[start : start + 500])
    own.server.sql(DEBTS, f"Debtor {mark}%")
    return ids


LETTERS = 12  # three batches
ONCE = """SELECT c.id, count(DISTINCT m.id), count(DISTINCT a.id) FROM sdw_collection_case c
            JOIN sdw_dunning_letter l ON l.case_id = c.id
            LEFT JOIN sdw_collection_action a ON a.case_id = c.id AND a.level_id = l.level_id
            LEFT JOIN mail_message m ON m.model = 'sdw.collection.case' AND m.res_id = c.id AND m.subject IS NOT NULL
           WHERE l.id = ANY(%s) GROUP BY c.id"""


@covers("C-01")
def test_power_cut_while_letters_are_sent(own):
    """Cut off among the mails: each debtor gets his level once, with one entry in the log; none is lost."""
    people = debtors(own, "L", LETTERS)
    own.cron("ir_cron_sdw_collection")
    own.call("sales_admin", "sdw.dunning.letter", "action_prepare")
    of_ours = [["partner_id", "in", people], ["state", "=", "draft"]]
    letters = own.find("sales_admin", "sdw.dunning.letter", of_ours)
    assert len(letters) == LETTERS
    own.call("sales_admin", "sdw.dunning.letter", "action_send", letters)

    def sent():
        done = "SELECT count(*) FROM sdw_dunning_letter WHERE state = 'sent' AND id = ANY(%s)"
        return own.server.sql(done, letters)[0][0]

    cut_off(own, "ir_cron_sdw_dunning_letters", sent, LETTERS)
    for _run in range(2):
        own.cron("ir_cron_sdw_dunning_letters")
    assert sent() == LETTERS
    rows = own.server.sql(ONCE, letters)
    assert len(rows) == LETTERS
    assert {row[1:] for row in rows} == {(1, 1)}, rows


DUE_SOON = 120  # three batches


def due_soon(own):
    """Invoices due in two days of a customer who has not paid a large one for a month."""
    [customer] = own.call(
        "admin", "res.partner", "create", [{"name": "Slow Payer", "is_company": True, "email": "slow@example.com"}]
    )
    today = datetime.date.today()

    def invoice(amount, due):
        dates = {"invoice_date": str(due - datetime.timedelta(days=30)), "invoice_date_due": str(due)}
        line = {"name": "Pump", "quantity": 1, "price_unit": amount, "tax_ids": []}
        values = {"move_type": "out_invoice", "partner_id": customer, "invoice_payment_term_id": False}
        return {**values, **dates, "invoice_line_ids": [[0, 0, line]]}

    ahead = today + datetime.timedelta(days=2)
    values = [invoice(900000, today - datetime.timedelta(days=30))] + [invoice(1, ahead)] * DUE_SOON
    moves = own.call("admin", "account.move", "create", values)
    own.call("admin", "account.move", "action_post", moves)
    return moves[1:]


@covers("C-14")
def test_power_cut_while_reminders_are_sent(own):
    """A courtesy reminder that is cut off goes on where it stopped: one mail for each invoice, never a second."""
    moves = due_soon(own)
    own.call("admin", "res.company", "write", [1], {"sdw_reminder_auto": True})

    def reminded():
        done = "SELECT count(*) FROM account_move WHERE sdw_reminded_on IS NOT NULL AND id = ANY(%s)"
        return own.server.sql(done, moves)[0][0]

    cut_off(own, "ir_cron_sdw_payment_reminders", reminded, DUE_SOON)
    for _run in range(2):
        own.cron("ir_cron_sdw_payment_reminders")
    assert reminded() == DUE_SOON
    mails = """SELECT res_id, count(*) FROM mail_message
                WHERE model = 'account.move' AND res_id = ANY(%s) AND message_type = 'comment' GROUP BY res_id"""
    rows = own.server.sql(mails, moves)
    assert len(rows) == DUE_SOON
    assert {count for _move, count in rows} == {1}, rows


@covers("C-01")
def test_power_cut_during_the_collection_sweep(own):
    """No customer is lost, none has two cases, no reminder comes twice."""
    debtors(own, "S", DEBTORS)
    cases = """SELECT count(*) FROM sdw_collection_case c JOIN res_partner p ON p.id = c.partner_id
                WHERE p.name LIKE 'Debtor S%%'"""

    def done():
        return own.server.sql(cases)[0][0]

    cut_off(own, "ir_cron_sdw_collection", done, DEBTORS)
    for _run in range(3):
        own.cron("ir_cron_sdw_collection")
    assert done() == DEBTORS
    doubles = """SELECT res_id FROM mail_activity WHERE res_model = 'sdw.collection.case' AND active AND automated
                  GROUP BY res_id, activity_type_id HAVING count(*) > 1"""
    assert own.server.sql(doubles) == []
    reminded = """SELECT count(DISTINCT a.res_id) FROM mail_activity a
                    JOIN sdw_collection_case c ON c.id = a.res_id JOIN res_partner p ON p.id = c.partner_id
                   WHERE a.res_model = 'sdw.collection.case' AND p.name LIKE 'Debtor S%%'"""
    assert own.server.sql(reminded)[0][0] == DEBTORS
