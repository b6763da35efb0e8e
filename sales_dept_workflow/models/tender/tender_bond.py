from datetime import timedelta
from operator import methodcaller

from odoo import api, fields, models
from odoo.tools import format_date

from .codes import CLOSED, SALES, TENDER

ACTIVITY = "sales_dept_workflow.mail_activity_type_tender_bond"
#: Days before the due date on which the bond comes up, and days after the end within which it is to be back.
BEFORE, RETURN = 3, 30
SUMMARY = methodcaller("_bond_summary")


class SdwTender(models.Model):
    """The bid bond: paid in time, and got back in the end."""

    _inherit = TENDER

    bond_amount = fields.Monetary("Bid Bond", tracking=True, copy=False)
    bond_due = fields.Date(tracking=True, copy=False)
    bond_state = fields.Selection(
        [("none", "None"), ("to_pay", "To Pay"), ("paid", "Paid"), ("returned", "Returned")],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    bond_paid_on = fields.Date(readonly=True, copy=False)
    bond_returned_on = fields.Date(readonly=True, copy=False)
    bond_deadline = fields.Datetime(readonly=True, copy=False, help="By when the bond is to be paid, or to be back.")
    bond_escalated_on = fields.Datetime(readonly=True, copy=False)

    _bond_idx = models.Index("(bond_deadline) WHERE bond_state IN ('to_pay', 'paid') AND bond_escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"bond_state", "bond_paid_on", "bond_returned_on", "bond_deadline", "bond_escalated_on"}
        return super()._sdw_guarded_fields() | stamps

    def action_bond_paid(self):
        """The bond has been paid: by the salesperson or the accountant who saw to it."""
        self._sdw_check_role(SALES, "group_sdw_accountant")
        open_ones = self._sdw_system().filtered(lambda tender: tender.bond_state == "to_pay")
        for tender in open_ones:
            today = tender._sdw_local_date(fields.Datetime.now())
            tender.write({"bond_state": "paid", "bond_paid_on": today, "bond_deadline": False})
        open_ones._sdw_unschedule(ACTIVITY)
        open_ones.filtered(lambda tender: tender.state in CLOSED)._bond_end()
        return True

    def action_bond_returned(self):
        """The customer has given the bond back."""
        self._sdw_check_role(SALES, "group_sdw_accountant")
        paid = self._sdw_system().filtered(lambda tender: tender.bond_state == "paid")
        for tender in paid:
            today = tender._sdw_local_date(fields.Datetime.now())
            tender.write({"bond_state": "returned", "bond_returned_on": today, "bond_deadline": False})
        paid._sdw_unschedule(ACTIVITY)
        return True

    # ------------------------------------------------------------------ what the steps tell
    def _bond_plan(self):
        """Once we bid, a bond is to be paid by its day."""
        waiting = ("none", "to_pay")
        bidding = self._sdw_system().filtered(
            lambda tender: tender.state not in (*CLOSED, "registered") and tender.bond_state in waiting
        )
        for tender in bidding:
            due = tender.bond_amount > 0 and tender.bond_due
            tender.bond_state = "to_pay" if tender.bond_amount > 0 else "none"
            tender.bond_deadline = tender._sdw_end_of_day(due) if due else False
        bidding._bond_remind()

    def _bond_end(self):
        """The bid is over: what was paid is to come back; a bid that never left needs no bond."""
        system = self._sdw_system()
        system.filtered(lambda tender: tender.bond_state == "to_pay" and not tender.sent_on).write(
            {"bond_state": "none", "bond_deadline": False}
        )
        for tender in system.filtered(lambda tender: tender.bond_state == "paid"):
            day = tender._sdw_local_date(fields.Datetime.now()) + timedelta(days=RETURN)
            tender.bond_deadline = tender._sdw_end_of_day(day)
        system._bond_remind()

    def _bond_remind(self):
        self.write({"bond_escalated_on": False})
        self._sdw_unschedule(ACTIVITY)
        due = self.filtered("bond_deadline")
        rows = []
        for tender in due:
            day = tender._sdw_local_date(tender.bond_deadline)
            user = tender.user_id if tender.user_id.active else tender._get_escalation_user()
            rows.append((tender, user, day - timedelta(days=BEFORE), SUMMARY))
        self._sdw_schedule(ACTIVITY, rows)

    def _bond_summary(self):
        day = self._sdw_local_date(self.bond_deadline)
        values = {
            "customer": self.sudo().partner_id.display_name,
            "amount": self.currency_id.format(self.bond_amount),
            "day": format_date(self.env, day),
        }
        if self.bond_state == "paid":
            return self.env._("Bid bond to be back by %(day)s: %(amount)s, %(customer)s", **values)
        return self.env._("Bid bond to be paid by %(day)s: %(amount)s, %(customer)s", **values)

    def _sweep_bonds(self, now):
        """A bond not paid, or not back, in time: the next one up hears of it, once."""
        domain = [
            ("bond_state", "in", ("to_pay", "paid")),
            ("bond_deadline", "<", now),
            ("bond_escalated_on", "=", False),
        ]
        self._sweep_batches(domain, lambda tenders: tenders._bond_escalate(now))

    def _bond_escalate(self, now):
        self.write({"bond_escalated_on": now})
        rows = [(tender, tender._get_escalation_user(), tender._sdw_local_date(now), SUMMARY) for tender in self]
        self._sdw_schedule(ACTIVITY, rows)
