from odoo.tests import new_test_user

from .common import SdwCase

#: What makes a company's card complete in everything that is mandatory.
MANDATORY = {
    "sdw_nature": "ordinary",
    "customer_source": "exhibition",
    "website": "https://pumps.example.com",
    "email": "office@pumps.example.com",
    "sdw_background": "Makes pumps since 1998",
}


class CardCase(SdwCase):
    """A customer's file, the archivist who keeps it, and somebody on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sale_team_id = cls.team
        cls.portal = new_test_user(cls.env, "sdw_card_portal", groups="base.group_portal")

    @classmethod
    def fill(cls, partner=None, **values):
        """Everything mandatory, and somebody to talk to."""
        partner = (partner or cls.customer).sudo()
        partner.write({**MANDATORY, **values})
        cls.env["res.partner"].create({"name": "Contact", "parent_id": partner.id, "phone": "0510 8888 0001"})
        return partner

    def propose(self, values=None, user=None, source="salesperson", partner=None):
        partner = (partner or self.customer).with_user(user or self.salesperson)
        return partner._sdw_propose(values or {"sdw_owner": "Mr Zhou"}, source)

    def card(self, partner=None):
        partner = partner or self.customer
        partner.invalidate_recordset()
        return partner
