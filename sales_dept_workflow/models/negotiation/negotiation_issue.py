from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .codes_negotiation import LIVE, MANAGER, NEGOTIATION


class SdwNegotiationIssue(models.Model):
    """One question between the two sides: their positions, and how it was settled (N-05).

    An issue on record is not deleted: it is resolved, or the manager drops it and says why.
    """

    _name = "sdw.negotiation.issue"
    _description = "Negotiation Issue"
    _inherit = ["sdw.guard.mixin"]
    _order = "sequence, id"

    negotiation_id = fields.Many2one(NEGOTIATION, required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Issue", required=True)
    position_ours = fields.Text("Our Position")
    position_theirs = fields.Text("Their Position")
    resolution = fields.Text("Resolution or Reason", help="How it was settled, or why it was dropped.")
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved"), ("dropped", "Dropped")],
        default="open",
        required=True,
        copy=False,
        index=True,
    )
    settled_on = fields.Datetime(readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", "Settled by", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"settled_on", "settled_by_id"}

    @api.constrains("state", "resolution")
    def _check_resolution(self):
        for issue in self:
            if issue.state != "open" and not (issue.resolution or "").strip():
                raise ValidationError(
                    self.env._("“%(issue)s”: please write how it was settled, or why it is dropped.", issue=issue.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        issues = super().create(vals_list)
        issues._check_change(any(issue.state == "dropped" for issue in issues))
        issues.filtered(lambda issue: issue.state != "open")._settled()
        return issues

    def write(self, vals):
        if "negotiation_id" in vals:
            raise UserError(self.env._("An issue stays with its negotiation."))
        if self.env.su or not vals.keys() - {"sequence"}:
            return super().write(vals)
        dropped = self.filtered(lambda issue: issue.state == "dropped")
        self._check_change(dropped or vals.get("state") == "dropped")
        changing = self.filtered(lambda issue: issue.state != vals.get("state", issue.state))
        result = super().write(vals)
        changing._settled()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(
            self.env._("An issue on record cannot be deleted. Please resolve it, or let the manager drop it.")
        )

    def _check_change(self, dropping):
        """Issues change while the negotiation goes on; dropping one, or touching a dropped one, is the manager's."""
        if self.env.su:
            return
        if dropping:
            self.negotiation_id._sdw_check_role(MANAGER)
        self.negotiation_id._check_state(*LIVE)

    def _settled(self):
        """Who settled it and when, on the issue and in the chatter."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        now = fields.Datetime.now()
        for issue in self._sdw_system():
            closed = issue.state != "open"
            issue.write({"settled_on": closed and now, "settled_by_id": closed and self.env.uid})
            body = f"{issue.name}: {labels[issue.state]}. {issue.resolution or ''}"
            issue.negotiation_id._message_log(body=body)
