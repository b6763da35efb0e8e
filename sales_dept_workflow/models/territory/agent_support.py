from odoo import api, fields, models


class SdwAgentSupport(models.Model):
    """What we did to help an agent win second-level markets and end customers (M-29)."""

    _name = "sdw.agent.support"
    _description = "Support for an Agent"
    _order = "date desc, id desc"
    _check_company_auto = True

    agent_id = fields.Many2one(
        "res.partner", required=True, index=True, domain=[("sdw_channel", "in", ("agent", "dealer"))]
    )
    customer_id = fields.Many2one("res.partner", index="btree_not_null", domain="[('sdw_agent_id', '=', agent_id)]")
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one("res.users", "Done by", required=True, default=lambda self: self.env.user, index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [
            ("visit", "Joint visit"),
            ("training", "Training"),
            ("offer", "Help with an offer"),
            ("promotion", "Promotion"),
            ("service", "After-sales"),
        ],
        required=True,
        default="visit",
    )
    note = fields.Char("What was Done", required=True)

    @api.depends("agent_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for support in self:
            support.display_name = f"{support.agent_id.display_name}: {kinds.get(support.kind, '')}"
