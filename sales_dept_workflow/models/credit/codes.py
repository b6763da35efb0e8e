"""What the accountant's checks declare on the gate mechanism."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

declare(
    "credit_approval",
    "credit",
    ("request", "ship", "post"),
    _lt("The accountant's three checks"),
    "group_sdw_accountant",
)
declare("prepayment_missing", "credit", ("ship", "post"), _lt("Prepayment received"), "", kind="customer")
declare("goods_differ", "credit", ("ship",), _lt("The goods are those of the order"), "group_sdw_sales_admin")
declare(
    "receivable_account",
    "credit",
    ("post",),
    _lt("Booked on the customer's receivable account"),
    "group_sdw_accountant",
)
declare("advance_account", "credit", ("post",), _lt("Prepayments booked as advances"), "group_sdw_accountant")

declare_call("sale.order", "action_refuse_credit")
declare_call("sdw.credit.check", "action_refuse")
declare_call("sdw.credit.check", "action_override")
