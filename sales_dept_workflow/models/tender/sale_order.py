from odoo import fields, models

from .codes import TENDER


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sdw_tender_ids = fields.One2many(
        TENDER, "order_id", "Tenders", groups="sales_dept_workflow.group_sdw_salesperson", copy=False
    )

    def action_sdw_tenders(self):
        """Open the tender this quotation was made for."""
        self.ensure_one()
        tenders = self.sdw_tender_ids
        tenders.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_tenders")
        if len(tenders) == 1:
            return {**action, "views": [(False, "form")], "res_id": tenders.id, "context": {}, "path": False}
        return {**action, "domain": [("id", "in", tenders.ids)], "context": {}, "path": False}
