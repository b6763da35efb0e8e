from odoo import api, models
from odoo.tools import ormcache

from .policy import BOOK, RuleBook


class AccountFiscalPosition(models.Model):
    _name = "account.fiscal.position"
    _inherit = ["account.fiscal.position", "sdw.cached.mixin"]

    @api.model
    def search(self, domain, offset=0, limit=None, order=None):
        """Core searches the same positions for every customer; the judge of prices knows them from the cache."""
        if not (self.env.su and isinstance(self.env.context.get(BOOK), RuleBook)):
            return super().search(domain, offset, limit, order)
        return self.browse(self._sdw_position_ids(tuple(domain), offset, limit, order))

    @api.model
    @ormcache("repr(domain)", "offset", "limit", "order")
    def _sdw_position_ids(self, domain, offset, limit, order):
        # pylint: disable-next=context-overridden
        return self.with_context({}).sudo().search(list(domain), offset, limit, order)._ids
