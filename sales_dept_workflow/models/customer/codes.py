"""What the customer card declares: its four blocks, its fields, where what it says comes from (A-09…A-14)."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

RULE = "customer_status"
PROPOSAL = "sdw.partner.proposal"
INVESTIGATION = "sdw.partner.investigation"
ARCHIVIST = "group_sdw_archivist"
SALES = "sales_dept_workflow.group_sdw_salesperson"
INCOMPLETE = "profile_incomplete"

NATURES = [
    ("government", "Government"),
    ("special", "Special Company"),
    ("ordinary", "Ordinary Company"),
    ("individual", "Individual"),
    ("partner", "Business Partner"),
]
CHANNELS = [
    ("research", "Market research"),
    ("visit", "Customer visit"),
    ("web", "Website and online marketing"),
    ("exhibition", "Exhibition"),
    ("talk", "Business talk"),
    ("advertising", "Advertisement"),
    ("referral", "Recommendation"),
    ("on_site", "Came to us"),
    ("other", "Other Way"),
]
#: Whom what the card says comes from.
SOURCES = [
    ("salesperson", "Salesperson's Inquiries"),
    ("visit", "Visit Record"),
    ("portal", "Filled in by the Customer"),
    ("agency", "Agency"),
]
BLOCKS = {
    "basic": _lt("Basic Information"),
    "features": _lt("Features"),
    "business": _lt("Business Status"),
    "trade": _lt("Transaction Status"),
}
#: {block: the fields it consists of}, core's and ours, in the order of the paper.
CARD = {
    "basic": (
        "name", "sdw_nature", "customer_source", "street", "city", "state_id", "phone", "email", "website", "vat",
        "sdw_owner", "sdw_operating_manager", "sdw_legal_representative", "sdw_founded_on", "sdw_traded_since",
        "sdw_organisation", "industry_id", "sdw_assets", "sdw_background",
    ),
    "features": (
        "sdw_service_area", "sdw_sales_force", "sdw_potential", "sdw_philosophy", "sdw_policy", "sdw_size",
        "sdw_characteristics", "sdw_needs", "sdw_need_kind_ids",
    ),
    "business": (
        "sdw_sales_results", "sdw_management_quality", "sdw_staff_quality", "sdw_competitor_relation",
        "sdw_cooperation",
    ),
    "trade": (
        "sdw_activities", "sdw_problems", "sdw_strengths", "sdw_future_plans", "sdw_reputation",
        "sdw_credit_standing", "sdw_trade_situation", "sdw_credit_problems",
    ),
}  # fmt: skip
BLOCK_OF = {name: block for block, names in CARD.items() for name in names}
#: Asked for like a field, but none: somebody at the customer's whom we can reach.
CONTACT = "contact"
#: What a customer may tell us of himself.
BY_CUSTOMER = (
    "street", "city", "phone", "email", "website", "vat", "sdw_owner", "sdw_operating_manager",
    "sdw_legal_representative", "sdw_founded_on", "sdw_organisation", "sdw_assets", "sdw_background",
    "sdw_service_area", "sdw_sales_force", "sdw_size", "sdw_characteristics", "sdw_philosophy", "sdw_policy",
    "sdw_needs", "sdw_activities", "sdw_future_plans",
)  # fmt: skip

declare(
    INCOMPLETE,
    RULE,
    ("confirm",),
    _lt("The customer's file is filled in before his first order"),
    "group_sdw_salesperson",
)
declare_call(PROPOSAL, "action_reject")
declare_call(PROPOSAL, "action_send_back")
declare_call("res.partner", "action_sdw_propose_archive")
