import logging

from odoo import models
from odoo.exceptions import UserError

TEMPLATE = "sales_dept_workflow.mail_template_goods_shipped"
_logger = logging.getLogger(__name__)


class SdwArrivalFollowup(models.Model):
    """The customer hears that his goods have left, with the page on which he confirms that they arrived."""

    _inherit = "sdw.arrival.followup"

    def _tell_customers(self):
        """Queue one mail to each customer, in his language, where the company wants it. No shipment fails on a mail."""
        told = self.filtered(
            lambda followup: followup.company_id.sdw_arrival_mail and followup.partner_id.email_normalized
        )
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not told or not template:
            return
        try:
            with self.env.cr.savepoint():
                template.sudo().send_mail_batch(told.ids, email_layout_xmlid="mail.mail_notification_light")
        except UserError:
            _logger.warning("No mail about shipments %s could be made", told.ids, exc_info=True)
