from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import covers
from .lead_common import LeadCase


@tagged("post_install", "-at_install")
class TestLeadEntry(LeadCase):
    """Where a lead comes from, how it is reached, what it needs: before it counts."""

    def findings(self, lead):
        return self.env["sdw.audit.finding"].search([("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)])

    @covers("L-01", "L-05", "A-44")
    def test_source_is_mandatory(self):
        self.lead(source_id=False)  # off: silent
        self.switch("block", "lead")
        with self.assertRaisesRegex(UserError, "where the lead comes from"), self.env.cr.savepoint():
            self.lead(source_id=False, partner_name="Other", phone="+86 21 6111 9999", email_from="a@other.example")
        lead = self.lead(partner_name="Third", phone="+86 21 6111 8888", email_from="a@third.example")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            lead.write({"source_id": False})
        forged = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .with_context(sdw_no_gate=True, default_sdw_mode_lead="off", mail_create_nolog=True)
        )
        values = self.lead_values(partner_name="Fourth", phone=False, email_from="a@fourth.example", source_id=False)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            forged.create(values)

    @covers("L-05", "A-53")
    def test_channel_tells_the_source(self):
        self.switch("block", "lead")
        lead = self.lead(source_id=False, sdw_inquiry_channel="walk_in")
        self.assertEqual(lead.source_id, self.env.ref("sales_dept_workflow.utm_source_walk_in"))
        found = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .search([("sdw_inquiry_channel", "=", "walk_in"), ("create_date", ">=", "today")])
        )
        self.assertIn(lead, found)

    @covers("L-05")
    def test_warn_files_a_finding(self):
        self.switch("warn", "lead")
        lead = self.lead(source_id=False)
        self.assertEqual(self.findings(lead).mapped("code"), ["lead_source"])

    @covers("L-03", "L-04")
    def test_conversion_needs_channel_and_need(self):
        self.switch("block", "lead")
        lead = self.lead(phone=False, email_from=False, sdw_need=False)
        with self.assertRaisesRegex(UserError, "can be reached(.|\n)*what is needed"), self.env.cr.savepoint():
            lead.convert_opportunity(self.env["res.partner"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            lead.with_context(default_type="opportunity").write({"type": "opportunity"})
        values = {"type": "opportunity", "partner_name": "Direct", "phone": False, "email_from": False}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.lead(**values, sdw_need=False)
        lead.write({"phone": "+86 21 6111 2222", "sdw_need": "Pumps"})
        lead.convert_opportunity(self.env["res.partner"])
        self.assertEqual((lead.type, lead.sdw_converted_by_id), ("opportunity", self.salesperson))
        self.assertTrue(lead.date_conversion)

    @covers("L-06")
    def test_wrong_address(self):
        self.switch("block", "lead")
        with self.assertRaisesRegex(UserError, "cannot be right"), self.env.cr.savepoint():
            self.lead(email_from="gu at harbour")

    @covers("L-06", "L-07")
    def test_panel_says_what_is_missing(self):
        self.switch("warn", "lead")
        lead = self.lead(source_id=False, sdw_need=False)
        codes = [item["code"] for item in lead.blocker_panel["items"] if not item["clear"]]
        self.assertEqual(codes, ["lead_source", "lead_need"])
        self.assertEqual([b["code"] for b in lead.get_blockers("convert")], ["lead_need"])

    def test_older_leads_are_exempt(self):
        lead = self.lead(sdw_need=False)
        self.env.cr.execute(
            "UPDATE crm_lead SET sdw_guarded_on = '2020-01-01', create_date = '2020-01-01' WHERE id = %s", (lead.id,)
        )
        lead.invalidate_recordset()
        self.switch("block", "lead")
        lead.convert_opportunity(self.env["res.partner"])
        self.assertEqual(lead.type, "opportunity")

    def test_a_mail_becomes_a_lead(self):
        self.switch("block", "lead")
        message = {"subject": "Pumps?", "from": "new@mailer.example", "body": "<p>We need ten.</p>", "author_id": False}
        lead = self.env["crm.lead"].message_new(message)
        self.assertEqual((lead.source_id.name, lead.sdw_need), ("E-mail enquiry", "We need ten."))

    def test_off_costs_nothing(self):
        off = self.queries(lambda: self.lead(partner_name="One"))
        self.switch("block", "lead")
        on = self.queries(lambda: self.lead(partner_name="Two", phone=False, email_from=False))
        self.assertLessEqual(on - off, 8)


@tagged("post_install", "-at_install")
class TestLeadDuplicates(LeadCase):
    """Found as the lead is written down, whoever's it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls.env["res.partner"].create(
            {
                "name": "江南泵業(集團)有限公司",
                "is_company": True,
                "phone": "021-6000 0001",
                "email": "office@jiangnan.example",
                "vat": "91310000MA1K12345X",
                "user_id": cls.second_salesperson.id,
            }
        )

    def unlike(self, **values):
        blank = {"partner_name": False, "phone": False, "email_from": False}
        return {**blank, **values}

    @covers("L-06")
    def test_customers_are_found_by_each_trait(self):
        for values, why in (
            ({"partner_name": "江南泵业股份有限公司"}, "same name"),
            ({"phone": "+86 21 60000001"}, "same phone"),
            ({"email_from": "buyer@jiangnan.example"}, "same e-mail domain"),
            ({"sdw_vat": "cn91310000 ma1k12345x"}, "same tax number"),
        ):
            note = self.lead(**self.unlike(**values)).sdw_duplicate_note
            self.assertIn(why, note or "", values)
            self.assertIn(self.second_salesperson.name, note)
        self.assertFalse(self.lead(**self.unlike(partner_name="江南阀门有限公司")).sdw_duplicate_note)

    @covers("L-06")
    def test_shown_while_typing(self):
        self.lead(self.second_salesperson, partner_name="Sea Works Ltd.", phone=False, email_from=False)
        with Form(self.env["crm.lead"].with_user(self.salesperson)) as form:
            form.name = "Somebody calls"
            form.email_from = "buyer@jiangnan.example"
            self.assertIn("same e-mail domain", form.sdw_duplicate_note)
            form.email_from = "x@nobody.example"
            self.assertFalse(form.sdw_duplicate_note)
            form.phone = "02160000001"
            self.assertIn("same phone", form.sdw_duplicate_note)

    @covers("L-06")
    def test_refused_on_create_and_import(self):
        self.switch("block", "lead")
        first = self.lead(self.second_salesperson)
        with self.assertRaisesRegex(UserError, "Known already(.|\n)*same name"), self.env.cr.savepoint():
            self.lead(partner_name="HARBOUR WORKS CO., LTD", phone=False, email_from=False)
        leads = self.env["crm.lead"].with_user(self.salesperson)
        fields = ["name", "partner_name", "source_id", "phone"]
        rows = [["A", "Import Works", "Exhibition", ""], ["B", "Import Works Ltd", "Exhibition", ""]]
        result = leads.load(fields, rows)
        self.assertFalse(result["ids"])
        self.assertIn("Known already", result["messages"][0]["message"])
        again = self.lead(partner_name="Harbour Works", sdw_duplicate_reason="A second works of theirs")
        self.assertTrue(again)
        self.assertFalse(first.sdw_duplicate_reason)

    @covers("L-06")
    def test_refused_when_written_later(self):
        """Entered under another name, or with a reason that is taken away: asked again. What changes nothing is not."""
        self.switch("block", "lead")
        self.lead(self.second_salesperson)
        lead = self.lead(**self.unlike(partner_name="Nobody Knows Works"))
        mine = lead.with_user(self.salesperson)
        for change in (
            {"partner_name": "Ｈａｒｂｏｕｒ　Ｗｏｒｋｓ"},
            {"phone": "0086 (21) 6111-2222"},
            {"email_from": "other@harbour-works.example"},
            {"partner_name": "Harbour\u200b Works Ltd", "sdw_duplicate_reason": " "},
        ):
            with self.assertRaisesRegex(UserError, "Known already"), self.env.cr.savepoint():
                mine.with_context(sdw_skip=True).write(change)
        mine.write({"partner_name": "Harbour Works", "sdw_duplicate_reason": "Their second works"})
        mine.write({"partner_name": "Harbour Works Ltd.", "sdw_need": "Pipes"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.sdw_duplicate_reason = False

    @covers("L-06")
    def test_duplicates_are_merged(self):
        """The one that stays takes the other's number: two that become one are no duplicates."""
        self.switch("block", "lead")
        known = self.lead(type="opportunity", partner_name="Harbour Works", email_from=False, probability=5)
        reason = {"sdw_duplicate_reason": "Called twice", "type": "opportunity", "probability": 90}
        reason["email_from"] = "x@nobody.example"
        twin = self.lead(**{**self.unlike(partner_name="Harbour Works"), **reason})
        phone = known.phone
        kept = (known | twin).with_user(self.manager).merge_opportunity()
        self.assertEqual((kept, kept.phone), (twin, phone))

    @covers("L-06")
    def test_the_customer_himself_is_no_duplicate(self):
        self.switch("block", "lead")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.lead(**self.unlike(partner_name="江南泵业"))
        lead = self.lead(**self.unlike(partner_name="江南泵业", partner_id=self.known.id))
        mine = lead.with_user(self.salesperson)
        for other in (False, self.customer.id):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mine.write({"partner_id": other, "phone": self.known.phone})
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mine.write({"partner_id": other})
                mine.write({"partner_name": "江南泵业"})
        mine.write({"partner_id": False, "partner_name": "江南泵业", "sdw_duplicate_reason": "Their sister firm"})
        free = self.lead(**self.unlike(partner_name="Yet Unknown")).with_user(self.salesperson)
        free.partner_id = self.known  # whose it turns out to be

    @covers("L-06")
    def test_closed_leads_and_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self.lead().with_user(self.manager).sudo().action_set_lost()
        elsewhere = self.lead_values(company_id=other.id, team_id=False)
        self.env["crm.lead"].sudo().create({**elsewhere, "user_id": False})
        self.assertFalse(self.lead().sdw_duplicate_note)

    @covers("L-06")
    def test_brought_over_from_another_company(self):
        """Entered in a company where nobody knows him, then moved: asked there."""
        self.switch("block", "lead")
        other = self.env["res.company"].create({"name": "Other House", "sdw_mode_lead": "block"})
        self.lead(self.second_salesperson)
        self.salesperson.company_ids |= other
        both = (other | self.company).ids
        lead = self.env["crm.lead"].with_user(self.salesperson).with_context(allowed_company_ids=both)
        lead = lead.create(self.lead_values(company_id=other.id, team_id=False))
        with self.assertRaisesRegex(UserError, "Known already"), self.env.cr.savepoint():
            lead.company_id = self.company

    @covers("L-06")
    def test_two_become_one_with_their_documents(self):
        first, second = self.lead(type="opportunity", sdw_need="Pumps"), self.lead(type="opportunity", sdw_need=False)
        solution = self.env["sdw.solution"].create({"name": "A", "description": "B", "lead_id": second.id})
        plan = self.env["sdw.development.plan"].create({"lead_id": second.id})
        second.sudo().partner_id = self.customer
        visit = self.env["sdw.visit"].create({"partner_id": self.customer.id, "lead_id": second.id})
        kept = (first | second).sudo().merge_opportunity()
        self.assertEqual((solution.lead_id, plan.lead_id, visit.lead_id, kept.sdw_need), (kept, kept, kept, "Pumps"))

    @covers("L-06")
    def test_cost_does_not_grow(self):
        self.switch("warn", "lead")

        def enter(count, word):
            rows = [self.lead_values(partner_name=f"{word} {n}", phone=False, email_from=False) for n in range(count)]
            leads = self.env["crm.lead"].with_user(self.salesperson).create(rows)
            self.env.flush_all()
            return leads

        few, many = enter(20, "Few"), enter(200, "Many")
        cost = [self.queries(lambda leads=leads: leads.mapped("sdw_duplicate_note")) for leads in (few, many)]
        self.assertLessEqual(cost[1], cost[0] + 1)
        blockers = [self.queries(lambda leads=leads: leads._get_blockers("register")) for leads in (few, many)]
        self.assertLessEqual(blockers[1], blockers[0] + 1)

    def test_partners_at_installation_get_their_keys(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET sdw_name_key = NULL WHERE id = %s", (self.known.id,))
        self.env["res.partner"]._sdw_fill_keys()
        self.known.invalidate_recordset()
        self.assertEqual((self.known.sdw_name_key, self.known.sdw_phone_key), ("江南泵业", "2160000001"))
