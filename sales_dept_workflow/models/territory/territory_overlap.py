from odoo import api, models
from odoo.tools import SQL

#: Pairs of territories that claim the same place on the same level, neither being a part of the other.
OVERLAPS = SQL(
    """
WITH narrowed AS (
    SELECT sdw_territory_id AS id FROM res_country_state_sdw_territory_rel
     UNION SELECT territory_id FROM sdw_territory_area
), pair AS (
    SELECT a.sdw_territory_id AS one, b.sdw_territory_id AS other
      FROM res_country_state_sdw_territory_rel a
      JOIN res_country_state_sdw_territory_rel b ON b.res_country_state_id = a.res_country_state_id
     UNION
    SELECT a.territory_id, b.territory_id
      FROM sdw_territory_area a
      JOIN sdw_territory_area b ON (a.city_key <> '' AND b.city_key = a.city_key)
           OR (a.zip_low <> '' AND b.zip_low <> ''
               AND a.zip_low <= b.zip_high || '~' AND b.zip_low <= a.zip_high || '~')
     UNION
    SELECT a.sdw_territory_id, b.sdw_territory_id
      FROM res_country_sdw_territory_rel a
      JOIN res_country_sdw_territory_rel b ON b.res_country_id = a.res_country_id
     WHERE a.sdw_territory_id NOT IN (SELECT id FROM narrowed) AND b.sdw_territory_id NOT IN (SELECT id FROM narrowed)
)
SELECT pair.one, pair.other
  FROM pair
  JOIN sdw_territory one ON one.id = pair.one AND one.active
  JOIN sdw_territory other ON other.id = pair.other AND other.active
 WHERE pair.one <> pair.other
   AND one.parent_path NOT LIKE other.parent_path || '%%' AND other.parent_path NOT LIKE one.parent_path || '%%'
   AND (NOT EXISTS (SELECT 1 FROM res_country_sdw_territory_rel WHERE sdw_territory_id = one.id)
        OR NOT EXISTS (SELECT 1 FROM res_country_sdw_territory_rel WHERE sdw_territory_id = other.id)
        OR EXISTS (SELECT 1
                     FROM res_country_sdw_territory_rel a
                     JOIN res_country_sdw_territory_rel b USING (res_country_id)
                    WHERE a.sdw_territory_id = one.id AND b.sdw_territory_id = other.id))
"""
)


class SdwTerritory(models.Model):
    _name = "sdw.territory"
    _inherit = ["sdw.territory", "sdw.overlap.mixin"]

    @api.model
    def _overlaps(self):
        return self._pairs(OVERLAPS)

    @api.model_create_multi
    def create(self, vals_list):
        territories = super().create(vals_list)
        territories._tell_overlaps()
        return territories

    def write(self, vals):
        result = super().write(vals)
        if {"country_ids", "state_ids", "area_ids", "parent_id", "active"}.intersection(vals):
            self._tell_overlaps()
        return result
