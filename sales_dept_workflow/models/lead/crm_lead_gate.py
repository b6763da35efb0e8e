from odoo import api, fields, models
from odoo.tools import html2plaintext, is_html_empty

from .codes import LEAD_RULE
from .crm_lead_merge import MERGING

#: The channel an inquiry came in by tells its source, where nobody names one.
SOURCE_OF = {
    "phone": "utm_source_phone",
    "email": "utm_source_email",
    "web": "utm_source_website",
    "visit": "utm_source_visit",
    "fair": "utm_source_exhibition",
    "walk_in": "utm_source_walk_in",
}
#: What a lead is found again by; changed, it may be somebody else's.
TRAITS = {"partner_name", "phone", "email_from", "sdw_vat", "company_id"}
#: A mail tells so much of the need.
LONGEST = 2000


class CrmLead(models.Model):
    """A lead has a source, can be reached, says what is needed, and is entered once (L-01, L-03, L-05, L-06, A-44).

    Gate ``register`` is asked as it is entered, gate ``convert`` as it becomes an opportunity, by whatever door.
    """

    _inherit = "crm.lead"

    sdw_panel_shown = fields.Boolean(compute="_compute_sdw_panel_shown", groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create([self._sdw_with_source(vals) for vals in vals_list])
        leads._check_gate("register")
        leads.filtered(lambda lead: lead.type == "opportunity")._check_gate("convert")
        return leads

    def write(self, vals):
        leads = self.filtered(lambda lead: lead.type == "lead") if vals.get("type") == "opportunity" else None
        emptied = any(name in vals and not vals[name] for name in ("source_id", "sdw_duplicate_reason"))
        traits = {} if emptied else self._sdw_traits(vals)
        result = super().write(vals)
        renamed = self.browse(lead.id for lead, before in traits.items() if lead._sdw_is_renamed(before))
        if emptied or renamed:
            (self if emptied else renamed)._check_gate("register")
        if leads:
            leads._check_gate("convert")
        return result

    def _sdw_traits(self, vals):
        """{lead: (by what it is found again, if that is written; whose it is)}, of those the rule asks.

        Two that become one are no duplicates.
        """
        typed = TRAITS.intersection(vals)
        if not (typed or "partner_id" in vals) or MERGING in self.env.cr.cache:
            return {}
        return {
            lead: (typed and lead._sdw_found_by(), lead.partner_id.commercial_partner_id)
            for lead in self._sdw_subject_to(LEAD_RULE)
        }

    def _sdw_found_by(self):
        return [*self._sdw_keys().values(), self.company_id]

    def _sdw_is_renamed(self, before):
        """Whether it may now be somebody else's: found by something else, or no more the customer's it was entered
        for. Whom it is given to as the first one is his.
        """
        found_by, customer = before
        left = customer and self.partner_id.commercial_partner_id != customer
        return bool(left or (found_by and found_by != self._sdw_found_by()))

    @api.model
    def _sdw_with_source(self, vals):
        channel = vals.get("sdw_inquiry_channel") or self.env.context.get("default_sdw_inquiry_channel")
        if vals.get("source_id") or channel not in SOURCE_OF or self.env.context.get("default_source_id"):
            return vals
        source = f"sales_dept_workflow.{SOURCE_OF[channel]}"
        return {**vals, "source_id": self.env["ir.model.data"]._xmlid_to_res_id(source)}

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail that becomes a lead says so itself: its source, and its text as the need. Nobody is there to ask."""
        body = msg_dict.get("body") or ""
        text = "" if is_html_empty(body) else html2plaintext(body).strip()
        values = {
            "sdw_inquiry_channel": "email",
            "sdw_need": (text or msg_dict.get("subject") or self.env._("(A mail without text)"))[:LONGEST],
            "sdw_duplicate_reason": self.env._("Came by e-mail"),
        }
        return super().message_new(msg_dict, custom_values={**values, **(custom_values or {})})

    # ------------------------------------------------------------------ blockers
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate in ("register", "convert") and (bound := self._sdw_subject_to(LEAD_RULE)):
            new = bound._sdw_register_blockers() if gate == "register" else bound._sdw_convert_blockers()
            for lead, found in new.items():
                blockers[lead] += found
        return blockers

    def _sdw_register_blockers(self):
        alike = self._sdw_alike(earlier=True)
        return {lead: lead._sdw_entry_blockers(alike[lead]) for lead in self}

    def _sdw_entry_blockers(self, alike):
        found = []
        if not self.source_id:
            found.append(self._sdw_blocker("lead_source", self.env._("Say where the lead comes from: its source.")))
        if wrong := self._sdw_wrong_addresses():
            message = self.env._("These cannot be right: %(values)s.", values=", ".join(wrong))
            found.append(self._sdw_blocker("lead_format", message))
        if alike and not (self.sdw_duplicate_reason or "").strip():
            known = "; ".join(self._sdw_alike_line(why, record) for why, record in alike[:3])
            message = self.env._(
                "Known already: %(known)s. Choose that customer, or say why it is another one.", known=known
            )
            found.append(self._sdw_blocker("lead_duplicate", message))
        return found

    def _sdw_wrong_addresses(self):
        """The phone number needs its country to be judged."""
        wrong = [self.email_from] if self.email_from and self.email_state == "incorrect" else []
        return wrong + ([self.phone] if self.phone and self.country_id and self.phone_state == "incorrect" else [])

    def _sdw_convert_blockers(self):
        found = {lead: [] for lead in self}
        for lead in self:
            partner = lead.partner_id
            if not (lead.phone or lead.email_from or partner.phone or partner.email):
                message = self.env._("Say how the lead can be reached: by phone or by e-mail.")
                found[lead].append(lead._sdw_blocker("lead_contact", message))
            if not lead._sdw_has_need():
                message = self.env._("Write down what is needed.")
                found[lead].append(lead._sdw_blocker("lead_need", message))
        return found

    def _sdw_has_need(self):
        told = (self.sdw_need or "").strip() or (self.expected_quantity or "").strip()
        return bool(told or self.sdw_inquiry_line_ids or not is_html_empty(self.description))

    def _sdw_panel_gates(self):
        ahead = super()._sdw_panel_gates()
        for lead in self.filtered(lambda lead: lead.active and lead.won_status == "pending"):
            steps = ("register", "convert") if lead.type == "lead" else ("register", "next_stage")
            ahead[lead] = (*ahead[lead], *steps)
        return ahead

    @api.depends("company_id", "type")
    @api.depends_context("company")
    def _compute_sdw_panel_shown(self):
        for lead in self:
            company = (lead.company_id or self.env.company).sudo()
            lead.sdw_panel_shown = any(company._sdw_mode(rule) != "off" for rule in (LEAD_RULE, "lead_stage"))
