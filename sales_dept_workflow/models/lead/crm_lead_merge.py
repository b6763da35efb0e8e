from odoo import models
from odoo.fields import Command

from ..common.shared import shared

#: What the lead that stays takes from the others where it knows nothing itself.
KEPT = (
    "sdw_need", "sdw_preference", "sdw_current_situation", "sdw_pain_points", "sdw_expectations", "sdw_contact_mode",
    "sdw_intention", "sdw_budget", "sdw_wanted_by", "sdw_potential", "sdw_vat",
)  # fmt: skip
#: In cr.cache while leads become one.
MERGING = "sdw_leads_merging"


class CrmLead(models.Model):
    """Two leads of one customer become one, with all their documents."""

    _inherit = "crm.lead"

    def _merge_opportunity(self, *args, **kwargs):
        with shared(self.env.cr, MERGING):
            return super()._merge_opportunity(*args, **kwargs)

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), *KEPT]

    def _merge_get_fields_specific(self):
        kinds = {"sdw_need_kind_ids": lambda _name, leads: [Command.set(leads.sdw_need_kind_ids.ids)]}
        return {**super()._merge_get_fields_specific(), **kinds}

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        customer = self.partner_id.commercial_partner_id
        for model in self._sdw_system().env.values():
            if _is_about_leads(model):
                documents = model.search([("lead_id", "in", opportunities.ids)])
                documents.filtered(lambda document: _is_of(document, customer)).write({"lead_id": self.id})
        return result


def _is_about_leads(model):
    """Documents of ours that belong to a lead, of whatever process."""
    field = model._fields.get("lead_id") if model._name.startswith("sdw.") else None
    stored = field is not None and field.store and not field.related
    return stored and model._auto and not model._transient


def _is_of(document, customer):
    """What is about somebody else's customer stays behind: his visit is no evidence of this lead."""
    owner = document.partner_id.commercial_partner_id if "partner_id" in document._fields else customer
    return not owner or not customer or owner == customer
