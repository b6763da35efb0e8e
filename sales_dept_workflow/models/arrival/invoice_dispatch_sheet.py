from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.paper import render
from .res_partner import READ

PAPER = "sales_dept_workflow.action_report_invoice_data"
FIELDS = ("title", "tax_number", "address", "phone_number", "bank", "account")


class SdwInvoiceDispatch(models.Model):
    """The invoicing data sheet (开票资料): filled from the customer's file, sent to finance once complete (D-03)."""

    _inherit = "sdw.invoice.dispatch"

    sheet = fields.Json(readonly=True, copy=False, help="The invoicing data as sent to finance.")
    title = fields.Char(compute="_compute_sheet")
    tax_number = fields.Char(compute="_compute_sheet")
    address = fields.Char(compute="_compute_sheet")
    phone_number = fields.Char("Telephone", compute="_compute_sheet")
    bank = fields.Char(compute="_compute_sheet")
    account = fields.Char("Bank Account", compute="_compute_sheet")
    missing_data = fields.Char("Missing", compute="_compute_missing_data")

    @api.depends(
        "sheet",
        "partner_id.bank_ids.acc_number",
        "partner_id.bank_ids.bank_id.name",
        *(f"partner_id.{name}" for name in sorted(READ - {"bank_ids"})),
    )
    def _compute_sheet(self):
        for dispatch in self:
            values = dispatch.sheet or dispatch.partner_id.sudo()._sdw_invoicing_data()
            dispatch.update({name: values.get(name) or False for name in FIELDS})

    @api.depends("partner_id.is_company", *FIELDS)
    @api.depends_context("lang")
    def _compute_missing_data(self):
        for dispatch in self:
            dispatch.missing_data = ", ".join(dispatch._missing_labels())

    def _missing_labels(self):
        """A company needs all of them; for a person the name is enough."""
        asked = FIELDS if self.partner_id.sudo().is_company else ("title",)
        return [self._fields[name]._description_string(self.env) for name in asked if not self[name]]

    def _sheet_now(self):
        return {name: self[name] for name in FIELDS}

    # ------------------------------------------------------------------ to finance
    def action_send(self):
        """Send the invoicing data to finance: by e-mail where the company has named an address, else in Odoo.

        :raise AccessError: for whoever is no sales admin
        :raise UserError: while data is missing, naming it
        """
        self._sdw_check_role("group_sdw_sales_admin")
        waiting = self._sdw_system().filtered(lambda dispatch: dispatch.state == "requested" and not dispatch.sent_on)
        waiting._refuse_incomplete()
        waiting._send()
        return True

    def _refuse_incomplete(self):
        incomplete = self.filtered("missing_data")
        if incomplete:
            lines = [f"{one.name}, {one.partner_id.display_name}: {one.missing_data}" for one in incomplete[:20]]
            raise UserError(
                "\n".join([self.env._("Please complete the invoicing data in the customer's file first:"), *lines])
            )

    def _send(self):
        now = fields.Datetime.now()
        for dispatch in self:
            dispatch.write(
                {
                    "sheet": dispatch._sheet_now(),
                    "sent_on": now,
                    "sent_by_id": self.env.uid,
                    "sent_via": "email" if dispatch.company_id.sdw_finance_email else "odoo",
                    "sent_hours": dispatch._sdw_working_hours(dispatch.requested_on, now),
                }
            )
        for members in self.grouped("company_id").values():
            members._next_deadline(members[:1]._sdw_prompt_deadline(now))
        self.filtered(lambda dispatch: dispatch.sent_via == "email")._mail_to_finance()

    def _mail_to_finance(self):
        """Queue one mail per sheet, the PDF attached."""
        mails = []
        for dispatch in self:
            name, content = render(dispatch, PAPER, self.env._("Invoicing data"))
            body = self.env._(
                "Please issue the VAT invoice for %(customer)s: %(amount)s.",
                customer=dispatch.partner_id.display_name,
                amount=dispatch.currency_id.format(dispatch.amount_total),
            )
            paper = self.env["ir.attachment"].create(
                {"name": name, "raw": content, "res_model": self._name, "res_id": dispatch.id}
            )
            mails.append(
                {
                    "subject": self.env._(
                        "Invoicing data %(name)s: %(customer)s",
                        name=dispatch.name,
                        customer=dispatch.partner_id.display_name,
                    ),
                    "body_html": Markup("<p>%s</p>") % body,
                    "email_to": dispatch.company_id.sdw_finance_email,
                    "email_from": dispatch.company_id.email_formatted or self.env.user.email_formatted,
                    "attachment_ids": [fields.Command.link(paper.id)],
                    "model": self._name,
                    "res_id": dispatch.id,
                }
            )
        self.env["mail.mail"].create(mails)

    # ------------------------------------------------------------------ the customer's file is completed
    def _data_changed(self):
        """What is asked for in the activities names what is missing now."""
        open_ones = self.filtered(lambda dispatch: dispatch.state == "requested" and not dispatch.sent_on)
        activities = open_ones._sdw_scheduled("sales_dept_workflow.mail_activity_type_deadline")
        by_id = {dispatch.id: dispatch for dispatch in open_ones}
        for activity in activities:
            record = by_id[activity.res_id]._sdw_in_language_of(activity.user_id)
            activity.summary = record._get_deadline_summary()
