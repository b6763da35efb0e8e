from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.deadline_mixin import ACTIVITY, ESCALATION
from .codes import HELD, KEEPERS, MEETING


class SdwMeetingTask(models.AbstractModel):
    """What a meeting gives somebody to do: due once the meeting was held, followed until it is done (R-30).

    What is still open comes back as a row of the next meeting, which is watched from then on; the row of the meeting
    before says *carried over*, so that each meeting keeps what was said in it. A model of tasks brings a
    ``carried_from_id`` of its own, and says what is to be done.
    """

    _name = "sdw.meeting.task"
    _description = "Task of a Meeting"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    #: States of the meeting in which its tasks may be written by hand.
    _sdw_open_while = ("planned",)

    meeting_id = fields.Many2one(MEETING, "Meeting", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True, precompute=True)
    user_id = fields.Many2one("res.users", "Responsible", domain=[("share", "=", False)], index="btree_not_null")
    due_date = fields.Date("Due")
    result = fields.Text(readonly=True)
    state = fields.Selection(
        [("open", "Open Measure"), ("done", "Measure Done"), ("carried", "Carried over")],
        readonly=True,
        default="open",
        required=True,
        index=True,
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"company_id", "result", "carried_from_id", "state"}

    # ------------------------------------------------------------------ what a kind of task says of itself
    def _task(self):
        """What is to be done; empty when there is nothing to do."""
        raise NotImplementedError

    def _task_name(self):
        """How an error names it."""
        return self._task()

    def _task_done(self, result):
        """Called when these were reported done."""

    # ------------------------------------------------------------------ life
    def write(self, vals):
        if not self.env.su:
            self._check_free()
            if "meeting_id" in vals:
                raise UserError(self.env._("What a meeting decided stays with that meeting."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """What a meeting decided, or took over from the one before, is reported on, not forgotten."""
        if not self.env.su and any(task.meeting_id.state != "planned" for task in self.sudo()):
            raise UserError(self.env._("What a meeting decided stays with that meeting."))

    def _check_free(self):
        tasks = self.sudo()
        if any(task.meeting_id.state not in self._sdw_open_while or task.state != "open" for task in tasks):
            raise UserError(self.env._("The meeting has been held: its measures are done, or carried over."))

    def action_done(self, result=None):
        """It has been done: whoever is responsible for it, a manager or the sales admin says so.

        :param str result: what came of it, mandatory
        """
        self._sdw_check_caller()
        keeper = self.env.su or any(self.env.user.has_group(f"sales_dept_workflow.{role}") for role in KEEPERS)
        if not keeper and any(task.user_id != self.env.user for task in self):
            raise AccessError(self.env._("A measure is reported done by whoever is responsible for it."))
        if not (result if isinstance(result, str) else "").strip():
            raise UserError(self.env._("Please say what came of the measure."))
        if any(task.state != "open" or task.meeting_id.state not in HELD for task in self.sudo()):
            raise UserError(self.env._("Only an open measure of a meeting that was held is reported done."))
        tasks = self._sdw_system()
        tasks.write({"state": "done", "result": result})
        tasks._deadline_met()
        tasks._task_done(result)
        return True

    def _check_named(self):
        """What is to be done has somebody who does it, and a day."""
        for task in self:
            if task._task() and not (task.user_id and task.due_date):
                raise UserError(self.env._("%(name)s: who takes the measure, and by when?", name=task._task_name()))

    def _start(self):
        """The meeting was held: each task is due by its day; what was carried over is watched from here on."""
        self._take_over()
        for task in self.filtered(lambda task: task.state == "open"):
            if task._task():
                task.deadline = task._sdw_end_of_day(task.due_date)
            else:
                task.state = "done"
        self.filtered(lambda task: task.state == "open")._deadline_start()

    def _take_over(self):
        """What was carried over is watched from the new meeting on; until that is held, where it was.

        What has been done or taken over elsewhere meanwhile is not begun again.
        """
        for task in self.filtered(lambda task: task.carried_from_id.state in ("done", "carried")):
            task.write({"state": task.carried_from_id.state, "result": task.carried_from_id.result})
        earlier = self.carried_from_id.filtered(lambda task: task.state == "open")
        earlier.write({"state": "carried", "deadline": False})
        earlier._sdw_unschedule(ACTIVITY, ESCALATION)

    def _carried(self):
        """What a row of the next meeting takes over from this one: nothing from an empty one."""
        if not self:
            return {}
        return {"carried_from_id": self.id, "user_id": self.user_id.id, "due_date": self.due_date}

    # ------------------------------------------------------------------ mechanisms
    def _get_deadline_summary(self):
        return self._task()

    def _get_deadline_manager(self):
        return self.meeting_id.chair_id

    def _sdw_company(self):
        return self.company_id or self.env.company
