from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.sql import column_exists, create_column

CHANNELS = [("agent", "Agent"), ("dealer", "Dealer"), ("end_customer", "End customer")]
RESELLERS = ("agent", "dealer")
SALES = "sales_dept_workflow.group_sdw_salesperson"


class ResPartner(models.Model):
    """Agents (代理商, we ship for them), dealers (经销商, they may fetch) and the customers behind them
    (M-26, M-29, G-33, O-18, O-19, Z-12).
    """

    _inherit = "res.partner"

    sdw_channel = fields.Selection(CHANNELS, "Sales Channel", index="btree_not_null", groups="base.group_user")
    sdw_agreement_ids = fields.One2many(
        "sdw.distributor", "partner_id", "Distribution Agreements", groups="base.group_user"
    )
    sdw_freight_term = fields.Selection(
        [("collect", "We ship, freight collect"), ("pickup", "Fetches the goods")],
        "Usual Shipping",
        compute="_compute_sdw_freight_term",
        store=True,
        readonly=False,
        precompute=True,
        groups="base.group_user",
        help="We ship for agents, dealers may fetch; each order may say otherwise.",
    )
    sdw_agent_id = fields.Many2one(
        "res.partner",
        "Served by",
        domain=[("sdw_channel", "in", RESELLERS)],
        index="btree_not_null",
        groups="base.group_user",
        help="The agent or dealer through whom this customer buys indirectly.",
    )
    sdw_indirect_customer_ids = fields.One2many(
        "res.partner", "sdw_agent_id", "Customers Served", groups="base.group_user"
    )
    sdw_support_ids = fields.One2many("sdw.agent.support", "agent_id", "Support", groups=SALES)
    sdw_evaluation_ids = fields.One2many("sdw.agent.evaluation", "agent_id", "Evaluations", groups=SALES)

    def _auto_init(self):
        if not column_exists(self.env.cr, self._table, "sdw_freight_term"):
            create_column(self.env.cr, self._table, "sdw_freight_term", "varchar")
        return super()._auto_init()

    @api.depends("sdw_channel")
    def _compute_sdw_freight_term(self):
        usual = {"agent": "collect", "dealer": "pickup"}
        for partner in self:
            partner.sdw_freight_term = usual.get(partner.sdw_channel, False)

    @api.constrains("sdw_agent_id", "sdw_channel")
    def _check_sdw_agent(self):
        for partner in self.filtered("sdw_agent_id"):
            agent = partner.sdw_agent_id
            if agent.commercial_partner_id == partner.commercial_partner_id:
                raise ValidationError(self.env._("%s cannot be his own agent.", partner.display_name))
            if agent.sdw_channel not in RESELLERS:
                raise ValidationError(
                    self.env._(
                        "%(agent)s is neither an agent nor a dealer and serves no other customers.",
                        agent=agent.display_name,
                    )
                )
