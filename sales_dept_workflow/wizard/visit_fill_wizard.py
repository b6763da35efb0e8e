from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.visit.codes import PLAN
from ..models.visit.visit_plan_fill import ROUTE


class SdwVisitFillWizard(models.TransientModel):
    """Puts the customers of a route, or chosen ones, on one day of a visit plan (A-22)."""

    _name = "sdw.visit.fill.wizard"
    _description = "Fill a Day of a Visit Plan"

    plan_id = fields.Many2one(PLAN, required=True, ondelete="cascade")
    date = fields.Date("Day", required=True)
    route = fields.Selection("_routes", "Customer Route")
    partner_ids = fields.Many2many("res.partner", "sdw_visit_fill_partner_rel", string="Customers")
    purpose = fields.Char("Purpose of the Visit", required=True)
    key_points = fields.Text()

    @api.model
    def _routes(self):
        """The routes there are; none where routes are not kept."""
        if ROUTE not in self.env or not self.env[ROUTE].has_access("read"):
            return []
        return [(str(route.id), route.display_name) for route in self.env[ROUTE].search([("id", "!=", 0)])]

    def action_confirm(self):
        """Fill the day: the route's customers in their order, then the chosen ones."""
        self.ensure_one()
        partners = self._route_customers() | self.partner_ids
        if not partners:
            raise UserError(self.env._("Please choose a route or customers."))
        self.plan_id._fill_day(self.date, partners, self.purpose, self.key_points)
        return {"type": "ir.actions.act_window_close"}

    def _route_customers(self):
        """The customers of the route in the order of the tour, however the route keeps them."""
        if not self.route:
            return self.env["res.partner"]
        route = self.env[ROUTE].browse(int(self.route))
        if hasattr(route, "_sdw_customers"):
            return route._sdw_customers()
        if "partner_ids" in route._fields:
            return route.partner_ids
        return route.line_ids.partner_id
