from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .inquiry_common import InquiryCase


@tagged("post_install", "-at_install")
class TestInquiryOutcome(InquiryCase):
    """Refer, quote with uplift, or ask for an exception (Q-03, Q-04, Z-06)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

    # ------------------------------------------------------------------ who is protected
    @covers("Q-02")
    def test_the_inquiry_says_at_once(self):
        lead = self.inquiry()
        self.assertEqual((lead.territory_id, lead.distributor_id), (self.east, self.agreement))
        self.assertEqual(lead.sdw_distributor_phone, self.dealer.phone)
        own = self.inquiry(partner_id=self.dealer.id)
        child = self.env["res.partner"].create({"name": "Branch", "parent_id": self.dealer.id, "is_company": True})
        subsidiary = self.inquiry(partner_id=child.id, state_id=self.shanghai.id, country_id=self.china.id)
        south = self.inquiry(state_id=self.guangdong.id)
        for free in (own, subsidiary, south):
            self.assertFalse(free.distributor_id)
        leads = lead | own | subsidiary | south
        search = self.env["crm.lead"].with_user(self.salesperson).search
        self.assertEqual(search([("id", "in", leads.ids), ("distributor_id", "!=", False)]), lead)
        self.assertEqual(search([("id", "in", leads.ids), ("distributor_id", "=", False)]), leads - lead)
        self.assertEqual(search([("distributor_id", "=", self.agreement.id), ("id", "in", leads.ids)]), lead)

    @covers("Q-02", "Q-04")
    def test_products_wanted_decide(self):
        self.agreement.product_category_ids = self.env["product.category"].create({"name": "Valves"})
        pumps, words = self.inquiry(), self.inquiry(sdw_inquiry_line_ids=False, expected_quantity="many")
        self.assertFalse(pumps.distributor_id, "he protects other goods")
        self.assertEqual(words.distributor_id, self.agreement, "nobody knows yet which goods")
        self.product.categ_id = self.agreement.product_category_ids
        pumps.invalidate_recordset()
        self.assertEqual(pumps.distributor_id, self.agreement)
        domain = [("id", "in", (pumps | words).ids), ("distributor_id", "!=", False)]
        self.assertEqual(self.env["crm.lead"].search_count(domain), 2)
        self.product.categ_id = self.env["product.category"].create({"name": "Pumps"})
        self.env.invalidate_all()
        self.assertEqual(self.env["crm.lead"].search(domain), words)

    @covers("Q-02")
    def test_territories_drawn_anew_reach_open_inquiries(self):
        lead = self.inquiry()
        self.east.state_ids = [Command.clear()]
        self.assertEqual(lead.territory_id, self.country)
        self.env["sdw.territory.area"].create({"territory_id": self.east.id, "city": "上海"})
        lead.city = "上海市"
        self.assertEqual(lead.territory_id, self.east)

    # ------------------------------------------------------------------ refer
    @covers("Q-03")
    def test_refer(self):
        lead = self.inquiry()
        for forged in ({"inquiry_outcome": "refer"}, {"inquiry_outcome": "uplift"}):
            with self.assertRaises(AccessError):
                lead.write(forged)
        with self.assertRaises(AccessError):
            lead.with_user(self.second_salesperson).action_refer_to_distributor()
        lead.with_context(default_phone_given="1", default_outcome="x").action_refer_to_distributor()
        self.assertEqual((lead.inquiry_outcome, lead.active, lead.won_status), ("refer", False, "lost"))
        referral = lead.sdw_referral_ids
        self.assertEqual((referral.phone_given, referral.outcome), (self.dealer.phone, False))
        with self.assertRaises(UserError):
            lead.action_refer_to_distributor()
        lead.action_unarchive()
        self.assertFalse(lead.inquiry_outcome, "taken up again, chosen anew")

    @covers("Q-03")
    def test_the_letter(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.dealer.lang = "zh_CN"
        lead = self.inquiry(name="Stingy, margin 40 %", description="internal", contact_name="Mrs Gu")
        lead.action_refer_to_distributor()
        [letter] = lead.sdw_referral_ids.sudo().message_ids.filtered(
            lambda one: self.dealer in one.notified_partner_ids
        )
        text = f"{letter.subject} {letter.body}"
        for told in ("New Works", "+86 21 6000 0001", "Pump × 20"):
            self.assertIn(told, text)
        for internal in ("Stingy", "margin", "internal", lead.user_id.name):
            self.assertNotIn(internal, text)
        source = "%(customer)s asked us for goods from your region"
        self.assertNotIn(self.dealer, lead.sdw_referral_ids.sudo().message_partner_ids, "he follows nothing of ours")
        self.assertTrue(source)

    @covers("Q-03")
    def test_outcome_is_asked_for(self):
        leads = self.inquiry(), self.inquiry()
        for lead in leads:
            lead.action_refer_to_distributor()
        asked, forgotten = (lead.sdw_referral_ids for lead in leads)
        self.assertEqual(asked.deadline_state, "open")
        self.assertEqual(asked.sudo().activity_ids.user_id, self.salesperson)
        asked.action_bought()
        self.assertEqual((asked.result, asked.outcome, asked.deadline_state), ("bought", "Bought there", "met"))
        self.assertFalse(asked.sudo().activity_ids)
        later = fields.Datetime.now() + timedelta(days=16)
        self.env["sdw.deadline.mixin"]._cron_deadlines(later)
        self.assertFalse(asked.escalated_on)
        self.assertEqual(forgotten.escalated_to_id, self.manager)
        self.assertTrue(forgotten.sudo().activity_ids.filtered(lambda one: one.user_id == self.manager))
        forgotten.with_user(self.manager).action_record_outcome("They bought elsewhere")
        self.assertEqual(forgotten.outcome, "They bought elsewhere")
        with self.assertRaises(UserError):
            forgotten.action_record_outcome(" ")
        for values in ({"outcome": "x"}, {"result": "bought"}, {"deadline": later}, {"met_on": later}):
            with self.assertRaises(AccessError):
                forgotten.with_user(self.manager).write(values)

    # ------------------------------------------------------------------ quote with uplift
    @covers("Q-04")
    def test_quote_with_uplift(self):
        lead = self.verified(self.inquiry())
        action = lead.action_sdw_quote_uplift()
        order = self.env["sale.order"].with_user(self.salesperson).browse(action["res_id"])
        self.assertEqual(lead.inquiry_outcome, "uplift")
        self.assertEqual((order.opportunity_id, order.partner_id), (lead, lead.partner_id))
        self.assertEqual(order.partner_id.commercial_partner_id.name, "New Works")
        self.assertRecordValues(order.order_line, [{"product_uom_qty": 20, "price_unit": 1100}])
        self.assertFalse(order.get_blockers("quote"))
        order.action_quotation_sent()

    @covers("Q-04")
    def test_unverified_lead_is_quoted_but_not_sent(self):
        lead = self.inquiry()
        order = self.env["sale.order"].browse(lead.action_sdw_quote_uplift()["res_id"])
        self.assertEqual([one["code"] for one in order.get_blockers("quote")], ["inquiry_unverified"])

    def test_there_must_be_somebody_to_protect(self):
        south, closed = self.inquiry(state_id=self.guangdong.id), self.inquiry()
        closed.action_set_lost()
        for lead in (south, closed):
            for step in ("action_sdw_quote_uplift", "action_sdw_quote_exception", "action_refer_to_distributor"):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    getattr(lead, step)()
        with self.assertRaises(AccessError):
            self.inquiry().with_user(self.second_salesperson).action_sdw_quote_uplift()

    # ------------------------------------------------------------------ ask for an exception
    @covers("Q-04", "Q-07")
    def test_ask_for_an_exception(self):
        lead = self.verified(self.inquiry(partner_id=self.customer.id))
        action = lead.action_sdw_quote_exception()
        self.assertEqual((action["res_model"], action["context"]["default_code"]), ("sdw.reason.wizard", "price"))
        order = lead.order_ids
        self.assertEqual(order.order_line.price_unit, 1000)
        self.assertEqual(lead.inquiry_outcome, "exception")
        self.assertEqual(self.codes(order, "quote"), ["territory_uplift"])
        wizard = self.env["sdw.reason.wizard"].with_user(self.salesperson).with_context(**action["context"])
        wizard.create({"reason": "First order of a key account"}).action_confirm()
        self.approve(order.approval_ids, self.manager, self.gm)
        order.action_quotation_sent()

    def test_exception_without_products_opens_the_quotation(self):
        lead = self.inquiry(sdw_inquiry_line_ids=False, partner_id=self.customer.id)
        self.assertEqual(lead.action_sdw_quote_exception()["res_model"], "sale.order")

    @covers("Q-04")
    def test_what_was_quoted_is_what_was_chosen(self):
        lead = self.verified(self.inquiry(partner_id=self.customer.id))
        order = self.order(opportunity_id=lead.id)
        order.action_quotation_sent()
        self.assertEqual(lead.inquiry_outcome, "uplift")
