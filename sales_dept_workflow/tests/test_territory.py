from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestTerritory(PricingCase):
    """Whose region an address lies in, and who is protected there."""

    def territory(self, name, **values):
        areas = [Command.create(area) for area in values.pop("areas", [])]
        return self.env["sdw.territory"].create({"name": name, "area_ids": areas, **values})

    def partner(self, **values):
        return self.env["res.partner"].create({"name": "Somebody", "country_id": self.china.id, **values})

    # ------------------------------------------------------------------ matching
    @covers("Q-02")
    def test_most_specific_wins(self):
        pudong = self.territory("Pudong", parent_id=self.east.id, areas=[{"zip_from": "200120", "zip_to": "200139"}])
        kunshan = self.territory("Kunshan", areas=[{"city": "昆山"}, {"city": "Kunshan"}])
        deep = self.territory("Deep Shanghai", parent_id=self.east.id, state_ids=[Command.set(self.shanghai.ids)])
        sh = {"state_id": self.shanghai.id}
        cases = [
            ({}, self.country),
            (sh, deep),
            ({**sh, "zip": "200130"}, pudong),
            ({**sh, "zip": " 200139 "}, pudong),
            ({**sh, "zip": "200140"}, deep),
            ({"city": "KUNSHAN "}, kunshan),
            ({"city": "昆山市"}, kunshan),
            ({"state_id": self.guangdong.id}, self.south),
            ({"country_id": self.env.ref("base.de").id}, self.env["sdw.territory"]),
        ]
        for values, expected in cases:
            self.assertEqual(self.partner(**values).territory_id, expected, values)

    def test_countries_bound_the_other_lines(self):
        bounded = self.territory(
            "Chinese 10", country_ids=[Command.set(self.china.ids)], areas=[{"zip_from": "10", "zip_to": "10"}]
        )
        self.assertEqual(self.partner(zip="100001").territory_id, bounded)
        self.assertFalse(self.partner(zip="10115", country_id=self.env.ref("base.de").id).territory_id)
        self.assertEqual(self.partner(zip="200000").territory_id, self.country, "narrowed to the postcodes")

    def test_kept_up_to_date(self):
        partner = self.partner(state_id=self.shanghai.id)
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": partner.id, "type": "other"})
        self.assertEqual(contact.territory_id, self.east, "without a place of his own he follows the company")
        partner.state_id = self.guangdong
        self.assertEqual((partner | contact).territory_id, self.south)
        self.south.state_ids = [Command.clear()]
        self.assertEqual(partner.territory_id, self.country, "a territory without lines matches nothing")
        north = self.territory("North", state_ids=[Command.set(self.guangdong.ids)])
        self.assertEqual(partner.territory_id, north)
        area = self.env["sdw.territory.area"].create({"territory_id": self.east.id, "city": "Guangzhou"})
        partner.city = "guangzhou"
        self.assertEqual(partner.territory_id, self.east)
        area.unlink()
        self.assertEqual(partner.territory_id, north)

    def test_one_statement_for_many(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{number}", "state_id": self.shanghai.id, "country_id": self.china.id} for number in range(200)]
        )
        self.env.cr.execute("UPDATE res_partner SET territory_id = NULL WHERE id = ANY(%s)", [partners.ids])
        partners.invalidate_recordset()
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.env["sdw.territory"]._assign(partners)
        self.assertLess(self.cr.sql_log_count - before, 6)
        self.assertEqual(partners.territory_id, self.east)

    def test_bad_lines_are_refused(self):
        with self.assertRaises(ValidationError):
            self.territory("Nothing", areas=[{}])
        with self.assertRaises(ValidationError):
            self.territory("Backwards", areas=[{"zip_from": "300", "zip_to": "200"}])
        with self.assertRaises(UserError):
            self.country.parent_id = self.east

    # ------------------------------------------------------------------ who may move a customer
    @covers("Q-04")
    def test_what_the_rule_reads_is_guarded(self):
        customer = self.customer.with_user(self.salesperson)
        customer.write({"state_id": self.guangdong.id})  # the rule is off
        customer.write({"state_id": self.shanghai.id})
        self.switch("block", "territory", "price")
        refused = [
            {"state_id": self.guangdong.id},
            {"zip": "1"},
            {"city": "x"},
            {"country_id": False},
            {"parent_id": self.dealer.id},
            {"commercial_partner_id": self.dealer.id},
            {"territory_forced_id": self.south.id},
            {"territory_id": self.south.id},
            {"specific_property_product_pricelist": self.cheap.id},
            {"property_product_pricelist": self.cheap.id},
        ]
        for values in refused:
            with self.assertRaises(AccessError, msg=values), self.env.cr.savepoint():
                customer.write(values)
        customer.write({"phone": "123", "state_id": self.shanghai.id})
        self.customer.with_user(self.sales_admin).write({"state_id": self.guangdong.id})
        with self.assertRaises(AccessError):
            self.customer.with_user(self.sales_admin).territory_forced_id = self.south
        with self.assertRaises(AccessError):
            self.customer.with_user(self.sales_admin).property_product_pricelist = self.cheap
        self.customer.with_user(self.manager).write(
            {"territory_forced_id": self.east.id, "property_product_pricelist": self.cheap.id}
        )
        self.assertEqual(self.customer.territory_id, self.east)
        self.assertEqual(self.customer.property_product_pricelist, self.cheap)

    def test_salespeople_still_create_customers(self):
        self.switch("block", "territory", "price")
        partners = self.env["res.partner"].with_user(self.salesperson)
        new = partners.create({"name": "New", "country_id": self.china.id, "state_id": self.shanghai.id})
        self.assertEqual(new.territory_id, self.east)
        partners.create({"name": "New", "property_product_pricelist": new.property_product_pricelist.id})
        for values in (
            {"territory_forced_id": self.south.id},
            {"specific_property_product_pricelist": self.cheap.id},
            {"property_product_pricelist": self.cheap.id},
        ):
            with self.assertRaises(AccessError, msg=values), self.env.cr.savepoint():
                partners.create({"name": "New", **values})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            partners.with_context(default_specific_property_product_pricelist=self.cheap.id).create({"name": "New"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            partners.with_context(default_territory_forced_id=self.south.id).create({"name": "New"})

    @covers("Q-05")
    def test_pricelists_are_edited_by_those_who_answer_for_them(self):
        stock_manager = self.env["res.users"].create(
            {
                "name": "Stock",
                "login": "sdw_stock_manager",
                "group_ids": [Command.set(self.env.ref("stock.group_stock_manager").ids)],
            }
        )
        self.pricelist.with_user(stock_manager).name = "Renamed"
        self.switch("block", "price")
        if not stock_manager.has_group("product.group_product_manager"):
            with self.assertRaises(AccessError):
                self.pricelist.with_user(stock_manager).name = "Again"
        for user in (self.salesperson, self.sales_admin):
            with self.assertRaises(AccessError):
                self.pricelist.with_user(user).write({"item_ids": [Command.create({"fixed_price": 1})]})
            with self.assertRaises(AccessError):
                self.product.with_user(user).list_price = 1

    # ------------------------------------------------------------------ distributors
    @covers("Q-04")
    def test_uplift_not_below_the_companys_minimum(self):
        with self.assertRaisesRegex(ValidationError, "at least 10 %"):
            self.agreement.uplift_percent = 9.99
        with self.assertRaises(AccessError):
            self.agreement.with_user(self.salesperson).uplift_percent = 12
        self.agreement.with_user(self.manager).uplift_percent = 12

    @covers("Q-02", "Q-04")
    def test_categories_dates_companies_and_parts(self):
        self.switch("block", "territory", "price")
        parent = self.env["product.category"].create({"name": "Pumps"})
        child = self.env["product.category"].create({"name": "Small Pumps", "parent_id": parent.id})
        other = self.env["product.product"].create({"name": "Valve", "list_price": 100, "taxes_id": [Command.clear()]})
        self.product.categ_id = child
        self.agreement.product_category_ids = parent
        order = self.order(lines=[(self.product, 1, {}), (other, 1, {})])
        self.assertEqual(order.order_line.mapped("price_unit"), [1100, 100])
        order.action_confirm()
        valves = self.env["sdw.distributor"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.southern.id,
                "territory_id": self.country.id,
                "uplift_percent": 20,
            }
        )
        order = self.order(lines=[(self.product, 1, {}), (other, 1, {})])
        self.assertEqual(
            order.order_line.mapped("price_unit"), [1100, 120], "who protects the whole protects its parts"
        )
        self.assertEqual(order.distributor_id, self.agreement)
        today = fields.Date.today()
        valves.date_to = today - relativedelta(days=3)
        self.agreement.date_from = today + relativedelta(days=3)
        self.assertFalse(order.distributor_id, "open quotations are evaluated anew")
        self.assertFalse(order.territory_uplift_percent)
        self.assertEqual(order.order_line.mapped("price_unit"), [1100, 120], "never their prices")
        self.agreement.write({"date_from": False, "company_id": self.env["res.company"].create({"name": "Other"}).id})
        self.assertFalse(order.distributor_id)

    @covers("Q-04")
    def test_master_data_reevaluates_open_quotations_only(self):
        self.switch("block", "territory", "price")
        confirmed, order = self.order(), self.order()
        confirmed.action_confirm()
        self.agreement.uplift_percent = 15
        self.assertEqual((confirmed.territory_uplift_percent, order.territory_uplift_percent), (10, 15))
        self.assertEqual(order.order_line.price_unit, 1100)
        self.assertHeld(order, "territory_uplift")
        self.customer.state_id = self.guangdong
        self.assertEqual(order.territory_id, self.south)
        self.assertEqual(confirmed.territory_id, self.east)
        order.action_confirm()

    @covers("Q-04")
    def test_unknown_territory(self):
        self.switch("block", "territory", "price")
        self.customer.write({"country_id": self.env.ref("base.de").id, "state_id": False})
        order = self.order()
        self.assertHeld(order, "territory_unknown")
        self.customer.with_user(self.sales_admin).write({"country_id": self.china.id, "state_id": self.guangdong.id})
        order.action_confirm()

    @covers("Q-04")
    def test_agreements_that_begin_by_date_reach_open_quotations(self):
        self.switch("block", "territory")
        self.agreement.date_from = fields.Date.today() + relativedelta(days=1)
        order = self.order()
        self.assertFalse(order.distributor_id)
        self.env.flush_all()
        missed = self.company._sdw_today() - relativedelta(days=3)
        self.env.cr.execute("UPDATE sdw_distributor SET date_from = %s", [missed])
        self.agreement.invalidate_recordset()
        self.env["sdw.distributor"]._cron_agreements()
        self.assertEqual(order.distributor_id, self.agreement)
        self.env.cr.execute("UPDATE sdw_distributor SET date_to = date_from + 1")
        self.agreement.invalidate_recordset()
        self.env["sdw.distributor"]._cron_agreements()
        self.assertFalse(order.distributor_id, "and those that end")

    @covers("Q-04")
    def test_the_gate_asks_by_the_day_itself(self):
        """Whatever lists still show, the price is held to who is protected today."""
        self.switch("block", "territory", "price")
        order = self.order()
        order.order_line.price_unit = 1000
        self.assertHeld(order, "territory_uplift")
        self.env.flush_all()
        ended = self.company._sdw_today() - relativedelta(days=1)
        self.env.cr.execute("UPDATE sdw_distributor SET date_to = %s", [ended])
        self.env.invalidate_all()
        self.assertFalse(order.get_blockers("confirm"))
        order.action_confirm()

    @covers("Q-02")
    def test_the_narrower_postcodes_win(self):
        wide = self.territory("Wide", areas=[{"zip_from": "20", "zip_to": "21"}])
        narrow = self.territory("Narrow", areas=[{"zip_from": "2001", "zip_to": "2001"}])
        self.assertEqual(self.partner(zip="200120").territory_id, narrow)
        self.assertEqual(self.partner(zip="200999").territory_id, wide)

    # ------------------------------------------------------------------ refer
    @covers("Q-03")
    def test_refer_a_quotation(self):
        self.switch("block", "territory", "price")
        order = self.order()
        order.action_refer_to_distributor()
        self.assertEqual(order.state, "cancel")
        referral = order.sdw_referral_ids
        self.assertRecordValues(
            referral,
            [
                {
                    "distributor_id": self.agreement.id,
                    "phone_given": self.dealer.phone,
                    "user_id": self.salesperson.id,
                    "partner_id": self.customer.id,
                }
            ],
        )
        self.assertIn(self.dealer, referral.sudo().message_ids.notified_partner_ids, "the distributor is told")
        self.assertEqual(referral.sudo().activity_ids.user_id, self.salesperson)
        with self.assertRaises(AccessError):
            referral.with_user(self.salesperson).write({"phone_given": "1"})
        referral.with_user(self.salesperson).action_record_outcome("They bought two")
        self.assertEqual(referral.outcome, "They bought two")
        self.assertFalse(referral.sudo().activity_ids)
        with self.assertRaises(UserError):
            self.order(partner=self.southern).action_refer_to_distributor()
        with self.assertRaises(AccessError):
            self.env["sdw.referral"].with_user(self.manager).create({"distributor_id": self.agreement.id})
