from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .tender_common import TenderCase

STATES = ("preparing", "in_review", "approved", "submitted", "won", "lost", "no_bid", "cancelled")


@tagged("post_install", "-at_install")
class TestTenderGuard(TenderCase):
    """Whoever tries to walk round: direct writes, forged contexts, imports, copies, other people's files."""

    @covers("T-02", "T-04", "T-05")
    def test_nobody_writes_the_state(self):
        tender = self.signed()
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            for state in STATES:
                with self.assertRaises(AccessError):
                    tender.with_user(user).write({"state": state})
                with self.assertRaises(AccessError):
                    self.tender(user=user, state=state)
            for name in ("gm_signed_on", "sealed_on", "bound_on", "sent_on", "deadline", "late_reason", "bond_state"):
                value = "paid" if name == "bond_state" else "2026-01-01"
                with self.assertRaises(AccessError, msg=name):
                    tender.with_user(user).write({name: value})
        forged = (
            self.env["sdw.tender"].with_user(self.salesperson).with_context(default_state="won", tracking_disable=True)
        )
        self.assertEqual(forged.create({"partner_id": self.customer.id}).state, "registered")

    @covers("T-02", "T-05")
    def test_forged_contexts(self):
        """No context opens a gate: the same answer as to the button."""
        contexts = ({"sdw_bypass": True}, {"default_state": "submitted"}, {"install_mode": True, "import_file": True})
        fresh, ready, signed = self.tender(), self.ready(), self.signed()
        for context in contexts:
            with self.assertRaises(UserError):
                fresh.with_context(**context).action_review()
            with self.assertRaises(UserError):
                fresh.with_context(**context).write({"author_id": self.salesperson.id})
            for tender in (fresh, ready, signed):
                with self.assertRaises(UserError):
                    tender.with_context(**context).action_submit()
            with self.assertRaises(UserError):
                signed.with_context(**context).action_won()

    @covers("T-02")
    def test_import(self):
        model = self.env["sdw.tender"].with_user(self.salesperson)
        result = model.load(["partner_id/.id", "subject", "state"], [[str(self.customer.id), "Imported", "won"]])
        self.assertFalse(result["ids"])
        result = model.load(["partner_id/.id", "subject"], [[str(self.customer.id), "Imported"]])
        tender = model.browse(result["ids"])
        self.assertEqual((tender.state, self.pending(tender).code), ("registered", "tender_bid"))

    @covers("T-04", "T-05")
    def test_copy_starts_anew(self):
        copy = self.signed(on_site=True).copy()
        self.assertRecordValues(
            copy,
            [{"state": "registered", "seal": False, "bound_on": False, "gm_signed_on": False, "reviewed_on": False}],
        )
        self.assertFalse(copy.document_ids | copy.sdw_paper_ids)
        self.assertFalse(copy.checklist_ids)

    @covers("T-04")
    def test_amount_lapses(self):
        tender = self.signed()
        tender.with_user(self.gm).action_seal("bid")
        approval = tender.approval_ids.filtered(lambda approval: approval.code == "tender_submit")
        tender.write({"amount": 999})
        self.assertEqual(approval.state, "lapsed")
        self.assertRecordValues(
            tender,
            [{"state": "preparing", "reviewed_on": False, "bound_on": False, "gm_signed_on": False, "seal": False}],
        )
        with self.assertRaises(UserError):
            tender.action_submit()
        changed = approval.with_user(self.manager).facts_panel["changes"]
        self.assertEqual([row["label"] for row in changed], ["Bid amount"])

    @covers("T-04")
    def test_reviewed_files_are_locked(self):
        tender = self.reviewed()
        file = tender.document_ids
        more = self.file(tender, "more.pdf")
        for user in (self.salesperson, self.manager, self.gm):
            with self.assertRaises(UserError):
                tender.with_user(user).write({"document_ids": [Command.link(more.id)]})
            with self.assertRaises(UserError):
                tender.with_user(user).write({"document_ids": [Command.clear()]})
            for deed in (
                lambda user=user: file.with_user(user).write({"raw": b"another bid"}),
                lambda user=user: file.with_user(user).unlink(),
                lambda user=user: file.with_user(user).write({"res_id": 0}),
            ):
                with self.assertRaises(AccessError):
                    deed()
        self.assertEqual(tender.state, "in_review")
        tender.action_revise("The price schedule is wrong.")
        self.assertEqual(tender.state, "preparing")
        file.with_user(self.salesperson).write({"raw": b"another bid"})

    @covers("T-04")
    def test_documents_lapse(self):
        """Before the review a change lapses the request; whatever way it comes later, it holds."""
        tender = self.ready()
        tender.action_review()
        tender.write({"document_ids": [Command.link(self.file(tender, "more.pdf").id)]})
        self.assertEqual(tender.state, "preparing")
        tender.action_review()
        tender.document_ids[0].with_user(self.salesperson).write({"raw": b"quietly changed"})
        notice = self.pending(tender).with_user(self.manager).action_approve()
        self.assertEqual((notice["tag"], tender.state), ("display_notification", "preparing"))
        signed = self.signed()
        signed.document_ids.sudo().write({"raw": b"changed by the system"})
        self.assertIn("tender_approval", self.codes(signed))
        with self.assertRaises(UserError):
            signed.action_submit()

    @covers("T-04")
    def test_rejection_and_withdrawal_go_back(self):
        tender = self.reviewed()
        with self.assertRaises(UserError):
            tender.with_user(self.gm).action_reject("")
        tender.with_user(self.gm).action_reject("Too cheap.")
        self.assertRecordValues(tender, [{"state": "preparing", "reviewed_on": False}])
        tender.action_review()
        self.pending(tender).with_user(self.salesperson).action_cancel()
        self.assertEqual(tender.state, "preparing")

    def test_foreign_files(self):
        """Naming the number of somebody else's file does not make it ours."""
        secret = self.env["ir.attachment"].create(
            {"name": "secret", "raw": b"x", "res_model": "res.company", "res_id": self.company.id}
        )
        loose = self.env["ir.attachment"].create({"name": "admin's upload", "raw": b"x"})
        link = (
            self.env["ir.attachment"]
            .with_user(self.salesperson)
            .create({"name": "link", "type": "url", "url": "https://example.com/bid"})
        )
        tender = self.preparing()
        for file in (secret, loose):
            with self.assertRaises(AccessError):
                tender.write({"document_ids": [Command.link(file.id)]})
            with self.assertRaises(AccessError):
                tender.write({"invitation_ids": [Command.link(file.id)]})
        with self.assertRaises(UserError):
            tender.write({"document_ids": [Command.link(link.id)]})
        mine = self.env["ir.attachment"].with_user(self.salesperson).create({"name": "mine", "raw": b"x"})
        tender.write({"document_ids": [Command.link(mine.id)]})
        self.assertEqual((mine.res_model, mine.res_id), ("sdw.tender", tender.id))

    def test_fixed_fields(self):
        tender = self.submitted()
        for values in ({"amount": 1}, {"document_ids": [Command.clear()]}, {"submission_deadline": "2030-01-01"}):
            with self.assertRaises(UserError):
                tender.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            tender.write({"partner_id": self.env["res.partner"].create({"name": "Other"}).id})
        with self.assertRaises(AccessError):
            tender.write({"user_id": self.second_salesperson.id})
        tender.with_user(self.manager).write({"user_id": self.supervisor.id})

    def test_children_stay(self):
        one, two = self.preparing(), self.preparing()
        with self.assertRaises(UserError):
            one.checklist_ids.write({"tender_id": two.id})
        with self.assertRaises(AccessError):
            one.checklist_ids.write({"done_by_id": self.manager.id})
        rival = (
            self.env["sdw.tender.competitor"].with_user(self.salesperson).create({"tender_id": one.id, "name": "Rival"})
        )
        with self.assertRaises(UserError):
            rival.write({"tender_id": two.id})

    def test_deletion(self):
        tender = self.tender()
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            with self.assertRaises(AccessError):
                tender.with_user(user).unlink()
        with self.assertRaises(UserError):
            tender.sudo().unlink()

    def test_who_sees_what(self):
        mine, theirs = self.tender(), self.tender(user=self.second_salesperson)
        model = self.env["sdw.tender"]
        seen = {
            login: model.with_user(user).search([("id", "in", (mine | theirs).ids)])
            if model.with_user(user).has_access("read")
            else model
            for login, user in self.users.items()
        }
        self.assertEqual(seen["salesperson"], mine)
        self.assertEqual(seen["supervisor"], model, "he leads no team")
        self.assertIn(mine, seen["manager"])
        for login in ("director", "vp", "gm", "sales_admin", "accountant", "finance"):
            self.assertEqual(set(seen[login]), set(mine | theirs), login)
        for login in ("shipping", "keeper", "production", "legal", "support", "archivist"):
            self.assertFalse(seen[login], login)
        with self.assertRaises(AccessError):
            theirs.with_user(self.salesperson).action_cancel("Mine now.")
        with self.assertRaises(AccessError):
            mine.with_user(self.accountant).write({"subject": "x"})
        with self.assertRaises(AccessError):
            mine.with_user(self.accountant).action_request_approval("tender_bid", "x")

    def test_customers_read_nothing(self):
        portal = new_test_user(self.env, "sdw_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        tender = self.submitted()
        tender.action_won()
        for record in (tender, tender.checklist_ids, tender.document_ids, tender.approval_ids):
            with self.assertRaises(AccessError):
                record.with_user(portal).read()
        for call in (lambda t: t.get_blockers("submit"), lambda t: t.action_won(), lambda t: t.action_bond_paid()):
            with self.assertRaises(AccessError):
                call(tender.with_user(portal))
        with self.assertRaises(AccessError):
            self.env["sdw.tender.analysis"].with_user(portal).search([])
        with self.assertRaises(AccessError):
            tender.order_id.with_user(portal).read(["sdw_tender_ids"])

    def test_other_company_and_currency(self):
        other = self.env["res.company"].create({"name": "Second"})
        euro = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.company.currency_id.id)], limit=1)
        )
        euro.active = True
        self.env["res.currency.rate"].create(
            {"name": "2001-01-01", "currency_id": euro.id, "rate": 0.5, "company_id": self.company.id}
        )
        tender = self.tender(currency_id=euro.id, amount=100)
        self.assertEqual(self.company.currency_id.compare_amounts(tender.amount_company, 200), 0)
        self.assertEqual(self.pending(tender).sudo().amount, 200)
        with self.assertRaises(AccessError):
            self.tender(company_id=other.id)
        self.gm.company_ids |= other
        self.manager.company_ids |= other
        theirs = (
            self.env["sdw.tender"].with_user(self.gm).create({"partner_id": self.customer.id, "company_id": other.id})
        )
        self.assertEqual((theirs.currency_id, self.pending(theirs).sudo().company_id), (other.currency_id, other))
        with self.assertRaises(AccessError):
            theirs.with_user(self.director).read(["name"])
