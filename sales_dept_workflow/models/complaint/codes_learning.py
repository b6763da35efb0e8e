"""What is learnt from complaints declares: a major one closes with its cause and with what is changed so that it does
not happen again (X-06, X-07).
"""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call
from .codes import COMPLAINT

CAUSE = "sdw.complaint.cause"
IMPROVEMENT = "sdw.improvement"
CALL = "sdw.satisfaction.call"
SURVEY = "sdw.satisfaction.survey"
ANSWER = "sdw.satisfaction.answer"
SERVICE = "sdw.service.log"
MANAGER = "group_sdw_sales_manager"
ADMIN = "group_sdw_sales_admin"

#: What lies behind a complaint.
CAUSE_KINDS = [
    ("product", "Product"),
    ("packing", "Packing"),
    ("transport", "Transport"),
    ("entry", "Order Entry"),
    ("service", "Service"),
    ("other", "Other"),
]
#: How satisfied somebody is; this low and the manager hears of it.
SCORES = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Fair"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]
LOW = ("1", "2")
#: The few questions of a survey.
QUESTIONS = [
    ("product", "Product Quality"),
    ("delivery", "Delivery Service"),
    ("service", "Service"),
    ("price", "Price"),
    ("overall", "Overall"),
]
SCORE_FIELDS = [f"score_{question}" for question, _label in QUESTIONS]

declare("complaint_cause", "", ("close",), _lt("Root cause named"), "group_sdw_salesperson")
declare("complaint_improvement", "", ("close",), _lt("Corrective action on record"), "group_sdw_salesperson")
declare_call(COMPLAINT, "action_waive_improvement")
for method in ("action_done", "action_return"):
    declare_call(IMPROVEMENT, method)
