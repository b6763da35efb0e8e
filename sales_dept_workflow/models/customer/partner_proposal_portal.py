import logging

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes import ARCHIVIST, BY_CUSTOMER

_logger = logging.getLogger(__name__)
TEMPLATE = "sales_dept_workflow.mail_template_customer_form"
#: A customer has so many days to fill in his form.
DAYS = 30
#: What a customer may write at most in one field, by its type.
LENGTHS = {"char": 200, "text": 2000, "date": 10, "monetary": 20}


class SdwPartnerProposal(models.Model):
    """The customer fills in his own information form, by the link in his mail, once; it counts for nothing before it
    was reviewed: he may keep things back, or exaggerate (A-14, A-15).
    """

    _inherit = "sdw.partner.proposal"

    def action_send_form(self):
        """Send the customer the link to his form."""
        self._sdw_check_role("group_sdw_salesperson", ARCHIVIST)
        self._check_author(("draft", "asked"))
        for proposal in self:
            if not proposal.partner_id.email_normalized:
                raise UserError(self.env._("%(name)s has no e-mail address.", name=proposal.partner_id.display_name))
            if proposal.line_ids:
                raise UserError(self.env._("The customer fills in an empty form: please make a new one."))
        until = fields.Date.add(fields.Date.context_today(self), days=DAYS)
        self._sdw_system().write({"state": "asked", "source": "portal", "valid_until": until})
        self._sdw_system()._mail_form()
        return True

    def _mail_form(self):
        """Queue the mail in the customer's language; nothing else fails on it."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        for proposal in self:
            proposal._portal_ensure_token()
        if not template:
            return
        try:
            with self.env.cr.savepoint():
                template.sudo().send_mail_batch(self.ids, email_layout_xmlid="mail.mail_notification_light")
        except UserError:
            _logger.warning("No mail about the customer forms %s could be made", self.ids, exc_info=True)

    def _is_open_form(self):
        form = self.sudo()
        return form.state == "asked" and form.valid_until and form.company_id._sdw_today() <= form.valid_until

    def _form_questions(self):
        """[(name, label, kind, what we know already)] of the page, in the reader's language.

        What our people think of him is none of his business: the page asks, it tells nothing but his address.
        """
        partner = self.sudo().partner_id
        told = {"street", "city", "phone", "email", "website", "vat"}
        return [
            (
                name,
                partner._fields[name]._description_string(self.env),
                partner._fields[name].type,
                partner[name] or "" if name in told else "",
            )
            for name in BY_CUSTOMER
        ]

    def _customer_fills_in(self, params):
        """What came in from the customer's page, whatever it is.

        :param dict params: texts by name; what is no question of the form is ignored
        :raise UserError: in the customer's words, when it cannot be taken
        """
        self.ensure_one()
        if not self.try_lock_for_update() or not self._is_open_form():
            raise UserError(self.env._("This form is closed, or you have sent it already. Thank you."))
        system = self._sdw_system()
        lines = system.line_ids
        rows = [{"proposal_id": self.id, **row} for row in self._customer_rows(params)]
        if not rows:
            raise UserError(self.env._("Please fill in at least one field."))
        lines.create(rows)
        system.write({"answered_on": moment()})
        system._to_review()

    def _customer_rows(self, params):
        """The answers that differ from what the card says, each in its canonical form."""
        lines, partner, rows = self.env["sdw.partner.proposal.line"], self.sudo().partner_id, []
        for name in BY_CUSTOMER:
            raw = params.get(name)
            if not isinstance(raw, str) or not raw.strip():
                continue
            if len(raw) > LENGTHS[partner._fields[name].type]:
                label = partner._fields[name]._description_string(self.env)
                raise UserError(self.env._("%(field)s is too long.", field=label))
            text = lines._sdw_parse(name, raw)
            if text and text != lines._text(name, partner[name]):
                rows.append({"field_name": name, "value_new": text})
        return rows
