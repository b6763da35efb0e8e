from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.rules import moment
from .codes_stores import KEEPERS

KINDS = [
    ("damage", "Damage"),
    ("shortage", "Shortage"),
    ("surplus", "Surplus"),
    ("wrong_goods", "Wrong Goods"),
    ("lot", "Wrong Lot"),
    ("quality", "Quality"),
    ("other", "Other"),
]


class SdwStockException(models.Model):
    """Something abnormal in the stores: reported at once to the warehouse supervisor, dealt with in time (W-05).

    Who found it, who was told and when are the system's. The deadline is for deciding what is done; the time between
    finding and reporting is measured.
    """

    _name = "sdw.stock.exception"
    _description = "Stock Exception"
    _inherit = ["sdw.stores.mixin"]
    _mail_post_access = "read"
    _order = "state, found_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(default="/", required=True, readonly=True, copy=False)
    kind = fields.Selection(KINDS, required=True, tracking=True)
    description = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    picking_id = fields.Many2one("stock.picking", "Transfer", index="btree_not_null", check_company=True)
    order_id = fields.Many2one(
        "sale.order", "Order", compute="_compute_order_id", store=True, index="btree_not_null", compute_sudo=True
    )
    check_id = fields.Many2one(
        "sdw.goods.check", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial Number", domain="[('product_id', '=', product_id)]", ondelete="restrict"
    )
    quantity = fields.Float(digits="Product Unit")
    location_id = fields.Many2one("stock.location", "Place", domain="[('usage', '=', 'internal')]", check_company=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    found_on = fields.Datetime(required=True, default=fields.Datetime.now, copy=False)
    found_by_id = fields.Many2one("res.users", "Found by", readonly=True, copy=False, index=True)
    user_id = fields.Many2one("res.users", "Warehouse Supervisor", readonly=True, copy=False, index=True)
    told_on = fields.Datetime("Reported on", readonly=True, copy=False)
    hours_to_report = fields.Float(
        "Hours until Reported", compute="_compute_hours_to_report", store=True, aggregator="avg"
    )
    handling = fields.Text(readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("handling", "In Hand"), ("solved", "Solved")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    solution = fields.Text(readonly=True, copy=False)
    solved_on = fields.Datetime(readonly=True, copy=False)
    solved_by_id = fields.Many2one("res.users", "Solved by", readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "The quantity cannot be negative.")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"found_by_id", "user_id", "told_on", "handling", "solution", "solved_on", "solved_by_id"}
        return super()._sdw_guarded_fields() | stamps | {"order_id", "check_id", "hours_to_report"}

    @api.depends("picking_id")
    def _compute_order_id(self):
        for exception in self:
            exception.order_id = exception.picking_id._sdw_orders()[:1]

    @api.depends("found_on", "told_on")
    def _compute_hours_to_report(self):
        for exception in self:
            told = exception.told_on and exception.told_on - exception.found_on
            exception.hours_to_report = told.total_seconds() / 3600 if told else 0.0

    @api.depends("name", "kind", "product_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for exception in self:
            parts = (exception.name, kinds.get(exception.kind), exception.sudo().product_id.display_name)
            exception.display_name = " ".join(part for part in parts if part)

    @api.constrains("found_on")
    def _check_found_on(self):
        if any(exception.found_on > moment() for exception in self):
            raise ValidationError(self.env._("Nothing is found in the future."))

    # ------------------------------------------------------------------ reporting
    @api.onchange("picking_id")
    def _onchange_picking_id(self):
        if self.picking_id:
            self.company_id = self.picking_id.company_id
            goods = self.picking_id.move_ids.product_id
            self.product_id = goods if len(goods) == 1 else self.product_id & goods

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever reports in the stores has told the supervisor in the same moment."""
        if not self.env.su:
            self._sdw_check_role(*KEEPERS, "group_sdw_production", "group_sdw_sales_admin")
        exceptions = super().create(vals_list)
        exceptions._sdw_system()._tell()
        return exceptions

    def _tell(self):
        now = fields.Datetime.now()
        for company, exceptions in self.grouped("company_id").items():
            values = {
                "found_by_id": self.env.uid,
                "told_on": now,
                "user_id": company._sdw_warehouse_supervisor().id,
                "deadline": exceptions[0]._sdw_prompt_deadline(now),
            }
            exceptions.write(values)
        self._deadline_start()

    def _get_deadline_summary(self):
        return self.env._("Decide what is done about %(exception)s", exception=self.display_name)

    def write(self, vals):
        if not self.env.su and any(exception.state == "solved" for exception in self):
            raise UserError(self.env._("What is solved stays as it was reported."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("What was reported is not deleted; please mark it as solved."))

    # ------------------------------------------------------------------ dealing with it
    def action_handle(self, handling):
        """Say what is done about it, within the deadline.

        :param str handling: mandatory
        """
        system = self._for_handler(handling)
        system.filtered(lambda exception: exception.state == "open").state = "handling"
        system.handling = handling
        system._deadline_met()
        return True

    def action_solve(self, solution):
        """It is dealt with.

        :param str solution: mandatory, how it ended
        """
        system = self._for_handler(solution)
        now = fields.Datetime.now()
        system.write({"state": "solved", "solution": solution, "solved_on": now, "solved_by_id": self.env.uid})
        system._deadline_met()
        return True

    def _for_handler(self, text):
        """The records as the system, after the caller's right and the text were checked."""
        self._sdw_check_caller()
        if not all(exception.user_id == self.env.user for exception in self):
            self._sdw_check_role(*KEEPERS)
        if not (text or "").strip():
            raise UserError(self.env._("Please say what was done."))
        if any(exception.state == "solved" for exception in self):
            raise UserError(self.env._("This is solved already."))
        return self._sdw_system()
