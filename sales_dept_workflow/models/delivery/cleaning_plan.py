from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SdwCleaningPlan(models.Model):
    """What is cleaned in the stores, how often, by whom, after which written procedure (W-04)."""

    _name = "sdw.cleaning.plan"
    _description = "Cleaning Plan"
    _order = "warehouse_id, name"
    _check_company_auto = True

    name = fields.Char("Zone", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, check_company=True, index=True)
    interval_number = fields.Integer("Every", default=1, required=True)
    interval_unit = fields.Selection(
        [("days", "Days"), ("weeks", "Weeks"), ("months", "Months")], "Unit", default="weeks", required=True
    )
    next_date = fields.Date("Next on", required=True, default=fields.Date.context_today, index=True)
    user_id = fields.Many2one("res.users", "Responsible", domain="[('share', '=', False)]", index="btree_not_null")
    item_ids = fields.One2many("sdw.cleaning.item", "plan_id", "Checklist", copy=True)
    sop_ids = fields.Many2many(
        "ir.attachment", string="Written Procedure", help="The SOP this checklist is taken from."
    )
    log_ids = fields.One2many("sdw.cleaning.log", "plan_id", "Cleanings")

    _interval_positive = models.Constraint("CHECK(interval_number > 0)", "The interval is at least one.")

    @api.constrains("active", "item_ids")
    def _check_items(self):
        if any(plan.active and not plan.item_ids for plan in self):
            raise ValidationError(self.env._("A cleaning plan says what is cleaned: please list it."))

    @api.model
    def _cron_log(self, today=None):
        """Put the cleanings that are due on their people's table; days that were missed give one cleaning only."""
        plans = self.sudo().search([("next_date", "<=", today or fields.Date.today())])
        logs = self.env["sdw.cleaning.log"]._sdw_system()
        logs = logs.create([plan._prepare_log(today) for plan in plans])
        for plan in plans:
            plan.next_date = plan._next_date(today or fields.Date.today())
        return logs

    def _prepare_log(self, today):
        return {
            "plan_id": self.id,
            "company_id": self.company_id.id,
            "date": today or self.company_id._sdw_today(),
            "user_id": (self.user_id or self.company_id._sdw_keeper()).id,
            "tick_ids": [fields.Command.create({"name": item.name}) for item in self.item_ids],
        }

    def _next_date(self, today):
        following = self.next_date
        while following <= today:
            following += relativedelta(**{self.interval_unit: self.interval_number})
        return following
