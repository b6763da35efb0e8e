"""Names, roles and choices of visits; and which of their steps take a reason."""

from ..common.rules import declare_call

VISIT = "sdw.visit"
PLAN = "sdw.visit.plan"
CARE = "sdw.care.log"
#: The approval of a plan, and where the salesperson's own rule ends.
CODE = "visit_plan"
SALES, SUPERVISOR, MANAGER, ADMIN = (
    "group_sdw_salesperson",
    "group_sdw_supervisor",
    "group_sdw_sales_manager",
    "group_sdw_sales_admin",
)
ROLE = "sales_dept_workflow.group_sdw_%s"
IS_MANAGER = f"sales_dept_workflow.{MANAGER}"

PERIODS = [("week", "Week"), ("month", "Month")]
KINDS = [("new", "New Customer"), ("existing", "Return Visit")]
MODES = [
    ("visit", "At the Customer's"),
    ("reverse", "Customer Visits Us"),
    ("phone", "Telephone Call"),
    ("mail", "Letter or E-mail"),
]
#: Where one sees each other: what a customer of grade A is due (V-16).
FACE_TO_FACE = ("visit", "reverse")
CHANNELS = [("phone", "Telephone"), ("mail", "E-mail"), ("person", "In Person")]
#: Who got in touch with whom, and by which way (A-33).
DIRECTIONS = [("in", "From the Customer"), ("out", "To the Customer")]
WAYS = [
    ("phone", "Telephone"),
    ("email", "E-mail"),
    ("wechat", "WeChat"),
    ("letter", "Letter"),
    ("person", "In Person"),
]
OUTCOMES = [
    ("order", "Wants to Order"),
    ("quotation", "Asks for a Quotation"),
    ("interested", "Interested"),
    ("satisfied", "Satisfied, no Need now"),
    ("declined", "No Interest"),
    ("not_met", "Nobody Met"),
]

#: What reports read of the entries that say money was received.
MONEY_RECEIVED = ["balance", "parent_state", "date", "partner_id", "account_id", "journal_id", "company_id"]

declare_call(PLAN, "action_return")
declare_call(VISIT, "action_cancel")
declare_call(VISIT, "action_give_back")
declare_call(VISIT, "action_assign_task")
