"""Activities in batches, deaf to the context.

``mail_activity_automation_skip`` in a context silences ``activity_schedule``; any RPC client can send it. What a rule
announces is therefore scheduled here, with a context of its own, in one create for the whole batch.
"""

from odoo import SUPERUSER_ID, api, models

#: In cr.cache, while activities are scheduled that make nobody a follower: who is told by his clock menu that it is his
#: turn reads the document there; core would subscribe him to all that is ever said on it, with five queries.
UNFOLLOWED = "sdw_activities_unfollowed"


class SdwActivityMixin(models.AbstractModel):
    _name = "sdw.activity.mixin"
    _description = "Activities of the Sales Rules"
    _inherit = ["sdw.guard.mixin"]

    def _sdw_schedule(self, type_xmlid, rows):
        """Schedule one automated activity per row.

        :param str type_xmlid: activity type, with module
        :param list rows: tuples (record of this model, user, date, summary); rows without a user are left out.
            A summary is a function of the record: it gets it in the language of whoever will read it.
        :return: the ``mail.activity`` records
        """
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(type_xmlid, raise_if_not_found=True)
        model = self._sdw_activity_model()
        values = [
            {
                "activity_type_id": type_id,
                "automated": True,
                "date_deadline": date,
                "user_id": user.id,
                "res_id": record.id,
                **record._sdw_activity_words(user, summary),
                **model,
            }
            for record, user, date, summary in rows
            if user
        ]
        if not values:
            return self.env["mail.activity"]
        return self._sdw_activities().create(values)

    @api.model
    def _sdw_activity_model(self):
        """The model an activity of these records is about; its name is known, core would read it to write it."""
        models = self.env["ir.model"].sudo()
        model = models.browse(models._get_id(self._name))
        models._fields["model"]._insert_cache(model, [self._name])
        return {"res_model_id": model.id, "res_model": self._name}

    def _sdw_activity_words(self, user, summary):
        """What an activity of ``user`` on this record says, in his language."""
        record = self._sdw_in_language_of(user)
        return {"summary": summary(record), "res_name": record.display_name}

    def _sdw_in_language_of(self, user):
        """The same records as ``user`` reads them: what is written for him is in his language, not in the actor's."""
        lang = self._sdw_language_of(user)
        return self if lang == self._sdw_language() else self.with_context(lang=lang)

    @api.model
    def _sdw_language_of(self, user):
        """The language of ``user``, from core's cache of the users' contexts; the actor's while there is no user."""
        own = user and user.with_user(user).context_get().get("lang")
        return own or self._sdw_language()

    @api.model
    def _sdw_language(self):
        """The language of the caller; terms without any are English."""
        return self.env.lang or "en_US"

    def _sdw_unschedule(self, *type_xmlids):
        """Remove the automated activities of these types from these records."""
        self._sdw_scheduled(*type_xmlids).unlink()

    def _sdw_done(self, type_xmlid):
        """Tick off the automated activities of a type: what they asked for has been settled, by whomever.

        They stay as done ones; to delete them would cost four queries more and empty the ORM's cache.
        """
        self._sdw_scheduled(type_xmlid).write({"active": False})

    def _sdw_scheduled(self, *type_xmlids):
        """The automated activities of these types on these records."""
        data = self.env["ir.model.data"]
        type_ids = [data._xmlid_to_res_id(xmlid, raise_if_not_found=True) for xmlid in type_xmlids]
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("activity_type_id", "in", type_ids),
            ("automated", "=", True),
        ]
        return self._sdw_activities().search_fetch(domain)

    def _sdw_activities(self):
        """As the system: the assignee is told by the system, whoever happened to trigger the rule, and needs
        no right there.

        He is told by his clock menu; a mail for each, one by one, would be the dearest part of every sweep.
        """
        context = {**self._sdw_clean_context(), "mail_activity_quick_update": True}
        # Else core looks up the company of the system user.
        context.setdefault("allowed_company_ids", self.env.company.ids)
        return self.env(user=SUPERUSER_ID, su=True, context=context)["mail.activity"]
