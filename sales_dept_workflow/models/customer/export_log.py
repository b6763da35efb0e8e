from odoo import api, fields, models
from odoo.exceptions import AccessError

from .codes import RULE

#: Models of which every row tells how to reach a customer.
FILES = (
    "res.partner",
    "crm.lead",
    "res.partner.bank",
    "sdw.partner.proposal",
    "sdw.partner.proposal.line",
    "sdw.trial.request",
)


class SdwExportLog(models.Model):
    """Who took customers' data out, of how many, and what for (A-30, A-32, I-03, decision 31)."""

    _name = "sdw.export.log"
    _description = "Export of Customer Data"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("export", "Exported File"),
            ("pivot", "Pivot Download"),
            ("print", "Printed"),
            ("mail", "Mass Mail"),
            ("workbook", "Workbook"),
            ("json", "Interface"),
            ("merge", "Files Merged"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    exported_on = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
    res_model = fields.Char("Model", readonly=True)
    record_count = fields.Integer("Number of Records", readonly=True)
    content = fields.Text(readonly=True, help="Columns, title or subject.")
    purpose = fields.Text(help="What it was needed for.")

    @api.model
    def _sdw_guarded_fields(self):
        guarded = {"kind", "user_id", "company_id", "exported_on", "res_model", "record_count", "content"}
        return super()._sdw_guarded_fields() | guarded

    @api.depends("kind", "record_count")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for log in self:
            log.display_name = f"{labels.get(log.kind, '')} ({log.record_count})"

    def write(self, vals):
        if not self.env.su and any(log.user_id != self.env.user for log in self):
            raise AccessError(self.env._("Whoever took the data says what for."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("What was taken out stays on record."))

    # ------------------------------------------------------------------ asked at each door
    @api.model
    def _check(self, kind, model, count, content=""):
        """Refuse whoever takes customers' data out without being the archivist, and put it on record.

        Decided by the companies of the user and his role, never by the context. Off: neither refused nor recorded.
        """
        if not self._is_kept():
            return
        refusal = self.env._("Customers' files stay in the company: only the archivist exports, prints or mails them.")
        self._decide(self.env["res.partner"]._sdw_is_archivist(), refusal, kind, model, count, content)

    @api.model
    def _is_kept(self):
        """Whether what the caller takes out is anybody's business: he is no system, and a company of his has the
        rule.
        """
        return not self.env.su and self.env["res.partner"]._sdw_file_mode() != "off"

    def _decide(self, allowed, refusal, kind, model, count, content):
        if not allowed and self.env["res.partner"]._sdw_file_mode() == "block":
            raise AccessError(refusal)
        log = self._record(kind, model, count, content)
        if not allowed:
            message = self.env._("%(user)s took out data of %(count)s customers.", user=self.env.user.name, count=count)
            blocker = {"rule": RULE, "code": "customer_export", "message": message}
            self.env["sdw.audit.finding"].sudo()._file([(log, blocker)], "gate")

    @api.model
    def _record(self, kind, model, count, content=""):
        return self._sdw_system().create(
            {
                "kind": kind,
                "user_id": self.env.uid,
                "company_id": self.env.user.sudo().company_id.id,
                "res_model": model,
                "record_count": count,
                "content": (content or "")[:4000],
            }
        )

    @api.model
    def _is_file(self, model):
        return model in FILES
