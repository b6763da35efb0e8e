from odoo import models


class SdwInvoiceDispatch(models.Model):
    """The windows of a dispatch."""

    _inherit = "sdw.invoice.dispatch"

    def _open_action(self):
        """Open these dispatches."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_invoice_dispatches_all")
        if len(self) == 1:
            return {**action, "views": [[False, "form"]], "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_open_issue(self):
        """Open the window that takes number and date of the VAT invoice."""
        return self._open_wizard("issue", self.env._("Issue the VAT invoice"))

    def action_open_mail(self):
        """Open the window that takes courier and tracking number."""
        return self._open_wizard("mail", self.env._("Mail the VAT invoice"))

    def _open_wizard(self, step, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "sdw.invoice.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_dispatch_ids": self.ids, "default_step": step},
        }

    def action_ask_not_received(self):
        return self._ask("action_not_received", self.env._("Not received: what did the customer say?"))

    def action_ask_lost(self):
        return self._ask("action_lost", self.env._("Lost: how?"))

    def action_ask_again(self):
        return self._ask("action_request_again", self.env._("Request again"))

    def _ask(self, method, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "sdw.reason.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_method": method,
            },
        }

    def action_print_sheet(self):
        """The invoicing data sheet as PDF."""
        self._sdw_check_caller()
        return self.env.ref("sales_dept_workflow.action_report_invoice_data").report_action(self)
