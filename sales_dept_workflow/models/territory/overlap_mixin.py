from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class SdwOverlapMixin(models.AbstractModel):
    """Two records that claim the same: shown when it arises, to whoever saves it and in a list for the manager.

    Nothing is refused, for there is always a winner: the deeper nested, then the older one.
    """

    _name = "sdw.overlap.mixin"
    _description = "Claims that may Overlap"

    overlapping = fields.Boolean(compute="_compute_overlapping", search="_search_overlapping")
    overlap_names = fields.Char("Overlaps with", compute="_compute_overlapping")

    @api.model
    def _overlaps(self):
        """{id: ids of those it overlaps with}, of all records, in one query. Each model says how."""
        return {}

    def _compute_overlapping(self):
        found = self._overlaps() if self.ids else {}
        for record in self:
            others = self.browse(sorted(found.get(record._origin.id, ()))).exists()
            record.overlapping = bool(others)
            record.overlap_names = ", ".join(others.sudo().mapped("display_name"))

    @api.model
    def _search_overlapping(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("id", "in", list(self._overlaps()))
        return Domain.OR([found if wanted else ~found for wanted in value])

    @api.model
    def _pairs(self, query):
        self.env.flush_all()
        result = defaultdict(set)
        for one, other in self.env.execute_query(query):
            result[one].add(other)
        return result

    def _tell_overlaps(self):
        """Say at once to whoever saves it that somebody else claims the same."""
        self.invalidate_model(["overlapping", "overlap_names"], flush=False)
        for record in self.filtered("overlapping"):
            message = self.env._(
                "%(name)s overlaps with %(others)s.", name=record.display_name, others=record.overlap_names
            )
            title = self.env._("Claimed twice")
            self.env.user._bus_send(
                "simple_notification", {"type": "warning", "title": title, "message": message, "sticky": True}
            )
