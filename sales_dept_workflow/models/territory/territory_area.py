from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SdwTerritoryArea(models.Model):
    """One line of a territory: a postcode range or a city."""

    _name = "sdw.territory.area"
    _description = "City or Postcodes of a Territory"
    _order = "zip_from, city, id"

    territory_id = fields.Many2one("sdw.territory", required=True, index=True, ondelete="cascade")
    zip_from = fields.Char("Postcode from", help="A range may be given by its first digits: 20 to 21.")
    zip_to = fields.Char("Postcode to")
    city = fields.Char(help="One name a line; write the Chinese and the English name on two lines if both are in use.")
    zip_low = fields.Char(compute="_compute_keys", store=True)
    zip_high = fields.Char(compute="_compute_keys", store=True)
    city_key = fields.Char(compute="_compute_keys", store=True)

    @api.depends("zip_from", "zip_to", "city")
    def _compute_keys(self):
        """As the address is compared: see ``territory_match``."""
        for area in self:
            low, high = (area.zip_from or area.zip_to or "").strip().upper(), (area.zip_to or "").strip().upper()
            area.zip_low, area.zip_high = low, high or low
            area.city_key = (area.city or "").strip().lower().removesuffix("市")

    @api.constrains("territory_id", "zip_from", "zip_to", "city")
    def _check_given(self):
        for area in self:
            if not (area.zip_low or area.city_key):
                raise ValidationError(
                    self.env._("Please give a postcode range or a city on each line of %s.", area.territory_id.name)
                )
            if area.zip_low > area.zip_high:
                raise ValidationError(
                    self.env._(
                        "The postcode range %(low)s to %(high)s is the wrong way round.",
                        low=area.zip_from,
                        high=area.zip_to,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        self.env["sdw.territory"]._assign()
        return areas

    def write(self, vals):
        result = super().write(vals)
        self.env["sdw.territory"]._assign()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["sdw.territory"]._assign()
        return result
