# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

declare("territory_unknown", "territory", ("quote", "confirm"), _lt("Sales territory known"), "group_sdw_sales_admin")
declare(
    "territory_uplift",
    "territory",
    ("quote", "confirm"),
    _lt("Distributor's region respected"),
    "group_sdw_sales_manager",
)

declare(
    "inquiry_unverified", "price", ("quote",), _lt("Inquirer, region and quantity verified"), "group_sdw_sales_admin"
)
declare("outside_territory", "territory", ("confirm",), _lt("Sold inside the own territory"), "group_sdw_sales_manager")

declare_call("sdw.referral", "action_record_outcome")
