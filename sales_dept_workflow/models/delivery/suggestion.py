from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.rules import moment

DECIDERS = ("group_sdw_sales_manager", "group_sdw_sales_admin")


class SdwSuggestion(models.Model):
    """Anybody's suggestion: how the stores, the process or a product could be better (W-06, I-11, I-13).

    Everybody in the company reads them; whom it was given to, or a sales manager, answers. What came of it is scored.
    """

    _name = "sdw.suggestion"
    _description = "Suggestion"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.gate.mixin", "sdw.numbered.mixin"]
    _mail_post_access = "read"
    _order = "create_date desc, id desc"

    name = fields.Char("Suggestion", required=True, tracking=True)
    area = fields.Selection(
        [
            ("warehouse", "Warehouse"),
            ("process", "Workflow"),
            ("product", "Product"),
            ("selling", "Way of Selling"),
            ("other", "Other"),
        ],
        default="process",
        required=True,
        index=True,
    )
    product_id = fields.Many2one("product.template", ondelete="set null")
    text = fields.Text("What and Why", required=True)
    photo = fields.Image(max_width=1920, max_height=1920)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one("res.users", "Suggested by", readonly=True, copy=False, index=True)
    manager_id = fields.Many2one("res.users", "Answered by", readonly=True, copy=False, index="btree_not_null")
    state = fields.Selection(
        [("new", "New"), ("accepted", "Accepted"), ("rejected", "Not Taken up"), ("done", "Carried out")],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    answer = fields.Text(readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    effect = fields.Text(readonly=True, copy=False)
    done_on = fields.Datetime("Carried out on", readonly=True, copy=False)
    score = fields.Selection(
        [("0", "Not scored"), ("1", "Little"), ("2", "Good Effect"), ("3", "Great")],
        "Effect Score",
        default="0",
        copy=False,
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            *("user_id", "manager_id", "state", "answer", "answered_on", "effect", "done_on", "score")
        }

    @api.model_create_multi
    def create(self, vals_list):
        suggestions = super().create(vals_list)
        suggestions._sdw_system()._hand_in()
        return suggestions

    def _hand_in(self):
        """It goes to the superior of whoever had it; what is about the stores, to the warehouse supervisor."""
        author, today = self.env.user, fields.Date.context_today(self)
        for (company, area), suggestions in self.grouped(lambda record: (record.company_id, record.area)).items():
            boss = author._sdw_superior()
            manager = company._sdw_warehouse_supervisor() if area == "warehouse" else boss
            suggestions.write({"user_id": author.id, "manager_id": (manager or boss).id})
        rows = [(suggestion, suggestion.manager_id, today, lambda record: record.name) for suggestion in self]
        self._sdw_schedule("sales_dept_workflow.mail_activity_type_suggestion", rows)

    def write(self, vals):
        if not self.env.su and any(suggestion.state != "new" for suggestion in self):
            raise UserError(self.env._("What is answered stays as it was suggested."))
        return super().write(vals)

    # ------------------------------------------------------------------ answering
    def action_accept(self, answer=None):
        """Take it up."""
        return self._answer("accepted", answer, ("new",))

    def action_reject(self, answer):
        """Not taken up; whoever suggested it reads why."""
        if not (answer or "").strip():
            raise UserError(self.env._("Please say why it is not taken up."))
        return self._answer("rejected", answer, ("new", "accepted"))

    def action_done(self, effect):
        """It is carried out; say what it brought."""
        if not (effect or "").strip():
            raise UserError(self.env._("Please say what it brought."))
        system = self._for_decider(("accepted",))
        system.write({"state": "done", "effect": effect, "done_on": moment()})
        return True

    def action_score(self, score=None):
        """Score what a suggestion that is carried out brought: ``1`` little to ``3`` great; a button says it in its
        context (``sdw_score``).
        """
        score = score or self.env.context.get("sdw_score")
        if score not in dict(self._fields["score"].selection):
            raise UserError(self.env._("The score goes from 0 to 3."))
        self._for_decider(("done",)).write({"score": score})
        return True

    def _answer(self, state, answer, before):
        system = self._for_decider(before)
        system.write({"state": state, "answer": answer, "answered_on": moment(), "manager_id": self.env.uid})
        system._sdw_done("sales_dept_workflow.mail_activity_type_suggestion")
        return True

    def _for_decider(self, before):
        """The records as the system, after the caller's right and their state were checked."""
        self._sdw_check_caller()
        for suggestion in self:
            if suggestion.manager_id != self.env.user:
                self._sdw_check_role(*DECIDERS)
            if suggestion.user_id == self.env.user:
                raise UserError(self.env._("Somebody else answers your suggestion."))
            if suggestion.state not in before:
                raise UserError(self.env._("This suggestion is past that step."))
        return self._sdw_system()
