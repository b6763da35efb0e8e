import warnings

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .many_common import ManyCase


@tagged("post_install", "-at_install")
class TestCustomerMassMail(ManyCase):
    """One message, one template, one card for the telephone: no way to write to, or carry off, all customers (A-30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for partner in cls.many:
            partner.email = f"office@{partner.id}.example.com"
        cls.orders[0].user_id = cls.salesperson

    @covers("A-30", "Z-29")
    def test_one_message_to_many(self):
        """As recipients or as followers, on whatever document; the archivist's, on record."""
        order = self.orders[0].with_user(self.salesperson)
        subject = {"body": "Offer", "subject": "Offer", "subtype_xmlid": "mail.mt_comment"}
        ways = (
            lambda: order.message_post(partner_ids=self.many.ids, **subject),
            lambda: order.with_context(sdw_skip=True).message_notify(partner_ids=self.many.ids, **subject),
        )
        for way in ways:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        order.message_post(partner_ids=self.many[:5].ids, **subject)
        order.message_subscribe(self.many.ids)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            order.message_post(**subject)
        order.message_post(body="Seen by us alone", subtype_xmlid="mail.mt_note")
        self.assertFalse(self.logs())
        partner = self.customer.with_user(self.archivist)
        partner.message_notify(partner_ids=self.many.ids, **subject)
        self.assertEqual((self.logs().kind, self.logs().record_count), ("mail", 12))

    @covers("A-30")
    def test_templates_and_batches(self):
        model = self.env["ir.model"]._get
        values = {"name": "Offer", "subject": "Offer", "body_html": "Buy"}
        templates = self.env["mail.template"].with_user(self.salesperson)
        mine = templates.create([{**values, "model_id": model(name).id} for name in ("res.partner", "sale.order")])
        for template, records in zip(mine, (self.many[:2], self.orders), strict=True):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                template.send_mail_batch(records.ids)
        mine[1].send_mail_batch(self.orders[:3].ids)
        given = {"model": "sale.order", "composition_mode": "mass_mail", "subject": "Offer", "body": "Buy"}
        many = {**given, "res_ids": str(self.orders.ids)}
        composer = self.env["mail.compose.message"]
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            composer.with_user(self.salesperson).create(many).action_send_mail()
        few = {**given, "res_ids": str(self.orders[:3].ids)}
        composer.with_user(self.salesperson).create(few).action_send_mail()
        self.assertFalse(self.logs())
        composer.with_user(self.sales_admin).create(many).action_send_mail()
        self.assertEqual((self.logs().kind, self.logs().user_id), ("mail", self.sales_admin))

    @covers("A-30")
    def test_invitations_and_links(self):
        """An invitation, and a document that is shared, are mails, too."""
        start = "2031-03-05 09:00:00"
        event = {"name": "Open day", "start": start, "stop": "2031-03-05 10:00:00"}
        events = self.env["calendar.event"].with_user(self.salesperson).with_context(no_mail_to_attendees=False)
        guests = [Command.set(self.many.ids)]
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            events.create({**event, "partner_ids": guests})
        meeting = events.create({**event, "partner_ids": [Command.set(self.many[:5].ids)]})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            meeting.partner_ids = guests
        order = {"res_model": "sale.order", "res_id": self.orders[0].id, "note": "Look"}
        self.salesperson.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        shares = self.env["portal.share"].with_user(self.salesperson)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            shares.create({**order, "partner_ids": guests}).action_send_mail()
        shares.create({**order, "partner_ids": [Command.set(self.many[:2].ids)]}).action_send_mail()

    @covers("A-30")
    def test_cards_for_the_telephone(self):
        for user in (self.salesperson, self.manager):
            with self.assertRaises(AccessError):
                self.customer.with_user(user)._get_vcard_file()
        self.manager.partner_id.with_user(self.salesperson)._get_vcard_file()
        self.customer.with_user(self.archivist)._get_vcard_file()
        self.assertEqual(self.logs().mapped("content"), ["vCard"])


@tagged("post_install", "-at_install")
class TestCustomerMassReads(ManyCase):
    """Every door by which the API hands out many customers counts (decision 31)."""

    def mine(self, model, user=None):
        return self.env[model].with_user(user or self.salesperson)

    @covers("A-30")
    def test_doors(self):
        """Each alone brings the twelve of them into the count."""
        of_many, of_orders = [("id", "in", self.many.ids)], [("id", "in", self.orders.ids)]

        def old_groups(model, domain, name):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return self.mine(model).read_group(domain, [name], [name])

        doors = (
            lambda: self.mine("res.partner").name_search("Customer", of_many, limit=100000),
            lambda: self.mine("res.partner").web_name_search("Customer", {"display_name": {}}, of_many, limit=5000),
            lambda: self.mine("res.partner").browse(self.many.ids).copy_data(),
            lambda: self.mine("res.partner").get_mention_suggestions("Customer", limit=5000),
            lambda: old_groups("res.partner", of_many, "name"),
            lambda: old_groups("sale.order", of_orders, "partner_id"),
            lambda: self.mine("res.partner").formatted_read_grouping_sets(of_many, [["name"]], ["__count"]),
            lambda: self.mine("sale.order").formatted_read_grouping_sets(of_orders, [["partner_id"]], ["__count"]),
            lambda: self.mine("sale.order").formatted_read_group(of_orders, ["partner_id.name"], ["__count"]),
            lambda: self.mine("sale.order").web_read_group(of_orders, ["partner_id"], ["amount_total:sum"]),
            lambda: self.mine("sale.order").web_search_read(of_orders, {"partner_id": {"fields": {"phone": {}}}}),
        )
        for number, door in enumerate(doors):
            self.forget_reads()
            door()
            self.assertGreaterEqual(self.read_by(self.salesperson), 12, number)

    @covers("A-30", "L-06")
    def test_leads(self):
        leads = self.env["crm.lead"].create([{"name": f"L {n}", "user_id": self.salesperson.id} for n in range(12)])
        self.mine("crm.lead").browse(leads.ids).read(["phone", "email_from"])
        self.assertEqual(self.read_by(self.salesperson), 12)
        self.mine("crm.lead").formatted_read_group([("id", "in", leads.ids)], ["stage_id", "user_id"], ["__count"])
        self.assertEqual(self.read_by(self.salesperson), 12)

    @covers("A-30")
    def test_typing_and_reports_are_work(self):
        """What is suggested while one types, and a manager's figures by customer, are no reading of files."""
        self.mine("res.partner").name_search("Customer", limit=8)
        self.assertFalse(self.read_by(self.salesperson))
        self.mine("sale.order", self.manager).formatted_read_group([], ["partner_id"], ["__count"])
        self.assertFalse(self.read_by(self.manager))

    @covers("A-30")
    def test_slowly_up_to_the_figure(self):
        """However it is spread over the day, the customer that reaches the figure is found: none is left over."""
        partners = self.env["res.partner"].create([{"name": f"More {n}"} for n in range(60)])
        start = 0
        for count in (13, 13, 13, 9, 3):
            self.assertFalse(self.env["sdw.audit.finding"].search([("code", "=", "mass_read")]))
            self.mine("res.partner").browse(partners[start : start + count].ids).read(["phone"])
            start += count
        finding = self.env["sdw.audit.finding"].search([("code", "=", "mass_read")])
        self.assertEqual(finding.responsible_id, self.salesperson)
