from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.shared import read_lines
from .codes import CODE, SALES_ADMIN
from .delivery_notice import LIVE


class SdwDeliveryNotice(models.Model):
    """The general manager's signature: every notice, no amount too small (O-07, Z-11)."""

    _inherit = "sdw.delivery.notice"

    # ------------------------------------------------------------------ asking
    def action_request_signature(self):
        """Put these notices to the general manager, with the goods as the transfer asks for them now.

        :raise AccessError: for others than the sales administration
        :raise UserError: in another state than draft, or when an enforced rule stands before the notice
        """
        self._sdw_check_role(SALES_ADMIN)
        self.action_request_approval(CODE, self.env._("The goods can be shipped."))
        return True

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), CODE]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        self._sdw_check_role(SALES_ADMIN)
        self._check_state("draft", "to_sign")
        for notice in self.sudo():
            if not notice.picking_id._sdw_goods():
                raise UserError(self.env._("%(notice)s: there are no goods to ship.", notice=notice.name))
        self._check_gate("request")
        return result

    def _sdw_approvals_advanced(self, approvals):
        result = super()._sdw_approvals_advanced(approvals)
        self._put_to_signature(approvals)
        return result

    def _put_to_signature(self, approvals):
        """What is signed is what the transfer asks for at this moment."""
        now = fields.Datetime.now()
        for approval in approvals:
            notice = self.browse(approval.res_id)._sdw_system()
            notice.line_ids.unlink()
            notice.write(
                {
                    **{key: notice._prepare_one(notice.picking_id)[key] for key in notice._sdw_renewed()},
                    "signed_for": approval.facts["signed_for"],
                    "state": "to_sign",
                    "requested_on": now,
                    "requested_by_id": approval.requester_id.id,
                }
            )

    @api.model
    def _sdw_renewed(self):
        """What a draft takes over from its transfer once more when it goes to signature."""
        return ("order_id", "order_names", "partner_id", "consignee_id", "consignee_address", "dropship", "line_ids")

    # ------------------------------------------------------------------ what he is shown, and when it is worse
    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != CODE:
            return facts
        # One query each for the orders and the lines of all of them.
        self.sudo().picking_id._sdw_orders().mapped("name")
        self.sudo().picking_id.move_ids.move_line_ids.mapped("quantity")
        for notice in self.sudo():
            picking = notice.picking_id
            consignee = picking._sdw_consignees()[:1]
            goods = picking._sdw_goods()
            facts[notice] = {
                "transfer": picking.name,
                "orders": ", ".join(picking._sdw_orders().mapped("name")),
                "customer": notice.partner_id.display_name or "",
                "consignee": consignee.display_name or "",
                "address": consignee._display_address(without_company=True) if consignee else "",
                "goods": ", ".join(f"{product.display_name}: {quantity:g}" for product, quantity in goods.items()),
                "signed_for": picking._sdw_signed_for(),
            }
        return facts

    def _sdw_facts_to_compare(self, code):
        """What was signed for; names, address and value are only shown."""
        if code != CODE:
            return super()._sdw_facts_to_compare(code)
        pickings = self.sudo().picking_id
        read_lines(pickings, "move_ids", "move_line_ids")
        (pickings.move_ids.location_id | pickings.move_ids.location_dest_id).mapped("usage")  # in one query
        return {notice: {"signed_for": notice.picking_id._sdw_signed_for()} for notice in self.sudo()}

    def _sdw_facts_labels(self, code):
        if code != CODE:
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "orders": (self.env._("Orders"), "text"),
            "transfer": (self.env._("Transfer"), "text"),
            "consignee": (self.env._("Consignee"), "text"),
            "address": (self.env._("Address"), "text"),
            "goods": (self.env._("Goods"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """Another consignee, other goods or lots, or more of them; fewer are not worse (decision 17)."""
        if approval.code != CODE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        keys = differences(before.get("signed_for") or {}, facts["signed_for"])
        shown = self._get_approval_facts(CODE)[self] if keys else {}
        return [{"key": key, "before": before.get(key), "after": shown[key]} for key in keys]

    # ------------------------------------------------------------------ deciding
    def _sdw_check_may_approve(self, approvals):
        """He does not sign what a rule holds by now: a customer put on hold meanwhile, checks that lapsed."""
        result = super()._sdw_check_may_approve(approvals)
        notices = self.browse(approvals.mapped("res_id"))
        notices._check_hands(self.env.user, notices._earlier_hands())
        notices._check_gate("request")
        return result

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        ours = approvals.filtered(lambda approval: approval.code == CODE)
        approved = ours.filtered(lambda approval: approval.state == "approved")
        for signer, signed in approved.grouped("decided_by_id").items():
            self.browse(signed.mapped("res_id"))._signed(signed, signer)
        others = ours.filtered(lambda approval: approval.state != "approved")
        ended = self._sdw_system().browse(others.mapped("res_id"))
        ended.filtered(lambda notice: notice.state == "to_sign").write({"state": "draft"})
        signed = ended.filtered(lambda notice: notice.state in LIVE and notice.state != "draft")
        signed._void(self.env._("The goods or the consignee are not those that were signed for."))
        return result

    def _signed(self, approvals, signer):
        """What one person signed in one call bears his signature, written once for all."""
        notices = self._sdw_system()
        drafts = notices.filtered(lambda notice: notice.state == "draft").ids
        # Nobody had to wait for these: the requester signs himself.
        notices._put_to_signature(approvals.filtered(lambda approval: approval.res_id in drafts))
        values = {"state": "signed", "gm_signed_by_id": signer.id, "signed_on": fields.Datetime.now()}
        signature = signer.sdw_signature
        # None was there before: what has been signed once is void before it is put to signature again.
        notices.write({**values, "gm_signature": signature} if signature else values)

    # ------------------------------------------------------------------ separation of duties (O-20)
    def _earlier_hands(self):
        """{notice: who confirmed its orders and who decided on their checks}"""
        notices = self.sudo()
        read_lines(notices.picking_id.sale_id, "order_line")
        notices.picking_id._sdw_orders().mapped("name")  # of all notices in one query
        orders = {notice: notice.picking_id._sdw_orders() for notice in notices}
        documents = {("sale.order", order.id) for each in orders.values() for order in each}
        documents |= {("stock.picking", notice.picking_id.id) for notice in notices}
        domain = [
            ("approval_id.code", "=", "credit"),
            ("approval_id.res_id", "in", [res_id for _model, res_id in documents]),
            ("approval_id.res_model", "in", ["sale.order", "stock.picking"]),
            ("decision", "=", "approved"),
        ]
        nobody = self.env["res.users"].sudo()
        deciders = defaultdict(lambda: nobody)
        decisions = notices.env["sdw.approval.decision"]
        for res_model, res_id, user in decisions._read_group(
            domain, ["approval_id.res_model", "approval_id.res_id", "user_id"]
        ):
            deciders[res_model, res_id] |= user
        return {
            notice: nobody.union(
                orders[notice].sdw_confirmed_by_id,
                deciders.get(("stock.picking", notice.picking_id.id), nobody),
                *(deciders.get(("sale.order", order.id), nobody) for order in orders[notice]),
            )
            for notice in notices
        }

    def _check_hands(self, user, hands):
        """Raise when ``user`` has had a hand in an earlier step of one of these notices.

        :param dict hands: {notice: users of its earlier steps}
        """
        for notice in self.sudo():
            if notice.company_id.sdw_separation_of_duties and user in hands[notice]:
                raise AccessError(
                    self.env._(
                        "%(notice)s: %(user)s has confirmed, checked or signed here already. "
                        "Entry, checks, signature, goods and transport are for different people.",
                        notice=notice.name,
                        user=user.name,
                    )
                )


def differences(signed, now):
    """What in ``now`` is not covered by what was signed: the keys ``consignee`` and ``goods``.

    :param dict signed: ``consignee`` (list), ``quantities`` {product: quantity}, ``lots`` {product: {lot: quantity}}
    """
    found = [] if signed.get("consignee") == now["consignee"] else ["consignee"]
    quantities, lots = signed.get("quantities", {}), signed.get("lots", {})
    more = any(beyond(quantity, quantities.get(product)) for product, quantity in now["quantities"].items())
    other = any(
        beyond(
            sum(max(quantity - lots.get(product, {}).get(lot, 0.0), 0.0) for lot, quantity in found_lots.items()),
            quantities.get(product, 0.0) - sum(lots.get(product, {}).values()),
        )
        for product, found_lots in now["lots"].items()
    )
    return [*found, "goods"] if more or other else found


def beyond(quantity, limit):
    """Whether ``quantity`` is more than ``limit``, past what floats make of it."""
    return round(quantity, 6) > round(limit or 0.0, 6)
