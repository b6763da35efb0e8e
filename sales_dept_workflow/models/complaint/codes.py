"""What complaints declare on the gates: their own state machine, which always holds, and the rule on what is done for
a major one before the sales manager has decided.
"""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

COMPLAINT = "sdw.complaint"
LINE = "sdw.complaint.line"
MAJOR_CLAIMS = ("return", "compensation")
#: Requests for service beside complaints: nobody is blamed, so no manager has to take note (X-13, X-16).
SERVICES = ("guidance", "troubleshooting", "repair", "service")
#: While it is worked on.
OPEN_STATES = ("new", "responded", "in_progress")
#: The rule and the approval of the same name, and the blocker of what needs the decision.
RULE = CODE = "complaint"
UNDECIDED = "complaint_undecided"

declare("complaint_untold", "", ("close",), _lt("Sales manager informed"), "group_sdw_sales_manager")
declare(UNDECIDED, RULE, ("close", "post", "return"), _lt("Major complaint decided"), "group_sdw_sales_manager")
for method in ("action_respond", "action_solve", "action_technician_result", "action_reopen", "action_reject"):
    declare_call(COMPLAINT, method)
declare_call(COMPLAINT, "action_request_approval", with_code=True)
