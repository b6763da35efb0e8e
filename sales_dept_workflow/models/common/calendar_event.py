from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: What a document says of its event.
PLANNED = {
    "name",
    "start",
    "stop",
    "start_date",
    "stop_date",
    "duration",
    "allday",
    "location",
    "res_id",
    "res_model_id",
}


class CalendarEvent(models.Model):
    """Events that follow a document of ours: written in one place, changed there and not in the calendar."""

    _inherit = "calendar.event"

    def write(self, vals):
        if PLANNED.intersection(vals):
            self._sdw_check_planned()
        return super().write(vals)

    def unlink(self):
        self._sdw_check_planned()
        return super().unlink()

    @api.model
    def _sdw_planned_by(self):
        """{model: why its events are not changed in the calendar}; extend through ``super()``."""
        return {}

    def _sdw_check_planned(self):
        planned = not self.env.su and self._sdw_planned_by()
        for event in self if planned else ():
            if event.res_model in planned:
                raise UserError(planned[event.res_model])

    def _sdw_follow(self, document, values, organizer):
        """Bring the event of a document into step with it: made when there is none, left alone when nothing changed.

        :param document: the document as the system writes it
        :param dict values: values of the event; ``partner_ids`` are records
        :return: the event
        """
        partners = values["partner_ids"]
        values = {**values, "partner_ids": [Command.set(partners.ids)]}
        if not self:
            # An empty command of activities: core would add one of its own beside ours.
            link = {
                "user_id": organizer.id,
                "res_model_id": self.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "activity_ids": [Command.set([])],
            }
            return self.with_context(skip_contact_description=True).create({**values, **link})
        changed = {name: value for name, value in values.items() if name != "partner_ids" and self[name] != value}
        if self.partner_ids != partners:
            changed["partner_ids"] = values["partner_ids"]
        if changed:
            self.write(changed)
        return self
