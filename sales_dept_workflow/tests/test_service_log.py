from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import covers
from .learning_common import LearningCase


@tagged("post_install", "-at_install")
class TestServiceLog(LearningCase):
    """Services beyond the goods, and what a customer's tier gives him."""

    def log(self, user=None, **values):
        values = {"partner_id": self.customer.id, "kind": "training", **values}
        return self.env["sdw.service.log"].with_user(user or self.salesperson).create(values)

    @covers("X-17")
    def test_entitlement(self):
        entitle = self.env["sdw.service.entitlement"].with_user(self.manager).create
        entitle([{"kind": "training", "per_year": 2}, {"kind": "training", "tier": "a", "per_year": 5}])
        self.log()
        self.log(date=date(2020, 1, 1))
        mine = self.customer.with_user(self.salesperson)
        self.assertEqual(mine.sdw_service_left, "Training 1 of 2")
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self.log(partner_id=contact.id)
        mine.invalidate_recordset(["sdw_service_left"])
        with patch.object(type(self.customer), "_sdw_service_tier", lambda partner: "a"):
            self.assertEqual(mine.sdw_service_left, "Training 2 of 5")
        self.assertEqual(len(mine.sdw_service_ids), 3)
        with self.assertRaises(AccessError):
            self.env["sdw.service.entitlement"].with_user(self.salesperson).create({"kind": "trial"})

    @covers("X-17")
    def test_on_record(self):
        made = self.log()
        self.assertRecordValues(made, [{"user_id": self.salesperson.id, "company_id": self.company.id}])
        self.log(self.support, kind="white_paper", partner_id=self.env["res.partner"].create({"name": "Other"}).id)
        self.assertFalse(self.env["sdw.service.log"].with_user(self.second_salesperson).search([]))
        self.assertEqual(self.env["sdw.service.log"].with_user(self.support).search([]).kind, "white_paper")
        self.assertEqual(len(self.env["sdw.service.log"].with_user(self.sales_admin).search([])), 2)
        with self.assertRaises(AccessError), self.cr.savepoint():
            made.with_user(self.manager).unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            made.sudo().unlink()
        for user in (self.keeper, self.accountant):
            with self.assertRaises(AccessError):
                self.env["sdw.service.log"].with_user(user).search([])

    @covers("X-17")
    def test_screen(self):
        for user in (self.salesperson, self.support, self.manager):
            self.env["sdw.service.log"].with_user(user).get_views(
                [(False, kind) for kind in ("list", "pivot", "search")]
            )
        with Form(self.customer.with_user(self.salesperson)) as form, form.sdw_service_ids.new() as line:
            line.kind = "trial"
        self.assertRecordValues(self.customer.sdw_service_ids, [{"kind": "trial", "partner_id": self.customer.id}])

    def test_queries_do_not_grow(self):
        self.env["sdw.service.entitlement"].create({"kind": "training"})
        costs = []
        for size in (20, 200):
            partners = self.env["res.partner"].create([{"name": f"Buyer {number}"} for number in range(size)])
            self.env["sdw.service.log"].create([{"partner_id": partner.id} for partner in partners])
            costs.append(self.queries(lambda partners=partners: partners.mapped("sdw_service_left")))
        self.assertLessEqual(costs[1] - costs[0], 2, costs)
