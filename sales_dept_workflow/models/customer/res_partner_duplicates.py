from odoo import api, fields, models
from odoo.fields import Domain

from ..common.names import mail_key, name_key, phone_key, vat_key

#: {column of the key: (value it is made of, how)}
KEYS = {
    "sdw_name_key": ("name", name_key),
    "sdw_phone_key": ("phone", phone_key),
    "sdw_vat_key": ("vat", vat_key),
    "sdw_mail_key": ("email", mail_key),
}
#: More files than this agree on nothing worth reading.
MANY = 1000


class ResPartner(models.Model):
    """One customer, one file (A-36): spellings of one name, telephone or tax number give the same key, and are found by
    an index, for any number of customers.
    """

    _inherit = "res.partner"

    sdw_duplicate_ids = fields.Many2many(
        "res.partner", string="Possible Duplicates", compute="_compute_sdw_duplicate_ids", groups="base.group_user"
    )

    @api.depends("name", "phone", "vat", "parent_id")
    def _compute_sdw_duplicate_ids(self):
        """The customers whom the reader may see and who could be this one; one query for all."""
        values = {
            partner: {name: partner[name] for name in ("name", "phone", "vat")}
            for partner in self
            if not partner.parent_id
        }
        found = self._sdw_find_duplicates(values)
        for partner in self:
            own = partner._origin.commercial_partner_id | partner._origin
            partner.sdw_duplicate_ids = found.get(partner, self.browse()) - own

    @api.model
    def _sdw_duplicates(self, values):
        """Customers' files that could be of the one these values are about.

        :param dict values: ``name``, ``phone``, ``vat``, ``email`` as somebody writes them; what is left out is not
            compared
        :return: res.partner, commercial partners of which one of them agrees, as far as the reader may see them
        """
        return self._sdw_find_duplicates({None: values})[None]

    @api.model
    def _sdw_find_duplicates(self, asked):
        """{what was asked for: the files that could be his}, in one query for all.

        :param dict asked: {anything hashable: values as of :meth:`_sdw_duplicates`}
        """
        texts = {
            key: [(column, text) for column, (name, make) in KEYS.items() if (text := make(values.get(name) or ""))]
            for key, values in asked.items()
        }
        wanted = set().union(*texts.values())
        by_key = self._sdw_by_key(wanted) if wanted else {}
        nobody = self.browse()
        return {key: nobody.union(*(by_key.get(pair, nobody) for pair in pairs)) for key, pairs in texts.items()}

    def _sdw_by_key(self, wanted):
        texts = {column: [text for name, text in wanted if name == column] for column in KEYS}
        domain = Domain.OR(Domain(column, "in", values) for column, values in texts.items() if values)
        found = {}
        partners = self.env["res.partner"].search_fetch(domain, [*KEYS, "commercial_partner_id"], limit=MANY)
        for partner in partners:
            for column in KEYS:
                pair = (column, partner[column])
                found[pair] = found.get(pair, self.browse()) | partner.commercial_partner_id
        return found
