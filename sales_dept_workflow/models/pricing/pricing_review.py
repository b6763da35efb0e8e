from odoo import api, fields, models


class SdwPricingReview(models.Model):
    """What a review of a price policy found, and the measure taken (Q-11). Written once, by ``action_review``."""

    _name = "sdw.pricing.review"
    _description = "Price Policy Review"
    _inherit = ["sdw.guard.mixin"]
    _order = "reviewed_on desc, id desc"
    _rec_name = "policy_id"

    policy_id = fields.Many2one("sdw.pricing.policy", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Reviewed by", required=True, readonly=True)
    reviewed_on = fields.Datetime(required=True, readonly=True)
    figures = fields.Text(readonly=True)
    measure = fields.Text(required=True, readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        given = {"policy_id", "company_id", "user_id", "reviewed_on", "figures", "measure"}
        return super()._sdw_guarded_fields() | given
