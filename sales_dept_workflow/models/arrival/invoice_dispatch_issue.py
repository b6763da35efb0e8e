import re
from operator import methodcaller

from odoo import fields, models
from odoo.exceptions import UserError

NUMBER = re.compile(r"\d{8}|\d{20}")
SUMMARY = methodcaller("_problem_summary")
PROBLEM = "sales_dept_workflow.mail_activity_type_invoice_problem"


class SdwInvoiceDispatch(models.Model):
    """Finance issues the VAT invoice (D-04); several shipments of one customer may share it."""

    _inherit = "sdw.invoice.dispatch"

    def action_issue(self, move_id, fapiao_number, issued_on=None, red_letter_number=None):
        """Put the VAT invoice on record. Several requests of one customer become one.

        :param move_id: the posted customer invoice, or its id
        :param str fapiao_number: 8 or 20 digits (20 for an electronic one), unique in the company
        :param issued_on: today by default, never in the future
        :param str red_letter_number: of the notice that voids the lost invoice this one replaces
        :return: True
        :raise AccessError: for whoever is no accountant
        :raise UserError: for missing invoicing data, a wrong number or an invoice that is not theirs
        """
        self._sdw_check_role("group_sdw_accountant")
        system = self._sdw_system()
        if not system or any(dispatch.state != "requested" for dispatch in system):
            raise UserError(self.env._("A VAT invoice is issued for what is requested."))
        system.lock_for_update()
        system._refuse_incomplete()
        move = system.env["account.move"].browse(getattr(move_id, "id", move_id)).exists()
        system._check_invoice(move)
        dispatch = system._join()
        number = dispatch._checked_number(fapiao_number)
        day = dispatch._past_day(issued_on)
        dispatch.write(
            {
                "state": "issued",
                "move_id": move.id,
                "fapiao_number": number,
                "issued_on": day,
                "red_letter_number": dispatch._checked_red_letter(red_letter_number),
                "sheet": dispatch.sheet or dispatch._sheet_now(),
            }
        )
        dispatch._next_deadline(dispatch._sdw_prompt_deadline(fields.Datetime.now()))
        return True

    def _check_invoice(self, move):
        if len(move) != 1 or move.move_type != "out_invoice" or move.state != "posted":
            raise UserError(self.env._("Please choose the posted customer invoice."))
        if any(dispatch.company_id != move.company_id for dispatch in self):
            raise UserError(self.env._("The invoice belongs to another company."))
        others = self.filtered(lambda one: one.partner_id != move.commercial_partner_id)
        if others:
            raise UserError(self.env._("%(name)s: the invoice is another customer's.", name=others[:1].name))
        if self.currency_id != move.currency_id:
            raise UserError(self.env._("The invoice is in another currency than the order."))
        orders = move._sdw_orders()
        strangers = self.filtered(lambda one: not one.order_ids & orders)
        if strangers:
            name = strangers[:1].name
            raise UserError(self.env._("%(name)s: the invoice charges none of its orders.", name=name))

    def _checked_number(self, number):
        number = re.sub(r"\s", "", number or "")
        if not NUMBER.fullmatch(number) or (self.kind == "electronic" and len(number) != 20):
            raise UserError(
                self.env._("A VAT invoice number has 8 or 20 digits, an electronic one 20: %(number)s", number=number)
            )
        domain = [("company_id", "=", self.company_id.id), ("fapiao_number", "=", number)]
        if self.search_count(domain, limit=1):
            raise UserError(self.env._("VAT invoice %(number)s is already on record.", number=number))
        return number

    def _checked_red_letter(self, number):
        number = re.sub(r"\s", "", number or "")
        if number and not re.fullmatch(r"\d{16,20}", number):
            raise UserError(self.env._("A red-letter number has 16 to 20 digits: %(number)s", number=number))
        return number or False

    def _past_day(self, day):
        today = self._sdw_local_date(fields.Datetime.now())
        day = fields.Date.to_date(day) or today
        if day > today:
            raise UserError(self.env._("This has not happened yet: %(day)s", day=day))
        return day

    def _join(self):
        """One paper, one dispatch: the goods of the others move to the first, which they point to from now on."""
        first, rest = self[0], self[1:]
        if not rest:
            return first
        if len(self.company_id) > 1 or any(one.replaces_id for one in rest):
            raise UserError(self.env._("These cannot be joined in one VAT invoice."))
        rest.line_ids.write({"dispatch_id": first.id})
        first.write(
            {
                "picking_ids": [fields.Command.set(self.picking_ids.ids)],
                "order_ids": [fields.Command.set(self.order_ids.ids)],
            }
        )
        rest._deadline_met()
        rest.write({"state": "cancelled", "joined_to_id": first.id, "end_reason": self.env._("Joined to another one")})
        return first

    # ------------------------------------------------------------------ what becomes of the invoice in the books
    def _follow_invoices(self, reason, again):
        """The invoice left the books: what it covered is not on its way any more.

        :param bool again: whether finance is asked at once for another one
        """
        alive = self.filtered(lambda dispatch: dispatch.state in ("issued", "mailed", "received"))
        if not alive:
            return
        alive._end("cancelled", reason)
        alive._alert_finance()
        if again:
            alive._replace()

    def _end(self, state, reason):
        self._deadline_met()
        self.write({"state": state, "end_reason": reason})

    def _replace(self):
        """A new request for what these covered, already with finance: the data are known."""
        system = self._sdw_system()
        now = fields.Datetime.now()
        values = [
            {
                **{name: one[name] for name in ("kind", "sheet")},
                **{name: one[name].id for name in system._copied()},
                "picking_ids": one.picking_ids.ids,
                "order_ids": one.order_ids.ids,
                "line_ids": [fields.Command.create(row) for row in one.line_ids._copied_rows()],
                "requested_on": now,
                "sent_on": now,
                "sent_by_id": self.env.uid,
                "sent_via": "odoo",
                "replaces_id": one.id,
                "deadline": one._sdw_prompt_deadline(now),
            }
            for one in system
        ]
        return self._open_with(values)

    def _copied(self):
        return (
            "company_id", "currency_id", "partner_id", "invoice_partner_id", "user_id", "salesperson_id", "team_id",
        )  # fmt: skip

    def _alert_finance(self):
        """Finance hears of what went wrong with an invoice, once per dispatch."""
        now = fields.Datetime.now()
        rows = [
            (one, self._holders("sales_dept_workflow.group_sdw_finance", one.company_id)[:1], one._sdw_local_date(now),
             SUMMARY)
            for one in self
        ]  # fmt: skip
        self._sdw_unschedule(PROBLEM)
        self._sdw_schedule(PROBLEM, rows)

    def _problem_summary(self):
        number, customer = self.fapiao_number, self.partner_id.display_name
        words = {
            "lost": self.env._("VAT invoice %(number)s to %(customer)s was lost", number=number, customer=customer),
            "cancelled": self.env._(
                "VAT invoice %(number)s to %(customer)s has to be voided", number=number, customer=customer
            ),
        }
        missing = self.env._("VAT invoice %(number)s has not reached %(customer)s", number=number, customer=customer)
        return words.get(self.state, missing)
