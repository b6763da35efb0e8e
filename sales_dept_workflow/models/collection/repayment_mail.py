from odoo import models

from ..common.messages import warning, write_to
from ..common.paper import render
from .codes import AGREEMENT
from .repayment_sweep import PAPER

TEMPLATE = "sales_dept_workflow.mail_template_repayment_agreement"


class SdwRepaymentAgreement(models.Model):
    """How an agreement reaches the customer: by e-mail with the paper and the link, else by hand (C-03)."""

    _inherit = AGREEMENT

    def _mail_to_customer(self):
        """Queue a mail to each customer, in his language; whom no mail can reach is named to the user.

        :return: True, or a notification naming the agreements to be handed over on paper
        """
        contacts = {agreement: agreement._mail_contact() for agreement in self}
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        reached = self.filtered(lambda agreement: template and contacts[agreement].email_normalized)
        texts = template._generate_template(reached.ids, ("subject", "body_html", "email_from")) if reached else {}
        for agreement in reached:
            paper = render(agreement, PAPER, self.env._("Repayment agreement"))
            write_to(agreement, contacts[agreement], texts[agreement.id], [paper])
        return (self - reached)._hand_over_on_paper()

    def _mail_contact(self):
        """The customer's contact for invoices, if a mail reaches him, else the customer himself."""
        contact = self.partner_id.browse(self.partner_id.address_get(["invoice"])["invoice"])
        return contact if contact.email_normalized else self.partner_id

    def _hand_over_on_paper(self):
        """Nothing fails for want of an address, but nobody may believe that the customer has got it."""
        if not self:
            return True
        note = self.env._("The customer has no e-mail address: print the agreement and hand it over on paper.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
        names = ", ".join(agreement.name for agreement in self)
        message = self.env._(
            "These customers have no e-mail address; print the agreements and hand them over: %(names)s", names=names
        )
        return warning(self.env._("Not sent by e-mail"), message)
