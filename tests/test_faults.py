"""Two people at once, and a power cut in the middle of the work (decision 36)."""

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


LETTERS = 12  # three batches


@covers("C-01")
def test_power_cut_while_letters_are_sent(own):
    """Cut off among the mails: each debtor gets his level once, with one entry in the log; none is lost."""
    server = own.server
    people = [
        {"name": f"Debtor L{number}", "is_company": True, "email": f"l{number}@x.com"} for number in range(LETTERS)
    ]
    debtors = own.call("admin", "res.partner", "create", people)
    server.sql(DEBTS, "Debtor L%")
    own.cron("ir_cron_sdw_collection")
    own.call("sales_admin", "sdw.dunning.letter", "action_prepare")
    of_ours = [["partner_id", "in", debtors], ["state", "=", "draft"]]
    letters = own.find("sales_admin", "sdw.dunning.letter", of_ours)
    assert len(letters) == LETTERS
    own.call("sales_admin", "sdw.dunning.letter", "action_send", letters)

    def sent():
        done = "SELECT count(*) FROM sdw_dunning_letter WHERE state = 'sent' AND id = ANY(%s)"
        return server.sql(done, letters)[0][0]

    def send():
        try:
            own.cron("ir_cron_sdw_dunning_letters")
        except Exception:  # noqa: BLE001  the server dies under it
            return

    worker = threading.Thread(target=send)
    worker.start()
    wait_until(sent, "a first batch is committed", 120)
    server.stop(kill=True)
    worker.join()
    assert 0 < sent() < LETTERS, "it was cut off in the middle"
    server.start()
    own.people.clear()
    for _run in range(2):
        own.cron("ir_cron_sdw_dunning_letters")
    assert sent() == LETTERS
    once = """SELECT c.id, count(DISTINCT m.id), count(DISTINCT a.id) FROM sdw_collection_case c
                JOIN sdw_dunning_letter l ON l.case_id = c.id
                LEFT JOIN sdw_collection_action a ON a.case_id = c.id AND a.level_id = l.level_id
                LEFT JOIN mail_message m
                  ON m.model = 'sdw.collection.case' AND m.res_id = c.id AND m.subject IS NOT NULL
               WHERE l.id = ANY(%s) GROUP BY c.id"""
    rows = server.sql(once, letters)
    assert len(rows) == LETTERS
    assert {row[1:] for row in rows} == {(1, 1)}, rows


@covers("C-01")
def test_power_cut_during_the_collection_sweep(own):
    """No customer is lost, none has two cases, no reminder comes twice."""
    server = own.server
    people = [{"name": f"Debtor S{number}", "is_company": True} for number in range(DEBTORS)]
    for start in range(0, DEBTORS, 500):
        own.call("admin", "res.partner", "create", people[start : start + 500])
    server.sql(DEBTS, "Debtor S%")
    cases = """SELECT count(*) FROM sdw_collection_case c JOIN res_partner p ON p.id = c.partner_id
                WHERE p.name LIKE 'Debtor S%%'"""

    def done():
        return server.sql(cases)[0][0]

    assert done() == 0

    def sweep():
        try:
            own.cron("ir_cron_sdw_collection")
        except Exception:  # noqa: BLE001  the server dies under it
            return

    worker = threading.Thread(target=sweep)
    worker.start()
    wait_until(done, "a first batch is committed", 90)
    server.stop(kill=True)
    worker.join()
    assert 0 < done() < DEBTORS, "it was cut off in the middle"
    server.start()
    own.people.clear()
    for _run in range(3):
        own.cron("ir_cron_sdw_collection")
    assert done() == DEBTORS
    doubles = """SELECT res_id FROM mail_activity WHERE res_model = 'sdw.collection.case' AND active AND automated
                  GROUP BY res_id, activity_type_id HAVING count(*) > 1"""
    assert server.sql(doubles) == []
    reminded = """SELECT count(DISTINCT a.res_id) FROM mail_activity a
                    JOIN sdw_collection_case c ON c.id = a.res_id JOIN res_partner p ON p.id = c.partner_id
                   WHERE a.res_model = 'sdw.collection.case' AND p.name LIKE 'Debtor S%%'"""
    assert server.sql(reminded)[0][0] == DEBTORS
