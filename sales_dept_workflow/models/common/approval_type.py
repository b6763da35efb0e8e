from odoo import api, fields, models
from odoo.tools import ormcache


class SdwApprovalType(models.Model):
    """Who decides what, in which order. Changed by the Odoo administrator only."""

    _name = "sdw.approval.type"
    _description = "Approval Type"
    _inherit = ["sdw.cached.mixin"]
    _order = "sequence, code, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="What is decided: price, credit, shipping_release, …")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    rule = fields.Selection(
        lambda self: self.env["res.company"]._sdw_rule_selection(),
        help="The rule whose findings this approval's exceptions join.",
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies that have no type of their own.")
    step_ids = fields.One2many("sdw.approval.step", "type_id", "Steps", copy=True)
    four_eyes = fields.Boolean(default=True, help="The last step is never decided by the requester.")
    valid_days = fields.Integer("Valid (days)", help="0: for ever.")
    tolerance_percent = fields.Float(
        "Tolerance (%)", help="How much worse a figure may become before the approval lapses."
    )

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active", "One active type per code and company."
    )

    @api.model
    def _get(self, code, company):
        """The type for a code: the company's own, else the shared one."""
        return self.sudo().browse(self._get_id(code, company.id))._sdw_known()

    @api.model
    @ormcache("code", "company_id")
    def _get_id(self, code, company_id):
        types = self.sudo().search([("code", "=", code), ("company_id", "in", [company_id, False])])
        return (types.filtered("company_id") or types)[:1].id

    def _steps(self):
        """The steps in order; which they are is known without a query."""
        return self.env["sdw.approval.step"].browse(self._get_step_ids())._sdw_known()

    @ormcache("self.id")
    def _get_step_ids(self):
        return self.step_ids._ids
