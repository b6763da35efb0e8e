from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .codes import CASE, HOLD

MONEY = "sales_dept_workflow.mail_activity_type_money"
RELEASE = "shipping_release"


class SdwCollectionCase(models.Model):
    """The shipping hold: set by a case, lifted by its approval or by finance's word on the money (C-07)."""

    _inherit = CASE

    # ------------------------------------------------------------------ set and lift
    def _set_hold(self, reason):
        new = self.filtered(lambda case: not case.hold)
        now = fields.Datetime.now()
        new.write(
            {
                "hold": True,
                "hold_since": now,
                "hold_reason": reason,
                "hold_lifted_on": False,
                "money_confirmed_on": False,
            }
        )
        self._forget_holds()

    def _lift_hold(self):
        held = self.filtered("hold")
        held.write({"hold": False, "hold_lifted_on": fields.Datetime.now()})
        self._sdw_unschedule(MONEY)
        self._sdw_cancel_approvals([RELEASE])
        self._forget_holds()

    @api.model
    def _forget_holds(self):
        self.env["res.partner"].invalidate_model(["shipping_hold", "shipping_hold_reason", "shipping_hold_since"])

    # ------------------------------------------------------------------ by approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), RELEASE]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == RELEASE and not all(self.mapped("hold")):
            raise UserError(self.env._("There is no shipping hold to release."))
        if code == RELEASE:
            self._check_releasable()
        return result

    def _check_releasable(self):
        """A hold goes when the debt is paid or a plan is signed, and manager and finance agree (C-07)."""
        cases = self.sudo()
        unsigned = cases.filtered(lambda case: case.state != "closed" and case.id not in cases._agreed_ids())
        figures = unsigned._get_figures()
        owing = unsigned.filtered(
            lambda case: figures[case]["overdue_amount_company"] + figures[case]["disputed_amount_company"] > 0
        )
        if owing:
            raise UserError(
                self.env._(
                    "Before a release the debt is paid or the repayment plan is signed: %(names)s.",
                    names=", ".join(owing.mapped("display_name")),
                )
            )

    def _get_approval_facts(self, code):
        if code != RELEASE:
            return super()._get_approval_facts(code)
        figures = self.sudo()._get_figures()
        return {
            case: {
                "amount": figures[case]["overdue_amount_company"],
                "oldest": str(figures[case]["oldest_due_date"] or ""),
                "plan": ", ".join(
                    case.sudo().agreement_ids.filtered(lambda agreement: agreement.state == "signed").mapped("name")
                ),
            }
            for case in self
        }

    def _sdw_facts_labels(self, code):
        if code != RELEASE:
            return super()._sdw_facts_labels(code)
        return {
            "amount": (self.env._("Overdue"), "money"),
            "oldest": (self.env._("Oldest due date"), "text"),
            "plan": (self.env._("Signed agreement"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """More money overdue than the approver was shown, or the signed plan is gone."""
        if approval.code != RELEASE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        allowed = before.get("amount", 0.0) * (1 + approval.type_id.tolerance_percent / 100)
        worse = []
        if self.sudo().company_id.currency_id.compare_amounts(facts["amount"], allowed) > 0:
            worse.append("amount")
        if before.get("plan") and not facts["plan"]:
            worse.append("plan")
        return [{"key": key, "before": before.get(key), "after": facts[key]} for key in worse]

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        released = approvals.filtered(lambda approval: approval.code == RELEASE and approval.state == "approved")
        if released:
            self.browse(released.mapped("res_id"))._sdw_system()._release()
        return result

    def _release(self):
        """Manager and finance agreed: goods may leave again; the case goes on with its plan, or with dunning."""
        self._lift_hold()
        self.write({"closed_hold": False})
        for state, cases in (
            self.filtered(lambda case: case.state in ("refused", "legal"))
            .grouped(lambda case: case._agreed_state())
            .items()
        ):
            cases.write({"state": state})
            cases._sdw_unschedule("sales_dept_workflow.mail_activity_type_legal")
            if state == "dunning":
                cases._call_tomorrow()

    def _agreed_state(self):
        signed = self.agreement_ids.filtered(
            lambda agreement: agreement.state == "signed" and (agreement.kind == "instalments" or agreement.archived_on)
        )[:1]
        return {"single": "agreement", "instalments": "plan"}.get(signed.kind, "dunning")

    # ------------------------------------------------------------------ by the money
    def action_confirm_money(self):
        """Finance confirms that the money of closed cases is really in: their hold goes (decision 24)."""
        self._sdw_check_role("group_sdw_finance")
        still_open = self.filtered(lambda case: case.state != "closed")
        if still_open:
            names = ", ".join(still_open.mapped("name"))
            raise UserError(self.env._("Money is confirmed once nothing is overdue any more: %(names)s.", names=names))
        cases = self._sdw_system()
        cases.write({"money_confirmed_on": fields.Datetime.now(), "money_confirmed_by_id": self.env.uid})
        cases._lift_hold()
        return True

    def _lift_confirmed(self):
        """Lift the hold of closed cases whose money is certain; ask finance about the others, once."""
        held = self.filtered(lambda case: case.hold and case.state == "closed")
        if not held:
            return
        certain = held.filtered(lambda case: not case.settled_date) - held._unconfirmed_money()
        certain._lift_hold()
        held = held - certain
        waiting = held - held.browse(held._sdw_scheduled(MONEY).mapped("res_id"))
        today = fields.Date.context_today(self)
        finance = {company: self._finance_role()._sdw_holders(company)[:1] for company in waiting.company_id}
        summary = methodcaller("_money_summary")
        self._sdw_schedule(MONEY, [(case, finance[case.company_id], today, summary) for case in waiting])

    def _money_summary(self):
        return self.env._("Confirm the money, so that the shipping hold goes")

    @api.model
    def _finance_role(self):
        return self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_finance").sudo()

    def _unconfirmed_money(self):
        """The cases paid, since they were opened, by what is neither on a bank statement nor posted by finance."""
        self._flush_ledger()
        self.env["account.move"].flush_model(["sdw_posted_by_id", "state"])
        self.env["account.partial.reconcile"].flush_model()
        finance = self._finance_role().with_context(active_test=False).all_user_ids.ids
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT c.id
                     FROM sdw_collection_case c
                     JOIN res_partner p ON p.commercial_partner_id = c.partner_id
                     JOIN account_move_line debt ON debt.partner_id = p.id AND debt.company_id = c.company_id
                     JOIN account_account a ON a.id = debt.account_id AND a.account_type = 'asset_receivable'
                     JOIN account_partial_reconcile part
                       ON part.debit_move_id = debt.id AND part.create_date >= c.create_date
                     JOIN account_move_line paid ON paid.id = part.credit_move_id
                     JOIN account_move m ON m.id = paid.move_id
                    WHERE c.id IN %(cases)s
                      AND NOT EXISTS (SELECT 1 FROM account_partial_reconcile x WHERE x.exchange_move_id = m.id)
                      AND NOT (m.state = 'posted' AND (
                          paid.statement_line_id IS NOT NULL
                          OR COALESCE(m.sdw_posted_by_id = ANY(%(finance)s), FALSE)
                          OR EXISTS (
                              SELECT 1
                                FROM account_move_line other
                                JOIN account_partial_reconcile bank
                                  ON (bank.debit_move_id = other.id OR bank.credit_move_id = other.id)
                                JOIN account_move_line entry
                                  ON (entry.id = bank.debit_move_id OR entry.id = bank.credit_move_id)
                               WHERE other.move_id = m.id AND other.reconciled
                                 AND entry.statement_line_id IS NOT NULL)))""",
                cases=tuple(self.ids),
                finance=finance,
            )
        )
        return self.browse(case_id for [case_id] in rows)

    # ------------------------------------------------------------------ at the gates
    @api.model
    def _hold_blockers(self, held):
        """{document: its blocker} for {document: the case that holds its customer}."""
        latest = self.sudo().union(*held.values())._sdw_latest(RELEASE)
        return {document: case._hold_blocker(document, latest[case]) for document, case in held.items()}

    def _hold_blocker(self, document, latest):
        """The blocker of a document whose customer this case holds; his debt is nobody's business in the warehouse."""
        customer = self.partner_id.display_name
        action = False
        if self.env[CASE].with_env(document.env).has_access("read"):
            action = {"type": "ir.actions.act_window", "res_model": CASE, "res_id": self.id, "views": [[False, "form"]]}
        if not self.hold:
            message = self.env._(
                "%(customer)s has to sign a repayment plan: nothing goes to him or his subsidiaries before.",
                customer=customer,
            )
            return document._sdw_blocker(HOLD, message, action, "sales_dept_workflow.group_sdw_salesperson")
        message = self.env._(
            "%(customer)s is on shipping hold: nothing goes to him or his subsidiaries before the release.",
            customer=customer,
        )
        if latest.state != "pending":
            return document._sdw_blocker(HOLD, message, action)
        message = f"{message} {document._sdw_waits_for(latest)}"
        return document._sdw_blocker(HOLD, message, action, document._sdw_waiting_role(latest))
