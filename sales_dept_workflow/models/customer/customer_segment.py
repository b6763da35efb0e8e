from odoo import fields, models
from odoo.tools import SQL


class SdwCustomerSegment(models.Model):
    """Customer composition by segment: how much of our sales each tag of a dimension has (A-19, A-23).

    Segments are Odoo's own contact tags: a tag that has tags below it is a dimension (ownership, characteristics,
    group, situation, whatever a company adds). One row per row of the customer composition, dimension and tag; whoever
    has no tag of a dimension stands there without one, so that the shares of a dimension make up the whole, unless
    somebody has two of its tags and counts for both.
    """

    _name = "sdw.customer.segment"
    _description = "Customer Composition by Segment"
    _inherit = ["sdw.customer.analysis"]
    _auto = False

    dimension_id = fields.Many2one("res.partner.category", readonly=True)
    tag_id = fields.Many2one("res.partner.category", "Segment", readonly=True)

    @property
    def _table_query(self):
        partners = self.env["res.partner"]
        partners.flush_model(["category_id"])
        self.env["res.partner.category"].flush_model()
        tags = partners._fields["category_id"]
        columns = [name for name, field in self.env["sdw.customer.analysis"]._fields.items() if field.store]
        return SQL(
            """
            SELECT %(columns)s, dimension.id AS dimension_id, tagged.tag_id,
                   ROW_NUMBER() OVER (ORDER BY base.id, dimension.id, tagged.tag_id) AS id
              FROM (%(base)s) base
             CROSS JOIN (SELECT DISTINCT top.id FROM res_partner_category top
                           JOIN res_partner_category below ON below.parent_id = top.id AND below.active
                          WHERE top.parent_id IS NULL AND top.active) dimension
              LEFT JOIN (SELECT r.%(partner)s AS partner_id, tag.id AS tag_id,
                                SPLIT_PART(tag.parent_path, '/', 1)::int AS dimension_id
                           FROM %(rel)s r JOIN res_partner_category tag ON tag.id = r.%(tag)s AND tag.active) tagged
                ON tagged.partner_id = base.partner_id AND tagged.dimension_id = dimension.id
            """,
            columns=SQL(", ").join(SQL.identifier("base", name) for name in columns if name != "id"),
            base=super()._table_query,
            rel=SQL.identifier(tags.relation),
            partner=SQL.identifier(tags.column1),
            tag=SQL.identifier(tags.column2),
        )
