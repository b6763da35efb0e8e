import base64
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..common.messages import write_to
from .invoice_dispatch_issue import PROBLEM

TEMPLATE = "sales_dept_workflow.mail_template_vat_invoice"
SENDERS = ("group_sdw_accountant", "group_sdw_sales_admin")


class SdwInvoiceDispatch(models.Model):
    """The VAT invoice on its way to the customer, and the call that asks for it (D-04, D-05)."""

    _inherit = "sdw.invoice.dispatch"

    def action_mail(self, courier_id=None, tracking_number=None, mailed_on=None):
        """The invoice has left: by courier, or by e-mail when it is electronic.

        :param courier_id: the courier (``res.partner`` or its id), for paper
        :param str tracking_number: mandatory for paper
        :param mailed_on: today by default; not before it was issued, not in the future
        :raise AccessError: for whoever is neither accountant nor sales admin
        """
        self._sdw_check_role(*SENDERS)
        system = self._sdw_system()
        if any(dispatch.state != "issued" for dispatch in system):
            raise UserError(self.env._("A VAT invoice is mailed once it is issued."))
        courier = system.env["res.partner"].browse(getattr(courier_id, "id", courier_id)).exists()
        tracking_number = (tracking_number or "").strip()
        for dispatch in system:
            dispatch._mail(courier, tracking_number, dispatch._mailing_day(mailed_on))
        return system.filtered(lambda dispatch: dispatch.kind == "electronic")._mail_to_customer()

    def _mailing_day(self, day):
        day = self._past_day(day)
        if self.issued_on and day < self.issued_on:
            raise UserError(
                self.env._("%(name)s was issued on %(day)s; it was mailed later.", name=self.name, day=self.issued_on)
            )
        return day

    def _mail(self, courier, tracking_number, day):
        if self.kind == "paper" and not (courier and tracking_number):
            raise UserError(
                self.env._("Please give the courier and the tracking number of %(name)s.", name=self.display_name)
            )
        days = self._transit_days(courier) if self.kind == "paper" else 0
        self.write(
            {
                "state": "mailed",
                "mailed_on": day,
                "courier_id": courier.id,
                "tracking_number": tracking_number or False,
                "expected_on": day + timedelta(days=days),
            }
        )
        self._next_deadline(self._sdw_end_of_day(self.expected_on))

    def _transit_days(self, courier):
        return courier.sdw_transit_days or self.company_id.sdw_invoice_arrival_days

    def _mail_to_customer(self):
        """Queue the mail that carries an electronic invoice; whom no mail can reach is named."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        for dispatch in self:
            if not template or not dispatch._recipient():
                name = dispatch.partner_id.display_name
                raise UserError(self.env._("%(customer)s has no e-mail address for invoices.", customer=name))
            text = template._generate_template(dispatch.ids, ("subject", "body_html", "email_from"))[dispatch.id]
            write_to(dispatch, dispatch._recipient(), text, dispatch._files())
        return True

    def _files(self):
        content = self.with_context(bin_size=False).fapiao_file
        return [(self.fapiao_filename or self.fapiao_number, base64.b64decode(content))] if content else []

    def _recipient(self):
        """The address for invoices, if a mail reaches it, else the customer."""
        either = self.invoice_partner_id | self.partner_id
        return either.filtered("email_normalized")[:1]

    # ------------------------------------------------------------------ the call
    def action_received(self, received_on=None, contact=None):
        """The customer has it.

        :param received_on: today by default; not before it was mailed, not in the future
        :param str contact: who said so
        """
        self._check_caller_may_call()
        system = self._sdw_system()
        for dispatch in system:
            day = dispatch._past_day(received_on)
            if dispatch.mailed_on and day < dispatch.mailed_on:
                raise UserError(
                    self.env._("%(name)s was mailed on %(day)s.", name=dispatch.name, day=dispatch.mailed_on)
                )
            dispatch.write(
                {"state": "received", "received_on": day, "contact": contact, "call_count": dispatch.call_count + 1}
            )
        system._deadline_met()
        system._sdw_unschedule(PROBLEM)
        return True

    def action_not_received(self, note):
        """The customer has not got it: he is called again, and finance hears of it.

        :param str note: mandatory: what he said
        """
        self._check_caller_may_call()
        if not (note or "").strip():
            raise UserError(self.env._("Please note what the customer said."))
        for dispatch in self._sdw_system():
            today = dispatch._sdw_local_date(fields.Datetime.now())
            later = today + timedelta(days=max(dispatch._transit_days(dispatch.courier_id) // 2, 1))
            dispatch.write({"expected_on": later, "call_count": dispatch.call_count + 1})
            dispatch._message_log(body=self.env._("Not received: %(note)s", note=note))
            dispatch._next_deadline(dispatch._sdw_end_of_day(later))
            dispatch._alert_finance()
        return True

    def action_lost(self, reason):
        """The paper is lost: finance is asked for another one, which points to this one.

        :param str reason: mandatory
        :return: action that opens the new request
        """
        self._sdw_check_role(*SENDERS)
        if not (reason or "").strip():
            raise UserError(self.env._("Please say how it was lost."))
        system = self._sdw_system()
        if any(dispatch.state not in ("issued", "mailed") for dispatch in system):
            raise UserError(self.env._("Only a VAT invoice on its way can be lost."))
        system._end("lost", reason)
        system._alert_finance()
        return system._replace()._open_action()

    def action_request_again(self, reason):
        """Ask finance anew for what a cancelled invoice covered.

        :param str reason: mandatory
        """
        self._sdw_check_role("group_sdw_sales_admin", "group_sdw_accountant")
        system = self._sdw_system()
        if any(one.state != "cancelled" or one.joined_to_id or one._replacement() for one in system):
            raise UserError(self.env._("Only what was cancelled, and not replaced yet, is requested again."))
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason of the request."))
        fresh = system._replace()
        fresh._message_log_batch(dict.fromkeys(fresh.ids, reason))
        return fresh._open_action()

    def _replacement(self):
        return self.search([("replaces_id", "in", self.ids)], limit=1)

    def _check_caller_may_call(self):
        """The sales administration and finance call, and whoever sells to the customer."""
        self._sdw_check_caller()
        if any(dispatch.state != "mailed" for dispatch in self.sudo()):
            raise UserError(self.env._("Only a VAT invoice that was mailed is asked for."))
        user = self.env.user
        if self.env.su or any(user.has_group(f"sales_dept_workflow.{group}") for group in SENDERS):
            return
        if any(user not in dispatch.user_id | dispatch.salesperson_id for dispatch in self.sudo()):
            raise AccessError(self.env._("The sales administration, finance or the salesperson records the call."))
