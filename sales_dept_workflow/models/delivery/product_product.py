from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

#: Moves that are still to come.
PENDING = ("waiting", "confirmed", "assigned", "partially_available")


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sdw_stock_in(self, warehouse):
        """What lies in ``warehouse``, and what confirmed documents take out of it: core's figures, in one query.

        Core's own method also looks for what comes in, and for kits.

        :return: {product: (on hand, outgoing)}, in the product's own unit
        """
        lying, _coming, leaving = self.with_context(warehouse_id=warehouse.id)._get_domain_locations()
        pending = Domain("state", "in", PENDING) & Domain(leaving)
        query = SQL(
            "SELECT product_id, SUM(lying), SUM(leaving) FROM (%s UNION ALL %s) part GROUP BY product_id",
            self._sql_stock("stock.quant", "quantity", Domain(lying), "lying"),
            self._sql_stock("stock.move", "product_qty", pending, "leaving"),
        )
        rows = self.env.execute_query(query)
        found = {product: (float(on_hand or 0.0), float(taken or 0.0)) for product, on_hand, taken in rows}
        return {
            product: tuple(product.uom_id.round(quantity) for quantity in found.get(product.id, (0.0, 0.0)))
            for product in self
        }

    def _sql_stock(self, model, name, domain, as_column):
        """SELECT of product, quantity that lies and quantity that leaves; the one that is not meant is 0."""
        records = self.env[model].with_context(active_test=False)
        query = records._search(Domain("product_id", "in", self.ids) & domain)
        product, quantity = (records._field_to_sql(records._table, field, query) for field in ("product_id", name))
        figures = {"lying": SQL("0"), "leaving": SQL("0"), as_column: quantity}
        return query.select(
            SQL("%s AS product_id", product),
            *(SQL("%s AS %s", figure, SQL.identifier(column)) for column, figure in figures.items()),
        )
