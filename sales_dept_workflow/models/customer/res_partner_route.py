from odoo import api, fields, models

from .codes_status import ROUTE


class ResPartner(models.Model):
    """The route on which a customer, and each of his addresses, lies (A-22)."""

    _inherit = "res.partner"

    sdw_route_id = fields.Many2one(
        ROUTE, "Route", readonly=True, copy=False, index="btree_not_null", groups="base.group_user"
    )
    sdw_route_sequence = fields.Integer("Place on the Route", readonly=True, copy=False, groups="base.group_user")
    sdw_route_stop_ids = fields.One2many(
        "sdw.customer.route.stop", "partner_id", "Stops", copy=False, groups="base.group_user"
    )

    def _init_column(self, column_name):
        """No pass over big tables at installation."""
        return None if column_name == "sdw_route_sequence" else super()._init_column(column_name)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_route_id", "sdw_route_sequence"}

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env[ROUTE]._any():
            self.env["sdw.customer.route.stop"]._follow(partners.filtered("parent_id"))
        return partners

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "is_company"}.intersection(vals) and self.env[ROUTE]._any():
            self.env["sdw.customer.route.stop"]._follow(self)
        return result
