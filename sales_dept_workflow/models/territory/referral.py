from odoo import api, fields, models
from odoo.exceptions import UserError

#: After so many days we ask the distributor what became of it.
ASK_AFTER_DAYS = 14


class SdwReferral(models.Model):
    """Somebody who asked us was sent to the distributor of his region (Q-03), by a button of inquiry or quotation.

    What became of it is asked by a deadline; when nobody has asked by then, the manager hears of it.
    """

    _name = "sdw.referral"
    _description = "Referral to a Distributor"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
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
    result = fields.Selection(
        [("bought", "Bought there"), ("lost", "Did not buy"), ("unheard", "Never got in touch")],
        readonly=True,
        tracking=True,
    )
    outcome = fields.Text(readonly=True, tracking=True, help="What the distributor made of it.")

    @api.depends("partner_id", "distributor_id", "lead_id")
    def _compute_name(self):
        for referral in self:
            referral.name = f"{referral._who()} → {referral.distributor_id.partner_id.display_name}"

    def _who(self):
        """The customer, as he gave his name."""
        lead = self.lead_id
        return self.partner_id.display_name or lead.partner_name or lead.contact_name or lead.name or ""

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(self._fields) - {
            "message_follower_ids",
            "message_ids",
            "activity_ids",
        }

    # ------------------------------------------------------------------ opening
    @api.model
    def _refer(self, documents):
        """Open one referral per inquiry or quotation and tell the distributor's people.

        :param documents: ``crm.lead`` or ``sale.order`` records that show a distributor
        :return: the new referrals
        """
        link = "lead_id" if documents._name == "crm.lead" else "order_id"
        system = self._sdw_system()
        referrals = system.create([system._prepare(document, link) for document in documents.sudo()])
        for referral in referrals:
            referral._tell_distributor()
        referrals._deadline_start()
        return self.browse(referrals.ids)

    @api.model
    def _prepare(self, document, link):
        distributor = document.distributor_id
        if not distributor:
            raise UserError(self.env._("%s: no distributor protects this region.", document.display_name))
        there = self.with_company(distributor.company_id)
        last_day = fields.Date.add(distributor.company_id._sdw_today(), days=ASK_AFTER_DAYS)
        return {
            "company_id": distributor.company_id.id,
            link: document.id,
            "partner_id": document.partner_id.id,
            "distributor_id": distributor.id,
            "phone_given": distributor.phone,
            "user_id": self.env.uid,
            "deadline": there._sdw_end_of_day(last_day),
        }

    # ------------------------------------------------------------------ the letter
    def _tell_distributor(self):
        """A letter to the distributor, in his language: who asks for what, how to reach him. Nothing of ours."""
        partner = self.distributor_id.partner_id
        letter = self.with_context(lang=partner.lang or self.env.lang)
        body = letter.env._(
            "%(customer)s asked us for goods from your region and was given your phone number %(phone)s."
            " Please get in touch with them. How to reach them: %(contact)s. What they want: %(wanted)s.",
            customer=letter._who(),
            phone=self.phone_given or "–",
            contact=letter._how_to_reach() or "–",
            wanted=letter._wanted() or "–",
        )
        subject = letter.env._("A customer in your region: %(customer)s", customer=letter._who())
        letter.message_post(
            body=body,
            subject=subject,
            partner_ids=partner.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _how_to_reach(self):
        source = self.lead_id or self.partner_id
        email = source.email_from if source == self.lead_id else source.email
        return ", ".join(text for text in (source.phone, email) if text)

    def _wanted(self):
        if self.lead_id:
            return self.lead_id.expected_quantity
        goods = self.order_id.order_line.filtered(lambda line: line.product_id and not line.display_type)
        return ", ".join(
            f"{line.product_id.display_name} × {line.product_uom_qty:g} {line.product_uom_id.name}" for line in goods
        )

    # ------------------------------------------------------------------ what became of it
    def _get_deadline_summary(self):
        return self.env._(
            "Ask %(distributor)s what became of %(customer)s",
            distributor=self.distributor_id.partner_id.display_name,
            customer=self._who(),
        )

    def _get_deadline_manager(self):
        return self.distributor_id.territory_id.user_id

    def action_bought(self):
        """The customer bought from the distributor."""
        return self._record("bought")

    def action_not_bought(self):
        """The customer did not buy."""
        return self._record("lost")

    def action_unheard(self):
        """Distributor and customer never got in touch."""
        return self._record("unheard")

    def action_record_outcome(self, outcome):
        """Write down what came of it; closes the reminder."""
        if not (outcome or "").strip():
            raise UserError(self.env._("Please write what became of it."))
        return self._record(False, outcome)

    def _record(self, result, outcome=None):
        self._sdw_check_role("group_sdw_salesperson")
        labels = dict(self._fields["result"]._description_selection(self.env))
        system = self._sdw_system()
        if result:
            system.write({"result": result})
        system.write({"outcome": outcome or labels[result]})
        system._deadline_met()
        return True
