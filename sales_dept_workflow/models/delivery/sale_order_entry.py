import re

from markupsafe import Markup

from odoo import api, fields, models

#: Digits with the signs people write between them, and an extension (分机, 转, ext., x).
PHONE = re.compile(r"\+?[\d\s()/.\-]{5,30}(?:\s*(?:ext\.?|x|#|转|轉|分机|分機)\s*\d{1,6})?", re.IGNORECASE)


class SaleOrder(models.Model):
    """The entry standard: what is missing or malformed is told all at once, before the order is confirmed (E-01, E-02).

    ``sdw_entry_standard`` of the company says how much is asked for: what every order has (goods in positive
    quantities), or the complete form. Orders of the web shop and the till are entered by the customer: they are exempt.
    """

    _inherit = "sale.order"

    sdw_review_levels = fields.Html("Levels of Review", compute="_compute_sdw_review_levels", groups="base.group_user")

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate == "confirm":
            for order in self.sudo()._sdw_subject_to("credit"):
                errors = [] if order._sdw_is_retail() else order._sdw_entry_errors()
                if errors:
                    message = self.env._("The entry is incomplete: %(errors)s", errors=" ".join(errors))
                    blockers[order].append(order._sdw_blocker("entry_incomplete", message))
        return blockers

    def _sdw_entry_errors(self):
        """Sentences, one for each thing that is missing or malformed; empty for a complete entry."""
        errors = self._sdw_line_errors()
        if self.company_id.sdw_entry_standard == "full":
            errors += self._sdw_missing_entry() + self._sdw_phone_errors()
        return errors

    def _sdw_line_errors(self):
        """On the complete form every line says how much; less than nothing is sold on no order."""
        least = 0 if self.company_id.sdw_entry_standard == "full" else -1
        wrong = [
            line
            for line in self.order_line
            if line.product_id
            and line.price_unit >= 0
            and not (line.display_type or line._sdw_passes())
            and line.product_uom_id.compare(line.product_uom_qty, 0) <= least
        ]
        return [
            self.env._("The quantity of %(goods)s is not positive.", goods=line.product_id.display_name)
            for line in wrong
        ]

    def _sdw_missing_entry(self):
        """What the complete form asks for and the order lacks, each as a sentence."""
        contact, goods = self.partner_shipping_id or self.partner_id, self._sdw_has_goods()
        named = contact.child_ids or self.partner_id.child_ids or contact.parent_id or not contact.is_company
        street = contact.street and contact.city and contact.country_id
        reference = self.client_order_ref or self.contract_signed_on or self.origin
        found = {
            self.env._("Contact is missing."): named,
            self.env._("Phone is missing."): self._sdw_phones(),
            self.env._("The delivery address is incomplete (street, city, country)."): street or not goods,
            self.env._("The customer's reference or a signed contract is missing."): reference,
            self.env._("Delivery date is missing."): self.sdw_delivery_date or self.commitment_date or not goods,
            self.env._("Payment mode is missing."): self.payment_mode,
            self.env._("Freight terms are missing."): self.freight_term or not goods,
            self.env._("Salesperson is missing."): self.user_id,
            self.env._("There is nothing on the order."): self.order_line.filtered("product_id"),
        }
        return [sentence for sentence, value in found.items() if not value]

    def _sdw_phones(self):
        partners = self.partner_shipping_id | self.partner_id | self.partner_id.commercial_partner_id
        return list(dict.fromkeys(phone for phone in partners.mapped("phone") if phone))

    def _sdw_phone_errors(self):
        return [
            self.env._("%(phone)s is not a phone number.", phone=phone)
            for phone in self._sdw_phones()
            if not PHONE.fullmatch(phone.strip()) or sum(sign.isdigit() for sign in phone) < 5
        ]

    # ------------------------------------------------------------------ the levels of review, each with its tick
    @api.depends("state", "sdw_confirmed_on")
    def _compute_sdw_review_levels(self):
        decisions = self._sdw_level_decisions()
        for order in self:
            rows = order.sudo()._sdw_levels(decisions.get(order._origin.id, {}))
            order.sdw_review_levels = Markup('<ol class="mb-0">%s</ol>') % Markup().join(
                Markup("<li>%s: %s</li>") % (label, tick or self.env._("not yet")) for label, tick in rows
            )

    def _sdw_level_decisions(self):
        """{order id: {role of the step: decision}} of the approvals that count: one query a kind of document."""
        notices = {notice.id: notice.order_id.id for notice in self.sudo().picking_ids.sdw_notice_ids}
        documents = [("sale.order", "credit", self.ids), ("sdw.delivery.notice", "delivery_notice", list(notices))]
        found = {}
        for model, code, ids in documents:
            domain = [("approval_id.res_model", "=", model), ("approval_id.res_id", "in", ids)]
            domain += [("approval_id.code", "=", code), ("approval_id.state", "in", ("pending", "approved"))]
            domain += [("decision", "in", ("approved", "own_authority"))]
            for decision in self.env["sdw.approval.decision"].sudo().search(domain, order="id") if ids else ():
                order_id = decision.approval_id.res_id
                order_id = order_id if model == "sale.order" else notices[order_id]
                found.setdefault(order_id, {})[decision.role_id._sdw_xmlid()] = decision
        return found

    def _sdw_levels(self, decisions):
        """[(level, who ticked it and when, or empty)], in the order in which they are due."""
        role = "sales_dept_workflow.group_sdw_{}".format
        levels = [(self.env._("Entry, checked by"), self._sdw_tick(self.sdw_confirmed_by_id, self.sdw_confirmed_on))]
        labels = {"sales_manager": self.env._("Sales manager"), "accountant": self.env._("Accountant")}
        labels["general_manager"] = self.env._("General manager, on the delivery notice")
        for name, label in labels.items():
            if name != "sales_manager" or self.company_id.sdw_order_review:
                decision = decisions.get(role(name))
                levels.append((label, decision and self._sdw_tick(decision.user_id, decision.decided_on)))
        return levels

    def _sdw_tick(self, user, moment):
        if not moment:
            return ""
        return f"{user.name}, {fields.Date.to_string(self._sdw_company_date(moment))}"
