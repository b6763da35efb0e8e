from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .lead_common import LeadCase


@tagged("post_install", "-at_install")
class TestPortfolio(LeadCase):
    """One person's customers and open work pass to another, on record and reversible (A-56)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_salesperson.sale_team_id = cls.team
        cls.team.member_ids |= cls.second_salesperson
        cls.open_lead = cls.lead(partner_id=cls.customer.id)
        cls.lost_lead = cls.lead()
        cls.lost_lead.action_set_lost()
        cls.quotation = cls.order()
        cls.plan = cls.env["sdw.development.plan"].with_user(cls.salesperson).create({"partner_id": cls.customer.id})
        cls.trial = cls.env["sdw.trial.request"].with_user(cls.salesperson).create({"partner_id": cls.customer.id})
        cls.case = (
            cls.env["sdw.complaint"]
            .with_user(cls.salesperson)
            .create({"partner_id": cls.customer.id, "description": "It leaks"})
        )

    def handover(self, user=None, **values):
        handovers = self.env["sdw.portfolio.handover"].with_user(user or self.manager)
        people = {"from_user_id": self.salesperson.id, "to_user_id": self.second_salesperson.id}
        return handovers.create({**people, "reason": "Leaves the company", **values})

    def owners(self):
        records = (self.customer, self.open_lead, self.quotation, self.plan, self.trial, self.case)
        return [record.sudo().user_id for record in records]

    @covers("A-56")
    def test_everything_open_passes_and_comes_back(self):
        handover = self.handover()
        handover.action_hand_over()
        self.assertEqual(self.owners(), [self.second_salesperson] * 6)
        self.assertEqual(self.lost_lead.user_id, self.salesperson)
        activities = self.activities(self.trial, "mail_activity_type_deadline")
        self.assertEqual(activities.user_id, self.second_salesperson)
        self.assertLessEqual(
            {"customers", "leads", "orders", "plans", "cases", "activities"}, set(handover.line_ids.mapped("kind"))
        )
        self.assertEqual((handover.state, handover.user_id), ("done", self.manager))
        self.open_lead.sudo().user_id = self.supervisor  # has gone on since
        handover.action_take_back()
        owners = self.owners()
        self.assertEqual(owners.pop(1), self.supervisor)
        self.assertEqual(owners, [self.salesperson] * 5)
        with self.assertRaises(UserError):
            handover.action_take_back()

    @covers("A-56", "H-03")
    def test_with_a_reason(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.handover(reason="  ")
        handover = self.handover()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            handover.reason = "\n"

    @covers("A-56")
    def test_only_what_was_chosen(self):
        self.handover(customers=False, orders=False, cases=False, plans=False, activities=False).action_hand_over()
        self.assertEqual(self.owners()[:3], [self.salesperson, self.second_salesperson, self.salesperson])

    @covers("A-56")
    def test_only_the_manager_of_these_people(self):
        for user in (self.salesperson, self.supervisor, self.sales_admin, self.accountant, self.archivist):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.handover(user)
        self.second_salesperson.sale_team_id = False
        self.team.member_ids -= self.second_salesperson
        with self.assertRaisesRegex(AccessError, "your people"), self.env.cr.savepoint():
            self.handover()
        handover = self.handover(self.director)
        with self.assertRaises(AccessError):
            handover.with_user(self.manager).action_hand_over()
        handover.action_hand_over()
        self.assertEqual(self.customer.user_id, self.second_salesperson)

    @covers("A-56")
    def test_the_record_stays(self):
        handover = self.handover()
        for name, value in {"state": "done", "done_on": fields.Datetime.now(), "user_id": self.gm.id}.items():
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                handover.write({name: value})
        handover.action_hand_over()
        for user in (self.manager, self.director, self.gm):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                handover.with_user(user).write({"reason": "Other"})
            with self.assertRaises(UserError), self.env.cr.savepoint():
                handover.with_user(user).unlink()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                handover.line_ids.with_user(user).unlink()
        with self.assertRaises(UserError):
            handover.action_hand_over()

    @covers("A-56")
    def test_own_company_only(self):
        other = self.env["res.company"].create({"name": "Other House"})
        lead = (
            self.env["crm.lead"]
            .sudo()
            .create({"name": "Elsewhere", "company_id": other.id, "user_id": False, "team_id": False})
        )
        self.salesperson.sudo().company_ids |= other
        lead.user_id = self.salesperson
        self.handover().action_hand_over()
        self.assertEqual(lead.user_id, self.salesperson)

    @covers("A-56")
    def test_cost_does_not_grow(self):
        def handed(count, giver):
            partners = self.env["res.partner"].create(
                [{"name": f"Firm {n}", "is_company": True, "user_id": giver.id} for n in range(count)]
            )
            only = dict.fromkeys(("orders", "cases", "plans", "activities", "leads", "visits"), False)
            handover = self.handover(self.director, from_user_id=giver.id, **only)
            cost = self.queries(handover.action_hand_over)
            self.assertEqual(set(partners.mapped("user_id.id")), {self.second_salesperson.id})
            return cost

        # What core tracks is written in batches; nothing of ours is asked for each document.
        self.assertLess(handed(200, self.supervisor) - handed(20, self.director), 60)

    @covers("S-01", "Z-30", "H-03")
    def test_positions(self):
        positions = self.env["sdw.position"].search([])
        by_code = {position.code: position for position in positions}
        self.assertGreaterEqual(len(by_code), 10)
        for code, approver in (
            ("account_manager", "regional_manager"),
            ("regional_manager", "vice_president"),
            ("director", "vice_president"),
            ("eoffice_representative", "eoffice_manager"),
        ):
            self.assertEqual(by_code[code].approver_position_id, by_code[approver])
            self.assertTrue(by_code[code].with_user(self.salesperson).duties)
        with self.assertRaises(AccessError):
            by_code["director"].with_user(self.gm).write({"approver_position_id": False})
