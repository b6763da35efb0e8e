"""Activities in batches, deaf to the context.

``mail_activity_automation_skip`` in a context silences ``activity_schedule``; any RPC client can send it. What a rule
announces is therefore scheduled here, with a context of its own, in one create for the whole batch.
"""

from odoo import SUPERUSER_ID, models


class SdwActivityMixin(models.AbstractModel):
    _name = "sdw.activity.mixin"
    _description = "Activities of the Sales Rules"
    _inherit = ["sdw.guard.mixin"]

    def _sdw_schedule(self, type_xmlid, rows, quiet=False):
        """Schedule one automated activity per row.

        :param str type_xmlid: activity type, with module
        :param list rows: tuples (record of this model, user, date, summary); rows without a user are left out
        :param bool quiet: no mail to each assignee, only his clock menu: for sweeps that schedule thousands
        :return: the ``mail.activity`` records
        """
        activity_type = self.env.ref(type_xmlid).sudo()
        model_id = self.env["ir.model"]._get_id(self._name)
        values = [
            {
                "activity_type_id": activity_type.id,
                "summary": summary,
                "automated": True,
                "date_deadline": date,
                "user_id": user.id,
                "res_model_id": model_id,
                "res_id": record.id,
            }
            for record, user, date, summary in rows
            if user
        ]
        if not values:
            return self.env["mail.activity"]
        # As the system: the assignee is told by the system, not by whoever happened to trigger the rule, and needs no right there.
        context = {**self._sdw_clean_context(), "mail_activity_quick_update": quiet}
        return self.env(user=SUPERUSER_ID, su=True, context=context)["mail.activity"].create(values)

    def _sdw_unschedule(self, type_xmlid):
        """Remove the automated activities of a type from these records."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("activity_type_id", "=", self.env.ref(type_xmlid).id),
            ("automated", "=", True),
        ]
        self.env(user=SUPERUSER_ID, su=True, context=self._sdw_clean_context())["mail.activity"].search(domain).unlink()
