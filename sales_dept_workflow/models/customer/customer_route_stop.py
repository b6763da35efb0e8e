from odoo import api, fields, models
from odoo.tools import SQL

from .codes_status import ROUTE

#: An address follows its own stop, else that of its company.
FOLLOW = """
UPDATE res_partner p
   SET sdw_route_id = COALESCE(own.route_id, company.route_id),
       sdw_route_sequence = COALESCE(own.sequence, company.sequence)
  FROM res_partner one
  LEFT JOIN sdw_customer_route_stop own ON own.partner_id = one.id
  LEFT JOIN sdw_customer_route_stop company ON company.partner_id = one.commercial_partner_id
 WHERE p.id = one.id AND %s
   AND (p.sdw_route_id, p.sdw_route_sequence) IS DISTINCT FROM
       (COALESCE(own.route_id, company.route_id), COALESCE(own.sequence, company.sequence))
"""


class SdwCustomerRouteStop(models.Model):
    """A customer, or one of his addresses, at his place on a route; each lies on one route (A-22)."""

    _name = "sdw.customer.route.stop"
    _description = "Stop on a Route"
    _order = "route_id, sequence, id"
    _rec_name = "partner_id"

    route_id = fields.Many2one(ROUTE, required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="route_id.company_id", store=True)
    city = fields.Char(related="partner_id.city")
    customer_status = fields.Selection(related="partner_id.customer_status", groups="base.group_user")

    _partner_uniq = models.Constraint("UNIQUE(partner_id)", "This customer lies on another route already.")

    @api.model_create_multi
    def create(self, vals_list):
        stops = super().create(vals_list)
        self._follow(stops.partner_id)
        return stops

    def write(self, vals):
        moved = (
            self.partner_id if {"route_id", "sequence", "partner_id"}.intersection(vals) else self.partner_id.browse()
        )
        result = super().write(vals)
        if moved:
            self._follow(moved | self.partner_id)
        return result

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        self._follow(partners)
        return result

    @api.model
    def _follow(self, partners):
        """Tell partners, and their contacts, their route: one statement, whatever their number."""
        if not partners:
            return
        self.flush_model(["route_id", "sequence", "partner_id"])
        partners.flush_model(["commercial_partner_id", "sdw_route_id", "sdw_route_sequence"])
        ids = tuple(partners.ids)
        self.env.cr.execute(SQL(FOLLOW, SQL("(one.id IN %s OR one.commercial_partner_id IN %s)", ids, ids)))
        partners.invalidate_model(["sdw_route_id", "sdw_route_sequence"], flush=False)
