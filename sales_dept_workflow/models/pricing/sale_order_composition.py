from odoo import api, fields, models

from .composition import Composer


class SaleOrder(models.Model):
    """How each line's policy price came about, for whoever asks; computed when the panel is opened, never stored."""

    _inherit = "sale.order"

    sdw_price_panel = fields.Json(
        "Price Composition", compute="_compute_sdw_price_panel", compute_sudo=True, groups="base.group_user"
    )

    def action_price_panel(self):
        """Open the price panel of this order."""
        self.ensure_one()
        self._sdw_check_caller()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Price Composition"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref("sales_dept_workflow.sale_order_view_form_price_panel").id, "form"]],
            "target": "new",
        }

    @api.depends_context("lang")
    def _compute_sdw_price_panel(self):
        system = self._sdw_system()
        judged = system._sdw_judge()
        protected, priced = system._sdw_subject_to("territory"), system._sdw_subject_to("price")
        composed = Composer(system, system.order_line, protected, priced).compose()
        for order, record in zip(self, system, strict=True):
            found = judged[record].lines if record in judged else {}
            lines = [line for line in record.order_line if line in composed]
            order.sdw_price_panel = {
                "sections": [line._sdw_composition(composed[line], found.get(line)) for line in lines]
            }
