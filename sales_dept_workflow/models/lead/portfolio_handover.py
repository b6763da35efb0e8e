from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from .codes import HANDOVER, HANDOVER_LINE, MANAGER
from .portfolio_scope import KINDS

DIRECTOR = "sales_dept_workflow.group_sdw_director"


class SdwPortfolioHandover(models.Model):
    """One salesperson's customers and open work pass to another, on record and reversible (A-56, H-03).

    Only a manager does it, for his own people; a director for all.
    """

    _name = HANDOVER
    _description = "Portfolio Hand-over"
    _inherit = ["mail.thread", "sdw.gate.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Handed over by", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    from_user_id = fields.Many2one(
        "res.users", "Given up by", required=True, domain=[("share", "=", False)], index=True
    )
    to_user_id = fields.Many2one(
        "res.users", "Taken over by", required=True, domain=[("share", "=", False)], index=True
    )
    reason = fields.Text(required=True)
    customers = fields.Boolean(default=True)
    leads = fields.Boolean(default=True)
    orders = fields.Boolean("Open Orders", default=True)
    visits = fields.Boolean("Planned Visits", default=True)
    plans = fields.Boolean("Development Plans and Trials", default=True)
    cases = fields.Boolean("Open Cases", default=True)
    activities = fields.Boolean(default=True)
    done_on = fields.Datetime(readonly=True, copy=False)
    reversed_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many(HANDOVER_LINE, "handover_id", "Handed over", readonly=True, copy=False)
    line_count = fields.Integer("Documents", compute="_compute_line_count")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("done", "Handed over"), ("reversed", "Taken Back")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _two_people = models.Constraint("CHECK(from_user_id != to_user_id)", "A portfolio passes to somebody else.")

    @api.model
    def _sdw_guarded_fields(self):
        moved = {"line_ids", "done_on", "reversed_on", "state", "name", "user_id", "company_id"}
        return super()._sdw_guarded_fields() | moved

    def _compute_line_count(self):
        groups = self.env[HANDOVER_LINE]._read_group([("handover_id", "in", self.ids)], ["handover_id"], ["__count"])
        counts = {handover.id: count for handover, count in groups}
        for handover in self:
            handover.line_count = counts.get(handover._origin.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        handovers._check_manager()
        self.env["ir.sequence"]._sdw_number(handovers._sdw_system())
        return handovers

    def write(self, vals):
        if not self.env.su and any(handover.state != "draft" for handover in self):
            raise UserError(self.env._("A hand-over on record stays as it is."))
        result = super().write(vals)
        self._check_manager()
        return result

    def _check_manager(self):
        """A manager hands over what his own people have, a director everybody's."""
        self._sdw_check_role(MANAGER)
        if self.env.su or self.env.user.has_group(DIRECTOR):
            return
        for user in self.from_user_id | self.to_user_id:
            if user != self.env.user and self.env.user not in user._sdw_superiors():
                raise AccessError(
                    self.env._("%(user)s is not one of your people; please ask the director.", user=user.name)
                )

    @api.constrains("to_user_id")
    def _check_receiver(self):
        for handover in self.sudo():
            user = handover.to_user_id
            if not user.active or handover.company_id not in user.company_ids:
                raise UserError(self.env._("%(user)s does not work for this company.", user=user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if any(handover.state != "draft" for handover in self):
            raise UserError(self.env._("A hand-over on record cannot be deleted."))

    # ------------------------------------------------------------------ hand over
    def action_hand_over(self):
        """Move everything chosen, and list it: one search and one write per kind of document, whatever their number."""
        self._check_manager()
        if any(handover.state != "draft" for handover in self):
            raise UserError(self.env._("This portfolio was handed over already."))
        for handover in self._sdw_system():
            lines = []
            for kind, records in handover._sdw_portfolio():
                lines += [Command.create(handover._prepare_line(kind, record)) for record in records]
                records.write({kind.field: handover.to_user_id.id})
            if handover.activities:
                lines += handover._hand_over_activities()
            handover.write({"line_ids": lines, "state": "done", "done_on": fields.Datetime.now()})
            handover._tell_receiver(len(lines))
        return True

    def _tell_receiver(self, count):
        taker = self._sdw_in_language_of(self.to_user_id)
        body = taker.env._(
            "%(count)s documents passed from %(giver)s to %(taker)s.",
            count=count,
            giver=self.from_user_id.name,
            taker=self.to_user_id.name,
        )
        self.message_post(body=body, partner_ids=self.to_user_id.partner_id.ids, subtype_xmlid="mail.mt_note")

    def _sdw_portfolio(self):
        """[(kind, the giver's open documents of it)]"""
        chosen = [kind for kind in self._sdw_kinds() if self[kind.key]]
        return [(kind, self._sdw_system_of(kind.model).search(self._sdw_scope(kind))) for kind in chosen]

    @api.model
    def _sdw_kinds(self):
        """The kinds of documents of a portfolio; a process may add its own through ``super()``."""
        return [kind for kind in KINDS if kind.model in self.env]

    def _sdw_system_of(self, model):
        """Archived customers pass, too. Nobody gets a mail for each document: the hand-over tells him once."""
        context = {"active_test": model != "res.partner", "mail_auto_subscribe_no_notify": True}
        # pylint: disable-next=context-overridden
        return self.env[model].with_context({**self._sdw_clean_context(), **context}).sudo()

    def _sdw_scope(self, kind):
        ours = Domain("company_id", "in", [self.company_id.id, False])
        return Domain(kind.field, "=", self.from_user_id.id) & ours & Domain(kind.domain)

    def _prepare_line(self, kind, record):
        return {
            "kind": kind.key,
            "res_model": kind.model,
            "res_id": record.id,
            "field": kind.field,
            "name": record.display_name or "",
        }

    def _hand_over_activities(self):
        """Those left over: what a rule scheduled on a document has moved with it."""
        activities = self._sdw_activities().search([("user_id", "=", self.from_user_id.id), ("active", "=", True)])
        sales = {kind.model for kind in self._sdw_kinds()}
        mine = activities.filtered(lambda activity: activity.res_model in sales)
        mine.write({"user_id": self.to_user_id.id})
        return [
            Command.create(
                {
                    "kind": "activities",
                    "res_model": "mail.activity",
                    "res_id": activity.id,
                    "field": "user_id",
                    "name": " · ".join(filter(None, [activity.res_name, activity.summary])),
                }
            )
            for activity in mine
        ]

    # ------------------------------------------------------------------ and back
    def action_take_back(self):
        """Give back what the receiver still has of it."""
        self._check_manager()
        if any(handover.state != "done" for handover in self):
            raise UserError(self.env._("Only what was handed over is taken back."))
        for handover in self._sdw_system():
            for (model, field), lines in handover.line_ids.grouped(lambda line: (line.res_model, line.field)).items():
                records = handover._sdw_system_of(model).browse(lines.mapped("res_id")).exists()
                kept = records.filtered(lambda record, field=field, who=handover: record[field] == who.to_user_id)
                kept.write({field: handover.from_user_id.id})
            handover.write({"state": "reversed", "reversed_on": fields.Datetime.now()})
        return True

    def action_open_lines(self):
        """Open the list of what passed."""
        self.ensure_one()
        self._sdw_check_caller()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Handed over"),
            "res_model": HANDOVER_LINE,
            "views": [[False, "list"]],
            "domain": [("handover_id", "=", self.id)],
        }
