from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """A quotation that is printed, or attached to a mail, is an offer: a round of it is kept (N-08).

        What is not released is marked so on the paper, and is no offer.
        """
        context = super()._get_rendering_context(report, docids, data)
        if report.model == "sale.order" and docids and self._is_sale_order_report(report.report_name):
            quotations = self.env["sale.order"].sudo().browse(docids)
            quotations = quotations.filtered(lambda order: order.state in ("draft", "sent"))
            if quotations:
                (quotations - quotations._sdw_not_released())._sdw_record_offer()
        return context
