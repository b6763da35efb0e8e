from odoo import api, models


class SdwCachedMixin(models.AbstractModel):
    """A model of few records that the registry's cache answers for: it is emptied when one of them changes."""

    _name = "sdw.cached.mixin"
    _description = "Kept in the Registry's Cache"

    #: The fields on which what is cached rests; None: any of them.
    _sdw_cached_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._sdw_cached_fields is None or self._sdw_cached_fields.intersection(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
