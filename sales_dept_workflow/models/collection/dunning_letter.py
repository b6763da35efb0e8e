from odoo import api, fields, models

from .codes import CASE

LETTER = "sdw.dunning.letter"


class SdwDunningLetter(models.Model):
    """A letter or mail of a level to one debtor: proposed, looked at, sent, and then on record (C-01, C-13).

    PostgreSQL sees to it that a case gets each level once a day. Whoever may read the case may send.
    """

    _name = LETTER
    _description = "Dunning Letter"
    _inherit = ["sdw.guard.mixin"]
    _order = "day desc, id desc"
    _rec_name = "partner_id"

    case_id = fields.Many2one(CASE, required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    user_id = fields.Many2one(related="case_id.user_id")
    name = fields.Char(related="case_id.name")
    level_id = fields.Many2one("sdw.dunning.level", "Level", required=True, readonly=True, ondelete="restrict")
    channel = fields.Selection([("email", "E-mail"), ("letter", "Letter")], required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    amount = fields.Monetary("Overdue", readonly=True, help="When the letter was drawn up.")
    oldest_due_date = fields.Date("Oldest Due", readonly=True)
    email = fields.Char("E-mail", compute="_compute_email")
    state = fields.Selection(
        [("draft", "To Send"), ("queued", "Being Sent"), ("sent", "Sent"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    note = fields.Char("Why not Sent", readonly=True)
    sent_on = fields.Datetime(readonly=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, ondelete="restrict")

    _once_a_day = models.UniqueIndex(
        "(case_id, level_id, day) WHERE state != 'cancelled'", "This level went to the customer today."
    )
    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    @api.model
    def _sdw_guarded_fields(self):
        return set(self._fields) - {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}

    def _compute_email(self):
        contacts = self._contacts()
        for letter in self:
            letter.email = contacts[letter].email_normalized

    def _contacts(self):
        """{letter: whom it goes to}: the customer's contact for invoices, if a mail reaches him, else himself."""
        partners = self.sudo().partner_id
        invoice = {partner.id: self.env["res.partner"] for partner in partners}
        for contact in partners.child_ids.filtered(lambda child: child.type == "invoice" and child.email_normalized):
            invoice[contact.parent_id.id] = invoice[contact.parent_id.id] or contact
        return {letter: invoice[letter.sudo().partner_id.id] or letter.sudo().partner_id for letter in self}

    # ------------------------------------------------------------------ what is due
    @api.model
    def action_prepare(self):
        """Propose today's letters and mails of the cases the caller may see, and show what waits to be sent.

        :return: window action on them, behind a warning where the bank entries are not fresh
        """
        cases = self.env[CASE]
        cases._sdw_check_role("group_sdw_salesperson", "group_sdw_accountant", "group_sdw_legal")
        due = cases.search([("state", "=", "dunning"), ("paused_until", "=", False)])
        self._sdw_system()._propose(due.sudo())
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_dunning_letters")
        return self.env.company._sdw_warn_of_stale_bank(action, due.sudo().company_id)

    @api.model
    def _propose(self, cases):
        """Draw up what is due and not drawn up yet; set-based."""
        rows = [values for case in cases._letters_due() if (values := case._prepare_letter())]
        waiting = self.search([("case_id", "in", cases.ids), ("state", "in", ("draft", "queued"))]).case_id
        taken = set(waiting.ids)
        return self.create([row for row in rows if row["case_id"] not in taken])
