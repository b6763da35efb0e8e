from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .card_common import CardCase
from .common import covers

CARD = "sales_dept_workflow.report_customer_card"
OTHERS = ("salesperson", "supervisor", "manager", "director", "gm", "sales_admin", "accountant", "finance")


@tagged("post_install", "-at_install")
class TestCustomerExport(CardCase):
    """Customers' files stay in the company: out by the archivist alone, and on record (A-30, decision 31)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other Customer", "is_company": True})
        cls.both = cls.customer | cls.other
        # Odoo's own right to export is another matter; everybody has it here.
        cls.env.ref("base.group_allow_export").user_ids = [Command.link(cls.users[login].id) for login in OTHERS]

    def logs(self):
        return self.env["sdw.export.log"].search([])

    def export(self, user, records=None, columns=("name", "phone"), **context):
        records = records if records is not None else self.both
        return records.with_user(user).with_context(**context).export_data(list(columns))

    @covers("A-30", "A-31", "Z-29", "G-31")
    def test_exported_by_the_archivist_alone(self):
        self.switch("block", "customer_status")
        for login in OTHERS:
            with self.assertRaises(AccessError):
                self.export(self.users[login])
        for forged in ({"sdw_skip": True}, {"import_compat": False}, {"allowed_company_ids": []}, {"su": True}):
            with self.assertRaises(AccessError):
                self.export(self.salesperson, **forged)
        self.assertFalse(self.logs())
        rows = self.export(self.archivist)["datas"]
        self.assertEqual(len(rows), 2)
        self.assertRecordValues(
            self.logs(), [{"kind": "export", "user_id": self.archivist.id, "record_count": 2, "content": "name, phone"}]
        )

    @covers("A-30")
    def test_round_about(self):
        """Leads, accounts and what an order leads to tell of customers, too; his name on an order does not."""
        self.switch("block", "customer_status")
        order = self.order()
        lead = self.env["crm.lead"].create({"name": "Lead", "user_id": self.salesperson.id})
        for records, columns in (
            (lead, ("name",)),
            (order, ("name", "partner_id/phone")),
            (order, ("name", "partner_id.email")),
            (order, ("partner_shipping_id/parent_id/vat",)),
            (self.customer.child_ids, ("id",)),
        ):
            with self.assertRaises(AccessError):
                self.export(self.salesperson, records, columns)
        self.export(self.salesperson, order, ("name", "partner_id", "partner_id/id", "partner_id/.id", "user_id/name"))

    @covers("A-30")
    def test_off_and_warn(self):
        """Off: as without us, nothing on record. Warn: done, on record, and a finding for the manager."""
        self.export(self.salesperson)
        self.assertFalse(self.logs())
        self.switch("warn", "customer_status")
        self.export(self.salesperson)
        log = self.logs()
        self.assertEqual((log.user_id, log.record_count), (self.salesperson, 2))
        finding = self.env["sdw.audit.finding"].search([("code", "=", "customer_export"), ("res_id", "=", log.id)])
        self.assertEqual(finding.responsible_id, self.salesperson)

    @covers("A-30")
    def test_strictest_company(self):
        """Files are shared: a company of his that enforces the rule binds him wherever he works."""
        strict = self.env["res.company"].create({"name": "Strict", "sdw_mode_customer_status": "block"})
        self.salesperson.company_ids = [Command.link(strict.id)]
        with self.assertRaises(AccessError):
            self.export(self.salesperson, allowed_company_ids=self.company.ids)

    @covers("A-30")
    def test_printed(self):
        self.switch("block", "customer_status")
        for kind in ("_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text"):
            for user in (self.salesperson, self.manager):
                with self.assertRaises(AccessError):
                    getattr(self.env["ir.actions.report"].with_user(user), kind)(CARD, self.both.ids)
        self.env["ir.actions.report"].with_user(self.archivist)._render_qweb_html(CARD, self.both.ids)
        self.assertEqual(self.logs().mapped("kind"), ["print"])
        self.assertEqual(self.logs().record_count, 2)

    @covers("A-30")
    def test_mailed(self):
        """Many at once, by their numbers, by a filter or by numbers in a context; one customer is a letter."""
        self.switch("block", "customer_status")
        self.both.write({"email": "a@example.com"})
        values = {"model": "res.partner", "subject": "Offer", "body": "Buy"}
        ways = (
            ({"composition_mode": "mass_mail", "res_ids": str(self.both.ids)}, {}),
            ({"composition_mode": "mass_mail", "res_domain": str([("id", "in", self.both.ids)])}, {}),
            ({"composition_mode": "mass_mail"}, {"active_ids": self.both.ids}),
            ({"composition_mode": "comment", "res_ids": str(self.both.ids)}, {}),
            (
                {"composition_mode": "mass_mail", "res_ids": str(self.customer.ids)},
                {"composer_force_res_ids": self.both.ids},
            ),
        )
        for given, context in ways:
            composer = self.env["mail.compose.message"].with_user(self.salesperson).with_context(**context)
            with self.assertRaises(AccessError):
                composer.create({**values, **given}).action_send_mail()
        one = {**values, "composition_mode": "comment", "res_ids": str(self.customer.ids)}
        self.env["mail.compose.message"].with_user(self.salesperson).create(one).action_send_mail()
        keeper = self.env["mail.compose.message"].with_user(self.archivist)
        keeper.create({**values, **ways[0][0]}).action_send_mail()
        self.assertEqual(self.logs().mapped("kind"), ["mail"])

    @covers("A-30", "A-32", "I-03")
    def test_on_record(self):
        """Nobody writes, changes or deletes the log; whoever took the data says what for."""
        self.switch("block", "customer_status")
        self.export(self.archivist)
        log = self.logs().with_user(self.archivist)
        log.purpose = "Yearly greeting cards"
        for change in ({"record_count": 0}, {"user_id": self.salesperson.id}, {"kind": "print"}):
            with self.assertRaises(AccessError):
                log.write(change)
        with self.assertRaises(AccessError):
            log.unlink()
        with self.assertRaises(AccessError):
            log.create({"kind": "print", "user_id": self.archivist.id, "company_id": self.company.id})
        with self.assertRaises(AccessError):
            self.env["sdw.export.log"].with_user(self.salesperson).browse(log.id).purpose = "Not mine"
        self.assertTrue(log.with_user(self.director).has_access("read"))
