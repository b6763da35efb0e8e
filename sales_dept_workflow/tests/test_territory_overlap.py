from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestOverlap(PricingCase):
    """What two claim is shown when it arises; there is always a winner, so nothing is refused (Q-02)."""

    def territory(self, name, **values):
        areas = [Command.create(area) for area in values.pop("areas", [])]
        return self.env["sdw.territory"].create({"name": name, "area_ids": areas, **values})

    def agreement_of(self, partner, **values):
        values = {"territory_id": self.east.id, "uplift_percent": 15, **values}
        return self.env["sdw.distributor"].create({"company_id": self.company.id, "partner_id": partner.id, **values})

    @covers("Q-02")
    def test_territories(self):
        germany = Command.set(self.env.ref("base.de").ids)
        pairs = [
            ({"state_ids": [Command.set(self.shanghai.ids)]}, self.east),
            ({"country_ids": [Command.set(self.china.ids)]}, self.country),
        ]
        for values, other in pairs:
            claimed = self.territory("Second", **values)
            self.assertTrue(claimed.overlapping and other.overlapping)
            self.assertEqual(claimed.overlap_names, other.display_name)
            claimed.active = False
            other.invalidate_recordset()
            self.assertFalse(other.overlapping)
        wide = self.territory("Wide", areas=[{"zip_from": "20", "zip_to": "21"}])
        inside = self.territory("Inside", areas=[{"zip_from": "200120", "zip_to": "200139"}])
        beside = self.territory("Beside", areas=[{"zip_from": "22", "zip_to": "23"}])
        part = self.territory("Part", parent_id=wide.id, areas=[{"zip_from": "2100", "zip_to": "2199"}])
        abroad = self.territory("Abroad", country_ids=[germany], areas=[{"zip_from": "20", "zip_to": "20"}])
        self.assertEqual(wide.overlap_names, f"{inside.display_name}, {abroad.display_name}")
        self.assertFalse(beside.overlapping)
        self.assertFalse(part.overlapping, "a part lies in the whole")
        china = self.territory("At home", country_ids=[Command.set(self.china.ids)], areas=[{"city": "Kunshan"}])
        far = self.territory("Far", country_ids=[germany], areas=[{"city": "Kunshan"}])
        self.assertFalse(china.overlapping or far.overlapping, "towns of one name in two countries")
        near = self.territory("Near", areas=[{"city": "kunshan "}])
        self.assertTrue(near.overlapping)

    @covers("Q-02")
    def test_managers_list_and_the_winner(self):
        second = self.territory("Second", state_ids=[Command.set(self.shanghai.ids)])
        found = self.env["sdw.territory"].with_user(self.manager).search([("overlapping", "=", True)])
        self.assertEqual(found, self.east | second)
        others = self.env["sdw.territory"].search([("overlapping", "=", False)])
        self.assertTrue(self.south in others and second not in others)
        self.env["sdw.territory"]._assign()
        self.assertEqual(self.customer.territory_id, self.east, "the deeper nested, not the newer")

    @covers("Q-02")
    def test_distributors(self):
        today = fields.Date.today()
        other = self.agreement_of(self.southern)
        self.assertEqual(other.overlap_names, self.agreement.display_name)
        self.assertEqual(self.env["sdw.distributor"].search([("overlapping", "=", True)]), self.agreement | other)
        pumps = self.env["product.category"].create({"name": "Pumps"})
        small = self.env["product.category"].create({"name": "Small", "parent_id": pumps.id})
        valves = self.env["product.category"].create({"name": "Valves"})
        free = [
            ({"territory_id": self.south.id}, {}),
            ({"product_category_ids": pumps}, {"product_category_ids": valves}),
            ({"date_from": today + timedelta(days=9)}, {"date_to": today + timedelta(days=8)}),
            ({"date_to": today - timedelta(days=1)}, {}),
            ({"company_id": self.env["res.company"].create({"name": "Other"})}, {}),
            ({"active": False}, {}),
        ]
        blank = {"territory_id": self.east, "product_category_ids": False, "date_from": False, "date_to": False}
        blank |= {"company_id": self.company, "active": True}
        for theirs, ours in free:
            other.write(
                {
                    name: getattr(value, "id", value) if name != "product_category_ids" else value
                    for name, value in (blank | theirs).items()
                }
            )
            self.agreement.write({name: value for name, value in ours.items()})
            (other | self.agreement).invalidate_recordset()
            self.assertFalse(other.overlapping or self.agreement.overlapping, theirs)
            self.agreement.write({"product_category_ids": False, "date_to": False})
        other.write(
            {"territory_id": self.east.id, "active": True, "company_id": self.company.id, "product_category_ids": small}
        )
        self.agreement.product_category_ids = pumps
        other.invalidate_recordset()
        self.assertTrue(other.overlapping, "a category includes the ones below it")

    def test_the_user_is_told(self):
        sent = []
        self.patch(type(self.env["res.users"]), "_bus_send", lambda user, kind, message, **_rest: sent.append(message))
        territories = self.env["sdw.territory"].with_user(self.manager)
        territories.create({"name": "Second", "state_ids": [Command.set(self.shanghai.ids)]})
        territories.create({"name": "Free", "area_ids": [Command.create({"city": "Nowhere"})]})
        self.assertEqual(len(sent), 1)
        self.assertIn("Second overlaps with", sent[0]["message"])
        self.agreement.with_user(self.manager).copy({"partner_id": self.southern.id})
        self.assertEqual(len(sent), 2)

    def test_many_cost_no_more(self):
        costs = {}
        for size in (20, 200):
            territories = self.env["sdw.territory"].create([{"name": f"T{number}"} for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            territories.mapped("overlapping")
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[200], costs[20] + 1, costs)


@tagged("post_install", "-at_install")
class TestTerritoryScale(PricingCase):
    """A change of area or agreement costs the same number of queries for 20 and for 200 open quotations (Q-04)."""

    def cost(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @covers("Q-02", "Q-04")
    def test_reevaluation(self):
        self.switch("block", "territory", "price")
        costs = {}
        for size in (20, 200):
            here = {"country_id": self.china.id, "state_id": self.shanghai.id}
            partners = self.env["res.partner"].create([{"name": f"P{number}", **here} for number in range(size)])
            line = Command.create({"product_id": self.product.id})
            self.env["sale.order"].create([{"partner_id": partner.id, "order_line": [line]} for partner in partners])
            leads = [{"name": "L", "partner_id": partner.id} for partner in partners]
            self.env["crm.lead"].create(leads)
            steps = {
                "agreement": lambda: self.agreement.write({"uplift_percent": self.agreement.uplift_percent + 1}),
                "area": lambda: self.east.write({"state_ids": [Command.clear()]}),
                "area back": lambda: self.east.write({"state_ids": [Command.set(self.shanghai.ids)]}),
                "address": lambda partners=partners: partners.write({"state_id": self.guangdong.id}),
            }
            costs[size] = {name: self.cost(step) for name, step in steps.items()}
        for name, few in costs[20].items():
            self.assertLessEqual(costs[200][name], few + 12, costs)
