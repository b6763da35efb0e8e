from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .entry_codes import ALERT
from .risk_rule import METRICS


class SdwRiskAlert(models.Model):
    """Something has crossed a threshold; a named person steps in, and what he did is on record (E-05)."""

    _name = ALERT
    _description = "Risk Alert"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    rule_id = fields.Many2one("sdw.risk.rule", required=True, readonly=True, ondelete="restrict", index=True)
    metric = fields.Selection(METRICS, readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="cascade", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    value = fields.Float("Days or Complaints", readonly=True)
    user_id = fields.Many2one("res.users", "Assigned to", index="btree_not_null", tracking=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    raised_on = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("handling", "Being Handled"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    handling_note = fields.Text("Handling", readonly=True, tracking=True)

    _order_uniq = models.UniqueIndex("(rule_id, order_id) WHERE state != 'closed' AND order_id IS NOT NULL")
    _partner_uniq = models.UniqueIndex("(rule_id, company_id, partner_id) WHERE state != 'closed' AND order_id IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        given = {"name", "rule_id", "metric", "order_id", "partner_id", "value", "company_id", "raised_on", "state"}
        return super()._sdw_guarded_fields() | given | {"handling_note"}

    # ------------------------------------------------------------------ raising
    @api.model
    def _raise(self, rule, company, figures, now):
        """One alert per document over the threshold that has none open, in one batch.

        :param dict figures: {order or customer: value}
        """
        if not figures:
            return self
        link = "order_id" if next(iter(figures))._name == "sale.order" else "partner_id"
        domain = [("rule_id", "=", rule.id), ("company_id", "=", company.id), ("state", "!=", "closed")]
        known = self.search(domain)[link]
        fresh = {document: value for document, value in figures.items() if document not in known}
        names = self.env["ir.sequence"]._sdw_next_names(ALERT, company, len(fresh)) if fresh else []
        values = [
            {"name": name, **self._prepare(rule, company, document, value, now)}
            for name, (document, value) in zip(names, fresh.items(), strict=True)
        ]
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}
        alerts = self.browse(self.with_context(**quiet).create(values).ids)
        alerts._deadline_start()
        return alerts

    @api.model
    def _prepare(self, rule, company, document, value, now):
        is_order = document._name == "sale.order"
        return {
            "rule_id": rule.id,
            "metric": rule.metric,
            "order_id": document.id if is_order else False,
            "partner_id": document.partner_id.id if is_order else document.id,
            "value": value,
            "user_id": rule._answers_in(company).id or document.user_id.id,
            "company_id": company.id,
            "raised_on": now,
            "deadline": now + timedelta(hours=rule.response_hours),
        }

    # ------------------------------------------------------------------ handling
    def action_handle(self):
        """Whoever was assigned (or a manager) steps in: the alert is answered."""
        self._check_handler()
        system = self._sdw_system().filtered(lambda alert: alert.state == "open")
        system.write({"state": "handling", "user_id": self.env.uid})
        system._deadline_met()
        return True

    def action_close(self, note):
        """Close it, with what was done on record."""
        self._check_handler()
        if not (note or "").strip():
            raise UserError(self.env._("Please write what was done."))
        system = self._sdw_system()
        system.write({"state": "closed", "handling_note": note})
        system._deadline_met()
        return True

    def action_open_close(self):
        self._check_handler()
        context = {"default_res_model": self._name, "default_res_ids": self.ids, "default_method": "action_close"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What was done?"),
            "res_model": "sdw.reason.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": context,
        }

    def _check_handler(self):
        self._sdw_check_caller()
        manager = self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager")
        if not self.env.su and not manager and any(alert.user_id != self.env.user for alert in self):
            raise AccessError(self.env._("Whoever was assigned handles an alert, or a sales manager."))

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        document = self.sudo().order_id or self.sudo().partner_id
        return self.env._(
            "%(rule)s: %(document)s (%(value)s)",
            rule=self.sudo().rule_id.name,
            document=document.display_name,
            value=f"{self.value:g}",
        )

    def _get_deadline_manager(self):
        return self.sudo().order_id._sdw_manager() if self.order_id else self.env["res.users"]
