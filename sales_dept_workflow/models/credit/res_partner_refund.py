from odoo import models

REFUND = "sales_dept_workflow.mail_activity_type_refund"
FINANCE = "sales_dept_workflow.group_sdw_finance"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sdw.activity.mixin"]

    def _sdw_check_role(self, *groups):
        return self.env["sale.order"]._sdw_check_role(*groups)

    def _sdw_ask_refund(self, company, amount):
        """One open activity for finance per customer; a new figure replaces the old one."""
        words = company.currency_id.format(amount)
        finance = self.env["res.groups"]._sdw_role(FINANCE)._sdw_holders(company)[:1]

        def summary(partner):
            return partner.env._(
                "Refund %(amount)s to %(customer)s (%(company)s)",
                amount=words,
                customer=partner.display_name,
                company=company.name,
            )

        self._sdw_unschedule(REFUND)
        self._sdw_schedule(REFUND, [(self, finance, company._sdw_today(), summary)])
