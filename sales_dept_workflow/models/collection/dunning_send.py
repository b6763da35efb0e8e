from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.messages import RELOAD, warning, write_to
from ..common.paper import render
from .collection_legal import STATEMENT
from .collection_steps import COLLECTORS
from .dunning_letter import LETTER

REPORT = "sales_dept_workflow.action_report_dunning_letter"
CRON = "sales_dept_workflow.ir_cron_sdw_dunning_letters"
#: So many papers are made while the user waits; more go with the scheduled job.
AT_ONCE = 5
BATCH = 5


class SdwDunningLetter(models.Model):
    """How letters leave: each with its entry in the dunning log, in one transaction with its mail (never twice)."""

    _inherit = LETTER

    # ------------------------------------------------------------------ what people do
    def action_send(self):
        """Send these: mails in the customer's language with the statement attached, letters to be printed.

        Whom no mail can reach is named and stays on the list.

        :raise AccessError: for whoever does not collect
        """
        self._sdw_check_may_send()
        unreached = self.filtered(lambda letter: letter.channel == "email" and not letter.email)
        unreached._sdw_system().write({"note": self.env._("No e-mail address")})
        going = (self - unreached)._sdw_system()
        going.write({"state": "queued", "sent_by_id": self.env.uid, "note": False})
        if len(going) > AT_ONCE:
            self.env.ref(CRON).sudo()._trigger()
        else:
            going._send()
        return self._tell_unreached(unreached, len(going))

    def action_cancel(self):
        """Take these off the list of today."""
        self._sdw_check_may_send()
        self._sdw_system().write({"state": "cancelled"})
        return True

    def action_preview(self):
        """The letter as the customer gets it."""
        self.env["sdw.collection.case"]._sdw_check_caller()
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self)

    def _sdw_check_may_send(self):
        self.env["sdw.collection.case"]._sdw_check_role(*COLLECTORS)
        self.check_access("read")
        if not self or any(letter.state != "draft" for letter in self):
            raise UserError(self.env._("Please choose letters that are not sent yet."))

    def _tell_unreached(self, unreached, going):
        if not unreached:
            return True
        names = ", ".join(unreached.mapped("partner_id.display_name"))
        message = self.env._(
            "%(count)s go out. These customers have no e-mail address: %(names)s", count=going, names=names
        )
        return warning(self.env._("Not sent by e-mail"), message, RELOAD)

    # ------------------------------------------------------------------ sending
    @api.model
    def _cron_send(self):
        """Send what is queued, a few at a time; each batch is committed with its mails and log entries."""
        letters = self._sdw_system()
        while queued := letters.search([("state", "=", "queued")], limit=BATCH, order="id"):
            locked = queued.try_lock_for_update()
            locked._send()
            if not letters._sdw_commit_progress(len(locked)) or len(locked) < len(queued):
                break

    def _send(self):
        """Whoever has paid, promised or signed meanwhile is spared; the others get theirs and it is logged."""
        queued = self.filtered(lambda letter: letter.state == "queued")
        queued.case_id.invalidate_recordset(["overdue_amount_company", "days_overdue", "oldest_due_date", "level_id"])
        due = queued.case_id._letters_due()
        spared = queued.filtered(lambda letter: letter.case_id not in due)
        spared._not_needed()
        going = queued - spared
        for company, letters in going.grouped("company_id").items():
            letters.write({"day": company._sdw_today()})
        contacts = going._contacts()
        for letter in going:
            letter._send_to(contacts[letter])
        going._log_sent()

    def _not_needed(self):
        waiting = self.filtered(lambda letter: letter.state in ("draft", "queued"))
        waiting.write({"state": "cancelled", "note": self.env._("Paid, promised or agreed meanwhile")})

    def _send_to(self, contact):
        """Queue the mail, or put the letter on record to be printed."""
        lang = contact.lang or self.partner_id.lang or self.env.lang
        letter = self.with_context(lang=lang)
        papers = [
            render(letter, REPORT, letter.env._("Dunning letter")),
            render(letter.case_id, STATEMENT, letter.env._("Debt statement")),
        ]
        if self.channel == "email":
            letter._mail(contact, papers)
        else:
            self.case_id._sdw_file_paper(letter.level_id.name, papers[0])

    def _mail(self, contact, papers):
        sender = self.sent_by_id.email_formatted or self.company_id.email_formatted
        write_to(self.case_id, contact, self._mail_words(), papers, sender)

    def _mail_words(self):
        template = self.level_id.mail_template_id
        if not template:
            body = self.env._("Please find attached our letter and the statement of your account.")
            return {"subject": self.level_id.name, "body_html": body}
        return template._generate_template(self.ids, ("subject", "body_html"))[self.id]

    def _log_sent(self):
        now = fields.Datetime.now()
        for (level, channel, sender), letters in self.grouped(
            lambda letter: (letter.level_id, letter.channel, letter.sent_by_id)
        ).items():
            letters.write({"state": "sent", "sent_on": now})
            letters.case_id.write({"last_level_id": level.id, "last_level_on": letters[0].day})
            letters.case_id.with_user(sender).sudo()._log_action(channel, level.name, level=level)
