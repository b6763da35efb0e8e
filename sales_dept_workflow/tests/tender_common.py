"""What the tests of tenders share."""

import base64

from odoo.fields import Command

from .common import SdwCase

SIGNATURE = base64.b64encode(b"the signature of the general manager")


class TenderCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gm.sdw_signature = SIGNATURE
        cls.env["sdw.tender.material"].search([]).active = False
        cls.env["sdw.tender.material"].create([{"name": "Certificates"}, {"name": "Technical proposal"}])

    def tender(self, user=None, **values):
        """Registered by the salesperson."""
        values = {"partner_id": self.customer.id, "subject": "Pumps", "amount": 1000.0, **values}
        return self.env["sdw.tender"].with_user(user or self.salesperson).create(values)

    def pending(self, tender):
        return tender.sudo().approval_ids.filtered(lambda approval: approval.state == "pending").sudo(False)

    def preparing(self, **values):
        tender = self.tender(**values)
        self.pending(tender).with_user(self.manager).action_approve()
        self.assertEqual(tender.state, "preparing")
        return tender

    def file(self, tender, name="bid.pdf", content=b"our bid", user=None):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.salesperson)
            .create({"name": name, "raw": content, "res_model": "sdw.tender", "res_id": tender.id})
        )

    def ready(self, **values):
        """Everything gathered and written."""
        tender = self.preparing(**values)
        tender.write({"author_id": self.salesperson.id, "document_ids": [Command.link(self.file(tender).id)]})
        tender.checklist_ids.done = True
        return tender

    def reviewed(self, **values):
        """The manager has reviewed it, the general manager is next."""
        tender = self.ready(**values)
        tender.action_review()
        self.pending(tender).with_user(self.manager).action_approve()
        return tender

    def signed(self, **values):
        tender = self.reviewed(**values)
        tender.action_bind()
        self.pending(tender).with_user(self.gm).action_approve()
        self.assertEqual(tender.state, "approved")
        return tender

    def submitted(self, **values):
        tender = self.signed(**values)
        tender.with_user(self.sales_admin).action_seal("bid")
        tender.action_submit("courier", "SF123")
        self.assertEqual(tender.state, "submitted")
        return tender

    def codes(self, tender, gate="submit"):
        return {blocker["code"] for blocker in tender.get_blockers(gate)}

    def activities(self, tenders, xmlid):
        domain = [("res_model", "=", "sdw.tender"), ("res_id", "in", tenders.ids)]
        kind = self.env.ref(f"sales_dept_workflow.mail_activity_type_{xmlid}")
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", kind.id)])
