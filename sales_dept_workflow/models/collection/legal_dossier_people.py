from odoo import api, models


class SdwLegalDossier(models.AbstractModel):
    """The people: what was done to collect, what the customer signed, what he complained of, what the court did."""

    _inherit = "sdw.legal.dossier"

    @api.model
    def _dunning(self, facts):
        rows = [
            [
                self._local(facts.case, action.done_on),
                self._label(action, "channel"),
                action.user_id.name,
                action.result,
                action.promised_date or None,
                action.promised_amount or None,
            ]
            for action in facts.case.action_ids.sorted(lambda action: (action.done_on, action.id))
        ]
        columns = [
            (self.env._("Date"), "moment"),
            (self.env._("Channel"), "text"),
            (self.env._("By"), "text"),
            (self.env._("Result"), "text"),
            (self.env._("Promised for"), "date"),
            (self.env._("Promised Amount"), "amount"),
        ]
        return self._section("dunning", self.env._("Dunning Log"), columns, rows)

    @api.model
    def _agreements(self, facts):
        """One row per instalment: what was agreed, who signed, and whether it was paid."""
        agreements = facts.case.agreement_ids.sorted("id")
        rows = [self._instalment_row(facts.case, line) for agreement in agreements for line in agreement.line_ids]
        columns = [
            (self.env._("Agreement"), "text"),
            (self.env._("Kind"), "text"),
            (self.env._("Status"), "text"),
            (self.env._("Signed by"), "text"),
            (self.env._("Signed on"), "moment"),
            (self.env._("Archive Number"), "text"),
            (self.env._("Pay by"), "date"),
            (self.env._("Amount"), "amount"),
            (self.env._("Paid"), "amount"),
        ]
        return self._section("agreements", self.env._("Repayment Agreements"), columns, rows)

    def _instalment_row(self, case, line):
        agreement = line.agreement_id
        return [
            agreement.name,
            self._label(agreement, "kind"),
            self._label(agreement, "state"),
            agreement.signed_by or None,
            self._local(case, agreement.signed_on),
            agreement.archive_number or None,
            line.due_date or None,
            line.amount,
            line.paid_amount,
        ]

    @api.model
    def _complaints(self, facts):
        """Every complaint of the customer, open or not: what the other side will bring forward."""
        rows = [
            [
                complaint.name,
                self._local(facts.case, complaint.received_on),
                complaint.order_id.name or None,
                complaint.description,
                self._label(complaint, "claim"),
                self._label(complaint, "state"),
                complaint.solution or None,
                self._local(facts.case, complaint.closed_on),
            ]
            for complaint in facts.complaints
        ]
        columns = [
            (self.env._("Complaint"), "text"),
            (self.env._("Received on"), "moment"),
            (self.env._("Order"), "text"),
            (self.env._("What the Customer Says"), "text"),
            (self.env._("Customer's Claim"), "text"),
            (self.env._("Status"), "text"),
            (self.env._("Solution"), "text"),
            (self.env._("Closed on"), "moment"),
        ]
        return self._section("complaints", self.env._("Complaints"), columns, rows)

    @api.model
    def _steps(self, facts):
        rows = [
            [
                step.done_on,
                self._label(step, "kind"),
                step.user_id.name,
                step.note,
                step.next_date or None,
                step.cost or None,
            ]
            for step in facts.case.legal_step_ids.sorted(lambda step: (step.done_on, step.id))
        ]
        columns = [
            (self.env._("Date"), "date"),
            (self.env._("Step"), "text"),
            (self.env._("Done by"), "text"),
            (self.env._("What Happened"), "text"),
            (self.env._("Next Date at Law"), "date"),
            (self.env._("Costs"), "amount", True),
        ]
        return self._section("steps", self.env._("Legal Steps"), columns, rows)
