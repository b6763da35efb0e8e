"""What leads declare on the gates: one rule on what a lead needs, one on what each stage of the sales chain needs."""

# The terms are declared at import, when there is no environment: they are lazy.
# pylint: disable=prefer-env-translation

from ..common.rules import _lt, declare, declare_call

LEAD_RULE, STAGE_RULE = "lead", "lead_stage"
SOLUTION, SUPPORT = "sdw.solution", "sdw.support.request"
PLAN, STEP = "sdw.development.plan", "sdw.development.step"
HANDOVER, HANDOVER_LINE = "sdw.portfolio.handover", "sdw.portfolio.line"
TRIAL, TRIAL_VISIT = "sdw.trial.request", "sdw.trial.visit"
#: Who passes work from one person to another.
REASSIGN = ("group_sdw_supervisor", "group_sdw_sales_admin")
MANAGER = "group_sdw_sales_manager"

#: The chain of direct sales: each stage's step, in order. The last two follow the contract and have documents of their
#: own (arrival calls, complaints), no stage.
STEPS = {
    "collect": _lt("Collect"),
    "screen": _lt("Screen"),
    "appointment": _lt("Appointment"),
    "visit": _lt("Visit Made"),
    "need": _lt("Need Analysis"),
    "solution": _lt("Solution Offered"),
    "negotiation": _lt("Price Negotiation"),
    "contract": _lt("Contract Signing"),
}
CHAIN = list(STEPS.items())

declare("lead_source", LEAD_RULE, ("register",), _lt("Source of the lead"), "group_sdw_salesperson")
declare("lead_format", LEAD_RULE, ("register",), _lt("Phone number and e-mail can be right"), "group_sdw_salesperson")
declare("lead_duplicate", LEAD_RULE, ("register",), _lt("Not entered already"), "group_sdw_salesperson")
declare("lead_contact", LEAD_RULE, ("convert",), _lt("Way to reach the lead"), "group_sdw_salesperson")
declare("lead_need", LEAD_RULE, ("convert",), _lt("Need of the lead"), "group_sdw_salesperson")
declare("stage_record", STAGE_RULE, ("stage", "next_stage"), _lt("Record of each stage"), "group_sdw_salesperson")
declare_call("crm.lead", "action_reject_lead")
declare_call(SUPPORT, "action_answer")
declare_call(TRIAL, "action_refuse")
declare_call(PLAN, "action_drop")
declare_call(STEP, "action_done")
