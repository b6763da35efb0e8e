"""What collection declares on the gates, and which of its steps take a reason."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

RULE = HOLD = "shipping_hold"
#: The key under which who is on hold is kept while one step needs it several times.
HOLDING = "sdw_holding"
CASE = "sdw.collection.case"
AGREEMENT = "sdw.repayment.agreement"

declare(HOLD, RULE, ("request", "ship"), _lt("Customer not on shipping hold"), "group_sdw_finance")

for method in ("action_refused", "action_escalate_legal", "action_close"):
    declare_call(CASE, method)
declare_call(AGREEMENT, "action_refuse")
for method in ("action_sdw_dispute", "action_sdw_settle_dispute"):
    declare_call("account.move", method)
for model in (CASE, AGREEMENT):
    declare_call(model, "action_request_approval", with_code=True)
declare_call("sdw.collection.meeting.line", "action_done")

# ------------------------------------------------------------------ acceptance bills
BILL = "sdw.acceptance.bill"
#: The rule and the approval of the same name; and the payment method's code.
BILL_RULE = BILL_METHOD = "acceptance_bill"
UNVERIFIED, TENOR, ENTRY = "bill_unverified", "bill_tenor", "bill_entry"

declare(UNVERIFIED, BILL_RULE, ("payment",), _lt("Bill verified by finance"), "group_sdw_finance")
declare(ENTRY, BILL_RULE, ("post",), _lt("No bill booked by hand"), "group_sdw_finance")
declare(TENOR, BILL_RULE, ("payment",), _lt("Term of the bill"), "group_sdw_finance")

for method in ("action_return", "action_reject", "action_dishonour"):
    declare_call(BILL, method)
declare_call(BILL, "action_request_approval", with_code=True)
