from odoo import api, fields, models
from odoo.tools import html2plaintext, is_html_empty, plaintext2html
from odoo.tools.mail import email_normalize

from ..common.deadline_mixin import MANAGER
from .codes import COMPLAINT

ADMIN = "sales_dept_workflow.group_sdw_sales_admin"
WAITING = "sales_dept_workflow.mail_activity_type_held"
#: So much of a mail is the complaint; the rest is in the message, where all of it stands.
LONGEST = 20000


class SdwComplaint(models.Model):
    """Complaints by mail: what was written is recorded and locked, further mails add to it, our answer goes back.

    Who wrote is taken from the address, which anybody can forge: nothing is decided by it, and an address nobody knows
    waits for the sales administration to say which customer it is.
    """

    _inherit = COMPLAINT

    # ------------------------------------------------------------------ mails that come in
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Record a mail as a complaint; of the alias only the company counts, of the mail its text and sender."""
        company = self.env["res.company"].sudo().browse((custom_values or {}).get("company_id")).exists()
        company = company or self.env.company
        system = self._sdw_system().with_company(company).with_context(mail_create_nosubscribe=True)
        return system.create(system._prepare_mail(msg_dict, company)).with_env(self.env)

    @api.model
    def _prepare_mail(self, msg_dict, company):
        author = self.env["res.partner"].browse(msg_dict.get("author_id")).exists()
        ours = author.with_context(active_test=False).user_ids.filtered(lambda user: user._is_internal())
        customer = author.browse() if ours else author
        partner_user = customer.user_id or customer.commercial_partner_id.user_id
        return {
            "company_id": company.id,
            "channel": "message",
            "sender": msg_dict.get("email_from") or self.env._("unknown"),
            "partner_id": customer.id,
            "user_id": (partner_user or self._sales_admin(company)).id,
            "recorded_by_id": False,
            "received_on": fields.Datetime.now(),
            "description": self._text_of(msg_dict),
        }

    @api.model
    def _text_of(self, msg_dict):
        body = msg_dict.get("body") or ""
        text = "" if is_html_empty(body) else html2plaintext(body).strip()
        parts = [part for part in ((msg_dict.get("subject") or "").strip(), text) if part]
        return "\n\n".join(parts)[:LONGEST] or self.env._("(A mail without text)")

    @api.model
    def _sales_admin(self, company):
        """Whose desk complaints of unknown senders lie on."""
        groups = self.env["res.groups"]
        return (groups._sdw_role(ADMIN)._sdw_holders(company) | groups._sdw_role(MANAGER)._sdw_holders(company))[:1]

    def message_update(self, msg_dict, update_vals=None):
        """A further mail supplements: it changes nothing of what is on record; whoever handles it hears of it."""
        result = super().message_update(msg_dict)
        self._sdw_system()._customer_wrote()
        return result

    def _customer_wrote(self):
        """One reminder for the handler that the customer has written again."""
        told = self.browse(self._sdw_scheduled(WAITING).mapped("res_id"))
        now = fields.Datetime.now()
        rows = [
            (complaint, complaint.user_id or complaint._get_escalation_user(), complaint._sdw_local_date(now), _wrote)
            for complaint in self - told
        ]
        self._sdw_schedule(WAITING, rows)

    def _message_post_after_hook(self, message, msg_values):
        """What a customer sends along is on record: nobody removes it."""
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email" and message.attachment_ids:
            self._sdw_system().sdw_paper_ids |= message.sudo().attachment_ids
        return result

    # ------------------------------------------------------------------ our answer
    def action_respond(self, note):
        result = super().action_respond(note)
        self._answer(note)
        return result

    def action_solve(self, note):
        result = super().action_solve(note)
        self._answer(note)
        return result

    def _answer(self, note):
        """Whoever complained in writing is answered in writing; on the phone he has been told."""
        for complaint in self.filtered(lambda complaint: complaint.channel in ("message", "portal")):
            contact, address = complaint._whom_to_answer()
            if contact or address:
                complaint.message_post(
                    body=plaintext2html(note),
                    message_type="comment",
                    subtype_xmlid="mail.mt_note",
                    partner_ids=contact.ids,
                    outgoing_email_to=address,
                    email_layout_xmlid="mail.mail_notification_light",
                )

    def _whom_to_answer(self):
        """(partner, address): the contact who wrote, else the customer; the bare address while he is unknown."""
        complaint = self.sudo()
        contact = complaint.contact_id or complaint.partner_id
        if complaint.sender and email_normalize(complaint.sender) not in contact.mapped("email_normalized"):
            return contact.browse(), complaint.sender
        return (contact, False) if contact.email else (contact.browse(), False)


def _wrote(complaint):
    return complaint.env._("The customer has written again: %(name)s", name=complaint.name)
