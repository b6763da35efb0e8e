from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.rules import roles

TIME = [("future", "Future customer"), ("new", "New customer"), ("existing", "Existing customer")]
TRADE = [("planned", "Trade planned"), ("current", "Trading now"), ("past", "Traded in the past"), ("none", "No trade")]
ROLES = [
    ("decider", "Decides"),
    ("influencer", "Influences"),
    ("buyer", "Buys"),
    ("user", "Uses it"),
    ("gatekeeper", "Keeps the door"),
]


class ResPartner(models.Model):
    """Classes that follow from the trade, never stored: they depend on today (A-02, A-03). Who decides there (L-12)."""

    _inherit = "res.partner"

    sdw_time_class = fields.Selection(
        TIME, "By Time", compute="_compute_sdw_trade", search="_search_sdw_time_class", groups="base.group_user"
    )
    sdw_trade_class = fields.Selection(
        TRADE, "By Trade", compute="_compute_sdw_trade", search="_search_sdw_trade_class", groups="base.group_user"
    )
    sdw_order_days = fields.Integer(
        "Orders every (days)", compute="_compute_sdw_trade", groups=roles("salesperson", "accountant", "legal"),
        help="His habit: days between two orders, on average.",
    )  # fmt: skip
    sdw_decision_role = fields.Selection(
        ROLES,
        "Role in Decisions",
        tracking=True,
        groups="base.group_user",
        help="In the decision chain of his company.",
    )

    @api.depends_context("company")
    def _compute_sdw_trade(self):
        owners = self.commercial_partner_id._origin
        classes = self._sdw_trade_classes(owners)
        for partner in self:
            owner = partner.commercial_partner_id._origin.id
            time, trade, days = classes.get(owner, ("future", "none", 0))
            partner.sdw_time_class, partner.sdw_trade_class, partner.sdw_order_days = time, trade, days

    @api.model
    def _sdw_trade_classes(self, owners):
        """{id of a commercial partner: (class by time, class by trade, days between orders)}, in one query."""
        if not owners.ids:
            return {}
        self.env["sdw.customer.trade"]._flush()
        self.env.cr.execute(self._sdw_sql_classes(owners.ids))
        return {owner: (time, trade, days) for owner, time, trade, days in self.env.cr.fetchall()}

    @api.model
    def _sdw_sql_classes(self, owners=None):
        """id, time, trade, days of commercial partners with any trade; whoever is missing is *future*."""
        trade = self.env["sdw.customer.trade"]
        months = self.env.company.sudo().sdw_new_months
        return SQL(
            """
            SELECT f.id,
                   CASE WHEN f.orders = 0 THEN 'future' WHEN f.first_on >= %(new)s THEN 'new'
                        ELSE 'existing' END AS time,
                   CASE WHEN f.last_on >= %(dormant)s THEN 'current'
                        WHEN f.quotations + f.negotiations > 0 THEN 'planned'
                        WHEN f.orders > 0 THEN 'past' ELSE 'none' END AS trade,
                   CASE WHEN f.orders > 1
                        THEN EXTRACT(EPOCH FROM f.last_on - f.first_on)::int / 86400 / (f.orders - 1) ELSE 0 END AS days
              FROM (%(facts)s) f
            """,
            new=fields.Date.subtract(trade._today(), months=months),
            dormant=trade._dormant_since(),
            facts=trade._sql_facts(owners),
        )

    @api.model
    def _search_sdw_time_class(self, operator, value):
        return self._search_sdw_class(operator, value, SQL("time"), "future")

    @api.model
    def _search_sdw_trade_class(self, operator, value):
        return self._search_sdw_class(operator, value, SQL("trade"), "none")

    @api.model
    def _search_sdw_class(self, operator, value, column, nothing):
        """Commercial partners of a class; ``nothing`` is also that of everybody without any trade."""
        if operator != "in":
            return NotImplemented
        self.env["sdw.customer.trade"]._flush()
        classes = self._sdw_sql_classes()
        values = tuple(value) or (None,)
        found = Domain("id", "in", SQL("(SELECT c.id FROM (%s) c WHERE c.%s IN %s)", classes, column, values))
        if nothing in value:
            found |= Domain("id", "not in", SQL("(SELECT c.id FROM (%s) c)", classes)) & Domain("parent_id", "=", False)
        return found
