from odoo import fields, models


class SdwCompositionFinding(models.Model):
    """What the analysis of levels, products or regions showed, and what is done about it (A-23, A-24, A-25)."""

    _name = "sdw.composition.finding"
    _description = "Conclusion of a Composition"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "problem"
    _check_company_auto = True

    kind = fields.Selection(
        [("level", "Customer levels"), ("product", "Products"), ("region", "Regions")], "Composition", required=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user, index=True)
    territory_id = fields.Many2one("sdw.territory", "Region")
    partner_id = fields.Many2one("res.partner", "Customer", check_company=True, index="btree_not_null")
    categ_id = fields.Many2one("product.category", "Product Category")
    problem = fields.Text("What It Shows", required=True, tracking=True)
    solution = fields.Text("What Is Done about It", tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done")], default="open", required=True, tracking=True, copy=False
    )
