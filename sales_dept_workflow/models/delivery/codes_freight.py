"""What freight declares on the gates (D-06…D-08)."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare

#: The rule, and the approval that decides on objections and on freight at our expense.
FREIGHT = "freight"
OBJECTION = "sdw.freight.objection"
#: What stands before the delivery notice stands before the goods as well.
GATES = ("request", "ship")

declare("freight_untold", FREIGHT, GATES, _lt("Freight told to the customer"), "group_sdw_sales_admin")
declare("freight_objection", FREIGHT, GATES, _lt("No open objection to the freight"), "group_sdw_sales_manager")
declare("freight_terms", FREIGHT, GATES, _lt("Freight at our expense approved"), "group_sdw_sales_manager")
declare("freight_invoiced", FREIGHT, ("post",), _lt("No freight on the invoice"), "group_sdw_sales_admin")
