"""What order entry, supply and exceptions declare on the gate mechanism (O-01, O-02, E-01, E-03)."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

INQUIRY = "sdw.supply.inquiry"
EXCEPTION = "sdw.order.exception"
ALERT = "sdw.risk.alert"

declare("entry_incomplete", "credit", ("confirm",), _lt("The entry is complete"), "group_sdw_sales_admin")
declare("supply_date", "credit", ("ship",), _lt("A date for what is short"), "group_sdw_production")
declare("order_exception", "credit", ("ship",), _lt("No exception is open"), "group_sdw_sales_admin")

declare_call(INQUIRY, "action_decline")
declare_call(EXCEPTION, "action_solve")
declare_call(ALERT, "action_close")
