from datetime import datetime, timedelta

from odoo.fields import Command

from .common import SdwCase

#: A Monday, and a visit on the Tuesday after it.
MONDAY = "2030-03-04"
TUESDAY = datetime(2030, 3, 5, 2, 0)
LINE = {
    "date_planned": TUESDAY,
    "place": "Their works",
    "purpose": "Show the new pump",
    "key_points": "Flow, price, delivery",
}
FORM = {
    "topics": "The new pump",
    "need": "Three pumps by May",
    "competitor_note": "Nobody else",
    "result": "Wants a quotation",
    "next_step": "Send the quotation",
    "contact_names": "Mr Liu, buyer",
    "outcome": "quotation",
}
#: A photo.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class VisitCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("warn", "complaint")  # a company that works by the rules, whichever

    @classmethod
    def visit(cls, user=None, partner=None, **values):
        """A planned visit of ``user`` (the salesperson) to the customer."""
        user = user or cls.salesperson
        visits = cls.env["sdw.visit"].with_user(user)
        return visits.create({"partner_id": (partner or cls.customer).id, **LINE, **values})

    @classmethod
    def recorded(cls, user=None, partner=None, **values):
        """A visit whose form is written, not handed in."""
        visit = cls.visit(user, partner, date_planned=False)
        visit.action_record(**{**FORM, **values})
        return visit

    @classmethod
    def plan(cls, user=None, count=2, **values):
        """A draft for the week of MONDAY with so many visits, the first one in focus."""
        user = user or cls.salesperson
        start = datetime.fromisoformat(values.get("date_from", MONDAY))
        line = {"partner_id": cls.customer.id, **LINE, "date_planned": start + timedelta(days=1, hours=2)}
        lines = [Command.create({**line, "is_key": not number}) for number in range(count)]
        plans = cls.env["sdw.visit.plan"].with_user(user)
        return plans.create({"date_from": MONDAY, "visit_ids": lines, **values})

    @classmethod
    def approved(cls, **values):
        plan = cls.plan(**values)
        plan.action_submit()
        plan.with_user(cls.manager).action_approve("Ask about the boiler house first")
        return plan

    def requests(self, plan, state="pending"):
        domain = [("res_model", "=", "sdw.visit.plan"), ("res_id", "=", plan.id), ("state", "=", state)]
        return self.env["sdw.approval"].search(domain)
