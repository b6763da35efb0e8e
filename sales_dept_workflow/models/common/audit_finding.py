from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .rules import ask_reason


class SdwAuditFinding(models.Model):
    """Something that does not follow a written rule: let through in mode ``warn``, or found afterwards by the audit."""

    _name = "sdw.audit.finding"
    _description = "Audit Finding"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.guard.mixin"]
    _mail_post_access = "read"
    _order = "found_on desc, id desc"
    _check_company_auto = True

    name = fields.Char("Document", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    rule = fields.Selection(lambda self: self.env["res.company"]._sdw_rule_selection(), readonly=True)
    code = fields.Char(required=True, readonly=True)
    message = fields.Char(readonly=True)
    origin = fields.Selection([("gate", "At the gate"), ("audit", "By the audit")], required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    found_on = fields.Datetime(required=True, readonly=True)
    responsible_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [("open", "Open"), ("explained", "Explained"), ("fixed", "Fixed")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
    )
    explanation = fields.Text(readonly=True, tracking=True)

    _open_uniq = models.UniqueIndex("(res_model, res_id, code) WHERE state = 'open'")

    @api.model
    def _file(self, rows, origin):
        """File findings, one per document and code while it is open, in one statement.

        :param list rows: tuples (record, blocker dict)
        :param str origin: ``gate`` or ``audit``
        """
        now = fields.Datetime.now()
        values = [self._prepare_row(record, blocker, origin, now) for record, blocker in rows]
        if not values:
            return
        columns = list(values[0])
        # ON CONFLICT: two users meeting the same warning at once must not stop each other.
        self.env.cr.execute(
            SQL(
                "INSERT INTO sdw_audit_finding (%s) VALUES %s ON CONFLICT DO NOTHING",
                SQL(", ").join(SQL.identifier(column) for column in columns),
                SQL(", ").join(SQL("%s", tuple(row[column] for column in columns)) for row in values),
            )
        )
        self.invalidate_model()

    @api.model
    def _answers_for(self, record):
        """Who answers for what is found on a record, of whichever model."""
        return record.user_id if "user_id" in record._fields else self.env["res.users"]

    def _prepare_row(self, record, blocker, origin, now):
        responsible = self._answers_for(record)
        return {
            "name": record.display_name,
            "company_id": (record.company_id or self.env.company).id,
            "rule": blocker["rule"],
            "code": blocker["code"],
            "message": blocker["message"],
            "origin": origin,
            "res_model": record._name,
            "res_id": record.id,
            "found_on": now,
            "responsible_id": responsible.id or None,
            "state": "open",
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    def action_explain(self, explanation):
        """Close findings with the manager's explanation (who answers for what was let through)."""
        self._check_manager()
        if not (explanation or "").strip():
            raise UserError(self.env._("Please write the explanation."))
        self.sudo().write({"state": "explained", "explanation": explanation})
        return True

    def action_open_explain(self):
        """Ask the manager for the explanation."""
        self._check_manager()
        return ask_reason(self, self.env._("Explain: who answers for it, and why"), "action_explain")

    def action_fixed(self):
        """Close findings whose document has been put right."""
        self._check_manager()
        self.sudo().write({"state": "fixed"})
        return True

    def action_open_document(self):
        self.ensure_one()
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    def _check_manager(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager"):
            raise AccessError(self.env._("Only a sales manager closes audit findings."))
