from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from ..common.rules import moment
from .codes import RULE

PURPOSE = "sdw.export.purpose"
#: So many hours one statement holds: for one piece of work, not for ever.
HOURS = 1
ACTION = "sales_dept_workflow.action_export_purpose"


class SdwExportPurpose(models.Model):
    """What somebody is about to take customers' data out for, said before he does (A-32).

    It holds for an hour and stays on record with what was taken out under it. Asked for by the server at every door;
    the client shows the question with a button that leads to the answer.
    """

    _name = PURPOSE
    _description = "Purpose of an Export"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _rec_name = "purpose"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    purpose = fields.Text("What It Is Needed for", required=True)
    valid_until = fields.Datetime("Holds until", required=True, readonly=True)
    log_ids = fields.One2many("sdw.export.log", "purpose_id", "Taken out for It", readonly=True)

    _user_idx = models.Index("(user_id, valid_until)")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"user_id", "company_id", "valid_until", "log_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        if any(not str(vals.get("purpose") or "").strip() for vals in vals_list):
            raise UserError(self.env._("Please say what the customers' data is needed for."))
        stamp = {
            "user_id": self.env.uid,
            "company_id": self.env.user.sudo().company_id.id,
            "valid_until": fields.Datetime.add(moment(), hours=HOURS),
        }
        self.check_access("create")
        system = self._sdw_system()
        records = super(SdwExportPurpose, system).create(
            [{"purpose": str(vals["purpose"]).strip()[:4000], **stamp} for vals in vals_list]
        )
        return records.with_env(self.env)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What was said stays as it was said; please say anew."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("What was said stays as it was said; please say anew."))

    # ------------------------------------------------------------------ asked at each door
    @api.model
    def _current(self):
        """What this user said last, while it holds; empty otherwise."""
        domain = [("user_id", "=", self.env.uid), ("valid_until", ">=", moment())]
        return self.sudo().search(domain, limit=1)

    @api.model
    def _is_asked(self):
        """Whether a company of this user wants to know; files are shared, so one of them is enough."""
        companies = self.env.user.sudo().company_ids
        return any(company.sdw_export_purpose and company._sdw_mode(RULE) == "block" for company in companies)

    @api.model
    def _require(self):
        """Raise, with the way to say it, while the purpose is asked for and not said."""
        if self.env.su or not self._is_asked() or self._current():
            return
        raise RedirectWarning(
            self.env._("Please say first what the customers' data is needed for. It stays on record."),
            self.env["ir.model.data"]._xmlid_to_res_id(ACTION),
            self.env._("Say What For"),
        )
