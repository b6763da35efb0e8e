from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.customer.codes import PROPOSAL
from .card_common import CardCase
from .common import covers

WIZARD = "base.partner.merge.automatic.wizard"


@tagged("post_install", "-at_install")
class TestCustomerFiles(CardCase):
    """Files are kept, put away and merged by the archivist, and there is one of each customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "无锡华东机电有限公司", "is_company": True, "phone": "0510-8888 6666", "vat": "91320200MA1ABCDE2X"}
        )
        cls.order(partner=cls.buyer).sudo().action_confirm()
        cls.area = cls.env["sdw.territory"].create({"name": "T"})

    # ------------------------------------------------------------------ kept
    @covers("A-04", "A-01")
    def test_never_deleted(self):
        """Whoever bought from us is not deleted, by nobody, in no mode; who never did may be."""
        for user in (self.env.ref("base.user_admin"), self.env.user):
            with self.assertRaises(UserError):
                self.buyer.with_user(user).unlink()
        with self.assertRaises(UserError):
            self.buyer.sudo().unlink()
        self.env["res.partner"].create({"name": "Nobody"}).unlink()

    @covers("A-04", "A-31")
    def test_put_away_by_the_archivist(self):
        self.buyer.with_user(self.salesperson).action_archive()
        self.buyer.with_user(self.salesperson).action_unarchive()
        self.switch("block", "customer_status")
        mine = self.buyer.with_user(self.salesperson)
        for attempt in (
            mine.action_archive,
            lambda: mine.write({"active": False}),
            lambda: mine.write({"active": 0}),
            lambda: mine.with_context(sdw_skip=True, active_test=False).write({"active": False}),
            lambda: self.buyer.with_user(self.manager).write({"active": False}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.order()
        self.customer.with_user(self.salesperson).action_archive()
        self.assertFalse(self.customer.active, "asked for a price, bought nothing")
        self.buyer.with_user(self.archivist).action_archive()
        self.assertFalse(self.buyer.active)

    @covers("A-04", "A-31")
    def test_put_away_on_request(self):
        """The salesperson asks with a reason, the archivist decides."""
        self.switch("block", "customer_status")
        self.buyer.user_id = self.salesperson
        mine = self.buyer.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_sdw_propose_archive(" ")
        proposal = mine.action_sdw_propose_archive("Closed down last year")
        self.assertEqual((proposal.state, proposal.note), ("review", "Closed down last year"))
        self.assertTrue(self.buyer.active)
        with self.assertRaises(AccessError):
            proposal.with_user(self.salesperson).action_apply()
        proposal.with_user(self.archivist).action_apply()
        self.assertFalse(self.buyer.active)
        with self.assertRaises(AccessError):
            self.buyer.with_user(self.keeper).action_sdw_propose_archive("Mine")

    @covers("A-04")
    def test_warned(self):
        self.switch("warn", "customer_status")
        self.buyer.with_user(self.salesperson).action_archive()
        finding = self.env["sdw.audit.finding"].search([("code", "=", "file_put_away"), ("res_id", "=", self.buyer.id)])
        self.assertEqual(len(finding), 1)

    # ------------------------------------------------------------------ one of each
    @covers("A-36", "A-43")
    def test_duplicates(self):
        """Spellings, widths, characters and legal forms of one name; a telephone or tax number written otherwise."""
        partners = self.env["res.partner"]
        for values in (
            {"name": "無錫華東機電"},
            {"name": "无锡华东机电（股份）有限公司"},
            {"name": " 无锡华东机电 "},
            {"phone": "+86 510 8888-6666"},
            {"vat": "91320200 ma1abcde2x"},
            {"name": "Something else", "phone": "(0510) 88886666"},
        ):
            self.assertEqual(partners._sdw_duplicates(values), self.buyer, values)
        for values in (
            {},
            {"name": ""},
            {"name": False, "phone": None},
            {"name": "苏州华东机电有限公司"},
            {"phone": "1"},
        ):
            self.assertFalse(partners._sdw_duplicates(values), values)
        contact = partners.create({"name": "Ms Li", "parent_id": self.buyer.id, "phone": "139 0000 1111"})
        self.assertEqual(partners._sdw_duplicates({"phone": "13900001111"}), self.buyer, contact)

    @covers("A-36")
    def test_shown_on_the_form(self):
        twin = self.env["res.partner"].new({"name": "無錫華東機電有限公司", "is_company": True})
        self.assertEqual(twin.sdw_duplicate_ids._origin, self.buyer)
        self.assertFalse(self.buyer.sdw_duplicate_ids)
        partners = self.env["res.partner"].create(
            [{"name": f"Firm {n}", "phone": f"0510 777 {n:04}"} for n in range(40)]
        )
        counts = []
        for some in (partners[:2], partners[:2], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("name")
            before = self.cr.sql_log_count
            some.mapped("sdw_duplicate_ids")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)

    # ------------------------------------------------------------------ merged
    @covers("A-31", "A-17", "G-31")
    def test_merged_by_the_archivist_alone(self):
        self.switch("block", "customer_status")
        self.buyer.territory_forced_id = self.area
        twin = self.env["res.partner"].create({"name": "無錫華東機電", "is_company": True, "sdw_owner": "Mr Zhou"})
        self.propose({"sdw_needs": "Pumps"}, partner=twin)
        self.env.ref("base.group_partner_manager").user_ids |= self.manager
        values = {"partner_ids": (twin | self.buyer).ids, "dst_partner_id": self.buyer.id}
        for context in ({}, {"sdw_skip": True, "active_model": "res.partner", "active_ids": (twin | self.buyer).ids}):
            wizard = self.env[WIZARD].with_user(self.manager).with_context(**context).create(values)
            with self.assertRaisesRegex(AccessError, "Only the archivist merges"):
                wizard.action_merge()
        with self.assertRaises(AccessError):
            self.env[WIZARD].with_user(self.salesperson).create(values)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env[WIZARD].with_user(self.archivist).create(values).action_merge()
        self.assertFalse(twin.exists())
        self.assertEqual(self.card(self.buyer).sdw_owner, "Mr Zhou")
        self.assertIn("無錫華東機電", str(self.buyer.message_ids[:1].body))
        self.assertEqual(self.env[PROPOSAL].search([("partner_id", "=", self.buyer.id)]).state, "review")
        self.assertEqual(self.env["sdw.export.log"].search([]).mapped("kind"), ["merge"])

    @covers("A-31")
    def test_merged_by_anybody_while_off(self):
        """A company that does not use the rule merges contacts as ever; status and place stay the target's."""
        twin = self.env["res.partner"].create({"name": "無錫華東機電", "is_company": True, "sdw_owner": "Mr Zhou"})
        twin.sudo().write({"customer_status": "dormant", "territory_forced_id": self.area.id})
        clerk = new_test_user(self.env, "sdw_clerk", groups="base.group_user,base.group_partner_manager")
        values = {"partner_ids": (twin | self.buyer).ids, "dst_partner_id": self.buyer.id}
        status = self.buyer.customer_status
        for mode in ("off", "warn"):
            self.switch(mode, "customer_status")
            with mute_logger("odoo.addons.base.wizard.base_partner_merge"), self.env.cr.savepoint() as point:
                self.env[WIZARD].with_user(clerk).create(values).action_merge()
                self.assertFalse(twin.exists(), mode)
                merged = self.card(self.buyer)
                self.assertEqual((merged.sdw_owner, merged.customer_status), ("Mr Zhou", status))
                self.assertFalse(merged.territory_forced_id)
                point.rollback()
            self.env.invalidate_all()
