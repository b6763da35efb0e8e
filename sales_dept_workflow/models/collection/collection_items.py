from odoo import fields, models

from .codes import CASE


class SdwCollectionCase(models.Model):
    """What is open, document by document."""

    _inherit = CASE

    item_ids = fields.One2many("sdw.collection.item", "case_id", "Open Items by Document", readonly=True)

    def action_match_items(self):
        """The open items of these cases, for accounting to match."""
        self._sdw_check_role("group_sdw_accountant")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_collection_items")
        return {**action, "domain": [("case_id", "in", self.ids)], "context": {}}
