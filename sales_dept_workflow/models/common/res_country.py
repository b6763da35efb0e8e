from odoo import models


class ResCountry(models.Model):
    """Addresses are compared at every delivery; their countries hardly ever change."""

    _name = "res.country"
    _inherit = ["res.country", "sdw.cached.mixin"]
