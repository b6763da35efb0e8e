from odoo import fields, models
from odoo.tools import SQL


class SdwSpecialRequirement(models.Model):
    """What customers want beyond the catalogue, as production and warehouse see it: no prices (Q-09).

    A view of confirmed order lines: nothing is copied, so a change on the order is a change here.
    """

    _name = "sdw.special.requirement"
    _description = "Special Requirement"
    _auto = False
    _order = "delivery_date, id"
    _rec_name = "order_name"

    order_name = fields.Char("Order", readonly=True)
    customer = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    category_id = fields.Many2one("sdw.special.category", "Category", readonly=True)
    requirement = fields.Text("Special Requirement", readonly=True)
    quantity = fields.Float(readonly=True)
    delivered = fields.Float(readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    delivery_date = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    is_open = fields.Boolean("To Deliver", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT l.id, o.name AS order_name, p.complete_name AS customer, l.product_id,
                   l.sdw_special_category_id AS category_id, l.special_requirement AS requirement,
                   l.product_uom_qty AS quantity, l.qty_delivered AS delivered, l.product_uom_id,
                   o.commitment_date AS delivery_date, o.user_id, o.team_id, o.company_id,
                   l.qty_delivered < l.product_uom_qty AS is_open
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_partner p ON p.id = o.partner_id
             WHERE o.state = 'sale' AND l.display_type IS NULL AND COALESCE(l.special_requirement, '') != ''
            """
        )
