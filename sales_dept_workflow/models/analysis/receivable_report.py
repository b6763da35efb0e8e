from odoo import api, models


class ReportReceivables(models.AbstractModel):
    """The finance head's page on paper, with the figures the reader sees on the screen."""

    _name = "report.sales_dept_workflow.report_receivables"
    _description = "Receivables on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        company = self.env.company
        return {
            "doc_ids": company.ids,
            "doc_model": company._name,
            "docs": company,
            "page": self.env["sdw.receivable.dashboard"].get_data(),
        }
