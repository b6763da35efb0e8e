from odoo import models
from odoo.fields import Command

from ..common.shared import shared
from .codes import PLAN, SOLUTION, SUPPORT, TRIAL

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
        for model in (SOLUTION, SUPPORT, PLAN, TRIAL):
            documents = self.env[model]._sdw_system()
            documents.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return result
