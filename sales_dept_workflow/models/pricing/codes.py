# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

declare(
    "price_approval",
    "price",
    ("quote", "confirm", "post"),
    _lt("Price as the policy says, or approved"),
    "group_sdw_sales_manager",
)

declare_call("account.move", "action_request_approval", with_code=True)
declare(
    "special_requirement", "price", ("quote", "confirm"), _lt("Special requirements priced"), "group_sdw_sales_manager"
)
declare_call("sale.order", "action_waive_special_surcharge")
declare_call("sdw.pricing.policy", "action_review")
