from odoo import api, models

#: What is suggested while somebody types is no reading of customers.
SUGGESTED = 10


class ResPartner(models.Model):
    """Whoever reads customers by the client or the API is counted; what the server reads for its own work is not."""

    _inherit = "res.partner"

    def _read_format(self, fnames, load="_classic_read"):
        self.env["sdw.read.counter"]._count(self._ids)
        return super()._read_format(fnames, load=load)

    def export_data(self, fields_to_export):
        self.env["sdw.read.counter"]._count(self._ids)
        return super().export_data(fields_to_export)

    def copy_data(self, default=None):
        """The API hands it out like reading."""
        self.env["sdw.read.counter"]._count(self._ids)
        return super().copy_data(default)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        found = super().name_search(name, domain, operator, limit)
        if len(found) > SUGGESTED:
            self.env["sdw.read.counter"]._count([number for number, _name in found])
        return found

    @api.model
    def _search_mention_suggestions(self, domain, limit, extra_domain=None):
        partners = super()._search_mention_suggestions(domain, limit, extra_domain)
        if len(partners) > SUGGESTED:
            self.env["sdw.read.counter"]._count(partners.ids)
        return partners

    def _get_vcard_file(self):
        """A card for the telephone takes one customer out, many of them all (A-30)."""
        if self.partner_share:
            self.env["sdw.export.log"]._check("export", "res.partner", len(self), "vCard")
        return super()._get_vcard_file()

    def _sdw_customers(self):
        """The customers among these partners and whom they belong to: neither colleagues nor mere suppliers."""
        return self.sudo().commercial_partner_id.filtered(
            lambda owner: owner.partner_share
            and owner.customer_status
            and (owner.customer_rank or not owner.supplier_rank)
        )
