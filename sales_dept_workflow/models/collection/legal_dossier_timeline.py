from datetime import datetime, time

from odoo import api, models


class SdwLegalDossier(models.AbstractModel):
    """Everything in its order, with dates and people: from the order to the court."""

    _inherit = "sdw.legal.dossier"

    @api.model
    def _timeline(self, facts):
        events = [
            *self._events_of_goods(facts),
            *self._events_of_money(facts),
            *self._events_of_complaints(facts),
            *((self._when(facts.case, when), what, who) for when, what, who in facts.case._legal_events()),
        ]
        rows = [[when, what, who or None] for when, what, who in sorted(events, key=self._by_time) if when]
        columns = [(self.env._("Date"), "moment"), (self.env._("Event"), "text"), (self.env._("Done by"), "text")]
        return self._section("timeline", self.env._("Timeline"), columns, rows)

    @api.model
    def _by_time(self, event):
        return str(event[0])

    def _events_of_goods(self, facts):
        case = facts.case
        for order in facts.orders:
            confirmed = order.sdw_confirmed_on or order.date_order
            who = order.sdw_confirmed_by_id.name or order.user_id.name
            yield self._local(case, confirmed), self.env._("Order %(name)s confirmed", name=order.name), who
            for version in order.sdw_contract_version_ids:
                what = self.env._("Contract %(name)s signed", name=version.name)
                yield self._local(case, version.signed_on), what, version.signed_by
        for notice in facts.notices.filtered("signed_on"):
            what = self.env._("Delivery notice %(name)s signed", name=notice.name)
            yield self._local(case, notice.signed_on), what, notice.gm_signed_by_id.name
        for picking in facts.pickings:
            what = self.env._("Goods shipped: %(name)s", name=self._transfer_name(picking))
            yield self._local(case, picking.date_done), what, ""

    def _events_of_money(self, facts):
        for move in facts.invoices:
            day = self._start_of(move.invoice_date or move.date)
            yield day, self.env._("Invoice %(name)s", name=move.name), move.invoice_user_id.name
        for dispatch in facts.dispatches.filtered("received_on"):
            what = self.env._("VAT invoice %(number)s received by the customer", number=dispatch.fapiao_number)
            yield self._start_of(dispatch.received_on), what, dispatch.contact
        for item in facts.items.filtered(lambda item: item.balance < 0 and item.move_id not in facts.invoices):
            amount = item.currency_id.format(-item.amount_currency)
            what = self.env._("Paid: %(name)s, %(amount)s", name=item.move_id.name, amount=amount)
            yield self._start_of(item.date), what, ""

        for bill in facts.bills.filtered("dishonoured_on"):
            what = self.env._("Dishonoured: %(bill)s", bill=bill.number)
            yield self._local(facts.case, bill.dishonoured_on), what, bill.acceptor

    def _events_of_complaints(self, facts):
        for complaint in facts.complaints:
            what = self.env._("Complaint %(name)s received", name=complaint.name)
            yield self._local(facts.case, complaint.received_on), what, complaint.recorded_by_id.name

    @api.model
    def _when(self, case, when):
        """On the clock of the company: a moment (UTC), or a day without an hour."""
        return self._local(case, when) if isinstance(when, datetime) else self._start_of(when)

    @api.model
    def _start_of(self, day):
        """Days without an hour come first on their day."""
        return datetime.combine(day, time.min)
