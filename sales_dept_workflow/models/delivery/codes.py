"""What the delivery notice declares on the gate mechanism."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from odoo.tools import LazyTranslate

from ..common.rules import declare, declare_call

_lt = LazyTranslate(__name__)

#: The rule, the blocker of the ship gate, and the approval: the general manager's signature.
RULE = CODE = "delivery_notice"
NOTICE = "sdw.delivery.notice"

SALES_ADMIN = "group_sdw_sales_admin"
GENERAL_MANAGER = "group_sdw_general_manager"
SHIPPING = "group_sdw_shipping"
KEEPER = "group_sdw_warehouse"

declare(CODE, RULE, ("ship",), _lt("Signed delivery notice"), SALES_ADMIN)

declare_call(NOTICE, "action_cancel")
declare_call(NOTICE, "action_request_approval", with_code=True)
