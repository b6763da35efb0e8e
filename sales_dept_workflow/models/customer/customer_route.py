from odoo import api, fields, models
from odoo.tools import ormcache

from .codes_status import ROUTE


class SdwCustomerRoute(models.Model):
    """An economical tour of a region's customers, for visits and for shipping (A-22)."""

    _name = ROUTE
    _description = "Customer Route"
    _inherit = ["sdw.cached.mixin", "mail.thread"]
    _order = "territory_id, sequence, name, id"
    _sdw_cached_fields = {"active"}

    name = fields.Char("Route", required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    territory_id = fields.Many2one("sdw.territory", "Region", index="btree_not_null", tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
    )
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: a route of every company.")
    stop_ids = fields.One2many("sdw.customer.route.stop", "route_id", "Customers in Order", copy=False)
    partner_ids = fields.Many2many("res.partner", string="Customers on the Route", compute="_compute_partner_ids")
    stop_count = fields.Integer("Number of Customers", compute="_compute_stop_count")
    note = fields.Text(help="Days, crossings, where to park: what whoever drives it should know.")

    @api.depends("stop_ids.partner_id", "stop_ids.sequence")
    def _compute_partner_ids(self):
        """In the order of the tour."""
        for route in self:
            route.partner_ids = route.stop_ids.sorted(lambda stop: (stop.sequence, stop._origin.id)).partner_id

    def _compute_stop_count(self):
        groups = self.env["sdw.customer.route.stop"]._read_group(
            [("route_id", "in", self.ids)], ["route_id"], ["__count"]
        )
        counts = {route.id: count for route, count in groups}
        for route in self:
            route.stop_count = counts.get(route._origin.id, 0)

    @api.model
    @ormcache()
    def _any(self):
        """Whether the company works with routes at all; costs no query once known."""
        # pylint: disable-next=context-overridden
        return bool(self.sudo().with_context({"active_test": False}).search_count([], limit=1))

    def action_add_region(self):
        """Put the region's customers who are on no route yet at the end of this one."""
        self.check_access("write")
        stops = self.env["sdw.customer.route.stop"]
        for route in self.filtered("territory_id"):
            last = max(route.stop_ids.mapped("sequence"), default=0)
            domain = [
                ("territory_id", "child_of", route.territory_id.id),
                ("sdw_route_id", "=", False),
                ("parent_id", "=", False),
                ("customer_status", "not in", ("invalid", False)),
                ("partner_share", "=", True),
            ]
            partners = self.env["res.partner"].search(domain, order="zip, city, id")
            stops.create(
                [
                    {"route_id": route.id, "partner_id": partner.id, "sequence": last + number}
                    for number, partner in enumerate(partners, 1)
                ]
            )
        return True

    def action_view_customers(self):
        """Open the customers of these routes, their addresses included."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers"),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("sdw_route_id", "in", self.ids)],
        }

    def unlink(self):
        self.stop_ids.unlink()
        return super().unlink()
