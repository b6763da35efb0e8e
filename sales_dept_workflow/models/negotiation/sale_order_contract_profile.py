from operator import methodcaller

from odoo import models

from .contract_milestone import BATCH

ACTIVITY = "sales_dept_workflow.mail_activity_type_profile"


class SaleOrder(models.Model):
    """Who signs a contract is known in full: what the customer's file lacks is chased until it is there (N-18)."""

    _inherit = "sale.order"

    def _sdw_profile_missing(self):
        """Labels of what the file of the customer lacks."""
        return self.partner_id.commercial_partner_id._sdw_file_missing()

    def _sdw_contract_signed(self):
        result = super()._sdw_contract_signed()
        lacking = self.filtered(lambda order: order._sdw_profile_missing())
        self._sdw_unschedule(ACTIVITY)
        summary = methodcaller("_sdw_profile_summary")
        rows = [
            (order, order.user_id or order._sdw_manager(), order.company_id._sdw_today(), summary) for order in lacking
        ]
        self._sdw_schedule(ACTIVITY, rows)
        return result

    def _sdw_profile_summary(self):
        return self.env._(
            "Complete the file of %(customer)s: %(missing)s",
            customer=self.partner_id.display_name,
            missing=", ".join(self._sdw_profile_missing()),
        )

    def _sdw_sweep_profiles(self):
        """Take back the reminders of customers whose files are complete by now."""
        kind = self.env.ref(ACTIVITY)
        activities = self._sdw_activities()
        domain = [("res_model", "=", self._name), ("activity_type_id", "=", kind.id), ("automated", "=", True)]
        waiting = self.sudo().browse(activities.search(domain, limit=BATCH * 10).mapped("res_id")).exists()
        waiting.filtered(lambda order: not order._sdw_profile_missing())._sdw_unschedule(ACTIVITY)
