from odoo import api, models


class ResPartner(models.Model):
    """Whoever reads customers by the client or the API is counted; what the server reads for its own work is not."""

    _inherit = "res.partner"

    def _read_format(self, fnames, load="_classic_read"):
        self.env["sdw.read.counter"]._count(self._ids)
        return super()._read_format(fnames, load=load)

    def export_data(self, fields_to_export):
        self.env["sdw.read.counter"]._count(self._ids)
        return super().export_data(fields_to_export)

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        groups = super().formatted_read_group(domain, groupby, aggregates, having, offset, limit, order)
        if groupby:
            self.env["sdw.read.counter"]._count((), more=len(groups))
        return groups
