from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .agreement_common import SCAN, AgreementCase
from .common import covers


@tagged("post_install", "-at_install")
class TestAgreementPapers(AgreementCase):
    """The signed paper: filed, not forged, seen by its customer only, printed."""

    # ------------------------------------------------------------------ archive and rights
    @covers("C-04")
    def test_the_sales_admin_files_the_paper(self):
        agreement = self.signed_plan((10, 1000.0))
        self.assertIn(self.sales_admin, agreement.activity_ids.user_id)
        with self.assertRaises(AccessError):
            agreement.action_archive_paper("A-1", "Cabinet 3")
        wizards = self.env["sdw.archive.wizard"].with_user(self.sales_admin).with_context(active_id=agreement.id)
        wizards.create({"number": "A-1", "place": "Cabinet 3"}).action_confirm()
        self.assertRecordValues(
            agreement.sudo(),
            [{"archive_number": "A-1", "archive_place": "Cabinet 3", "archived_by_id": self.sales_admin.id}],
        )
        self.assertNotIn(self.sales_admin, agreement.activity_ids.user_id)

    def test_nobody_forges_a_signature(self):
        agreement = self.propose((10, 1000.0))
        for user in (self.salesperson, self.manager, self.gm, self.env.ref("base.user_admin")):
            for values in ({"state": "signed"}, {"signed_by": "x"}, {"signature": SCAN}, {"debt_date": "2001-01-01"}):
                with self.assertRaises(AccessError):
                    agreement.with_user(user).write(values)
        with self.assertRaises(UserError):
            agreement.action_sign("Mr Debtor", SCAN)
        with self.assertRaises(AccessError):
            agreement.with_user(self.second_salesperson).action_send()
        with self.assertRaises(AccessError):
            self.env[agreement._name].with_user(self.gm).create({"case_id": self.case.id})

    def test_the_customer_sees_his_own_only(self):
        portal = new_test_user(self.env, "sdw_debtor", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        stranger = new_test_user(self.env, "sdw_stranger", groups="base.group_portal")
        agreement = self.propose((10, 1000.0))
        mine = agreement.with_user(portal)
        with self.assertRaises(AccessError):
            mine.read(["state"])
        agreement.action_request_approval("repayment", "x").with_user(self.manager).action_approve()
        agreement.action_send()
        self.assertEqual(mine.read(["state", "amount_total"])[0]["amount_total"], 1000.0)
        self.assertEqual(mine.line_ids.mapped("amount"), [1000.0])
        with self.assertRaises(AccessError):
            agreement.with_user(stranger).read(["state"])
        for name in (
            "case_id",
            "reason",
            "deadline",
            "archive_place",
            "approval_state",
            "approval_ids",
            "escalated_to_id",
        ):
            with self.assertRaises(AccessError):
                mine.read([name])
        for method, arguments in (
            ("action_sign", ["x", SCAN]),
            ("action_refuse", ["x"]),
            ("action_send", []),
            ("action_cancel", []),
        ):
            with self.assertRaises(AccessError):
                getattr(mine, method)(*arguments)
        with self.assertRaises(AccessError):
            mine.write({"signed_by": "x"})

    def test_print(self):
        agreement = self.signed_plan((10, 400.0), (40, 600.0))
        html = self.env["ir.actions.report"]._render_qweb_html(
            "sales_dept_workflow.report_repayment_agreement", agreement.ids
        )[0]
        self.assertIn("Repayment Plan", html.decode())
        self.assertIn("Mr Debtor", html.decode())
        self.assertLess(datetime.now() - timedelta(days=1), agreement.signed_on)
