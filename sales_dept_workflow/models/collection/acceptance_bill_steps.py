from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .acceptance_bill import CHECKS
from .bill_custody import HOLDERS
from .codes import BILL, BILL_RULE

ACTIVITY = "sales_dept_workflow.mail_activity_type_bill"
FINANCE, ADMIN, SALES = "group_sdw_finance", "group_sdw_sales_admin", "group_sdw_salesperson"
#: Whose hand a bill is in → the role that takes it over.
TAKERS = {"sales_admin": ADMIN, "finance": FINANCE}


class SdwAcceptanceBill(models.Model):
    """Hand to hand: salesperson or mail → sales admin → finance, who verifies it or sends it back (C-09, C-10)."""

    _inherit = BILL

    custody = fields.Selection(
        HOLDERS, "In the Hands of", readonly=True, copy=False, tracking=True, default="salesperson", required=True
    )
    custody_ids = fields.One2many("sdw.bill.custody", "bill_id", "Chain of Custody", readonly=True, copy=False)
    genuine_checked = fields.Boolean("Genuine", copy=False, help="Checked with the accepting bank or on the platform.")
    endorsements_checked = fields.Boolean("Endorsements Unbroken", copy=False)
    dates_checked = fields.Boolean("Amount and Dates Right", copy=False)
    verified_on = fields.Datetime(readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reject_reason = fields.Text("Rejected because", readonly=True, copy=False)

    # ------------------------------------------------------------------ from hand to hand
    def action_hand_over(self):
        """Hand the bills on: a salesperson to the sales admin, the sales admin to finance.

        :raise UserError: for bills that are not in the caller's hands
        """
        self._sdw_check_role(SALES)
        self._check_state("received")
        if not (self.env.su or self._is_sales_admin()) and any(bill.custody != "salesperson" for bill in self):
            raise UserError(self.env._("The sales admin has this bill already, and hands it to finance."))
        bills = self._locked()
        outside = bills.filtered(lambda bill: bill.custody == "salesperson")
        outside._hand_to("sales_admin")
        if self.env.su or self._is_sales_admin():
            bills._take()
            bills._hand_to("finance")
            bills.write({"state": "handed_over"})
        bills._tell_holder()
        return True

    def action_take_over(self):
        """Whoever was handed the bills says that he has them."""
        self._sdw_check_caller()
        for holder, bills in self.grouped("custody").items():
            if holder not in TAKERS:
                raise UserError(self.env._("Nobody has to take over this bill."))
            bills._sdw_check_role(TAKERS[holder])
        self._locked()._take()
        return True

    def action_verify(self):
        """Finance has checked that the bill is genuine, its endorsements unbroken, amount and dates right (C-10).

        :raise AccessError: for whoever is not finance, or received the bill himself (separation of duties)
        """
        self._sdw_check_role(FINANCE)
        self._check_state("handed_over")
        self._check_may_verify()
        bills = self._locked()
        bills._take()
        bills.write({"verified_on": fields.Datetime.now(), "verified_by_id": self.env.uid})
        bills._sdw_done(ACTIVITY)
        return True

    def action_return(self, reason):
        """Finance gives the bill back to the sales admin, to have it corrected; what was checked counts no more."""
        self._sdw_check_role(FINANCE)
        self._check_state("handed_over")
        self._check_reason(reason)
        bills = self._locked()
        bills._hand_to("sales_admin", reason)
        unchecked = dict.fromkeys(CHECKS, False)
        bills.write({**unchecked, "state": "received", "verified_on": False, "verified_by_id": False})
        bills._tell_holder()
        return True

    def action_reject(self, reason):
        """Do not accept the bill: finance, or the sales admin before she hands it over."""
        self._check_state("received", "handed_over")
        waiting = self.filtered(lambda bill: bill.state == "handed_over")
        self._sdw_check_role(*(FINANCE,) if waiting else (ADMIN, FINANCE))
        self._check_reason(reason)
        bills = self._locked()
        bills.write({"state": "rejected", "reject_reason": reason})
        bills._sdw_cancel_approvals([BILL_RULE])
        bills._sdw_unschedule(ACTIVITY)
        today = fields.Date.context_today(self)
        bills._sdw_schedule(ACTIVITY, [(bill, bill.user_id, today, methodcaller("_say_rejected")) for bill in bills])
        return True

    def action_give_back(self):
        """The customer has got a rejected bill back."""
        self._sdw_check_role(SALES, FINANCE)
        self._check_state("rejected")
        if any(bill.custody == "customer" for bill in self):
            raise UserError(self.env._("The customer has this bill back already."))
        bills = self._locked()
        bills._hand_to("customer")
        bills._sdw_done(ACTIVITY)
        return True

    # ------------------------------------------------------------------ checks
    def _check_state(self, *states):
        wrong = self.filtered(lambda bill: bill.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This step is not open for these bills: %(bills)s.",
                    bills=", ".join(f"{bill.display_name} ({labels[bill.state]})" for bill in wrong),
                )
            )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason: it stays on record."))

    def _check_may_verify(self):
        for bill in self:
            if not all(bill[name] for name in CHECKS):
                raise UserError(
                    self.env._("%(bill)s: please tick what you have checked, all three.", bill=bill.display_name)
                )
            if bill.maturity_date < bill.company_id.sudo()._sdw_today():
                raise UserError(self.env._("%(bill)s has fallen due already.", bill=bill.display_name))
            hands = bill.received_by_id | bill.sudo().create_uid | bill.sudo().custody_ids.given_by_id
            if not self.env.su and bill.company_id.sudo().sdw_separation_of_duties and self.env.user in hands:
                raise AccessError(
                    self.env._("%(bill)s: who received or handed over a bill does not verify it.", bill=bill.name)
                )

    def _locked(self):
        """As the system writes them; nobody else takes a step with these bills until this one is done."""
        bills = self._sdw_system()
        bills.lock_for_update()
        return bills

    # ------------------------------------------------------------------ the chain
    def _start_custody(self):
        """The bill lies with whoever registered it: the sales admin, else the salesperson."""
        admin = not self.env.user._is_superuser() and self._is_sales_admin()
        rows = []
        for bill in self:
            bill.custody = "sales_admin" if admin or bill.received_via == "mail" else "salesperson"
            taken = {"taken_by_id": bill.received_by_id.id, "taken_on": fields.Datetime.now()}
            rows.append({"bill_id": bill.id, "giver": "customer", "holder": bill.custody, **taken})
        self.env["sdw.bill.custody"].create(rows)

    def _hand_to(self, holder, note=False):
        now = fields.Datetime.now()
        self.env["sdw.bill.custody"].create(
            [
                {
                    "bill_id": bill.id,
                    "giver": bill.custody,
                    "holder": holder,
                    "given_by_id": self.env.uid,
                    "given_on": now,
                    "note": note,
                }
                for bill in self
            ]
        )
        self.write({"custody": holder})

    def _take(self):
        """Whoever was handed the bills has them: stamped once, at the latest with his next step."""
        domain = [("bill_id", "in", self.ids), ("taken_on", "=", False)]
        open_ones = self.env["sdw.bill.custody"].search(domain)
        open_ones.write({"taken_by_id": self.env.uid, "taken_on": fields.Datetime.now()})

    def _tell_holder(self):
        """Whose turn it is: one activity for a holder of the role in whose hands the bill is."""
        self._sdw_unschedule(ACTIVITY)
        today, rows = fields.Date.context_today(self), []
        for (holder, company), bills in self.grouped(lambda bill: (bill.custody, bill.company_id)).items():
            user = self._holder_of(TAKERS[holder], company)
            rows += [(bill, user, today, methodcaller("_say_turn")) for bill in bills]
        self._sdw_schedule(ACTIVITY, rows)

    @api.model
    def _holder_of(self, role, company):
        return self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{role}")._sdw_holders(company)[:1]

    def _say_turn(self):
        if self.custody == "finance":
            return self.env._("Verify the acceptance bill %(number)s", number=self.number)
        return self.env._("Hand the acceptance bill %(number)s to finance", number=self.number)

    def _say_rejected(self):
        return self.env._("Give the acceptance bill %(number)s back to the customer", number=self.number)
