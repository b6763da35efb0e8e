from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes_stores import KEEPERS


class SdwCleaningLog(models.Model):
    """One cleaning of a zone: what was done of the checklist, signed by who did it, by the end of its day (W-04)."""

    _name = "sdw.cleaning.log"
    _description = "Cleaning"
    _inherit = ["sdw.stores.mixin"]
    _mail_post_access = "read"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(default="/", required=True, readonly=True, copy=False)
    plan_id = fields.Many2one(
        "sdw.cleaning.plan", "Zone", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    warehouse_id = fields.Many2one(related="plan_id.warehouse_id", store=True)
    sop_ids = fields.Many2many(related="plan_id.sop_ids", string="Written Procedure")
    date = fields.Date(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Responsible", index=True, tracking=True, domain="[('share', '=', False)]")
    tick_ids = fields.One2many("sdw.cleaning.tick", "log_id", "Checklist")
    remark = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    state = fields.Selection(
        [("to_do", "To Do"), ("done", "Done")],
        default="to_do",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True, copy=False)
    signed_on = fields.Datetime("Signed on", readonly=True, copy=False)

    _day_uniq = models.UniqueIndex("(plan_id, date)", "This zone is already on the list of that day.")
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"plan_id", "company_id", "date", "signed_by_id", "signed_on"}

    @api.model_create_multi
    def create(self, vals_list):
        logs = super().create(vals_list)
        for log in logs._sdw_system():
            log.deadline = log._sdw_end_of_day(log.date)
        logs._sdw_system()._deadline_start()
        return logs

    def _get_deadline_summary(self):
        return self.env._("Clean: %(zone)s", zone=self.plan_id.name)

    def write(self, vals):
        if not self.env.su and any(log.state == "done" for log in self):
            raise UserError(self.env._("What is signed stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A cleaning on record is not deleted."))

    def action_all_done(self):
        """Everything on the list is done: tick and sign it."""
        self._check_may_sign()
        self.sudo().tick_ids.done = True
        return self.action_sign()

    def action_sign(self):
        """Sign for what was done; what was left out needs a remark.

        :raise AccessError: for whoever does not work in the stores
        """
        self._check_may_sign()
        for log in self:
            left = log.tick_ids.filtered(lambda tick: not tick.done and not (tick.remark or "").strip())
            if left:
                raise UserError(self.env._("Please tick, or say why not: %(item)s", item=left[0].name))
        system = self._sdw_system()
        system.write({"state": "done", "signed_by_id": self.env.uid, "signed_on": moment()})
        system._deadline_met()
        return True

    def _check_may_sign(self):
        self._sdw_check_role(*KEEPERS)
        if any(log.state == "done" for log in self):
            raise UserError(self.env._("This is signed already."))
