from odoo import api, models
from odoo.tools import ormcache


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

    def _sdw_known(self):
        """These records, to be read without a query: their columns come from the registry's cache.

        What this transaction has changed or read already stays as it is.
        """
        # A client may ask for all languages at once; the cache is then laid out in another way.
        for record in () if self.env.context.get("prefetch_langs") else self:
            for name, value in record._sdw_columns():
                self._fields[name]._insert_cache(record, [value])
        return self

    @ormcache("self.id", "self.env.lang")
    def _sdw_columns(self):
        """((name, value as the record cache has it) of each column; a translated one in the reader's language)"""
        record = self.sudo()
        columns = (field for field in self._fields.values() if field.store and field.column_type)
        return tuple(
            (field.name, field.convert_to_cache(record[field.name], record))
            for field in columns
            if field.translate in (False, True) and not field.company_dependent
        )
