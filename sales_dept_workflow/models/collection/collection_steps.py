from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.deadline_mixin import ACTIVITY, ESCALATION, SUMMARY
from .codes import CASE

COLLECTORS = ("group_sdw_salesperson", "group_sdw_accountant", "group_sdw_legal")
#: A new case is called by the end of the next day.
FIRST_CALL_DAYS = 1
#: Whoever is not chased for so many days is forgotten.
LONGEST_PAUSE = 184


class SdwCollectionCase(models.Model):
    """What people do on a case, and how it closes and opens again."""

    _inherit = CASE

    # ------------------------------------------------------------------ dunning
    def action_dun(self, channel, result, promised_amount=None, promised_date=None):
        """Log what was done to collect and what the customer said; the next step becomes due (C-01).

        :param str channel: ``phone``, ``visit``, ``email``, ``letter``, ``message``, ``other``
        :param str result: mandatory
        :param float promised_amount: company currency; none named: all that is overdue
        :param promised_date: date by which the customer promised to pay
        """
        self._sdw_check_role(*COLLECTORS)
        self._check_open()
        self._check_reason(result)
        promised_date = fields.Date.to_date(promised_date)
        today = fields.Date.context_today(self)
        if promised_date and promised_date < today:
            raise UserError(self.env._("A promise is for a day to come."))
        if (promised_amount or 0.0) < 0:
            raise UserError(self.env._("A promised amount cannot be negative."))
        self._check_promise_near(promised_date)
        self._sdw_system()._log_action(channel, result, promised_amount or 0.0, promised_date)
        return True

    def _log_action(self, channel, result, amount=0.0, date=False, level=None):
        """Write the entry of the log; a promise stands until its day, or until another one replaces it."""
        figures = self._get_figures()
        limits = self._sweep_limits(companies=self.company_id)
        if date:
            self.action_ids.filtered(lambda action: action.promise_state == "promised").write(
                {"promise_state": "replaced"}
            )
            self.write({"promised_date": date, "promised_amount": amount})
        actions = self.env["sdw.collection.action"].create(
            [
                {
                    "case_id": case.id,
                    "channel": channel,
                    "result": result,
                    "user_id": self.env.uid,
                    "promised_amount": amount,
                    "promised_date": date,
                    "promise_state": "promised" if date else False,
                    "owed_amount": figures[case]["overdue_amount_company"],
                    "owed_before": limits[case.company_id],
                    "level_id": level.id if level else False,
                }
                for case in self
            ]
        )
        asking = self.filtered(lambda case: case.state == "dunning" and not case.paused_until)
        for day, cases in asking._next_days(date).items():
            cases._next_step(day)
        return actions

    def action_set_pause(self, until, reason):
        """Stop dunning until a day, or go on again (empty day): sales managers only, on record."""
        self._sdw_check_role("group_sdw_sales_manager")
        self._check_open()
        self._check_reason(reason)
        until = fields.Date.to_date(until)
        today = fields.Date.context_today(self)
        if until and until <= today:
            raise UserError(self.env._("A pause ends on a day to come."))
        if until and until > today + timedelta(days=LONGEST_PAUSE):
            raise UserError(self.env._("A pause lasts half a year at most; then one looks at the case again."))
        cases = self._sdw_system()
        cases.write({"paused_until": until, "pause_reason": reason})
        cases.filtered(lambda case: case.state == "dunning")._next_step(
            until or today + timedelta(days=FIRST_CALL_DAYS)
        )
        return True

    def _sweep_pauses(self, sweep):
        """A pause that has ended comes back by itself: the customer is called on that day."""
        ids = []
        for company in sweep.limits:
            today = self._sweep_day(company, sweep.now)
            domain = [("company_id", "=", company.id), ("paused_until", "<=", today), ("state", "!=", "closed")]
            ids += self.search(domain, order="id").ids
        return self._sweep_locked(ids, lambda cases: cases._end_pause(sweep.now))

    def _end_pause(self, now):
        self.write({"paused_until": False})
        self._message_log_batch(bodies=dict.fromkeys(self.ids, self.env._("The pause has ended; dunning goes on.")))
        for company, cases in self.filtered(lambda case: case.state == "dunning").grouped("company_id").items():
            cases._next_step(self._sweep_day(company, now))

    def action_close(self, reason):
        """Close by hand: a manager when nothing is overdue, finance also with a residual (to be written off)."""
        self._sdw_check_role("group_sdw_sales_manager", "group_sdw_finance")
        self._check_open()
        self._check_reason(reason)
        cases = self._sdw_system()
        figures = cases._get_figures()
        owing = cases.filtered(
            lambda case: figures[case]["overdue_amount_company"] > 0
            or (case.hold and figures[case]["disputed_amount_company"] > 0)
        )
        if owing:
            owing._check_settler()
        (cases - owing)._close(reason)
        for case in owing:
            case._close(reason, settled=case._sdw_local_date(fields.Datetime.now()))
        return True

    def action_print_statement(self):
        """Print what the customer owes."""
        self._sdw_check_caller()
        return self.env.ref("sales_dept_workflow.action_report_debt_statement").report_action(self)

    def action_view_invoices(self):
        """The unpaid invoices of the customers, as far as the caller may read them."""
        self._sdw_check_caller()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        domain = [
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("commercial_partner_id", "in", self.sudo().partner_id.ids),
            ("company_id", "in", self.sudo().company_id.ids),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial", "in_payment")),
        ]
        return {
            **action,
            "name": self.env._("Open Invoices"),
            "domain": domain,
            "context": {"create": False},
            "path": False,
        }

    # ------------------------------------------------------------------ checks
    def _check_open(self):
        closed = self.filtered(lambda case: case.state == "closed")
        if closed:
            raise UserError(self.env._("These cases are closed: %(names)s.", names=", ".join(closed.mapped("name"))))

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason or the result: it stays on record."))

    def _check_settler(self):
        if not self.env.user.has_group("sales_dept_workflow.group_sdw_finance"):
            names = ", ".join(self.mapped("name"))
            raise UserError(
                self.env._(
                    "Money is still overdue. Only finance closes these cases with a residual: %(names)s.", names=names
                )
            )

    # ------------------------------------------------------------------ next step
    def _next_step(self, date):
        """The next step is due by the end of ``date``; who missed the one before starts afresh."""
        self._sdw_unschedule(ACTIVITY, ESCALATION)
        for case in self:
            case.write(
                {
                    "deadline": case._sdw_end_of_day(date),
                    "escalated_on": False,
                    "escalated_to_id": False,
                    "met_on": False,
                }
            )
        self._remind()

    def _remind(self):
        """One activity per case for its salesperson, or for the manager where there is none; no mails."""
        fallback = {}
        rows = []
        for case in self:
            user = case._get_deadline_responsible() or case._sdw_manager()
            if not user:
                if case.company_id not in fallback:
                    fallback[case.company_id] = case._get_escalation_user()
                user = fallback[case.company_id]
            rows.append((case, user, case._sdw_local_date(case.deadline), SUMMARY))
        self._sdw_schedule(ACTIVITY, rows)

    def _stop_asking(self):
        """Nobody calls any more: the paper, the court or the payment has taken over."""
        self.write({"deadline": False, "escalated_on": False, "escalated_to_id": False})
        self._sdw_unschedule(ACTIVITY, ESCALATION)

    # ------------------------------------------------------------------ close and reopen
    def _close(self, reason, settled=False):
        """Close; the hold stays until finance has posted or confirmed the money (decision 24)."""
        now = fields.Datetime.now()
        for (state, hold), cases in self.grouped(lambda case: (case.state, case.hold)).items():
            cases.write(
                {
                    "state": "closed",
                    "closed_on": now,
                    "close_reason": reason,
                    "closed_state": state,
                    "closed_hold": hold,
                    "settled_date": settled,
                    "money_confirmed_on": False,
                    "money_confirmed_by_id": False,
                    "paused_until": False,
                    "plan_required": False,
                }
            )
        self._stop_asking()
        self.letter_ids._not_needed()
        self.action_ids.filtered(lambda action: action.promise_state == "promised").write(
            {"promise_state": "replaced" if settled else "kept"}
        )
        self._sdw_unschedule("sales_dept_workflow.mail_activity_type_legal")
        self.agreement_ids._case_closed(paid=not settled)
        self._lift_confirmed()

    def _reopen(self, reason):
        """The payment was cancelled: the same case goes on where it stood, hold and agreement included."""
        self._sdw_unschedule("sales_dept_workflow.mail_activity_type_money")
        for (state, hold), cases in self.grouped(lambda case: (case.closed_state, case.closed_hold)).items():
            cases.write(
                {"state": state or "dunning", "closed_on": False, "close_reason": False, "long_alerted_on": False}
            )
            if hold:
                cases._set_hold(cases[0].hold_reason or reason)
        self.agreement_ids._case_reopened()
        self._message_log_batch(bodies={case.id: reason for case in self})
        tomorrow = fields.Date.context_today(self) + timedelta(days=FIRST_CALL_DAYS)
        self.filtered(lambda case: case.state not in ("legal", "refused"))._next_step(tomorrow)
        self.filtered(lambda case: case.state in ("legal", "refused"))._tell_legal()
