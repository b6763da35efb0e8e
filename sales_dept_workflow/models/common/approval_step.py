from odoo import fields, models


class SdwApprovalStep(models.Model):
    _name = "sdw.approval.step"
    _description = "Approval Step"
    _inherit = ["sdw.cached.mixin"]
    _order = "sequence, id"

    type_id = fields.Many2one("sdw.approval.type", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one("res.groups", "Role", help="Empty: the requester's superior, whatever his role.")
    scope = fields.Selection(
        [("any", "First holder of the role"), ("superior", "The requester's superior")],
        "Whom it reaches",
        required=True,
        default="any",
        help="Who is told. Every holder of the role may decide.",
    )
    min_amount = fields.Monetary("From Amount", help="In the company's currency.")
    min_percent = fields.Float("From Percent")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    def _compute_currency_id(self):
        for step in self:
            step.currency_id = (step.type_id.company_id or self.env.company).currency_id

    def _compute_display_name(self):
        for step in self:
            step.display_name = step.group_id.sudo().name or self.env._("Superior")

    def _applies(self, amount, percent):
        """Whether a request of this size needs this step."""
        self.ensure_one()
        # A document in the company's favour (a negative amount) is no reason to skip everybody.
        return max(amount, 0.0) >= self.min_amount and max(percent, 0.0) >= self.min_percent

    def _holders(self, requester, company, responsible=None):
        """Who is told first … last: a recordset in that order. Every one of them may decide."""
        self.ensure_one()
        holders = self.group_id._sdw_holders(company) if self.group_id else self.env["res.users"]
        if self.scope == "any":
            return holders
        chain = requester._sdw_superiors()
        if responsible:
            chain |= responsible
        if not self.group_id:
            return chain
        return (chain & holders) | holders

    def _may_decide(self, user, approval):
        """On whose behalf ``user`` may decide this step: himself, a delegator, or nobody (empty)."""
        self.ensure_one()
        if not self.group_id:
            return self._superior_may_decide(user, approval)
        if self.group_id.id in user.sudo()._get_group_ids():
            return user
        return self.env["sdw.delegation"]._delegators(user, self.group_id)[:1]

    def _superior_may_decide(self, user, approval):
        chain = approval.requester_id._sdw_superiors()
        return user if user in chain else user.browse()

    def _assignee(self, approval):
        """The one person who gets the activity: the first holder who is not the requester, or his delegate."""
        self.ensure_one()
        holders = self._holders(approval.requester_id, approval.company_id, approval._responsible_manager())
        others = holders - approval.requester_id
        user = (others or holders)[:1]
        if user and self.group_id:
            delegate = self.env["sdw.delegation"]._delegate_of(user, self.group_id)
            stands_in = delegate.active and approval.company_id in delegate.company_ids
            user = delegate if stands_in and delegate != approval.requester_id else user
        return user
