from datetime import timedelta

from odoo import api, fields, models

#: How far back the nightly audit looks.
DAYS = 92
BATCH = 500


class SdwAuditFinding(models.Model):
    _inherit = "sdw.audit.finding"

    @api.model
    def _cron_audit(self, now=None):
        """Find what violates an enforced rule, however it got there, and file it for the manager.

        Set-based, in batches.
        """
        since = (now or fields.Datetime.now()) - timedelta(days=DAYS)
        for model, gate, domain in self._audit_scopes(since):
            self._audit_gate(self.env[model], gate, domain)

    @api.model
    def _audit_scopes(self, since):
        """[(model, gate, domain of the documents that have passed the gate)]. Extend through ``super()``."""
        return [
            ("sale.order", "confirm", [("state", "=", "sale"), ("write_date", ">=", since)]),
            ("stock.picking", "ship", [("state", "=", "done"), ("date_done", ">=", since)]),
            (
                "account.move",
                "post",
                [("state", "=", "posted"), ("move_type", "in", self._audit_move_types()), ("write_date", ">=", since)],
            ),
        ]

    @api.model
    def _audit_move_types(self):
        return ["out_invoice", "out_refund", "out_receipt"]

    def _audit_gate(self, model, gate, domain):
        model = model._sdw_system()
        last = 0
        while records := model.search([*domain, ("id", ">", last)], limit=BATCH, order="id"):
            last = records[-1].id
            rows = [
                (record, blocker)
                for record, blockers in records._get_blockers(gate).items()
                for blocker in blockers
                if blocker["mode"] == "block"
            ]
            records._sdw_file_findings(gate, rows, "audit")
            if not self._sdw_commit_progress(len(records)):
                break
