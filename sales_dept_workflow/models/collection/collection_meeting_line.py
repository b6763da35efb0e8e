from odoo import api, fields, models
from odoo.exceptions import UserError

from ..meeting.codes import HELD
from .codes import CASE
from .sales_meeting import LINE

SNAPSHOT = {"overdue_amount_company", "oldest_due_date", "days_overdue", "case_state"}


class SdwCollectionMeetingLine(models.Model):
    """One debtor on the agenda: what he owes, why, and the measure with who does it by when (C-12)."""

    _name = LINE
    _description = "Measure of a Collection Meeting"
    _inherit = ["sdw.meeting.task"]
    _order = "meeting_id desc, overdue_amount_company desc, id"
    _check_company_auto = True

    currency_id = fields.Many2one(related="company_id.currency_id")
    case_id = fields.Many2one(CASE, required=True, ondelete="restrict", index=True, check_company=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True, string="Customer")
    salesperson_id = fields.Many2one(related="case_id.user_id", string="Salesperson")
    overdue_amount_company = fields.Monetary("Overdue", readonly=True)
    oldest_due_date = fields.Date("Oldest Due", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    case_state = fields.Selection(lambda self: self._selection_case_state(), "Stage", readonly=True)
    promised_date = fields.Date(related="case_id.promised_date")
    cause_id = fields.Many2one("sdw.arrears.cause", "Cause of Arrears", ondelete="restrict", index="btree_not_null")
    cause_note = fields.Char("About the Cause")
    measure = fields.Text("Collection Measure")
    carried_from_id = fields.Many2one(
        LINE, "Carried over from", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _case_uniq = models.UniqueIndex("(meeting_id, case_id)", "This debtor is on the agenda already.")

    @api.model
    def _selection_case_state(self):
        return self.env[CASE]._fields["state"]._description_selection(self.env)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | SNAPSHOT | {"partner_id"}

    @api.depends("partner_id", "meeting_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.meeting_id.name} {line.sudo().partner_id.display_name or ''}".strip()

    # ------------------------------------------------------------------ life
    @api.model_create_multi
    def create(self, vals_list):
        """A debtor put on the agenda by hand comes with the figures of now."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines._check_free()
            lines.case_id.check_access("read")
            system = lines._sdw_system()
            current = system.case_id._get_figures()
            for line in system:
                figures = {name: current[line.case_id][name] for name in SNAPSHOT - {"case_state"}}
                line.write({**figures, "case_state": line.case_id.state})
        return lines

    def write(self, vals):
        if not self.env.su and "case_id" in vals:
            self._check_free()
            raise UserError(self.env._("Another debtor is another line of the agenda."))
        return super().write(vals)

    # ------------------------------------------------------------------ measures
    def _task(self):
        return self.measure

    def _task_name(self):
        return self.sudo().partner_id.display_name

    def _task_done(self, result):
        body = self.env._("Measure done: %(result)s", result=result)
        self.case_id._message_log_batch({case.id: body for case in self.case_id})

    def _start(self):
        """Cause and measure stand on the case from now on."""
        for line in self:
            line.case_id.write(
                {"arrears_cause_id": line.cause_id.id, "arrears_note": line.cause_note, "arrears_measure": line.measure}
            )
        return super()._start()

    @api.model
    def _open_of(self, cases):
        """{case: its measure still open, from meetings that were held}, in one query."""
        domain = [
            ("case_id", "in", cases.ids),
            ("state", "=", "open"),
            ("measure", "!=", False),
            ("meeting_id.state", "in", HELD),
        ]
        found = self.sudo().search(domain, order="id")
        return {cases.browse(line.case_id.id): line for line in found}

    def _carried(self):
        known = {"cause_id": self.cause_id.id, "cause_note": self.cause_note, "measure": self.measure} if self else {}
        return {**super()._carried(), **known}

    def _get_deadline_summary(self):
        return self.env._("%(customer)s: %(measure)s", customer=self.sudo().partner_id.name, measure=self.measure)
