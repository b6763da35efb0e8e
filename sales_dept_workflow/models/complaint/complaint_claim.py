from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import COMPLAINT


class SdwComplaint(models.Model):
    """What is claimed: how much money, which invoices are disputed; and from whom, where a mail did not tell."""

    _inherit = COMPLAINT

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True, precompute=True)
    claim_amount = fields.Monetary(
        "Claimed Amount", copy=False, tracking=True, help="What the customer wants in money, tax included."
    )
    invoice_ids = fields.Many2many(
        "account.move",
        "sdw_complaint_invoice_rel",
        "complaint_id",
        "move_id",
        "Disputed Invoices",
        check_company=True,
        copy=False,
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt')), ('state', '=', 'posted'),"
        " ('commercial_partner_id', '=', commercial_partner_id)]",
        help="While a decision on the claim is asked for or granted, these are not chased. "
        "Without any: the invoices of the order.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Company of the Customer"
    )
    customer_unknown = fields.Boolean(compute="_compute_customer_unknown")
    sender = fields.Char(readonly=True, copy=False, help="From whom the mail came.")

    _claim_amount_positive = models.Constraint("CHECK(claim_amount >= 0)", "A claim is never negative.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"currency_id", "sender"}

    @api.depends("order_id", "company_id")
    def _compute_currency_id(self):
        for complaint in self:
            complaint.currency_id = complaint.sudo().order_id.currency_id or complaint.company_id.currency_id

    @api.depends("partner_id")
    def _compute_customer_unknown(self):
        for complaint in self:
            complaint.customer_unknown = complaint._origin and not complaint._origin.partner_id

    @api.constrains("invoice_ids", "partner_id")
    def _check_invoices(self):
        """Only the customer's own invoices are disputed: a claim parks nobody else's debt."""
        for complaint in self.sudo():
            owner = complaint.partner_id.commercial_partner_id
            if any(
                invoice.commercial_partner_id != owner or not invoice.is_sale_document(include_receipts=True)
                for invoice in complaint.invoice_ids
            ):
                raise UserError(self.env._("Only invoices of the same customer can be disputed."))

    @api.constrains("order_id", "picking_id", "partner_id")
    def _check_sold_to(self):
        """A complaint is about what this customer bought or got: an order named parks that order's debt."""
        for complaint in self.sudo().filtered("partner_id"):
            order, picking = complaint.order_id, complaint.picking_id
            owner = complaint.partner_id.commercial_partner_id
            buyers = order.partner_id + order.partner_invoice_id + order.partner_shipping_id
            getters = picking.partner_id + picking.sale_id.partner_id
            if any(people and owner not in people.commercial_partner_id for people in (buyers, getters)):
                raise UserError(self.env._("Order and transfer of a complaint are those of the customer."))

    # ------------------------------------------------------------------ the customer
    def _customer_name(self):
        """The customer, or, while nobody knows him, whoever wrote."""
        return self.partner_id.display_name or self.sender or ""

    def _assignable(self, vals):
        """What may be filled in although it is locked: the customer of a mail nobody could assign."""
        if not vals.get("partner_id") or any(complaint.partner_id for complaint in self):
            return set()
        self._sdw_check_role("group_sdw_sales_admin")
        return {"partner_id"}

    def write(self, vals):
        unknown = self.filtered(lambda complaint: not complaint.partner_id) if vals.get("partner_id") else self.browse()
        result = super().write(vals)
        if unknown and not vals.get("user_id"):
            unknown._sdw_system()._hand_to_salesperson()
        return result

    def _hand_to_salesperson(self):
        """Once the customer is known, his salesperson handles it."""
        for complaint in self:
            partner = complaint.partner_id
            user = partner.user_id or partner.commercial_partner_id.user_id
            if user and user != complaint.user_id:
                complaint.write({"user_id": user.id, "team_id": user.sale_team_id.id})
                complaint._handed_over()

    # ------------------------------------------------------------------ the goods
    def _claimed_goods(self):
        """{product: quantity in its own unit} of what is complained of."""
        goods = {}
        for line in self.line_ids:
            goods[line.product_id] = goods.get(line.product_id, 0.0) + line.quantity
        return goods

    def _goods_value(self):
        """Value of these goods, with tax, at the prices of the order, in the currency of the claim; 0 without one."""
        lines, value = self.sudo().order_id.order_line, 0.0
        for product, quantity in self._claimed_goods().items():
            sold = lines.filtered(lambda line, product=product: line.product_id == product and line.product_uom_qty)[:1]
            if sold:
                units = sold.product_uom_id._compute_quantity(sold.product_uom_qty, product.uom_id, round=False)
                value += sold.price_total / units * quantity if units else 0.0
        return self.currency_id.round(value)

    def action_value_of_goods(self):
        """Claim what the goods cost the customer."""
        self._sdw_check_caller()
        for complaint in self:
            complaint.claim_amount = complaint._goods_value()
        return True
