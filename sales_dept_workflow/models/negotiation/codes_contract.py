# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

#: The two approvals of a contract (Z-09, decision 19): the manager alone, or the manager and then the legal department.
PLAIN, LEGAL = "contract", "contract_legal"
#: {approval that is needed: those that will do}: what the legal department saw needs no second look.
ENOUGH = {PLAIN: (PLAIN, LEGAL), LEGAL: (LEGAL,)}

declare("contract_approval", "contract", ("confirm",), _lt("Contract reviewed"), "group_sdw_sales_manager")
declare("contract_unsigned", "contract", ("confirm",), _lt("Contract signed by the customer"), "", kind="customer")
declare_call("sale.order", "action_contract_standard")
