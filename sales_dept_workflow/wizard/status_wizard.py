from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.customer.codes_status import SALES, STATUSES


class SdwStatusWizard(models.TransientModel):
    """Which status, why, and the evidence it needs, on one page that also fits a phone (A-46…A-49)."""

    _name = "sdw.status.wizard"
    _description = "Request a Status"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    partner_id = fields.Many2one("res.partner", compute="_compute_partner_id")
    currency_id = fields.Many2one(related="partner_id.currency_id")
    status = fields.Selection(STATUSES, "Requested Status", required=True)
    reason = fields.Text(required=True)
    demand = fields.Text(compute="_compute_evidence", store=True, readonly=False)
    budget = fields.Monetary(compute="_compute_evidence", store=True, readonly=False)
    timetable = fields.Date("Wanted by", compute="_compute_evidence", store=True, readonly=False)
    lacks = fields.Text("Still Lacking", compute="_compute_lacks")

    @api.depends("partner_ids")
    def _compute_partner_id(self):
        """One customer's evidence can be completed here."""
        for wizard in self:
            wizard.partner_id = wizard.partner_ids if len(wizard.partner_ids) == 1 else False

    @api.depends("partner_id")
    def _compute_evidence(self):
        """What the card says; what it does not say, from the lead the reader has of this customer."""
        for wizard in self:
            partner, lead = wizard.partner_id, wizard.partner_id._sdw_qualified_lead()
            wizard.demand = partner.sdw_demand or lead.sdw_need
            wizard.budget = partner.sdw_budget or lead.sdw_budget
            wizard.timetable = partner.sdw_timetable or lead.sdw_wanted_by

    @api.depends("status", "demand", "budget", "timetable", "partner_ids")
    def _compute_lacks(self):
        for wizard in self:
            wizard.lacks = "\n".join(wizard._lacking()) if wizard.status else False

    def _lacking(self):
        lines = []
        for partner, evidence in self.partner_ids._origin._sdw_status_evidence().items():
            lacks = partner._sdw_status_lacks(self.status, self._with_entries(evidence))
            names = [f"{partner.display_name}: {sentence}" for sentence in lacks]
            lines += lacks if self.partner_id else names
        return lines

    def _with_entries(self, evidence):
        """What is being typed counts as stated."""
        if not self.partner_id:
            return evidence
        return {**evidence, "demand": self.demand, "budget": self.budget, "timetable": self.timetable}

    def action_confirm(self):
        self.ensure_one()
        self.env["res.partner"]._sdw_check_role(SALES)
        if not self.partner_ids:
            raise UserError(self.env._("Please choose customers."))
        if self.partner_id and self.status == "base":
            self.partner_id.commercial_partner_id.write(
                {"sdw_demand": self.demand, "sdw_budget": self.budget, "sdw_timetable": self.timetable}
            )
        self.partner_ids.action_request_status(self.status, self.reason)
        return {"type": "ir.actions.act_window_close"}
