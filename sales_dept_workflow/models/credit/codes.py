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

declare_call("sdw.credit.check", "action_override")
