from odoo import models


class Base(models.AbstractModel):
    """The one door of every export: files, the API, grouped or not (A-30)."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        log = self.env["sdw.export.log"]
        if not self.env.su and log._reaches_customers(self._name, fields_to_export):
            log._check("export", self._name, len(self), ", ".join(map(str, fields_to_export)))
        return super().export_data(fields_to_export)
