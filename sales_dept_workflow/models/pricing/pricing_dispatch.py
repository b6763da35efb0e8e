from odoo import api, fields, models
from odoo.exceptions import AccessError


class SdwPricingDispatch(models.Model):
    """One recipient of a price list in use, and his receipt (Q-13). Missing ones come before the manager."""

    _name = "sdw.pricing.dispatch"
    _description = "Price List Dispatch"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "policy_id desc, department, id"
    _rec_name = "policy_id"
    _check_company_auto = True

    policy_id = fields.Many2one("sdw.pricing.policy", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    department = fields.Selection([("office", "Office"), ("finance", "Finance")], required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Recipient", required=True, readonly=True, index=True)
    sent_on = fields.Datetime(required=True, readonly=True)
    acknowledged_on = fields.Datetime(readonly=True)
    sdw_mine = fields.Boolean("For me", compute="_compute_sdw_mine")

    _recipient_uniq = models.UniqueIndex(
        "(policy_id, department, user_id, sent_on)", "He has already been sent this list."
    )

    @api.model
    def _sdw_guarded_fields(self):
        given = {"policy_id", "company_id", "department", "user_id", "sent_on", "acknowledged_on"}
        return super()._sdw_guarded_fields() | given

    @api.depends_context("uid")
    @api.depends("user_id", "acknowledged_on")
    def _compute_sdw_mine(self):
        for receipt in self:
            receipt.sdw_mine = receipt.user_id == self.env.user and not receipt.acknowledged_on

    def action_acknowledge(self):
        """Received: by the recipient in person.

        :raise AccessError: for anybody else
        """
        self._sdw_check_caller()
        if any(receipt.user_id != self.env.user for receipt in self):
            raise AccessError(self.env._("A price list is acknowledged by its recipient in person."))
        new = self.filtered(lambda receipt: not receipt.acknowledged_on)._sdw_system()
        new.write({"acknowledged_on": fields.Datetime.now()})
        new._deadline_met()
        new.policy_id._sdw_try_in_force()
        return True

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        return self.env._("Acknowledge the price list %(policy)s", policy=self.policy_id.name)

    def _get_escalation_user(self):
        """The manager who answers for the price list hears of a missing receipt."""
        manager = self.policy_id.user_id
        return manager if manager.active and manager != self.user_id else super()._get_escalation_user()
