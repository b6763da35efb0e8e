from odoo import models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """No price leaves the house before the inquirer, his region and the quantity are verified (Q-01)."""

    _inherit = "sale.order"

    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate == "quote":
            for order, lead in self._sdw_subject_to("price")._sdw_unverified_inquiries().items():
                found[order].append(order._sdw_inquiry_blocker(lead))
        return found

    # ------------------------------------------------------------------ which inquiry holds which quotation
    def _sdw_unverified_inquiries(self):
        """{order: the inquiry that holds it}: its own, or one of a newcomer that nobody linked.

        Who has bought before, or whose inquiry was verified once, is known: without a link nothing is asked of him.
        """
        # Read as the system: the inquiry may be a colleague's.
        linked = self.filtered(lambda order: order.sudo().opportunity_id)
        held = {order: order.sudo().opportunity_id for order in linked if not order._sdw_inquiry_answers()}
        unlinked = self - linked
        return {**held, **unlinked._sdw_inquiries_left_out()} if unlinked else held

    def _sdw_inquiry_answers(self):
        """Whether the linked inquiry is verified, and for this very customer."""
        order = self.sudo()
        lead = order.opportunity_id
        return (
            lead.inquirer_verified and lead.partner_id.commercial_partner_id == order.partner_id.commercial_partner_id
        )

    def _sdw_inquiries_left_out(self):
        """{order: open unverified inquiry of its customer}, by his file, phone number or e-mail address."""
        families = {order: order.sudo().partner_id.commercial_partner_id for order in self}
        people = self.sudo().partner_id.union(*families.values())
        phones, emails = people.mapped("phone_sanitized"), people.mapped("email_normalized")
        his = Domain("partner_id.commercial_partner_id", "in", people.commercial_partner_id.ids)
        called = Domain("phone_sanitized", "in", [phone for phone in phones if phone])
        called |= Domain("email_normalized", "in", [email for email in emails if email])
        # An inquiry that names its customer is his alone, whoever shares his telephone.
        his |= Domain("partner_id", "=", False) & called
        pending = Domain("won_status", "=", "pending") & Domain("inquirer_verified", "=", False)
        leads = self.env["crm.lead"]._sdw_system().search(his & pending, order="id desc")
        if not leads:
            return {}
        known = self._sdw_known(people.commercial_partner_id)
        held = {order: order._sdw_inquiry_of(leads) for order, family in families.items() if family not in known}
        return {order: lead for order, lead in held.items() if lead}

    def _sdw_known(self, families):
        """Those of these customers that have ordered before, or have been verified once."""
        theirs = Domain("partner_id.commercial_partner_id", "in", families.ids)
        leads = self.env["crm.lead"]._sdw_system().with_context(active_test=False)
        ordered = self._sdw_system()._read_group(theirs & Domain("state", "=", "sale"), ["partner_id"])
        verified = leads._read_group(theirs & Domain("inquirer_verified", "=", True), ["partner_id"])
        return (
            self.env["res.partner"].sudo().union(*(partner for (partner,) in ordered + verified)).commercial_partner_id
        )

    def _sdw_inquiry_of(self, leads):
        """The latest of ``leads`` that is this order's customer's."""
        order = self.sudo()
        people = order.partner_id | order.partner_id.commercial_partner_id
        phones, emails = (set(people.mapped(name)) - {False} for name in ("phone_sanitized", "email_normalized"))
        return leads.filtered(
            lambda lead: (
                lead.company_id in (order.company_id, lead.company_id.browse())
                and (
                    lead.partner_id.commercial_partner_id == order.partner_id.commercial_partner_id
                    if lead.partner_id
                    else lead.phone_sanitized in phones or lead.email_normalized in emails
                )
            )
        )[:1]

    def _sdw_inquiry_blocker(self, lead):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Open the inquiry"),
            "res_model": "crm.lead",
            "res_id": lead.id,
            "views": [[False, "form"]],
        }
        return self._sdw_blocker("inquiry_unverified", self._sdw_inquiry_message(lead), action)

    def _sdw_inquiry_message(self, lead):
        if lead.inquirer_verified:
            return self.env._(
                "The inquiry %(inquiry)s was verified for %(inquirer)s, not for %(customer)s.",
                inquiry=lead.display_name,
                inquirer=lead.partner_id.display_name or lead.partner_name or lead.contact_name,
                customer=self.partner_id.display_name,
            )
        return self.env._(
            "Nobody has verified yet: %(missing)s (inquiry %(inquiry)s). No price is told before.",
            missing=", ".join(lead.with_env(self.env).sudo()._sdw_open_checks()),
            inquiry=lead.display_name,
        )

    # ------------------------------------------------------------------ back to the inquiry
    def _sdw_stamp_confirmation(self, state):
        """What was quoted in a protected region is what was chosen for its inquiry (Z-06)."""
        result = super()._sdw_stamp_confirmation(state)
        quoted = self.sudo().filtered(lambda order: order.opportunity_id and order.distributor_id)
        for order in quoted.filtered(lambda order: not order.opportunity_id.inquiry_outcome):
            order.opportunity_id._sdw_chosen("exception" if order.concession_amount else "uplift")
        return result

    def _sdw_open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotation"),
            "res_model": "sale.order",
            "res_id": self.id,
            "views": [[False, "form"]],
        }
