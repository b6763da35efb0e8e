from odoo import api, models


class SdwLegalDossier(models.AbstractModel):
    """The money: the customer's account, what was invoiced, what was paid. Every figure is the general ledger's."""

    _inherit = "sdw.legal.dossier"

    @api.model
    def _statement(self, facts):
        """The customer's account since his oldest open item, with the balance after each entry (company currency).

        Its last balance is the balance of his receivable accounts; so is the sum of what is open, unless accounting
        has matched something with another customer's items, which is then said below.
        """
        currency = facts.case.currency_id
        balance, rows = currency.round(facts.before), []
        if not currency.is_zero(balance):
            rows.append([facts.since, self.env._("Brought forward"), *[None] * 6, balance, None])
        for item in facts.items:
            balance = currency.round(balance + item.balance)
            rows.append(self._statement_row(item, balance))
        title = self.env._("Statement of Account (%(currency)s)", currency=currency.name)
        columns = [
            (self.env._("Date"), "date"),
            (self.env._("Document"), "text"),
            (self.env._("Due"), "date"),
            (self.env._("Currency"), "text"),
            (self.env._("Amount"), "amount"),
            (self.env._("Open in Currency"), "amount"),
            (self.env._("Debited"), "amount"),
            (self.env._("Credited"), "amount"),
            (self.env._("Balance"), "amount"),
            (self.env._("Still Open"), "amount", True),
        ]
        return self._section("statement", title, columns, rows, self._statement_notes(facts, balance))

    def _statement_row(self, item, balance):
        return [
            item.date,
            item.move_id.name,
            item.date_maturity or None,
            item.currency_id.name,
            item.amount_currency,
            item.amount_residual_currency,
            item.balance if item.balance > 0 else None,
            -item.balance if item.balance < 0 else None,
            balance,
            item.amount_residual,
        ]

    def _statement_notes(self, facts, balance):
        currency = facts.case.currency_id
        still_open = currency.round(sum(facts.items.mapped("amount_residual")))
        notes = [
            self.env._(
                "Balance of the receivable accounts in the general ledger: %(amount)s.", amount=currency.format(balance)
            )
        ]
        if currency.compare_amounts(balance, still_open):
            notes.append(
                self.env._(
                    "Open items sum to %(amount)s: some are matched with items of other customers.",
                    amount=currency.format(still_open),
                )
            )
        return notes

    @api.model
    def _invoices(self, facts):
        """Invoices with what the post has to do with them: VAT invoice number, mailed, received."""
        dispatches = facts.dispatches.grouped("move_id")
        rows = [
            self._invoice_row(move, dispatches.get(move, facts.dispatches.browse()))
            for move in facts.invoices.sorted(lambda move: (move.invoice_date or move.date, move.id))
            if move.move_type != "out_refund"
        ]
        columns = [
            (self.env._("Customer Invoice"), "text"),
            (self.env._("Date"), "date"),
            (self.env._("Due"), "date"),
            (self.env._("VAT Invoice Number"), "text"),
            (self.env._("Issued on"), "date"),
            (self.env._("Mailed on"), "date"),
            (self.env._("Tracking Number"), "text"),
            (self.env._("Received on"), "date"),
            (self.env._("Currency"), "text"),
            (self.env._("Amount"), "amount"),
            (self.env._("Still Open"), "amount", True),
        ]
        return self._section("invoices", self.env._("Invoices"), columns, rows)

    def _invoice_row(self, move, dispatches):
        latest = dispatches[-1:]
        numbers = ", ".join(filter(None, dispatches.mapped("fapiao_number")))
        return [
            move.name,
            move.invoice_date or None,
            move.invoice_date_due or None,
            numbers or None,
            latest.issued_on or None,
            latest.mailed_on or None,
            latest.tracking_number or None,
            latest.received_on or None,
            move.currency_id.name,
            move.amount_total,
            sum(self._own_items(move).mapped("amount_residual")),
        ]

    def _own_items(self, move):
        return move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    @api.model
    def _payments(self, facts):
        """What was paid or credited, and how much of it is not matched with an invoice yet."""
        bills = facts.bills.grouped("payment_id")
        rows = [self._payment_row(item, bills) for item in facts.items if item.balance < 0]
        columns = [
            (self.env._("Date"), "date"),
            (self.env._("Document"), "text"),
            (self.env._("Kind"), "text"),
            (self.env._("Reference"), "text"),
            (self.env._("Currency"), "text"),
            (self.env._("Amount"), "amount"),
            (self.env._("Credited"), "amount", True),
            (self.env._("Not Matched"), "amount", True),
        ]
        return self._section("payments", self.env._("Payments and Credits"), columns, rows)

    def _payment_row(self, item, bills):
        payment = item.move_id.origin_payment_id
        bill = bills.get(payment) if payment else None
        return [
            item.date,
            item.move_id.name,
            self._payment_kind(item, bill),
            (bill.number if bill else payment.memo or item.move_id.ref) or None,
            item.currency_id.name,
            -item.amount_currency,
            -item.balance,
            -item.amount_residual,
        ]

    def _payment_kind(self, item, bill):
        if bill:
            return self.env._("Acceptance Bill")
        if item.move_id.move_type == "out_refund":
            return self.env._("Credit Note")
        if item.move_id.origin_payment_id or item.statement_line_id:
            return self.env._("Payment Received")
        return self.env._("Journal Entry")
