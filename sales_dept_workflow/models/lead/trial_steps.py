from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, is_html_empty

from .codes import TRIAL, TRIAL_VISIT

#: A trial that ended so tells how much the lead intends to buy.
INTENTION = {"bought": "high", "interested": "high", "later": "low", "no": "none"}
#: So many applications of one customer are open on the portal at once; so long is a text.
MOST_OPEN, LONGEST = 3, 4000


class SdwTrialRequest(models.Model):
    _inherit = TRIAL

    # ------------------------------------------------------------------ the answer
    def action_grant(self):
        """Let the customer try it, from and until the dates entered; the return visits are planned (S-04, S-06)."""
        self._check_step("new")
        if any(not (request.trial_from and request.trial_to and request.product_id) for request in self):
            raise UserError(self.env._("Enter the product, and from when until when it is tried."))
        system = self._sdw_system()
        system.write({"state": "running"})
        system._deadline_met()
        self.env[TRIAL_VISIT]._plan(system)
        return True

    def action_refuse(self, reason):
        """Refuse the application.

        :param str reason: mandatory, kept
        """
        self._check_step("new")
        if not (isinstance(reason, str) and reason.strip()):
            raise UserError(self.env._("Please say why the trial is refused."))
        system = self._sdw_system()
        system.write({"state": "refused", "refusal_reason": reason.strip()})
        system._deadline_met()
        return True

    def action_end(self):
        """The trial has ended: its result tells how much the lead intends to buy (S-06)."""
        self._check_step("running")
        if any(not request.result for request in self):
            raise UserError(self.env._("Enter the result of the trial first."))
        system = self._sdw_system()
        system.write({"state": "ended"})
        for result, requests in system.grouped("result").items():
            requests.lead_id.write({"sdw_intention": INTENTION[result]})
        return True

    def action_cancel(self):
        """The customer does not want it any more."""
        self._check_step("new", "running")
        system = self._sdw_system()
        system.write({"state": "cancelled"})
        system._deadline_met()
        system.visit_ids._deadline_met()
        return True

    def _check_step(self, *states):
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(request.state not in states for request in self):
            raise UserError(self.env._("The trial is not at that point."))

    # ------------------------------------------------------------------ customers who apply by themselves
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail becomes an application; of the alias only the company counts."""
        company = self.env["res.company"].sudo().browse((custom_values or {}).get("company_id")).exists()
        author = self.env["res.partner"].browse(msg_dict.get("author_id")).exists()
        ours = author.with_context(active_test=False).user_ids.filtered(lambda user: user._is_internal())
        customer = author.browse() if ours else author
        body = msg_dict.get("body") or ""
        text = "" if is_html_empty(body) else html2plaintext(body).strip()
        system = self._sdw_system().with_context(mail_create_nosubscribe=True)
        values = {
            "company_id": (company or self.env.company).id,
            "origin": "email",
            "partner_id": customer.id,
            "applicant": customer.commercial_partner_id.name or msg_dict.get("email_from"),
            "email": msg_dict.get("email_from"),
            "description": "\n\n".join(filter(None, [msg_dict.get("subject"), text]))[:LONGEST],
        }
        return system.create(values).with_env(self.env)

    @api.model
    def _apply_by_customer(self, contact, text):
        """A customer applies on the portal.

        :param contact: the partner who is logged in
        :param str text: what he wants to try, mandatory
        :return: the application
        """
        system, firm = self._sdw_system(), contact.sudo().commercial_partner_id
        text = text.replace("\x00", "").strip()[:LONGEST] if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Please say what you would like to try."))
        if system.search_count([*system._of_customer(contact), ("state", "=", "new")]) >= MOST_OPEN:
            raise UserError(self.env._("Your earlier applications are being looked at; please wait for our answer."))
        company = firm.company_id or self.env.company
        values = {"origin": "portal", "partner_id": contact.id, "description": text}
        return system.create({"company_id": company.id, **values})

    @api.model
    def _of_customer(self, contact):
        """Domain of the applications of this contact's company."""
        return [("partner_id", "child_of", contact.sudo().commercial_partner_id.id)]

    def _for_portal(self):
        """What the customer reads of his application."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "name": self.name,
            "product": self.product_id.display_name,
            "received_on": self.received_on,
            "trial_from": self.trial_from,
            "trial_to": self.trial_to,
            "state": self.state,
            "status": labels[self.state],
        }
