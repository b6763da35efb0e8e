from odoo import api, models


class ReportDeliveryNotice(models.AbstractModel):
    """The printed delivery notice. Whatever renders it comes by here, so nothing is printed unasked or uncounted."""

    _name = "report.sales_dept_workflow.report_delivery_notice"
    _description = "Delivery Notice, Four Copies"

    @api.model
    def _get_report_values(self, docids, data=None):
        """The papers to print, each counted.

        :raise UserError: for a notice that may not be printed yet
        """
        notices = self.env["sdw.delivery.notice"].browse(docids)
        prints = notices._sdw_print()
        return {
            "doc_ids": notices.ids,
            "doc_model": notices._name,
            "docs": notices,
            "papers": [notice.sudo()._sdw_paper(prints[notice]) for notice in notices],
            "copies": notices._sdw_paper_copies(),
        }
