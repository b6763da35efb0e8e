"""What the status of customers declares on the gates, and which of its steps take a reason."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

RULE = "customer_status"
CODE = "customer_status"
MANAGER = "group_sdw_sales_manager"
SALES = "group_sdw_salesperson"
PARTNER = "res.partner"
LEVEL = "sdw.customer.level"
ROUTE = "sdw.customer.route"
LOG = "sdw.customer.status.log"
REVIEW = "sdw.status.review"

#: In the order of the process (Z-26): potential is the later stage, when business is being negotiated.
STATUSES = [
    ("lead", "New lead"),
    ("base", "Base customer"),
    ("potential", "Potential customer"),
    ("active", "Active customer"),
    ("dormant", "Dormant customer"),
    ("invalid", "Invalid customer"),
]
#: Value of a customer, kept by people (Z-28).
GRADES = [("a", "A"), ("b", "B"), ("c", "C")]
SIZES = [("key", "Key customer"), ("general", "General customer"), ("scattered", "Scattered customer")]

declare("status_unapproved", RULE, ("status",), _lt("Status changed by an approved request"), MANAGER)

declare_call(PARTNER, "action_request_status", with_code=True)
declare_call(REVIEW, "action_request_suggested")
