from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ..arrival.photos import read_photos
from ..common.rules import moment
from .codes import VISIT
from .visit_guard import REPORT

NEXT = "sales_dept_workflow.mail_activity_type_visit_next"
#: What the form must say (V-05); where nobody was met, only what came of it.
MANDATORY = ("topics", "need", "competitor_note", "result", "next_step")
NOT_MET = ("result", "next_step")


class SdwVisit(models.Model):
    """The record form: what it must say, who signs it, and what follows from it (V-05, V-11, V-18)."""

    _inherit = VISIT

    def action_record(self, photos=None, next_visit=False, date_done=None, **values):
        """Write the record form, by the visitor only; until it is handed in he may correct it.

        :param list photos: base64 texts; they are kept with the visit
        :param bool next_visit: plan the next visit for ``next_date``, instead of a reminder of the next step
        :param date_done: when it took place (UTC), now by default
        :param values: fields of the form, ``contact_ids`` as a list of ids among them
        :raise AccessError: for anybody but the visitor
        :raise UserError: naming what the form lacks
        """
        self._sdw_check_caller()
        self._check_visitor()
        self._check_not_handed_in()
        self._check_state("planned", "done", "recorded")
        if not values.keys() <= REPORT | {"contact_ids"}:
            raise UserError(self.env._("The record form has no such field."))
        visited = fields.Datetime.to_datetime(date_done) if date_done else None
        if visited:
            self._check_not_ahead(visited)
        if values:
            self.write(self._prepare_report(values))
        self._check_complete()
        pictures = read_photos(self.env, photos) if photos else []
        self._sdw_system()._record(visited, pictures, next_visit is True)
        return True

    def _prepare_report(self, values):
        ids = values.get("contact_ids")
        if isinstance(ids, list) and all(isinstance(number, int) for number in ids):
            return values | {"contact_ids": [Command.set(ids)]}
        return values

    def _check_complete(self):
        for visit in self:
            names = NOT_MET if visit.outcome == "not_met" else MANDATORY
            missing = [
                visit._fields[name]._description_string(self.env) for name in names if not (visit[name] or "").strip()
            ]
            if visit.outcome != "not_met" and not visit.contact_ids and not (visit.contact_names or "").strip():
                missing.insert(0, self.env._("Persons Met"))
            if missing:
                raise UserError(
                    self.env._(
                        "The record form of %(visit)s is not complete. Missing: %(missing)s.",
                        visit=visit.display_name,
                        missing=", ".join(missing),
                    )
                )

    def _record(self, visited, pictures, next_visit):
        """Author, day and hour are stamped; from the form follow the inquiry, the next step, the customer's dates."""
        now = moment()
        first = self.filtered(lambda visit: visit.state != "recorded")
        for visit in self:
            visit.write(
                {
                    "state": "recorded",
                    "date_done": visited or visit.date_done or now,
                    "place_done": visit.place_done or visit.place,
                    "recorded_by_id": self.env.uid,
                    "recorded_on": now,
                }
            )
            for picture in pictures:
                visit._sdw_file_paper(self.env._("Photo of the visit."), picture)
        self._set_deadlines()
        self._plan_next(next_visit)
        first._copy_need()
        self.partner_id.commercial_partner_id._sdw_refresh_visits()

    def _photos(self):
        """{id: the photos on file, as the printed form shows them}"""
        domain = [("res_model", "=", VISIT), ("res_id", "in", self.ids), ("mimetype", "=like", "image/%")]
        found = self.env["ir.attachment"].search(domain, order="id")
        return found.grouped("res_id")

    # ------------------------------------------------------------------ the next step
    def _plan_next(self, next_visit):
        """It becomes the next visit, or an activity; corrected forms change what they planned before."""
        self._sdw_unschedule(NEXT)
        dated = self.filtered("next_date")
        if next_visit:
            new = dated.filtered(lambda visit: not visit.next_visit_id)
            made = self.create([visit._prepare_next() for visit in new])
            for visit, following in zip(new, made, strict=True):
                visit.next_visit_id = following
        others = dated.filtered(lambda visit: not visit.next_visit_id)
        self._sdw_schedule(NEXT, [(visit, visit.user_id, visit.next_date, lambda v: v.next_step) for visit in others])

    def _prepare_next(self):
        # Ten in the morning of the company's zone, until it is arranged.
        date = fields.Datetime.subtract(self._sdw_end_of_day(self.next_date), hours=13, minutes=59, seconds=59)
        return {
            "partner_id": self.partner_id.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "lead_id": self.lead_id.id,
            "kind": "existing",
            "mode": self.mode,
            "date_planned": date,
            "place": self.place,
            "purpose": self.next_step,
            "contact_ids": [Command.set(self.contact_ids.ids)],
        }

    # ------------------------------------------------------------------ the inquiry
    def _copy_need(self):
        """What the customer needs stands on his inquiry, with the visit it was learnt on (V-11)."""
        for visit in self.filtered(lambda visit: visit.lead_id and visit.need):
            text = self.env._(
                "%(date)s, %(visit)s: %(need)s", date=visit._sdw_local_date(visit.date_done), visit=visit.name,
                need=visit.need,
            )  # fmt: skip
            lead = visit.lead_id
            lead.description = Markup("%s%s") % (lead.description or "", plaintext2html(text))

    def _last_need(self):
        """What this customer needed when he was last visited: the form starts from it."""
        domain = [
            ("commercial_partner_id", "=", self.commercial_partner_id.id),
            ("need", "!=", False),
            ("id", "!=", self.id),
        ]
        return self.search(domain, order="date_done desc, id desc", limit=1).need
