from odoo import fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes import ADMIN, MANAGER, SUPERVISOR, VISIT

TASK = "sales_dept_workflow.mail_activity_type_visit_task"


class SdwVisit(models.Model):
    """What people do with a visit besides recording it."""

    _inherit = VISIT

    def action_done(self, place=None, position=None):
        """I am there: the moment is the server's; the form is still to be written."""
        self._sdw_check_caller()
        self._check_visitor()
        self._check_state("planned")
        now = moment()
        for visit in self._sdw_system():
            visit.write(
                {
                    "state": "done",
                    "date_done": now,
                    "arrived_on": now,
                    "place_done": place or visit.place,
                    "position": position if isinstance(position, str) else False,
                }
            )
        self._sdw_system()._set_deadlines()
        return True

    def action_cancel(self, reason):
        """Call a visit off, by the visitor or somebody above; a return visit that is due comes back by night."""
        self._sdw_check_caller()
        self.check_access("write")
        self._check_reason(reason)
        self._check_state("planned")
        if any(visit.user_id != self.env.user for visit in self):
            self._sdw_check_role(SUPERVISOR, ADMIN)
        visits = self._sdw_system()
        visits.write({"state": "cancelled", "cancel_reason": reason})
        visits._end_deadlines()
        visits.meeting_id.unlink()
        return True

    def action_assign_task(self, reason):
        """The manager gives the visitor something to do: an activity, due the next day (V-08).

        :param str reason: what is to be done
        """
        self._sdw_check_role(MANAGER)
        self._check_reason(reason)
        tomorrow = fields.Date.add(fields.Date.context_today(self), days=1)
        self._sdw_schedule(TASK, [(visit, visit.user_id, tomorrow, lambda _visit: reason) for visit in self])
        self._sdw_system()._message_log_batch(
            {
                visit.id: self.env._("Task for %(user)s: %(task)s", user=visit.user_id.name, task=reason)
                for visit in self.sudo()
            }
        )
        return True

    # ------------------------------------------------------------------ windows
    def action_open_record(self):
        """Open the record form: one page, made for a phone."""
        self.ensure_one()
        self._sdw_check_caller()
        self._check_visitor()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record of the Visit"),
            "res_model": "sdw.visit.record.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def action_open_appoint(self):
        """Open the window that asks when, where and how the visit was arranged."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Arrange the Visit"),
            "res_model": "sdw.visit.appoint.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def action_new_quotation(self):
        """Open a new quotation that comes of this visit, so that the chain can be followed (V-23)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotation"),
            "res_model": "sale.order",
            "views": [[False, "form"]],
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_sdw_visit_id": self.id,
                "default_opportunity_id": self.lead_id.id,
            },
        }

    def action_view_orders(self):
        """Open the quotations and orders that came of these visits."""
        self._sdw_check_caller()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations and Orders"),
            "res_model": "sale.order",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("sdw_visit_id", "in", self.ids)],
        }

    def action_new_competitor_price(self):
        """Write down what a competitor asks for, as heard on this visit (V-21)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Competitor's Price"),
            "res_model": "sdw.competitor.price",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_source": "visit",
                "default_customer_id": self.partner_id.id,
                "default_note": self.competitor_terms,
            },
        }

    def _check_arrived(self, visited):
        """Whoever said that he is there was there then: the moment was the server's."""
        told = self.filtered(
            lambda visit: visit.arrived_on and visit.arrived_on.replace(microsecond=0) != visited.replace(microsecond=0)
        )
        if told:
            names = ", ".join(told.mapped("name"))
            raise UserError(self.env._("It is on record when you were there: %(names)s.", names=names))

    def _check_not_ahead(self, visited):
        if visited > moment():
            raise UserError(self.env._("A visit that lies ahead cannot be recorded."))
