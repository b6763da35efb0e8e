"""What hangs on orders and may hold them. There is hardly ever anything, so all processes ask for it in one query."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .shared import once

#: In cr.cache, while orders are asked at a gate: what hangs on them.
HANGING = "sdw_orders_hanging"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_hanging(self, model):
        """The documents of ``model`` that hang on these orders, as the system reads them."""
        found = once(self, HANGING, SaleOrder._sdw_hanging_anew)
        numbers = [number for kinds in found.values() for number in kinds[model]]
        return self.env[model]._sdw_system().browse(numbers).sorted()

    def _sdw_hanging_anew(self):
        found = {order: defaultdict(list) for order in self}
        parts = self._sdw_sql_hanging() if self.ids else []
        for model, order, number in self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else ():
            found[self.browse(order)][model].append(number)
        return found

    def _sdw_sql_hanging(self):
        """A SELECT of (model, order, id) for each kind of document that hangs on orders. Extend through ``super()``."""
        return []

    def _sdw_sql_hanging_on(self, model, states):
        """Those of ``model`` in one of ``states``."""
        documents = self.env[model]
        documents.flush_model(["order_id", "state"])
        table = SQL.identifier(documents._table)
        ids = tuple(self.ids)
        return SQL("SELECT %s, order_id, id FROM %s WHERE order_id IN %s AND state IN %s", model, table, ids, states)
