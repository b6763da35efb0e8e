from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.rules import RULES
from .entry_codes import ALERT

METRICS = [
    ("delivery_delay", "Delivery Late (days)"),
    ("complaints", "Open Complaints (number)"),
    ("payment_delay", "Payment Late (days)"),
]
SETTLED = ("solved", "closed")


class SdwRiskRule(models.Model):
    """A threshold; what crosses it is given to somebody at once (E-05)."""

    _name = "sdw.risk.rule"
    _description = "Risk Rule"
    _order = "metric, threshold, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    metric = fields.Selection(METRICS, required=True)
    threshold = fields.Integer(required=True, default=1, help="An alert is raised from this value on.")
    user_id = fields.Many2one("res.users", "Person", help="Gets the alerts; empty: the first holder of the role.")
    group_id = fields.Many2one("res.groups", "Role")
    response_hours = fields.Float("Answered within (hours)", default=24.0)
    company_id = fields.Many2one("res.company", help="Empty: all companies.")

    _threshold_positive = models.Constraint("CHECK(threshold > 0)", "A threshold is at least 1.")

    # ------------------------------------------------------------------ the nightly check
    @api.model
    def _cron_risks(self, now=None):
        """Raise an alert for whatever has crossed a threshold and has none open; queries do not grow with the orders.

        :param datetime now: the moment of the check (server time by default)
        """
        now = now or fields.Datetime.now()
        ruled = Domain.OR([Domain(f"sdw_mode_{rule}", "!=", "off") for rule in RULES])
        companies = self.env["res.company"].sudo().search(ruled)
        alerts = self.env[ALERT]._sdw_system()
        for rule in self.sudo().search([("active", "=", True)]):
            for company in companies & rule.company_id if rule.company_id else companies:
                alerts._raise(rule, company, rule._over_threshold(company, now), now)
        alerts._sdw_commit_progress(1)

    def _over_threshold(self, company, now):
        """{document: value} of the orders or customers that reach the threshold."""
        return getattr(self, f"_measure_{self.metric}")(company, now)

    def _measure_delivery_delay(self, company, now):
        """Days since the agreed day, of orders whose goods have not all left."""
        domain = [("company_id", "=", company.id), ("state", "=", "sale")]
        domain += [("delivery_status", "in", ("pending", "started", "partial"))]
        domain += [("commitment_date", "<=", now - timedelta(days=self.threshold))]
        orders = self.env["sale.order"].sudo().search_fetch(domain, ["commitment_date", "partner_id", "user_id"])
        return {order: (now - order.commitment_date).days for order in orders}

    def _measure_complaints(self, company, now):
        """Complaints of a customer that are not settled; none where complaints are not kept."""
        if "sdw.complaint" not in self.env:
            return {}
        domain = [("company_id", "=", company.id), ("state", "not in", SETTLED), ("partner_id", "!=", False)]
        rows = self.env["sdw.complaint"].sudo()._read_group(domain, ["partner_id"], ["__count"])
        counts = {}
        for partner, count in rows:
            owner = partner.commercial_partner_id
            counts[owner] = counts.get(owner, 0) + count
        return {owner: count for owner, count in counts.items() if count >= self.threshold}

    def _measure_payment_delay(self, company, now):
        """Days since a customer's oldest unpaid receivable was due."""
        today = now.date()
        domain = [
            ("company_id", "=", company.id),
            ("parent_state", "=", "posted"),
            ("account_type", "=", "asset_receivable"),
            ("reconciled", "=", False),
            ("amount_residual", ">", 0),
            ("partner_id", "!=", False),
            ("date_maturity", "<=", today - timedelta(days=self.threshold)),
        ]
        rows = self.env["account.move.line"].sudo()._read_group(domain, ["partner_id"], ["date_maturity:min"])
        return {partner: (today - oldest).days for partner, oldest in rows}

    def _answers_in(self, company):
        role = self.group_id or self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_manager")
        return self.user_id if self.user_id.active else role._sdw_holders(company)[:1]
