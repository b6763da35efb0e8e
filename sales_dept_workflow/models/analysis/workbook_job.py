import logging
import tempfile
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.messages import information

_logger = logging.getLogger(__name__)
KEPT_DAYS = 30


class SdwWorkbookJob(models.Model):
    """A workbook too large to wait for: made in the background with the rights of whoever ordered it, who then gets a
    link. Kept for thirty days.
    """

    _name = "sdw.workbook.job"
    _description = "Ordered Workbook"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _rec_name = "code"

    code = fields.Char("Workbook", required=True, readonly=True)
    params = fields.Json("Choice", readonly=True)
    user_id = fields.Many2one("res.users", "Requested by", required=True, readonly=True, index=True, ondelete="cascade")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Not Made")],
        required=True,
        readonly=True,
        default="waiting",
    )
    rows = fields.Integer(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "Workbook File", readonly=True)

    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.model
    def _sdw_guarded_fields(self):
        return {"code", "params", "user_id", "state", "rows", "attachment_id"}

    @api.model
    def _order_workbook(self, code, params):
        """Order it for the user; the choice has been checked. An order that waits already is not made twice."""
        same = [("code", "=", code), ("user_id", "=", self.env.uid), ("state", "=", "waiting")]
        waiting = self._sdw_system().search(same).filtered(lambda job: job.params == params)
        if not waiting:
            self._sdw_system().create({"code": code, "params": params, "user_id": self.env.uid})
            self.env.ref("sales_dept_workflow.ir_cron_sdw_workbooks").sudo()._trigger()
        return information(
            self.env._("This workbook is large. It is made in the background, and you get a link to it.")
        )

    @api.model
    def _cron_make(self):
        """Make what waits, one after the other; several workers share the load."""
        while True:
            job = self._sdw_system().search([("state", "=", "waiting")], order="id").try_lock_for_update(limit=1)
            if not job:
                break
            job._make()
            if not job._sdw_commit_progress(1):
                break

    def _make(self):
        """Write the file as the user who ordered it would get it; whatever fails is said to him, not tried for ever."""
        user = self.user_id
        workbook = self.env(user=user.id, su=False, context=user.context_get())["sdw.workbook"]._codes()[self.code]
        try:
            with self.env.cr.savepoint(), tempfile.TemporaryFile() as file:
                choice = workbook._parse(self.params)
                rows = workbook._write_book(file, choice)
                self._keep(file, workbook._file_name(choice), rows)
        except UserError as error:
            self.state = "failed"
            self._tell(workbook, str(error))
        except Exception:
            _logger.exception("Workbook %s for %s", self.code, user.login)
            self.state = "failed"
            self._tell(workbook, workbook.env._("It could not be made. Please ask the administrator."))

    def _keep(self, file, name, rows):
        file.seek(0)
        values = {"name": name, "raw": file.read(), "res_model": self._name, "res_id": self.id}
        self.write({"state": "done", "rows": rows, "attachment_id": self.env["ir.attachment"].create(values).id})
        self._tell(self.with_user(self.user_id).with_context(lang=self.user_id.lang), name)

    def _tell(self, reader, text):
        """A message with the link (or with what went wrong) in the inbox of whoever ordered it."""
        body = text
        if self.attachment_id:
            body = Markup('<a href="/web/content/%s?download=true">%s</a>') % (self.attachment_id.id, text)
        subject = reader.env._("Your workbook")
        self.env["mail.thread"].message_notify(partner_ids=self.user_id.partner_id.ids, subject=subject, body=body)

    @api.autovacuum
    def _gc_jobs(self):
        old = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        jobs = self._sdw_system().search([("create_date", "<", old)])
        jobs.attachment_id.unlink()
        jobs.unlink()
