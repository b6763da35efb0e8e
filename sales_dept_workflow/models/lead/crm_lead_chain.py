from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.rules import in_language
from .codes import CHAIN, STAGE_RULE

ORDER = [step for step, _name in CHAIN]
#: Steps without a record of their own: the lead itself is the record.
ITSELF = ("collect",)

#: A meeting counts as a visit when it was in the calendar before; what was entered afterwards is a visit to record.
ENTERED_BEFORE = Domain.custom(
    to_sql=lambda _model, alias, _query: SQL(
        "%s <= %s", SQL.identifier(alias, "create_date"), SQL.identifier(alias, "start")
    )
)


class CrmLead(models.Model):
    """Each stage of the direct-sales chain asks for the records up to it: visit, need, solution, negotiation (L-07).

    Soft or hard is the mode of the rule: *warn* files a finding, *block* refuses the move.
    """

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._check_gate("stage")
        return leads

    def write(self, vals):
        result = super().write(vals)
        # A lead waits in any stage; it is judged there as soon as it is an opportunity.
        if vals.get("stage_id") or vals.get("type") == "opportunity":
            self._check_gate("stage")
        return result

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate in ("stage", "next_stage") and (bound := self._sdw_subject_to(STAGE_RULE)):
            for lead, steps in bound._sdw_missing_steps(gate).items():
                blockers[lead] += [lead._sdw_step_blocker(step) for step in steps]
        return blockers

    def _sdw_step_blocker(self, step):
        wanted = {
            "screen": self.env._("Screen the lead: say how much it intends to buy, and its budget."),
            "appointment": self.env._("Make an appointment with the customer in the calendar."),
            "visit": self.env._("Record the visit to the customer."),
            "need": self.env._("Write down the need, the pain points and how they were analysed."),
            "solution": self.env._("Record the solution that was offered."),
            "negotiation": self.env._("Make a quotation, or record the negotiation."),
            "contract": self.env._("Make the order or the tender this was won with."),
        }
        message = self.env._("%(step)s: %(wanted)s", step=in_language(self.env, dict(CHAIN)[step]), wanted=wanted[step])
        return self._sdw_blocker("stage_record", message)

    def _sdw_missing_steps(self, gate):
        """{lead: steps up to its stage (or the next one) that are not on record}, in a fixed number of queries."""
        opportunities = self.filtered(lambda lead: lead.type == "opportunity")
        stages = self.env["crm.stage"].sudo().search([("sdw_step", "!=", False)])
        ahead = {lead: lead._sdw_steps_ahead(stages, gate) for lead in opportunities}
        asked = set().union(*ahead.values()) if ahead else set()
        done = {step: opportunities._sdw_on_record(step) for step in asked}
        return {lead: [step for step in steps if lead.id not in done[step]] for lead, steps in ahead.items()}

    def _sdw_steps_ahead(self, stages, gate):
        mine = stages.filtered(lambda stage: not stage.team_ids or self.team_id in stage.team_ids)
        steps = sorted({ORDER.index(stage.sdw_step) for stage in mine})
        here = self.stage_id.sudo().sdw_step
        last = ORDER.index(here) if here else -1
        if gate == "next_stage":
            last = next((step for step in steps if step > last), last)
        return [ORDER[step] for step in steps if step <= last and ORDER[step] not in ITSELF]

    # ------------------------------------------------------------------ what counts as the record of a step
    def _sdw_on_record(self, step):
        """Ids of the leads for which this step is on record. Extend through ``super()``."""
        own = {"screen": self._sdw_screened, "need": self._sdw_need_analysed}
        if step in own:
            return set(own[step]().ids)
        return set().union(*(self._sdw_leads_of(*where) for where in self._sdw_records_of(step)))

    def _sdw_records_of(self, step):
        """[(model, field to the lead, domain)] of the documents that are the record of a step."""
        held = Domain("start", "<", fields.Datetime.now()) & ENTERED_BEFORE
        live = [("state", "!=", "cancel")]
        return {
            "appointment": [("calendar.event", "opportunity_id", []), *self._sdw_visits("planned", "done")],
            "visit": [("calendar.event", "opportunity_id", held), *self._sdw_visits("done")],
            "solution": [("sdw.solution", "lead_id", [("kind", "=", "solution")])],
            "negotiation": [("sdw.negotiation", "lead_id", []), ("sale.order", "opportunity_id", live)],
            "contract": [("sale.order", "opportunity_id", live), ("sdw.tender", "lead_id", [])],
        }[step]

    def _sdw_visits(self, *kinds):
        states = {"planned": ["planned"], "done": ["done", "recorded", "filed"]}
        wanted = [state for kind in kinds for state in states[kind]]
        return [("sdw.visit", "lead_id", [("state", "in", wanted)])] if "sdw.visit" in self.env else []

    def _sdw_leads_of(self, model, field, domain):
        # pylint: disable-next=context-overridden
        records = self.env[model].sudo().with_context(active_test=False)
        groups = records._read_group(Domain(field, "in", self.ids) & Domain(domain), [field])
        return {lead.id for (lead,) in groups}

    def _sdw_screened(self):
        return self.filtered(lambda lead: lead.sdw_intention and (lead.sdw_budget or lead.sdw_wanted_by))

    def _sdw_need_analysed(self):
        return self.filtered(
            lambda lead: (lead.sdw_need or "").strip() and lead.sdw_pain_points and lead.sdw_contact_mode
        )
