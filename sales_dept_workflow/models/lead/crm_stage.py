from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..common.rules import in_language
from .codes import CHAIN

#: The stages Odoo brings, and the steps they stand for.
CORE_STAGES = {
    "collect": "crm.stage_lead1",
    "screen": "crm.stage_lead2",
    "solution": "crm.stage_lead3",
    "contract": "crm.stage_lead4",
}


class CrmStage(models.Model):
    """A stage stands for one step of the sales chain; entering it asks for the records of the steps up to it (L-07)."""

    _inherit = "crm.stage"

    sdw_step = fields.Selection(
        lambda self: [(step, in_language(self.env, name)) for step, name in CHAIN],
        "Step of the Sales Chain",
        groups="base.group_user",
        help="A lead enters this stage, or a later one, once this step is on record.",
    )

    @api.model
    def action_sdw_make_chain(self):
        """Prepare the stages of the sales chain: Odoo's own ones are given their step, missing ones are added.

        :raise AccessError: for everybody but the administrator
        """
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator prepares the stages of the sales chain."))
        stages = self.sudo()
        present = stages.search([("sdw_step", "!=", False), ("team_ids", "=", False)])
        missing = [step for step, _name in CHAIN if step not in present.mapped("sdw_step")]
        for step in missing:
            stage = self.env.ref(CORE_STAGES.get(step, ""), raise_if_not_found=False)
            if stage and not stage.sdw_step:
                stage.sudo().sdw_step = step
                missing = [other for other in missing if other != step]
        names = dict(CHAIN)
        stages.create([{"name": in_language(self.env, names[step]), "sdw_step": step} for step in missing])
        stages._sdw_order_chain()
        return {"type": "ir.actions.client", "tag": "reload"}

    @api.model
    def _sdw_order_chain(self):
        """The stages of the chain one after the other; the one that is won stays last."""
        order = [step for step, _name in CHAIN]
        chain = self.search([("sdw_step", "!=", False), ("is_won", "=", False)])
        for number, stage in enumerate(chain.sorted(lambda stage: order.index(stage.sdw_step)), start=1):
            stage.sequence = number
