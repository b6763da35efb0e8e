from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import ormcache


class SdwDelegation(models.Model):
    """During an absence somebody else decides the steps of a role, on record."""

    _name = "sdw.delegation"
    _description = "Delegation of Approvals"
    _inherit = ["mail.thread", "sdw.cached.mixin"]
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users", "Absent", required=True, default=lambda self: self.env.user, tracking=True, index=True
    )
    delegate_id = fields.Many2one("res.users", "Delegate", required=True, tracking=True, index=True)
    group_id = fields.Many2one(
        "res.groups",
        "Role",
        required=True,
        tracking=True,
        index=True,
        domain="[('id', 'in', delegable_group_ids)]",
    )
    delegable_group_ids = fields.Many2many("res.groups", compute="_compute_delegable_group_ids")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date("To", required=True, tracking=True)
    reason = fields.Char(tracking=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "A delegation ends on or after the day it starts."
    )
    _two_people = models.Constraint("CHECK(user_id != delegate_id)", "Nobody delegates to himself.")

    @api.depends("user_id")
    def _compute_delegable_group_ids(self):
        sales_groups = self.env["res.groups"].sudo()._sdw_groups()
        for delegation in self:
            delegation.delegable_group_ids = delegation.user_id.sudo().all_group_ids & sales_groups

    @api.depends("user_id", "delegate_id", "group_id")
    def _compute_display_name(self):
        for delegation in self:
            people = " → ".join(name for name in (delegation.user_id.name, delegation.delegate_id.name) if name)
            role = delegation.group_id.sudo().name
            delegation.display_name = f"{people}: {role}" if role else people

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        return delegations

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    def unlink(self):
        self._check_own()
        return super().unlink()

    @api.model
    @ormcache("today")
    def _any_on(self, today):
        """Whether anybody at all is stood in for on this day: on most days one need not ask further."""
        return bool(self.sudo().search_count([("date_from", "<=", today), ("date_to", ">=", today)], limit=1))

    def _check_own(self):
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if any(delegation.user_id != self.env.user for delegation in self):
            raise AccessError(self.env._("You delegate only your own role."))

    @api.constrains("user_id", "group_id", "delegate_id")
    def _check_holds_role(self):
        for delegation in self.sudo():
            if delegation.group_id not in delegation.user_id.all_group_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not hold the role %(role)s.",
                        user=delegation.user_id.name,
                        role=delegation.group_id.name,
                    )
                )
            delegate = delegation.delegate_id
            if not delegate._is_internal() or not self.env["sdw.approval"].with_user(delegate).has_access("read"):
                raise ValidationError(self.env._("Only somebody with a role in the department can be a delegate."))

    @api.model
    def _delegators(self, user, group):
        """The users for whom ``user`` decides the steps of ``group`` today, who still hold it themselves."""
        today = self.env.company.sudo()._sdw_today()
        if not self._any_on(today):
            return user.browse()
        domain = [
            ("delegate_id", "=", user.id),
            ("group_id", "=", group.id),
            ("date_from", "<=", today),
            ("date_to", ">=", today),
        ]
        return (
            self.sudo().search(domain).user_id.filtered(lambda holder: holder.active and group in holder.all_group_ids)
        )

    @api.model
    def _delegated_groups(self, user):
        """The roles whose steps ``user`` decides for somebody else today."""
        today = self.env.company.sudo()._sdw_today()
        domain = [("delegate_id", "=", user.id), ("date_from", "<=", today), ("date_to", ">=", today)]
        running = self.sudo().search(domain)
        held = running.filtered(lambda row: row.user_id.active and row.group_id in row.user_id.all_group_ids)
        return held.group_id

    @api.model
    def _delegate_of(self, user, group):
        """Who decides for ``user`` today, if he is absent."""
        today = self.env.company.sudo()._sdw_today()
        if not self._any_on(today):
            return user.browse()
        domain = [
            ("user_id", "=", user.id),
            ("group_id", "=", group.id),
            ("date_from", "<=", today),
            ("date_to", ">=", today),
        ]
        return self.sudo().search(domain, limit=1).delegate_id
