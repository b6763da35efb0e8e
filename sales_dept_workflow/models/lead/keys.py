from odoo import api, fields, models
from odoo.fields import Domain

from ..common.names import mail_key, name_key, phone_key, vat_key


def key_field(label):
    return fields.Char(
        label, compute="_compute_sdw_keys", store=True, index="btree_not_null", copy=False, groups="base.group_user"
    )


class SdwAlikeMixin(models.AbstractModel):
    """What duplicates are found by: normalised name, phone digits, e-mail domain and tax number, stored and indexed."""

    _name = "sdw.alike.mixin"
    _description = "Found again by Name, Number or Address"

    sdw_name_key = key_field("Name as Compared")
    sdw_phone_key = key_field("Phone as Compared")
    sdw_mail_key = key_field("E-mail as Compared")
    sdw_vat_key = key_field("Tax Number as Compared")

    def _sdw_key_values(self):
        """(name of a firm, phone, e-mail, tax number) of one record."""
        raise NotImplementedError

    def _compute_sdw_keys(self):
        for record in self:
            name, phone, email, vat = record._sdw_key_values()
            record.sdw_name_key = name_key(name) or False
            record.sdw_phone_key = phone_key(phone) or False
            record.sdw_mail_key = mail_key(email) or False
            record.sdw_vat_key = vat_key(vat) or False

    def _sdw_keys(self):
        return {
            "name": self.sdw_name_key,
            "phone": self.sdw_phone_key,
            "mail": self.sdw_mail_key,
            "vat": self.sdw_vat_key,
        }

    @api.model
    def _sdw_same(self, wanted, domain=Domain.TRUE):
        """Records that share one of the keys.

        :param dict wanted: {``name``, ``phone``, ``mail``, ``vat``: set of keys}
        """
        any_of = [Domain(f"sdw_{key}_key", "in", sorted(values)) for key, values in wanted.items() if values]
        return self.search(domain & Domain.OR(any_of), order="id") if any_of else self.browse()
