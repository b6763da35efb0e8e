"""Names of the meetings, who convenes which, and which of their steps take a reason."""

from ..common.rules import declare_call

MEETING = "sdw.sales.meeting"
POINT = "sdw.sales.meeting.point"
REPORT = "sdw.sales.meeting.report"
TEMPLATE = "sdw.meeting.template"
OPINION = "sdw.opinion"
#: The approval of the minutes.
CODE = "minutes"
MANAGER = "group_sdw_sales_manager"
ADMIN = "group_sdw_sales_admin"
DIRECTOR = "group_sdw_director"
KEEPERS = (MANAGER, ADMIN)

#: The kind of a meeting of two, which nobody else reads (R-28).
TALK = "talk"

#: Whoever chairs a meeting of this kind holds at least this role (R-25, R-27); all others are a sales manager's.
CONVENERS = {
    "annual": "group_sdw_vice_president",
    "review_executive": "group_sdw_vice_president",
    "review_middle": DIRECTOR,
}
#: Their minutes are approved by the sales manager alone; others by manager, director, vice president (R-18, R-19).
ONE_LEVEL = frozenset({"weekly", "collection", "sharing"})
#: How far back the records of a first meeting go, in days.
SPANS = {"weekly": 7, "monthly": 31, "quarterly": 92, "half_year": 183, "annual": 366, TALK: 92}
#: Kinds whose open points come back among themselves only.
OWN_SERIES = frozenset({"collection", TALK})
#: A meeting that was held, whatever became of its minutes.
HELD = ("held", "approved")

declare_call(MEETING, "action_cancel")
declare_call(MEETING, "action_approve")
declare_call(MEETING, "action_reject")
declare_call(MEETING, "action_request_approval", with_code=True)
declare_call(POINT, "action_done")
