"""What a complaint declares on the gates: its own state machine, which always holds."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

COMPLAINT = "sdw.complaint"
LINE = "sdw.complaint.line"
MAJOR_CLAIMS = ("return", "compensation")

declare("complaint_untold", "", ("close",), _lt("Sales manager informed"), "group_sdw_sales_manager")
for method in ("action_respond", "action_solve", "action_technician_result"):
    declare_call(COMPLAINT, method)
