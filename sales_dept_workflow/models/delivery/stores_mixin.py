from odoo import api, models


class SdwStoresMixin(models.AbstractModel):
    """A numbered document of the stores with a deadline: who misses it answers to the warehouse supervisor."""

    _name = "sdw.stores.mixin"
    _description = "Document of the Stores"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "state"}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for company, group in records._sdw_system().grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(self._name, company, len(group))
            for record, name in zip(group, names, strict=True):
                record.name = name
        return records

    def _get_escalation_user(self):
        boss = self._sdw_company()._sdw_warehouse_supervisor()
        return boss if boss and boss != self._get_deadline_responsible() else super()._get_escalation_user()
