from odoo import api, models


class Base(models.AbstractModel):
    """The one door of every export: files, the API, grouped or not (A-30); and of every table of groups."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        if not self.env.su:
            self.env["sdw.export.log"]._check_columns("export", self, fields_to_export)
        return super().export_data(fields_to_export)

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        groups = super().formatted_read_group(domain, groupby, aggregates, having, offset, limit, order)
        self.env["sdw.read.counter"]._count_groups(self._name, groupby, groups)
        return groups

    @api.model
    def formatted_read_grouping_sets(self, domain, grouping_sets, aggregates=(), *, order=None):
        sets = super().formatted_read_grouping_sets(domain, grouping_sets, aggregates, order=order)
        for groupby, groups in zip(grouping_sets, sets, strict=True):
            self.env["sdw.read.counter"]._count_groups(self._name, groupby, groups)
        return sets

    @api.model
    @api.deprecated("Since 19.0, as core's own; clients of older days still call it.")
    def read_group(self, domain, fields, groupby, offset=0, limit=None, orderby=False, lazy=True):
        groups = super().read_group(domain, fields, groupby, offset, limit, orderby, lazy)
        groupby = [groupby] if isinstance(groupby, str) else groupby
        self.env["sdw.read.counter"]._count_groups(self._name, groupby, groups)
        return groups
