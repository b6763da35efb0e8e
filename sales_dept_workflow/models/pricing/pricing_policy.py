from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What is decided on: closed once it is submitted.
CONTENT = {
    "company_id", "pricelist_ids", "customer_class_ids", "valid_from", "valid_to", "reason", "plan", "line_ids",
    "product_ids", "user_id",
}  # fmt: skip
STAMPS = {"endorsed_by_id", "endorsed_on", "approved_on", "dispatched_on", "in_force_on", "superseded_on"}


class SdwPricingPolicy(models.Model):
    """A price policy: which price lists, for whom and for which season, why, and what average price is planned
    (Q-10, Q-12, Q-14).

    draft → endorsed by the sales manager, submitted → approved by the general manager → dispatched to office and
    finance → in force → superseded by the next one.
    """

    _name = "sdw.pricing.policy"
    _description = "Price Policy"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sdw.paper.mixin",
        "sdw.deadline.mixin",
        "sdw.approval.mixin",
    ]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Proposed by", required=True, default=lambda self: self.env.user, tracking=True, index=True
    )
    pricelist_ids = fields.Many2many(
        "product.pricelist",
        string="Price Lists",
        check_company=True,
        copy=False,
        domain="[('sdw_revision_of_id', '=', False)]",
    )
    customer_class_ids = fields.Many2many("res.partner.category", string="Customer Classes")
    valid_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True, copy=False)
    valid_to = fields.Date(tracking=True, copy=False, help="The end of the season; a new policy takes over.")
    reason = fields.Text(required=True)
    plan = fields.Text("Implementation Plan")
    line_ids = fields.One2many("sdw.pricing.policy.line", "policy_id", "Planned Average Prices", copy=True)
    product_ids = fields.One2many("sdw.pricing.policy.product", "policy_id", "Catalogue Prices", copy=True)
    revision_ids = fields.One2many(
        "product.pricelist",
        "sdw_policy_id",
        "New Prices",
        domain=[("sdw_revision_of_id", "!=", False)],
        context={"active_test": False},
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("in_force", "In Force"),
            ("superseded", "Superseded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    endorsed_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    endorsed_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    dispatched_on = fields.Datetime(readonly=True, copy=False)
    in_force_on = fields.Datetime(readonly=True, copy=False)
    superseded_on = fields.Datetime(readonly=True, copy=False)
    acknowledge_days = fields.Integer("Acknowledged within (days)", default=3)
    review_months = fields.Integer("Reviewed every (months)", default=3)
    dispatch_ids = fields.One2many("sdw.pricing.dispatch", "policy_id", "Dispatch", readonly=True, copy=False)
    review_ids = fields.One2many("sdw.pricing.review", "policy_id", "Reviews", readonly=True, copy=False)

    _season = models.Constraint("CHECK(valid_to IS NULL OR valid_to >= valid_from)", "The season ends after it begins.")

    @api.model
    def _sdw_guarded_fields(self):
        kept = {"name", "state", "dispatch_ids", "review_ids", "revision_ids"}
        return super()._sdw_guarded_fields() | kept | STAMPS

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), "pricing_policy"]

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        for company, group in policies.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names("sdw.pricing.policy", company, len(group))
            for policy, name in zip(group._sdw_system(), names, strict=True):
                policy.name = name
        return policies

    def write(self, vals):
        if CONTENT.intersection(vals) and not self.env.su:
            self._sdw_check_draft()
            # The manager endorsed something else.
            endorsed = self.filtered("endorsed_by_id")
            endorsed._sdw_system().write({"endorsed_by_id": False, "endorsed_on": False})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_beyond_draft(self):
        # Core asks in the order of the names: before the one that withdraws requests, which makes it a draft again.
        if any(policy.state not in ("draft", "cancelled") for policy in self):
            raise UserError(self.env._("A price policy that was submitted stays on record. Please supersede it."))

    def _sdw_check_draft(self):
        if not self.env.su and any(policy.state != "draft" for policy in self.sudo()):
            raise UserError(self.env._("A submitted price policy is not changed. Please prepare a new one."))

    # ------------------------------------------------------------------ preparing
    def action_prepare_prices(self):
        """Copy the rules of the lists in force, to be edited here; open them (Q-12)."""
        self._sdw_check_role("group_sdw_sales_manager")
        self._sdw_check_draft()
        for policy in self._sdw_system():
            known = policy.revision_ids.sdw_revision_of_id
            for pricelist in policy.pricelist_ids.filtered("sdw_in_force") - known:
                revision = pricelist.copy({"name": f"{pricelist.name} · {policy.name}", "active": False})
                revision.write({"sdw_in_force": False, "sdw_policy_id": policy.id, "sdw_revision_of_id": pricelist.id})
        return self.action_open_prices()

    def action_open_prices(self):
        """Open the lists whose prices this document decides on."""
        self._sdw_check_caller()
        lists = self._sdw_system()._sdw_lists()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Prices"),
            "res_model": "product.pricelist",
            "view_mode": "list,form",
            "domain": [("id", "in", lists.ids)],
            "context": {"active_test": False},
        }

    def _sdw_lists(self):
        """The lists with the prices to be decided on: the copies of those in force, and the new ones themselves."""
        return self.revision_ids | self.pricelist_ids.filtered(lambda pricelist: not pricelist.sdw_in_force)

    def action_endorse(self):
        """The sales manager takes part: without him nothing is submitted (Q-14).

        :raise AccessError: for anybody who is not a sales manager himself, while the company has one
        """
        self._sdw_check_role("group_sdw_sales_manager")
        self._sdw_check_draft()
        for policy in self._sdw_system():
            if not policy._sdw_is_the_manager(self.env.user):
                raise UserError(self.env._("A price policy is endorsed by a sales manager in person."))
        self._sdw_system().write({"endorsed_by_id": self.env.uid, "endorsed_on": fields.Datetime.now()})
        return True

    def _sdw_is_the_manager(self, user):
        group = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_manager")
        direct = group._sdw_holders(self.company_id) & group.sudo().user_ids
        return not direct or user in direct

    def action_submit(self):
        """Put the policy to the general manager (Q-12).

        :raise UserError: naming what is missing
        """
        self._sdw_check_role("group_sdw_sales_manager")
        self._sdw_check_draft()
        system = self._sdw_system()
        for policy in system:
            if not policy.endorsed_by_id and policy._sdw_is_the_manager(self.env.user):
                policy.write({"endorsed_by_id": self.env.uid, "endorsed_on": fields.Datetime.now()})
            policy._sdw_check_complete()
        system.write({"state": "submitted"})
        for policy in self:
            policy.action_request_approval("pricing_policy", policy.reason)
        return True

    def _sdw_check_complete(self):
        if not self.endorsed_by_id:
            raise UserError(self.env._("%(policy)s waits for the sales manager's endorsement.", policy=self.name))
        lists = self._sdw_lists()
        if not lists and not self.product_ids:
            raise UserError(
                self.env._("%(policy)s changes no price. Please prepare the new prices first.", policy=self.name)
            )
        bases = lists.item_ids.filtered(lambda item: item.base == "pricelist").base_pricelist_id
        loose = bases.filtered(lambda base: not base.sdw_in_force) - lists
        if loose:
            raise UserError(
                self.env._(
                    "The new prices rest on price lists that are not in force: %(lists)s.",
                    lists=", ".join(loose.mapped("name")),
                )
            )

    def action_cancel(self):
        """Give up a policy that is not in force yet; what was prepared for it stays, archived."""
        self._sdw_check_role("group_sdw_sales_manager")
        if any(policy.state not in ("draft", "submitted", "approved") for policy in self.sudo()):
            raise UserError(self.env._("A price policy in force ends when the next one takes its place."))
        system = self._sdw_system()
        system.write({"state": "cancelled"})
        system._sdw_end_approvals()
        system.dispatch_ids._deadline_met()
        return True

    # ------------------------------------------------------------------ the deadline: the next review
    def _get_deadline_summary(self):
        return self.env._("%(policy)s: compare planned and realised prices, record the measure", policy=self.name)

    def _sdw_next_review(self, since):
        """The end of the day of the next review, or nothing when the season is over by then."""
        day = since + relativedelta(months=self.review_months)
        if self.valid_to:
            day = min(day, self.valid_to)
        return self._sdw_end_of_day(day) if self.review_months > 0 and day > since else False

    @api.model
    def _sweep_deadlines(self, now):
        waiting = self.search(Domain("state", "=", "approved") & Domain("dispatched_on", "!=", False))
        waiting._sdw_try_in_force(now)
        return super()._sweep_deadlines(now)
