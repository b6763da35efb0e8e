"""What tenders declare on the gates, and which of their steps take a reason (T-01 … T-07)."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

TENDER = "sdw.tender"
#: The approvals of a tender: whether to bid, and what is sent.
BID, SUBMIT = "tender_bid", "tender_submit"
MANAGER, GM = "group_sdw_sales_manager", "group_sdw_general_manager"
SALES = "group_sdw_salesperson"

#: Nothing more happens with the bid.
CLOSED = ("no_bid", "won", "lost", "cancelled")

# The state machine of our own document always holds: no rule to switch (decision 2).
for code, gates, title, role in (
    (BID, ("review", "submit"), _lt("Decided to bid"), MANAGER),
    ("tender_checklist", ("review", "submit"), _lt("Materials complete"), SALES),
    ("tender_documents", ("review", "submit"), _lt("Bid written"), SALES),
    ("tender_approval", ("submit",), _lt("Reviewed and signed"), GM),
    ("tender_unbound", ("submit",), _lt("Bound into a volume"), SALES),
    ("tender_unsealed", ("submit",), _lt("Sealed"), GM),
    ("tender_participants", ("submit",), _lt("On-site bidders named"), GM),
    ("tender_late", ("submit",), _lt("In time"), MANAGER),
):
    declare(code, "", gates, title, role)

for method in ("action_reject", "action_revise", "action_allow_late", "action_log_followup", "action_cancel"):
    declare_call(TENDER, method)
declare_call(TENDER, "action_request_approval", with_code=True)
