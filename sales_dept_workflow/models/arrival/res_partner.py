from odoo import api, fields, models

#: What the invoicing data is read from.
READ = {"name", "vat", "street", "street2", "city", "state_id", "phone", "bank_ids", "sdw_invoice_address",
        "sdw_invoice_phone", "is_company"}  # fmt: skip


class ResPartner(models.Model):
    """What core's customer file lacks for a VAT invoice (D-03), and how long a courier takes (D-05)."""

    _inherit = "res.partner"

    sdw_invoice_address = fields.Char(
        "Invoicing Address", groups="base.group_user", help="As registered with the tax office, if not the address."
    )
    sdw_invoice_phone = fields.Char("Invoicing Telephone", groups="base.group_user")
    sdw_fapiao_kind = fields.Selection(
        [("paper", "Paper"), ("electronic", "Electronic")], "Form of the VAT Invoice", groups="base.group_user"
    )
    sdw_transit_days = fields.Integer(
        "Days in Transit", groups="base.group_user", help="How long this courier takes. 0: as the company has set."
    )

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["sdw_invoice_address", "sdw_invoice_phone", "sdw_fapiao_kind"]

    def _sdw_invoicing_data(self):
        """The invoicing data of a commercial partner: title, tax_number, address, phone_number, bank, account."""
        self.ensure_one()
        registered = (
            "".join(part for part in (self.state_id.name, self.city, self.street, self.street2) if part)
            if self.street
            else ""
        )
        account = self.bank_ids[:1]
        return {
            "title": self.name,
            "tax_number": self.vat,
            "address": self.sdw_invoice_address or registered,
            "phone_number": self.sdw_invoice_phone or self.phone,
            "bank": account.bank_id.name,
            "account": account.acc_number,
        }

    def write(self, vals):
        result = super().write(vals)
        if READ.intersection(vals):
            self._sdw_invoicing_data_changed()
        return result

    def _sdw_invoicing_data_changed(self):
        waiting = [("partner_id", "in", self.ids), ("state", "=", "requested"), ("sent_on", "=", False)]
        dispatches = self.env["sdw.invoice.dispatch"]._sdw_system()
        if self.ids:
            dispatches.search(waiting)._data_changed()
