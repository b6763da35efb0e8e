from odoo import fields, models


class SdwCompetitorPrice(models.Model):
    """What competitors ask for, and on which terms, as our people hear it (Q-16)."""

    _name = "sdw.competitor.price"
    _description = "Competitor's Price"
    _order = "date desc, id desc"
    _rec_name = "competitor"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    competitor = fields.Char(required=True, index="trigram")
    partner_id = fields.Many2one("res.partner", "Competitor's File")
    product_id = fields.Many2one("product.product", "Our Product", index="btree_not_null")
    categ_id = fields.Many2one(related="product_id.categ_id", store=True)
    their_product = fields.Char()
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    price = fields.Monetary(required=True)
    our_price = fields.Float("Our List Price", related="product_id.lst_price")
    terms = fields.Char("Terms of Sale")
    date = fields.Date(required=True, default=fields.Date.context_today)
    source = fields.Selection(
        [
            ("visit", "On a Visit"),
            ("customer", "Customer"),
            ("tender", "Tender"),
            ("market", "Market"),
            ("publication", "Publication"),
        ],
        required=True,
        default="customer",
    )
    customer_id = fields.Many2one("res.partner", "Heard from", index="btree_not_null")
    user_id = fields.Many2one("res.users", "Recorded by", default=lambda self: self.env.user, required=True, index=True)
    note = fields.Text()

    _price_positive = models.Constraint("CHECK(price >= 0)", "A price is not negative.")
