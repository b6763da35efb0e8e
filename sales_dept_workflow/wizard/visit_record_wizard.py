from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.visit.codes import OUTCOMES, VISIT

#: What the form asks for on every visit; the rest is behind "More".
ASKED = (
    "topics",
    "need",
    "competitor_note",
    "outcome",
    "result",
    "next_step",
    "next_date",
    "contact_names",
    "position",
)
MORE = (
    "usage",
    "service_given",
    "solution",
    "satisfaction",
    "competitor_terms",
    "place_done",
    "new_phone",
    "new_email",
)


class SdwVisitRecordWizard(models.TransientModel):
    """The record form on one page of a phone: what is known already is filled in, the rest takes half a minute.

    It only collects; the visit itself checks who may and what is missing.
    """

    _name = "sdw.visit.record.wizard"
    _description = "Record of a Visit"

    visit_id = fields.Many2one(VISIT, required=True, ondelete="cascade")
    partner_id = fields.Many2one(related="visit_id.partner_id")
    missing_card = fields.Char(related="visit_id.missing_card")
    kind = fields.Selection(related="visit_id.kind")
    arrived_on = fields.Datetime(related="visit_id.arrived_on")
    date_done = fields.Datetime("Visited on", required=True, default=fields.Datetime.now)
    contact_ids = fields.Many2many("res.partner", "sdw_visit_record_contact_rel", string="Persons Met")
    contact_names = fields.Char("Other Persons Met")
    topics = fields.Text("What Was Talked about")
    presented_ids = fields.Many2many("product.product", "sdw_visit_record_product_rel", string="Products Presented")
    need = fields.Text("Needs of the Customer")
    need_kind_ids = fields.Many2many("sdw.need.kind", "sdw_visit_record_need_rel", string="Kinds of Need")
    no_competitor = fields.Boolean("No competitor mentioned")
    competitor_note = fields.Text("Competitors")
    competitor_terms = fields.Text("Competitors' Terms and Prices")
    outcome = fields.Selection(OUTCOMES, "Outcome of the Visit", required=True)
    result = fields.Text("Result of the Visit")
    next_step = fields.Char()
    next_date = fields.Date("Next Step on")
    next_visit = fields.Boolean("Plan the next visit for that day")
    photo = fields.Image(max_width=1920, max_height=1920)
    position = fields.Char("Where Written")
    place_done = fields.Char("Actual Place")
    usage = fields.Text("How Our Goods Are Used")
    service_given = fields.Text()
    solution = fields.Text("Solution Offered")
    satisfaction = fields.Selection([(score, score) for score in "12345"], "Satisfaction (1 to 5)")
    new_phone = fields.Char("New Telephone Number")
    new_email = fields.Char("New E-mail Address")

    @api.model
    def default_get(self, fields):
        """What the visit says already; else what was planned, and what the customer needed last time."""
        values = super().default_get(fields)
        visit = self.env[VISIT].browse(values.get("visit_id")).exists()
        if not visit:
            return values
        visit.check_access("read")
        names = [name for name in (*ASKED, *MORE) if name in fields and visit[name]]
        values |= {name: visit[name] for name in names}
        values.setdefault("topics", visit.key_points or visit.purpose)
        values.setdefault("need", visit._last_need())
        values.setdefault("place_done", visit.place)
        values.setdefault("contact_names", visit.guest_names)
        values |= {"date_done": visit.date_done} if visit.date_done else {}
        values["contact_ids"] = [Command.set((visit.contact_ids or visit.guest_ids).ids)]
        values["presented_ids"] = [Command.set(visit.presented_ids.ids)]
        values["need_kind_ids"] = [Command.set(visit.need_kind_ids.ids)]
        return values

    @api.onchange("outcome")
    def _onchange_outcome(self):
        """The outcome is the result in a word, until more is written."""
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        if self.outcome and (not self.result or self.result in labels.values()):
            self.result = labels[self.outcome]

    def action_confirm(self):
        """Record the visit."""
        self.ensure_one()
        self.visit_id.action_record(
            photos=[self.photo.decode()] if self.photo else None,
            next_visit=self.next_visit,
            date_done=self.date_done,
            contact_ids=self.contact_ids.ids,
            **self._values(),
        )
        return {"type": "ir.actions.act_window_close"}

    def action_confirm_and_hand_in(self):
        """Record the visit and hand the form in."""
        self.action_confirm()
        self.visit_id.action_hand_in()
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        values = {name: self[name] for name in (*ASKED, *MORE)}
        if self.next_visit and not self.next_date:
            raise UserError(self.env._("Please say on which day the next visit is."))
        if self.no_competitor and not self.competitor_note:
            values["competitor_note"] = self.env._("No competitor mentioned")
        return values | {"presented_ids": self.presented_ids.ids, "need_kind_ids": self.need_kind_ids.ids}
