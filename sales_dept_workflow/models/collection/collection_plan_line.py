from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SdwCollectionPlanLine(models.Model):
    """What one customer should pay in the month of a plan, where the figure comes from, and what he paid (C-18)."""

    _name = "sdw.collection.plan.line"
    _description = "Planned Collection"
    _inherit = ["sdw.guard.mixin"]
    _order = "planned_amount desc, id"
    _check_company_auto = True

    plan_id = fields.Many2one("sdw.collection.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="restrict", index=True, check_company=True
    )
    user_id = fields.Many2one("res.users", "Salesperson", index="btree_not_null")
    due_amount = fields.Monetary("Falls Due", readonly=True, help="Invoices that fall due in the month.")
    agreed_amount = fields.Monetary("By Agreement", readonly=True, help="Instalments and deferrals of the month.")
    arrears_amount = fields.Monetary(
        "Old Arrears", readonly=True, help="Overdue before the month: what was promised for it, else all of it."
    )
    planned_amount = fields.Monetary(required=True)
    by_hand = fields.Boolean("Entered by Hand", compute="_compute_by_hand", store=True)
    actual_amount = fields.Monetary("Collected Amount", compute="_compute_actual")
    achievement_percent = fields.Float("Achieved (%)", compute="_compute_actual", digits=(16, 1))
    note = fields.Char()

    _partner_uniq = models.UniqueIndex("(plan_id, partner_id)", "A customer has one line in a collection plan.")
    _planned_positive = models.Constraint("CHECK(planned_amount >= 0)", "A planned amount cannot be negative.")

    @api.depends("planned_amount", "due_amount", "agreed_amount", "arrears_amount")
    def _compute_by_hand(self):
        for line in self:
            proposed = line.due_amount + line.agreed_amount + line.arrears_amount
            line.by_hand = bool(line.currency_id.compare_amounts(line.planned_amount, proposed))

    @api.depends("plan_id", "partner_id", "planned_amount")
    def _compute_actual(self):
        actual = self.plan_id._get_actual()
        for line in self:
            paid = actual.get(line.plan_id._origin.id, {}).get(line.partner_id.id, 0.0)
            line.actual_amount = paid
            line.achievement_percent = 100 * paid / line.planned_amount if line.planned_amount else 0.0

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"due_amount", "agreed_amount", "arrears_amount", "by_hand"}

    @api.constrains("partner_id")
    def _check_commercial(self):
        for line in self.sudo():
            if line.partner_id.commercial_partner_id != line.partner_id:
                raise ValidationError(
                    self.env._(
                        "Please plan %(customer)s itself, not one of its contacts.",
                        customer=line.partner_id.commercial_partner_id.display_name,
                    )
                )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.user_id = self.partner_id.user_id

    # ------------------------------------------------------------------ an approved plan is fixed
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.plan_id._check_draft()
        return lines

    def write(self, vals):
        if not self.env.su and set(vals) - {"note"}:
            self.plan_id._check_draft()
        result = super().write(vals)
        if not self.env.su and "plan_id" in vals:
            self.plan_id._check_draft()
        return result

    def unlink(self):
        if not self.env.su:
            self.plan_id._check_draft()
        return super().unlink()
