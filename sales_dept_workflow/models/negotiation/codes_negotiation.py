"""What negotiations declare on the gates, and which of their steps take a reason."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

RULE = "negotiation"
CODE = "open_issues"
NEGOTIATION = "sdw.negotiation"
MANAGER = "group_sdw_sales_manager"

#: Who reads negotiations and offer rounds: the sales department, and the legal department for its contracts.
READERS = "sales_dept_workflow.group_sdw_salesperson,sales_dept_workflow.group_sdw_legal,base.group_system"

#: States in which a negotiation is still going on.
LIVE = ("requested", "planned", "held")

declare(CODE, RULE, ("sign", "confirm"), _lt("Negotiation ended in agreement"), MANAGER)

for method in ("action_fail", "action_reopen"):
    declare_call(NEGOTIATION, method)
for method in ("action_request_negotiation", "action_waive_negotiation"):
    declare_call("sale.order", method)
declare_call("crm.lead", "action_request_negotiation")
