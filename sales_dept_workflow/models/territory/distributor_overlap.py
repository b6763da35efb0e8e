from odoo import api, models
from odoo.tools import SQL

#: Pairs of agreements of one company for the same territory that are in force on the same day, now or later, for goods
#: in common.
OVERLAPS = SQL(
    """
SELECT one.id, other.id
  FROM sdw_distributor one
  JOIN sdw_distributor other ON other.company_id = one.company_id AND other.territory_id = one.territory_id
                            AND other.id <> one.id
 WHERE one.active AND other.active
   AND coalesce(one.date_from, '-infinity') <= coalesce(other.date_to, 'infinity')
   AND coalesce(other.date_from, '-infinity') <= coalesce(one.date_to, 'infinity')
   AND least(coalesce(one.date_to, 'infinity'), coalesce(other.date_to, 'infinity')) >= current_date
   AND (NOT EXISTS (SELECT 1 FROM product_category_sdw_distributor_rel WHERE sdw_distributor_id = one.id)
        OR NOT EXISTS (SELECT 1 FROM product_category_sdw_distributor_rel WHERE sdw_distributor_id = other.id)
        OR EXISTS (SELECT 1
                     FROM product_category_sdw_distributor_rel a
                     JOIN product_category ca ON ca.id = a.product_category_id
                     JOIN product_category_sdw_distributor_rel b ON b.sdw_distributor_id = other.id
                     JOIN product_category cb ON cb.id = b.product_category_id
                    WHERE a.sdw_distributor_id = one.id
                      AND (ca.parent_path LIKE cb.parent_path || '%%' OR cb.parent_path LIKE ca.parent_path || '%%')))
"""
)


class SdwDistributor(models.Model):
    """Two distributors protected at once in one territory: the older agreement is named first (Q-02)."""

    _name = "sdw.distributor"
    _inherit = ["sdw.distributor", "sdw.overlap.mixin"]

    @api.model
    def _overlaps(self):
        return self._pairs(OVERLAPS)

    @api.model_create_multi
    def create(self, vals_list):
        distributors = super().create(vals_list)
        distributors._tell_overlaps()
        return distributors

    def write(self, vals):
        result = super().write(vals)
        if {"territory_id", "product_category_ids", "date_from", "date_to", "active", "company_id"}.intersection(vals):
            self._tell_overlaps()
        return result
