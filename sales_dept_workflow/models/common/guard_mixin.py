from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .rules import MODULE


class SdwGuardMixin(models.AbstractModel):
    """Fields that only the system sets, after the method that sets them has checked the role.

    ``readonly`` in a view stops nobody: RPC, import and a ``default_…`` in the context reach every field. Methods of
    ours write guarded fields as superuser, which no client can claim to be.
    """

    _name = "sdw.guard.mixin"
    _description = "System-set Fields"

    @api.model
    def _sdw_guarded_fields(self):
        """Names of the fields only the system writes. Extend through ``super()``."""
        return set()

    @api.model
    def _sdw_decided_fields(self):
        """Names of further fields of which no default is believed: their models check who gives them a value, or
        compute it. Extend through ``super()``.
        """
        return set()

    @api.model
    def default_get(self, fields):
        """Anybody may save a default of his own for any field (*Set Defaults*). It is a client's word, like a
        ``default_…`` in a context: what the system sets, or some decide, has the default of the field.
        """
        saved = self.env["ir.default"]._get_model_defaults(self._name)
        given = saved.keys() | self._sdw_context_defaults()
        forged = given & set(fields) & (self._sdw_guarded_fields() | self._sdw_decided_fields()) if given else set()
        values = super().default_get([name for name in fields if name not in forged])
        return values | {name: self._sdw_own_default(name) for name in forged if self._fields[name].default}

    def _sdw_context_defaults(self):
        return {key.removeprefix("default_") for key in self.env.context if key.startswith("default_")}

    def _sdw_own_default(self, name):
        field = self._fields[name]
        return field.convert_to_write(field.convert_to_cache(field.default(self), self, validate=False), self)

    @api.model_create_multi
    def create(self, vals_list):
        guarded = self._sdw_guarded_fields()
        if not self.env.su:
            self._sdw_refuse_guarded(guarded.intersection(set().union(*vals_list)))
        # The system's own flows carry the client's context along, so a default is believed nowhere.
        return super(SdwGuardMixin, self._sdw_without_defaults(guarded)).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._sdw_refuse_guarded(self._sdw_guarded_fields().intersection(vals))
        return super().write(vals)

    def _sdw_without_defaults(self, guarded):
        forged = {f"default_{name}" for name in guarded}.intersection(self.env.context)
        if not forged:
            return self
        # pylint: disable-next=context-overridden
        return self.with_context({key: value for key, value in self.env.context.items() if key not in forged})

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """When a field is searched core checks its groups only if it is stored; but any search tells."""
        if not (self.env.su or bypass_access):
            for condition in Domain(domain).iter_conditions():
                field = self._fields.get(condition.field_expr.split(".")[0])
                if field and field.groups and not field.store and field._module == MODULE:
                    self._check_field_access(field, "read")
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _sdw_refuse_guarded(self, names):
        if not names:
            return
        labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
        raise AccessError(self.env._("These are set by the system, not by hand: %(fields)s.", fields=labels))

    def _sdw_system(self):
        """The same records as the system writes them: superuser rights, the caller's name, a clean context."""
        # pylint: disable-next=context-overridden
        return self.with_context(self._sdw_clean_context()).sudo()

    def _sdw_clean_context(self):
        keep = ("lang", "tz", "allowed_company_ids", "cron_id", "cron_end_time", "ir_cron_progress_id")
        return {key: value for key, value in self.env.context.items() if key in keep}

    def _sdw_commit_progress(self, done):
        """Commit a batch of a scheduled sweep; outside a scheduled run the caller's own transaction goes on.

        :return: seconds left for this run
        """
        if not self.env.context.get("cron_id"):
            return float("inf")
        return self.env["ir.cron"]._commit_progress(done)
