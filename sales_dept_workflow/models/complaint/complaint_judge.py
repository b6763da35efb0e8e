from collections import defaultdict, namedtuple

from odoo import api, models
from odoo.fields import Domain

from .codes import CODE, COMPLAINT, UNDECIDED

#: What a credit note or a return is about: the complaint it was made from, company, orders, the customer's company;
#: and, for the audit, when it was finished: what was complained of later could not hold it.
About = namedtuple("About", "complaint company orders owner until", defaults=[None])


class SdwComplaint(models.Model):
    """Whether a return or a credit note may be, as far as complaints are concerned: asked by transfers and invoices.

    A document made from a complaint answers to that one's decision; any other to each major complaint about its orders
    (about its customer, where it or the complaint names no order) that is open, or was refused.
    """

    _inherit = COMPLAINT

    @api.model
    def _concerning(self, abouts):
        """{document: complaints that concern it}, in one query.

        :param dict abouts: {document: About}
        """
        if not abouts:
            return {}
        orders = self.env["sale.order"].sudo().union(*(about.orders for about in abouts.values()))
        owners = self.env["res.partner"].sudo().union(*(about.owner for about in abouts.values()))
        linked = self.sudo().union(*(about.complaint for about in abouts.values()))
        companies = {about.company.id for about in abouts.values()}
        unfinished = Domain("state", "!=", "closed") & Domain("partner_id.commercial_partner_id", "in", owners.ids)
        domain = Domain("severity", "=", "major") & Domain("company_id", "in", list(companies))
        found = self.sudo().search_fetch(domain & (unfinished | Domain("order_id", "in", orders.ids)), order="id")
        found |= linked
        return {
            document: about.complaint or found.filtered(lambda complaint, about=about: complaint._concerns(about))
            for document, about in abouts.items()
        }

    def _concerns(self, about):
        if self.company_id != about.company or self.severity != "major":
            return False
        if about.until and self.create_date > about.until:
            return False
        if self.order_id and about.orders:
            return self.order_id in about.orders
        return self.state != "closed" and self.partner_id.commercial_partner_id == about.owner

    @api.model
    def _judge(self, abouts):
        """{document: its blockers}, and {document: complaints granted}.

        :param dict abouts: {document: About}
        """
        concerning = self._concerning(abouts)
        together = self.sudo().union(*concerning.values()) if concerning else self.sudo()
        if not together:
            return {}, {}
        latest = together._sdw_latest(CODE)
        covering = together._sdw_covering(CODE, latest)
        refused, granted = defaultdict(list), {}
        for document, complaints in concerning.items():
            granted[document] = complaints.filtered(lambda complaint: covering[complaint])
            for complaint in complaints - granted[document]:
                if complaint._holds(latest[complaint], abouts[document]):
                    why = complaint._why_not(latest[complaint])
                    refused[document].append(complaint._blocker_of(document, why, latest[complaint]))
        return refused, granted

    def _holds(self, latest, about):
        """Without a decision in force; what ended without ever having been refused holds nothing any more.

        A claim that grew after a document was finished says nothing against the document.
        """
        if about.until and latest.state in ("approved", "lapsed"):
            return False
        return self.state != "closed" or latest.state == "rejected"

    def _why_not(self, latest):
        name = self.name
        if latest.state == "rejected":
            return self.env._("%(complaint)s: the sales manager has refused what the customer claims.", complaint=name)
        if latest.state in ("approved", "lapsed"):
            return self.env._(
                "%(complaint)s: the claim has grown since the decision; it has to be decided again.", complaint=name
            )
        return self.env._("%(complaint)s: the sales manager has not decided on this major complaint.", complaint=name)

    def _blocker_of(self, document, message, latest=None):
        """The blocker of a document that this complaint holds: opens the complaint for whoever may read it."""
        role, action = None, None
        if latest and latest.state == "pending":
            message = f"{message} {self._sdw_waits_for(latest)}"
            role = self._sdw_waiting_role(latest)
        if document.env[COMPLAINT].has_access("read"):
            action = {
                "type": "ir.actions.act_window",
                "name": self.env._("Open the complaint"),
                "res_model": COMPLAINT,
                "res_id": self.id,
                "views": [[False, "form"]],
            }
        return document._sdw_blocker(UNDECIDED, message, action, role)

    # ------------------------------------------------------------------ how much was granted
    def _granted_facts(self):
        """What the decision in force grants: its facts, or none."""
        self.ensure_one()
        return (self.sudo()._sdw_covering(CODE)[self.sudo()].facts or {}) if self else {}

    @api.model
    def _exceeding_money(self, granted, moves):
        """{credit note: blockers} where more would be credited than was granted."""
        complaints = self.sudo().union(*granted.values()) if granted else self.sudo()
        if not complaints:
            return {}
        covering = complaints._sdw_covering(CODE)
        posted = complaints._credit_notes() - moves.sudo()
        # What is posted in one go counts together.
        going = defaultdict(float)
        for move, mine in granted.items():
            for complaint in mine:
                going[complaint] += complaint._credit(move.sudo())
        result = defaultdict(list)
        for move, mine in granted.items():
            for complaint in mine:
                facts = covering[complaint].facts or {}
                credited = sum(complaint._credit(note) for note in posted if complaint._counts(note))
                credited += going[complaint]
                allowed = facts.get("claim_amount", 0.0)
                if complaint.currency_id.compare_amounts(credited, allowed) > 0:
                    result[move].append(complaint._blocker_of(move, complaint._too_much(allowed, credited)))
        return result

    def _too_much(self, granted, credited):
        money = self.currency_id.format
        return self.env._(
            "%(complaint)s: %(granted)s was granted; with this credit note it would be %(credited)s.",
            complaint=self.name,
            granted=money(granted),
            credited=money(credited),
        )

    def _credit_notes(self):
        """The posted credit notes that may count against what these complaints were granted."""
        orders, owners = self.order_id, self.partner_id.commercial_partner_id
        theirs = Domain("commercial_partner_id", "in", owners.ids)
        theirs |= Domain("line_ids.sale_line_ids.order_id", "in", orders.ids)
        since = Domain("create_date", ">=", min(self.mapped("create_date")))
        domain = Domain("sdw_complaint_id", "in", self.ids) | (since & theirs)
        domain &= Domain("move_type", "=", "out_refund") & Domain("state", "=", "posted")
        return self.env["account.move"].sudo().search(domain)

    def _counts(self, note):
        if note.sdw_complaint_id:
            return note.sdw_complaint_id == self
        return self._concerns(note._sdw_complaint_about())

    def _credit(self, note):
        """What a credit note gives back, in the currency of the claim."""
        if note.currency_id == self.currency_id:
            return note.amount_total
        date = note.invoice_date or note.date
        return note.currency_id._convert(note.amount_total, self.currency_id, note.company_id, date)

    @api.model
    def _exceeding_goods(self, granted, coming):
        """{document: blockers} where more would come back than was granted.

        :param dict coming: {document: {product: quantity in its own unit}}
        """
        complaints = self.sudo().union(*granted.values()) if granted else self.sudo()
        if not complaints:
            return {}
        covering = complaints._sdw_covering(CODE)
        back = complaints._returned(coming)
        # What comes in one go counts together.
        for document, mine in granted.items():
            for complaint in mine:
                for product, quantity in coming[document].items():
                    back[complaint][product] += quantity
        result = defaultdict(list)
        for document, mine in granted.items():
            for complaint in mine:
                allowed = (covering[complaint].facts or {}).get("quantities", {})
                for product in coming[document]:
                    if round(back[complaint][product], 6) > round(allowed.get(str(product.id), 0.0), 6):
                        result[document].append(complaint._blocker_of(document, complaint._too_many(product)))
        return result

    def _too_many(self, product):
        return self.env._(
            "%(complaint)s: more of %(product)s would come back than was granted.",
            complaint=self.name,
            product=product.display_name,
        )

    def _returned(self, beside=()):
        """{complaint: {product: quantity}} of the goods that have come back since, or are on their way by its return.

        :param beside: transfers or moves not to count
        """
        domain = Domain("location_id.usage", "=", "customer") & Domain("location_dest_id.usage", "!=", "customer")
        domain &= Domain("picking_id.sdw_complaint_id", "in", self.ids) & Domain("state", "!=", "cancel") | (
            Domain("sale_line_id.order_id", "in", self.order_id.ids)
            & Domain("state", "=", "done")
            & Domain("date", ">=", min(self.mapped("create_date"), default=False))
        )
        result = {complaint: defaultdict(float) for complaint in self}
        for move in self.env["stock.move"].sudo().search(domain) if self else ():
            if move in beside or move.picking_id in beside:
                continue
            for complaint in self:
                linked = move.picking_id.sdw_complaint_id
                if linked == complaint or (not linked and move.sale_line_id.order_id == complaint.order_id):
                    result[complaint][move.product_id] += move._sdw_quantity_leaving()
        return result
