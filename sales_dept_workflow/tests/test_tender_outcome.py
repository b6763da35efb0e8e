from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import covers
from .tender_common import TenderCase


@tagged("post_install", "-at_install")
class TestTenderOutcome(TenderCase):
    """Won, lost or given up."""

    @covers("T-06")
    def test_won(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Waterworks",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": self.salesperson.id,
            }
        )
        tender = self.submitted(lead_id=lead.id)
        action = tender.action_won()
        self.assertEqual(tender.state, "won")
        order = tender.order_id
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", order.id))
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.customer.id,
                    "opportunity_id": lead.id,
                    "user_id": self.salesperson.id,
                    "state": "draft",
                }
            ],
        )
        self.assertTrue(lead.stage_id.is_won)
        self.assertTrue(tender.met_on)
        with self.assertRaises(UserError):
            tender.action_lost("No, lost.")

    @covers("T-06")
    def test_won_with_its_quotation(self):
        order = self.order()
        tender = self.submitted(order_id=order.id)
        shown = {row["label"]: row["value"] for row in tender.approval_ids[0].with_user(self.gm).facts_panel["rows"]}
        self.assertIn("%", shown["Margin of the quotation"])
        tender.action_won()
        self.assertEqual(tender.order_id, order)
        other = self.order(partner=self.env["res.partner"].create({"name": "Other"}))
        with self.assertRaises(ValidationError):
            self.tender(order_id=other.id)
        strangers = self.order(user=self.second_salesperson)
        with self.assertRaises(AccessError):
            self.tender(order_id=strangers.id)
        with self.assertRaises(AccessError):
            self.tender().write({"order_id": strangers.id})

    @covers("T-06", "T-08")
    def test_lost(self):
        tender = self.submitted()
        rival = (
            self.env["sdw.tender.competitor"]
            .with_user(self.salesperson)
            .create({"tender_id": tender.id, "name": "Rival", "price": 900})
        )
        stranger = self.env["sdw.tender.competitor"].create({"tender_id": self.tender().id, "name": "Elsewhere"})
        reason = self.env["crm.lost.reason"].create({"name": "Price"})
        with self.assertRaises(UserError):
            tender.action_lost(" ")
        with self.assertRaises(UserError):
            tender.action_lost("Price", stranger.id)
        told = {"winner_id": rival.id, "winning_price": 880, "lost_reason_id": reason.id}
        values = {"tender_id": tender.id, "step": "lost", "reason": "12 % dearer", **told}
        self.env["sdw.tender.wizard"].with_user(self.salesperson).create(values).action_confirm()
        self.assertRecordValues(tender, [{"state": "lost", "result_note": "12 % dearer", **told}])
        self.assertEqual(rival.price, 880)
        with self.assertRaises(UserError):
            rival.with_user(self.salesperson).write({"price": 1})

    def test_cancel(self):
        tender = self.tender()
        with self.assertRaises(UserError):
            tender.action_cancel("")
        tender.action_cancel("The customer has withdrawn it.")
        self.assertEqual(tender.state, "cancelled")
        self.assertFalse(self.pending(tender))
        sent = self.submitted()
        with self.assertRaises(AccessError):
            sent.action_cancel("Too much work.")
        sent.with_user(self.manager).action_cancel("Withdrawn by the customer.")
