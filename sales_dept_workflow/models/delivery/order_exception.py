from datetime import timedelta
from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .entry_codes import EXCEPTION

HANDLE = "sales_dept_workflow.mail_activity_type_exception"
KINDS = [("shortage", "Out of Stock"), ("data", "Customer Data Differ"), ("other", "Other")]
FINDERS = (
    "group_sdw_salesperson",
    "group_sdw_sales_admin",
    "group_sdw_warehouse",
    "group_sdw_shipping",
    "group_sdw_production",
)
#: Who may solve which; a manager may solve any.
SOLVERS = {
    "shortage": ("group_sdw_production", "group_sdw_sales_admin"),
    "data": ("group_sdw_sales_admin",),
    "other": ("group_sdw_sales_admin", "group_sdw_warehouse", "group_sdw_shipping", "group_sdw_production"),
}
#: Who answers for which, by role.
RESPONSIBLE = {"shortage": "group_sdw_production"}
#: Who is asked to give such an order priority.
HELPERS = ("group_sdw_warehouse", "group_sdw_shipping")


class SdwOrderException(models.Model):
    """An order that does not run as usual: goods are short, the customer's data differ, or something else (E-03, E-09).

    Opened by the system or by whoever finds it; one of a kind while it is open. Until it is solved nothing of the order
    leaves, its transfers are starred, and warehouse and shipping centre are asked to help first.
    """

    _name = EXCEPTION
    _description = "Order Exception"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/")
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    kind = fields.Selection(KINDS, required=True, default="other")
    note = fields.Text("What is Wrong", required=True)
    found_by_id = fields.Many2one("res.users", "Found by", readonly=True)
    found_on = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", index="btree_not_null", tracking=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("in_progress", "In Progress"), ("solved", "Solved")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    solution = fields.Text(readonly=True, tracking=True)
    solved_by_id = fields.Many2one("res.users", "Solved by", readonly=True)

    _open_uniq = models.UniqueIndex("(order_id, kind) WHERE state != 'solved'", "This exception is open already.")

    @api.model
    def _sdw_guarded_fields(self):
        given = {"name", "partner_id", "found_by_id", "found_on", "company_id", "state", "solution", "solved_by_id"}
        return super()._sdw_guarded_fields() | given

    # ------------------------------------------------------------------ opening
    @api.model_create_multi
    def create(self, vals_list):
        """Whoever finds it says on which order, what kind and what is wrong; the system adds the rest."""
        if self.env.su:
            return super().create(vals_list)
        self._sdw_check_role(*FINDERS)
        self._sdw_refuse_guarded(self._sdw_guarded_fields().intersection(set().union(*vals_list)))
        orders = self.env["sale.order"].browse([vals.get("order_id") for vals in vals_list])
        orders.check_access("read")
        rows = [(order, vals["kind"], vals.get("note")) for order, vals in zip(orders.sudo(), vals_list, strict=True)]
        return self._sdw_report(rows).with_env(self.env)

    @api.model
    def _open(self, notes, kind):
        """Open one on each order that has none of this kind open, in one batch.

        :param dict notes: {order: what is wrong}
        """
        orders = self.env["sale.order"].browse(order.id for order in notes)
        known = self._unsolved(orders).filtered(lambda exception: exception.kind == kind).order_id
        rows = [(order.sudo(), kind, note) for order, note in notes.items() if order.id not in known.ids]
        return self._sdw_report(rows) if rows else self.browse()

    @api.model
    def _unsolved(self, orders):
        domain = [("order_id", "in", orders.ids), ("state", "!=", "solved")]
        return self._sdw_system().search(domain) if orders.ids else self._sdw_system()

    @api.model
    def _sdw_report(self, rows):
        """:param list rows: tuples (order, kind, note)"""
        now, system = fields.Datetime.now(), self._sdw_system()
        names = {}
        for company in {order.company_id for order, _kind, _note in rows}:
            names[company] = iter(self.env["ir.sequence"]._sdw_next_names(EXCEPTION, company, len(rows)))
        values = [
            {"name": next(names[order.company_id]), **system._prepare(order, kind, note, now)}
            for order, kind, note in rows
        ]
        exceptions = system.create(values)
        exceptions._deadline_start()
        exceptions._ask_for_help()
        exceptions.order_id._sdw_star()
        return exceptions

    @api.model
    def _prepare(self, order, kind, note, now):
        if not (note or "").strip() or kind not in dict(KINDS):
            raise UserError(self.env._("Please say what kind of exception it is, and what is wrong."))
        return {
            "order_id": order.id,
            "partner_id": order.partner_id.id,
            "kind": kind,
            "note": note,
            "found_by_id": self.env.uid,
            "found_on": now,
            "user_id": self._answers_for(order, kind).id,
            "company_id": order.company_id.id,
            "deadline": now + timedelta(hours=order.company_id.sdw_exception_hours),
        }

    @api.model
    def _answers_for(self, order, kind):
        if kind in RESPONSIBLE:
            return self.env["sdw.supply.inquiry"]._answers_in(order.company_id) or order._sdw_desk()
        return order._sdw_desk()

    def _ask_for_help(self):
        """Warehouse and shipping centre hear at once that this order comes first."""
        rows = []
        for exception in self:
            for name in HELPERS:
                role = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{name}")
                helper = role._sdw_holders(exception.company_id)[:1]
                rows.append((exception, helper, exception._sdw_local_date(exception.found_on), methodcaller("_help")))
        self._sdw_schedule(HANDLE, rows)

    def _help(self):
        return self.env._("%(order)s comes first: %(note)s", order=self.sudo().order_id.name, note=self.note)

    # ------------------------------------------------------------------ solving
    def action_start(self):
        """Somebody of the roles that may solve it looks after it."""
        self._check_solver()
        opened = self._sdw_system().filtered(lambda exception: exception.state == "open")
        opened.write({"state": "in_progress", "user_id": self.env.uid})
        return True

    def action_solve(self, reason):
        """Solve it, with what was done on record; the order goes on.

        :raise AccessError: for whoever holds none of the roles for this kind
        """
        self._check_solver()
        if not (reason or "").strip():
            raise UserError(self.env._("Please write how it was solved."))
        self._sdw_system()._solve(reason)
        return True

    def action_open_solve(self):
        self._check_solver()
        context = {"default_res_model": self._name, "default_res_ids": self.ids, "default_method": "action_solve"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How was it solved?"),
            "res_model": "sdw.reason.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": context,
        }

    def _solve(self, solution):
        left = self.filtered(lambda exception: exception.state != "solved")
        left.write({"state": "solved", "solution": solution, "solved_by_id": self.env.uid})
        left._deadline_met()
        left._sdw_done(HANDLE)

    def _check_solver(self):
        self._sdw_check_caller()
        for kind in set(self.mapped("kind")):
            self._sdw_check_role(*SOLVERS[kind], "group_sdw_sales_manager")
        if any(exception.company_id not in self.env.user.company_ids for exception in self.sudo()):
            raise AccessError(self.env._("This belongs to another company."))

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        return self.env._("Solve the exception of %(order)s: %(note)s", order=self.sudo().order_id.name, note=self.note)

    def _get_deadline_manager(self):
        return self.sudo().order_id._sdw_manager()

    def action_open_order(self):
        self.ensure_one()
        views = [[False, "form"]]
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id, "views": views}
