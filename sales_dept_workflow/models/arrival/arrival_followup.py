from datetime import timedelta
from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .arrival_call import RESULTS

STAFF = "base.group_user"
PROBLEM = "sales_dept_workflow.mail_activity_type_arrival_problem"


class SdwArrivalFollowup(models.Model):
    """Within seven days after the goods left, the salesperson asks the customer by phone whether they arrived
    (D-01, D-02, Z-35).

    One per transfer to a customer, made by the system when the goods leave. Calendar days, ending with the day
    in the company's
    zone; no result by then, and the next one up hears of it.
    """

    _name = "sdw.arrival.followup"
    _description = "Arrival Follow-up"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, ondelete="restrict", index=True, groups=STAFF
    )
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="restrict", index="btree_not_null")
    phone = fields.Char(related="partner_id.phone", groups=STAFF)
    user_id = fields.Many2one("res.users", "Salesperson", index=True, tracking=True, groups=STAFF)
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", groups=STAFF)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    shipped_on = fields.Datetime(required=True, readonly=True)
    call_ids = fields.One2many("sdw.arrival.call", "followup_id", "Calls", readonly=True, groups=STAFF)
    unreachable_count = fields.Integer("Not Reached (times)", compute="_compute_unreachable_count", groups=STAFF)
    state = fields.Selection(
        [("to_call", "To Call"), ("arrived", "Arrived"), ("problem", "Problem")],
        required=True,
        readonly=True,
        default="to_call",
        index=True,
        tracking=True,
    )
    arrived_on = fields.Date(readonly=True)
    condition = fields.Text(readonly=True, help="What the customer said about the goods.", groups=STAFF)

    # Internal clockwork: the customer on the portal sees his shipment, not our reminders.
    deadline = fields.Datetime(groups=STAFF)
    met_on = fields.Datetime(groups=STAFF)
    escalated_to_id = fields.Many2one(groups=STAFF)
    escalated_on = fields.Datetime(groups=STAFF)
    deadline_state = fields.Selection(groups=STAFF)

    _picking_uniq = models.UniqueIndex("(picking_id)", "This transfer is already followed up.")
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        given = {
            "access_token",
            "name",
            "picking_id",
            "order_id",
            "partner_id",
            "team_id",
            "company_id",
            "shipped_on",
            "call_ids",
        }
        return super()._sdw_guarded_fields() | given | {"state", "arrived_on", "condition"}

    def _compute_unreachable_count(self):
        domain = [("followup_id", "in", self.ids), ("result", "=", "unreachable")]
        rows = self.env["sdw.arrival.call"]._read_group(domain, ["followup_id"], ["__count"])
        counts = {followup.id: count for followup, count in rows}
        for followup in self:
            followup.unreachable_count = counts.get(followup.id, 0)

    # ------------------------------------------------------------------ opening
    @api.model
    def _open(self, pickings):
        """Open one follow-up per transfer that has none, in one batch."""
        pickings = self._wanting(pickings)
        if not pickings:
            return self.browse()
        now = fields.Datetime.now()
        values = []
        for company, group in pickings.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names("sdw.arrival.followup", company, len(group))
            values += [self._prepare(picking, name, now) for picking, name in zip(group, names, strict=True)]
        system = self._sdw_system().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        followups = self._sdw_system().browse(system.create(values).ids)
        followups._deadline_start()
        followups._tell_customers()
        return followups

    @api.model
    def _wanting(self, pickings):
        """Transfers to a customer's own place, in companies that follow up, without a follow-up yet."""
        wanted = pickings.sudo().filtered(
            lambda picking: picking.company_id.sdw_arrival_days > 0
            and any(move.location_dest_id.usage == "customer" for move in picking.move_ids._sdw_left())
        )
        if not wanted:
            return wanted
        return wanted - self._sdw_system().search([("picking_id", "in", wanted.ids)]).picking_id

    @api.model
    def _prepare(self, picking, name, now):
        orders = picking._sdw_orders()
        order = picking.sale_id or orders[:1]
        consignees = picking._sdw_consignees()
        partner = consignees if len(consignees) == 1 else order.partner_shipping_id or consignees[:1]
        user = order.user_id or partner.user_id or partner.commercial_partner_id.user_id
        there = self.with_company(picking.company_id)
        last_day = there._sdw_local_date(now) + timedelta(days=picking.company_id.sdw_arrival_days)
        return {
            "name": name,
            "picking_id": picking.id,
            "order_id": order.id,
            "partner_id": partner.id,
            "user_id": user.id,
            "team_id": (order.team_id or user.sale_team_id).id,
            "company_id": picking.company_id.id,
            "shipped_on": now,
            "deadline": there._sdw_end_of_day(last_day),
        }

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        return self.env._(
            "Call %(customer)s: have the goods of %(transfer)s arrived?",
            customer=self._called(),
            transfer=self.picking_id.name,
        )

    def _called(self):
        return self.partner_id.display_name or self.env._("the customer")

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.user_id.sale_team_id.user_id

    # ------------------------------------------------------------------ the call
    def action_log_call(self, result, note=None, arrived_on=None, contact=None):
        """Record what the customer said on the phone.

        :param str result: ``arrived``, ``not_yet``, ``unreachable`` or ``problem``
        :param str note: mandatory for a problem
        :param arrived_on: date of arrival, today by default
        :param str contact: who was spoken to
        :raise AccessError: for whoever is neither responsible nor sales admin nor manager
        """
        self._check_call(result, note)
        system = self._sdw_system()
        values = [system._prepare_call(followup, result, note, contact) for followup in system]
        system.env["sdw.arrival.call"].create(values)
        if result == "arrived":
            system._arrived(arrived_on, note)
        elif result == "problem":
            system._problem(note, "arrival")
        elif result == "unreachable":
            system._call_again()
        return True

    def _check_call(self, result, note):
        self._check_caller_may_call()
        if result not in dict(RESULTS):
            raise UserError(self.env._("Unknown result of a call: %(result)s", result=result))
        if result == "problem" and not (note or "").strip():
            raise UserError(self.env._("Please note what the problem is."))
        finished = self.sudo().filtered(lambda followup: followup.state == "arrived")
        if finished:
            raise UserError(self.env._("%(name)s: the arrival is already on record.", name=finished[:1].name))

    def _check_caller_may_call(self):
        self._sdw_check_caller()
        user = self.env.user
        roles = ("group_sdw_sales_admin", "group_sdw_sales_manager")
        if self.env.su or any(user.has_group(f"sales_dept_workflow.{role}") for role in roles):
            return
        if any(followup.user_id != user for followup in self):
            raise AccessError(
                self.env._("The responsible salesperson, the sales administration or a manager records the call.")
            )

    def _prepare_call(self, followup, result, note, contact):
        return {
            "followup_id": followup.id,
            "called_on": fields.Datetime.now(),
            "contact": contact or followup.partner_id.name,
            "result": result,
            "note": note,
            "user_id": self.env.uid,
        }

    def _arrived(self, arrived_on, note):
        for followup in self:
            day = followup._check_arrival_day(arrived_on)
            followup.write({"state": "arrived", "arrived_on": day, "condition": note or followup.condition})
        self._deadline_met()
        self._sdw_unschedule(PROBLEM)
        self.order_id._sdw_arrived()

    def _check_arrival_day(self, arrived_on):
        """The day the goods arrived: today by default, never before they left."""
        today = self._sdw_local_date(fields.Datetime.now())
        shipped = self._sdw_local_date(self.shipped_on)
        day = fields.Date.to_date(arrived_on) or today
        if not shipped <= day <= today:
            raise UserError(
                self.env._("The goods arrive after they left (%(day)s), and not in the future.", day=shipped)
            )
        return day

    def _problem(self, note, channel, **details):
        """The result is known, so the call is done; the manager hears of the problem at once."""
        self.write({"state": "problem", "condition": note})
        self._deadline_met()
        self._alert_problem(note)
        self._problem_told(note, channel, **details)

    def _problem_told(self, note, channel, lines=(), photos=(), contact=None):
        """A customer told of a problem with these shipments. Processes extend it through ``super()``.

        :param str channel: ``arrival`` (our call) or ``portal``
        :param list lines: what is wrong with which goods: dicts ``product_id``, ``quantity``, ``kind``
        :param list photos: (file name, content)
        :param contact: the partner who wrote it
        """

    def _alert_problem(self, note):
        now = fields.Datetime.now()
        summary = methodcaller("_problem_summary", note)
        rows = [
            (followup, followup._get_escalation_user(), followup._sdw_local_date(now), summary) for followup in self
        ]
        self._sdw_unschedule(PROBLEM)
        self._sdw_schedule(PROBLEM, rows)

    def _problem_summary(self, note):
        return self.env._(
            "%(customer)s, %(transfer)s: %(note)s", customer=self._called(), transfer=self.picking_id.name, note=note
        )

    # ------------------------------------------------------------------ buttons
    def action_arrived(self):
        """The goods have arrived, today, nothing to remark."""
        return self.action_log_call("arrived")

    def action_not_yet(self):
        return self.action_log_call("not_yet")

    def action_unreachable(self):
        return self.action_log_call("unreachable")

    def action_open_call(self):
        """Open the window that records a call with contact, date and note."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record the call"),
            "res_model": "sdw.arrival.call.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_followup_ids": self.ids,
                "default_result": self.env.context.get("sdw_result", "arrived"),
            },
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A follow-up on record cannot be deleted."))
