from odoo.fields import Command

from ..models.customer import read_counter
from .card_common import CardCase


class ManyCase(CardCase):
    """A dozen customers with an order each, in a company where a list of more than five is one of customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sdw_read_alert = 50
        cls.switch("block", "customer_status")
        names = [{"name": f"Customer {n}", "is_company": True, "customer_rank": 1} for n in range(12)]
        cls.many = cls.env["res.partner"].create([{**values, "phone": "0510 1234"} for values in names])
        cls.orders = cls.env["sale.order"].union(*(cls.order(partner=partner) for partner in cls.many))
        for user in cls.users.values():
            user.group_ids = [Command.link(cls.env.ref("base.group_allow_export").id)]

    def setUp(self):
        super().setUp()
        self.forget_reads()
        self.addCleanup(self.forget_reads)

    def forget_reads(self):
        read_counter.SEEN.clear()

    def logs(self):
        self.env.invalidate_all()
        return self.env["sdw.export.log"].search([])

    def read_by(self, user):
        """How many customers this user was counted to have read today."""
        self.env.flush_all()
        entry = read_counter.SEEN.get((self.env.cr.dbname, user.id))
        return len(entry[1]) if entry else 0
