from odoo import models


class CrmLead(models.Model):
    """A lead tells how to reach a customer: reading many counts like reading many customers (decision 31)."""

    _inherit = "crm.lead"

    def _read_format(self, fnames, load="_classic_read"):
        self.env["sdw.read.counter"]._count([("crm.lead", number) for number in self.ids])
        return super()._read_format(fnames, load=load)

    def copy_data(self, default=None):
        self.env["sdw.read.counter"]._count([("crm.lead", number) for number in self.ids])
        return super().copy_data(default)
