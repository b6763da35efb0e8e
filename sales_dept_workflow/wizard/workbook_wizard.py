from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwWorkbookWizard(models.TransientModel):
    """Which workbook, of which period, limited to what. A large one is made in the background."""

    _name = "sdw.workbook.wizard"
    _description = "Workbook"

    code = fields.Selection("_selection_code", "Workbook", required=True, default="deliveries")
    date_from = fields.Date("From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    territory_id = fields.Many2one("sdw.territory")
    team_id = fields.Many2one("crm.team", "Sales Team")
    user_id = fields.Many2one("res.users", "Salesperson", domain=[("share", "=", False)])
    partner_id = fields.Many2one("res.partner", "Customer")

    @api.model
    def _selection_code(self):
        return [(code, workbook._title()) for code, workbook in self.env["sdw.workbook"]._codes_allowed().items()]

    @api.model
    def _default_date_from(self):
        return fields.Date.start_of(fields.Date.context_today(self), "month")

    def action_download(self):
        """Open the workbook, or order it when it would be too large to wait for."""
        self.ensure_one()
        workbook = self.env["sdw.workbook"]._codes_allowed().get(self.code)
        if workbook is None:
            raise UserError(self.env._("There is no workbook of this name."))
        params = self._params(workbook)
        if workbook._is_large(workbook._parse(params)):
            return self.env["sdw.workbook.job"]._order_workbook(self.code, params)
        url = f"/sdw/xlsx/{self.code}?{urlencode(params)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download", "close": True}

    def _params(self, workbook):
        """The choice as the parameters of a request."""
        params = {
            "date_from": self.date_from.isoformat(),
            "date_to": self.date_to.isoformat(),
            "company_id": str(self.company_id.id),
        }
        limits = [name for name in workbook._limits() if name in self._fields and self[name]]
        return {**params, **{name: str(self[name].id) for name in limits}}
