from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ACTIVITY = "sales_dept_workflow.mail_activity_type_contract"
SUMMARY = methodcaller("_get_activity_summary")


class SdwContractDistribution(models.Model):
    """A contract handed to a department, for information or as a task; who gets it acknowledges it (N-16, N-17)."""

    _name = "sdw.contract.distribution"
    _description = "Contract Handed to a Department"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _rec_name = "order_id"
    _check_company_auto = True

    order_id = fields.Many2one("sale.order", "Contract", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, string="Customer", index="btree_not_null")
    group_id = fields.Many2one(
        "res.groups", "Department", domain=lambda self: [("id", "in", self._department_ids())], ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "For", required=True, index=True, domain=[("share", "=", False)])
    task = fields.Char(help="Empty: for information.")
    due_date = fields.Date()
    sent_on = fields.Datetime(readonly=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True)
    acknowledged_on = fields.Datetime(readonly=True)
    goods = fields.Text("What is to be Supplied", compute="_compute_goods")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"sent_on", "sent_by_id", "acknowledged_on", "company_id", "partner_id"}
        return super()._sdw_guarded_fields() | stamps

    @api.model
    def _department_ids(self):
        roles = ("production", "warehouse", "shipping", "accountant", "finance", "legal", "support", "sales_admin")
        return [self.env["res.groups"]._sdw_role(f"sales_dept_workflow.group_sdw_{role}").id for role in roles]

    @api.depends("order_id")
    def _compute_goods(self):
        """Goods, quantities and special requirements: what a workshop needs, without prices."""
        for row in self:
            row.goods = "\n".join(
                f"{line.name}: {line.product_uom_qty:g} {line.product_uom_id.name}"
                + (f" ({line.special_requirement})" if line.special_requirement else "")
                for line in row.sudo().order_id.order_line
                if not line.display_type
            )

    @api.onchange("group_id")
    def _onchange_group_id(self):
        if self.group_id:
            company = self.order_id.company_id or self.env.company
            self.user_id = self.group_id.sudo()._sdw_holders(company)[:1].id

    # ------------------------------------------------------------------ handing out
    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.sudo().order_id.with_env(self.env).check_access("read")
        rows._send()
        return rows

    def write(self, vals):
        if not self.env.su and {"order_id", "user_id", "group_id", "task"} & set(vals):
            raise UserError(self.env._("What was handed out stays as it is. Please hand it out again."))
        return super().write(vals)

    def _send(self):
        """Stamp the rows and tell whoever gets them, in one batch."""
        system, rows = self._sdw_system(), []
        system.write({"sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})
        for row in system:
            if row.due_date:
                row.write({"deadline": row._sdw_end_of_day(row.due_date)})
            rows.append((row, row.user_id, row.due_date or fields.Date.context_today(self), SUMMARY))
        self._sdw_schedule(ACTIVITY, rows)

    def _get_activity_summary(self):
        return self.task or self.env._("Contract %(order)s: please acknowledge", order=self.order_id.name)

    def action_acknowledge(self):
        """Whoever got it says so (a task: that it is done)."""
        self._sdw_check_caller()
        user = self.env.user
        if not self.env.su and any(row.user_id != user and row.group_id not in user.all_group_ids for row in self):
            raise AccessError(self.env._("Whoever it was sent to acknowledges it."))
        system = self._sdw_system().filtered(lambda row: not row.acknowledged_on)
        system.write({"acknowledged_on": fields.Datetime.now()})
        system._deadline_met()
        system._sdw_unschedule(ACTIVITY)
        return True

    def _get_deadline_summary(self):
        return self.env._("%(order)s: %(task)s", order=self.sudo().order_id.name, task=self.task or "")

    def _get_deadline_manager(self):
        return self.sudo().order_id._sdw_manager()
