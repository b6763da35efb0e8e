from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_warehouse_supervisor_id = fields.Many2one(
        "res.users",
        "Warehouse Supervisor",
        domain="[('share', '=', False)]",
        help="Hears of everything abnormal in the stores. Empty: the superior of the warehouse keeper.",
    )
    sdw_goods_check_in = fields.Boolean("Goods Checked on Receipt")
    sdw_count_months = fields.Integer("Stock Count every (months)", default=1, help="0: no counts are planned.")

    _sdw_count_months_positive = models.Constraint(
        "CHECK(sdw_count_months >= 0)", "The months between two stock counts cannot be negative."
    )

    def _sdw_keeper(self):
        """The first warehouse keeper of this company; those named for the role come first."""
        self.ensure_one()
        return self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_warehouse")._sdw_holders(self)[:1]

    def _sdw_warehouse_supervisor(self):
        """Who hears of what is abnormal: whom the company names, else the keeper's superior, else the keeper."""
        self.ensure_one()
        named = self.sudo().sdw_warehouse_supervisor_id
        if named.active:
            return named
        keeper = self._sdw_keeper()
        return (keeper and keeper._sdw_superior()) or keeper
