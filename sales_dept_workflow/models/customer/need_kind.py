from odoo import api, fields, models
from odoo.tools import SQL


class SdwNeedKind(models.Model):
    """What customers need, sorted: one row per kind, with the products that answer it (A-39).

    Shared by all companies; kept by the sales manager and the sales admin.
    """

    _name = "sdw.need.kind"
    _description = "Kind of Need"
    _order = "sequence, id"

    name = fields.Char("Kind of Need", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer(export_string_translation=False)
    categ_ids = fields.Many2many("product.category", string="Product Categories That Match")
    product_ids = fields.Many2many(
        "product.product", string="Single Products That Match", domain=[("sale_ok", "=", True)]
    )
    service = fields.Text("How We Serve It", help="What a salesperson offers to customers with such a need.")
    product_count = fields.Integer("Products That Match", compute="_compute_product_count")

    _name_uniq = models.UniqueIndex("(name)", "There is already a kind of need of this name.")

    @api.depends("categ_ids", "product_ids")
    def _compute_product_count(self):
        counts = {}
        if self.ids:
            self.env.flush_all()
            counts = dict(self.env.execute_query(SQL("%s HAVING m.kind_id IN %s", self._sql_counts(), tuple(self.ids))))
        for kind in self:
            kind.product_count = counts.get(kind._origin.id, 0)

    @api.model
    def _sql_counts(self):
        """kind_id, number of products on sale that match: those named, and all of the named categories."""
        return SQL(
            """
            SELECT m.kind_id, COUNT(DISTINCT product.id)::int AS products
              FROM (SELECT r.%(kind)s AS kind_id, r.%(product)s AS product_id FROM %(products)s r
                     UNION ALL
                    SELECT r.%(kind)s, p.id FROM %(categories)s r
                      JOIN product_category top ON top.id = r.%(category)s
                      JOIN product_category below ON below.parent_path LIKE top.parent_path || '%%'
                      JOIN product_template t ON t.categ_id = below.id
                      JOIN product_product p ON p.product_tmpl_id = t.id) m
              JOIN product_product product ON product.id = m.product_id AND product.active
              JOIN product_template template ON template.id = product.product_tmpl_id AND template.sale_ok
          GROUP BY m.kind_id
            """,
            products=SQL.identifier(self._fields["product_ids"].relation),
            categories=SQL.identifier(self._fields["categ_ids"].relation),
            kind=SQL.identifier(self._fields["product_ids"].column1),
            product=SQL.identifier(self._fields["product_ids"].column2),
            category=SQL.identifier(self._fields["categ_ids"].column2),
        )

    def action_matching_products(self):
        """Open what we offer for these kinds of need, as far as the reader may see it (A-39)."""
        self.check_access("read")
        kinds = self.sudo()
        domain = ["|", ("id", "in", kinds.product_ids.ids), ("categ_id", "child_of", kinds.categ_ids.ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Products That Match"),
            "res_model": "product.product",
            "views": [[False, "kanban"], [False, "list"], [False, "form"]],
            "domain": [("sale_ok", "=", True), *domain],
            "help": self.env._("No product has been written down for these kinds of need yet."),
        }
