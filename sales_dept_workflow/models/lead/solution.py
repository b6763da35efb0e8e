from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import SOLUTION


class SdwSolution(models.Model):
    """What was presented or offered to a lead: products, demonstration, samples, and what came back (L-09, L-22)."""

    _name = SOLUTION
    _description = "Solution Offered"
    _inherit = ["mail.thread", "sdw.numbered.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Title", required=True)
    kind = fields.Selection(
        [("solution", "Solution Offered"), ("presentation", "Presentation")], required=True, default="solution"
    )
    lead_id = fields.Many2one("crm.lead", "Lead", required=True, ondelete="cascade", index=True, check_company=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, index=True, required=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", related="lead_id.partner_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Presented by", required=True, default=lambda self: self.env.user, index=True
    )
    date = fields.Date("Presented on", required=True, default=fields.Date.context_today)
    mode = fields.Selection(
        [("phone", "By phone"), ("email", "By e-mail"), ("meeting", "In a Meeting"), ("online", "Online meeting")],
        "Presented",
        default="meeting",
    )
    product_ids = fields.Many2many("product.product", string="Products Presented", check_company=True)
    description = fields.Text("What Was Offered", required=True)
    advantages = fields.Text("Advantages Explained, Doubts Answered")
    demo_date = fields.Date("Demonstration on")
    sample_product_id = fields.Many2one("product.product", "Sample", check_company=True)
    sample_quantity = fields.Float(digits="Product Unit")
    sample_sent_on = fields.Date("Sample Sent on")
    sample_picking_id = fields.Many2one("stock.picking", "Sample Transfer", check_company=True, ondelete="restrict")
    feedback = fields.Text("What the Customer Says about It")

    _lead_kind_idx = models.Index("(lead_id, kind)")

    @api.depends("lead_id.company_id")
    def _compute_company_id(self):
        for solution in self:
            solution.company_id = solution.lead_id.company_id or solution.company_id or self.env.company

    @api.constrains("sample_sent_on", "sample_product_id", "sample_quantity")
    def _check_sample(self):
        for solution in self:
            if solution.sample_sent_on and not (solution.sample_product_id and solution.sample_quantity > 0):
                raise UserError(self.env._("Say which sample was sent, and how many."))
