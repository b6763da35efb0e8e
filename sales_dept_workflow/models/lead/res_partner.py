from odoo import api, models
from odoo.tools.sql import column_exists, create_column

from ..common.names import mail_key, name_key, phone_key, vat_key

KEYS = ("sdw_name_key", "sdw_phone_key", "sdw_mail_key", "sdw_vat_key")
BATCH = 5000


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sdw.alike.mixin"]

    def _auto_init(self):
        """The keys of partners that exist at installation are filled straight from the table, in batches."""
        new = [name for name in KEYS if not column_exists(self.env.cr, self._table, name)]
        for name in new:
            create_column(self.env.cr, self._table, name, "varchar")
        result = super()._auto_init()
        if new:
            self._sdw_fill_keys()
        return result

    @api.model
    def _sdw_fill_keys(self):
        last, cr = 0, self.env.cr
        while True:
            cr.execute(
                "SELECT id, CASE WHEN is_company OR parent_id IS NULL THEN name END, phone, email, vat "
                "FROM res_partner WHERE id > %s ORDER BY id LIMIT %s",
                (last, BATCH),
            )
            rows = cr.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            found = [
                (number, name_key(name) or None, phone_key(phone) or None, mail_key(mail) or None, vat_key(vat) or None)
                for number, name, phone, mail, vat in rows
            ]
            columns = [list(column) for column in zip(*found, strict=True)]
            cr.execute(
                "UPDATE res_partner p SET sdw_name_key = given.n, sdw_phone_key = given.p, sdw_mail_key = given.m, "
                "sdw_vat_key = given.v FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[]) "
                "AS given(id, n, p, m, v) WHERE p.id = given.id",
                columns,
            )

    @api.depends("name", "is_company", "parent_id", "phone", "email", "vat")
    def _compute_sdw_keys(self):
        return super()._compute_sdw_keys()

    def _sdw_key_values(self):
        """People within a firm share many names; only firms, and people who stand alone, are compared by name."""
        name = self.name if self.is_company or not self.parent_id else ""
        return name, self.phone, self.email, self.vat

    def _sdw_qualified_lead(self):
        """The newest open lead of this customer that says what he needs, among those the reader may see (A-46)."""
        owner = self.commercial_partner_id._origin
        if not owner or not self.env["crm.lead"].has_access("read"):
            return self.env["crm.lead"]
        ours = [("partner_id.commercial_partner_id", "=", owner.id), ("won_status", "=", "pending")]
        return self.env["crm.lead"].search([*ours, ("sdw_need", "!=", False)], order="id desc", limit=1)
