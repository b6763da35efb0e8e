from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwReferral(models.Model):
    """Somebody who asked us was sent to the distributor of his region (Q-03), by a button of inquiry or quotation."""

    _name = "sdw.referral"
    _description = "Referral to a Distributor"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.activity.mixin"]
    _order = "referred_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    lead_id = fields.Many2one("crm.lead", "Inquiry", readonly=True, index="btree_not_null", ondelete="restrict")
    order_id = fields.Many2one("sale.order", "Quotation", readonly=True, index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    distributor_id = fields.Many2one("sdw.distributor", required=True, readonly=True, ondelete="restrict", index=True)
    phone_given = fields.Char(readonly=True)
    referred_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Referred by", required=True, readonly=True, index=True)
    outcome = fields.Text(readonly=True, tracking=True, help="What the distributor made of it.")

    @api.depends("partner_id", "distributor_id", "lead_id")
    def _compute_name(self):
        for referral in self:
            who = referral.partner_id.display_name or referral.lead_id.partner_name or referral.lead_id.name or ""
            referral.name = f"{who} → {referral.distributor_id.partner_id.display_name}"

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(self._fields) - {
            "message_follower_ids",
            "message_ids",
            "activity_ids",
        }

    @api.model
    def _refer(self, documents):
        """Open one referral per inquiry or quotation and tell the distributor's people.

        :param documents: ``crm.lead`` or ``sale.order`` records that show a distributor
        :return: the new referrals
        """
        link = "lead_id" if documents._name == "crm.lead" else "order_id"
        referrals = self._sdw_system().create([self._prepare(document, link) for document in documents.sudo()])
        for referral in referrals:
            referral._tell_distributor()
        today = fields.Date.context_today(self)
        later = fields.Date.add(today, days=14)
        self._sdw_schedule(
            "sales_dept_workflow.mail_activity_type_referral",
            [(referral, referral.user_id, later, methodcaller("_asking_summary")) for referral in referrals],
        )
        return self.browse(referrals.ids)

    def _asking_summary(self):
        return self.env._("Ask the distributor what became of it")

    @api.model
    def _prepare(self, document, link):
        distributor = document.distributor_id
        if not distributor:
            raise UserError(self.env._("%s: no distributor protects this region.", document.display_name))
        return {
            "company_id": distributor.company_id.id,
            link: document.id,
            "partner_id": document.partner_id.id,
            "distributor_id": distributor.id,
            "phone_given": distributor.phone,
            "user_id": self.env.uid,
        }

    def _tell_distributor(self):
        """A letter to the distributor: who asked for what, and whom to ask back."""
        self = self.with_context(lang=self.distributor_id.partner_id.lang)
        source = self.lead_id or self.order_id
        body = self.env._(
            "%(customer)s asked us (%(document)s) and was given your number %(phone)s. Please get in touch with them.",
            customer=self.partner_id.display_name
            or self.lead_id.partner_name
            or self.lead_id.contact_name
            or self.lead_id.name,
            document=source.display_name,
            phone=self.phone_given or "",
        )
        self.message_post(
            body=body,
            partner_ids=self.distributor_id.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def action_record_outcome(self, outcome):
        """Write down what came of it; closes the reminder."""
        self.check_access("read")
        if not (outcome or "").strip():
            raise UserError(self.env._("Please write what became of it."))
        self._sdw_system().write({"outcome": outcome})
        self._sdw_unschedule("sales_dept_workflow.mail_activity_type_referral")
        return True
