from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.rules import moment
from .codes_stores import KEEPERS

#: A count is on the table of whoever counts so many days before.
AHEAD = timedelta(days=7)
#: What makes two heaps of goods the same one.
KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


def key(record):
    return tuple(record[name].id for name in KEY)


class SdwStockCount(models.Model):
    """A periodic stock count: goods against stock cards, on record (W-03, Z-19).

    Counting and adjusting are Odoo's own (*Physical Inventory*): starting asks for the counts there, and what is
    counted or adjusted there is taken over. This document keeps the books as they were, what was counted, and why it
    differs.
    """

    _name = "sdw.stock.count"
    _description = "Stock Count"
    _inherit = ["sdw.stores.mixin"]
    _mail_post_access = "read"
    _order = "planned_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(default="/", required=True, readonly=True, copy=False)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, check_company=True, index=True)
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, precompute=True, index=True)
    location_id = fields.Many2one(
        "stock.location",
        "Place",
        compute="_compute_location_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        check_company=True,
        domain="[('usage', 'in', ('internal', 'view')), ('warehouse_id', '=', warehouse_id)]",
    )
    planned_date = fields.Date("Planned for", required=True, default=fields.Date.context_today, index=True)
    user_id = fields.Many2one("res.users", "Responsible", index=True, tracking=True, domain="[('share', '=', False)]")
    state = fields.Selection(
        [("planned", "To Count"), ("counting", "Counting"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many("sdw.stock.count.line", "count_id", "Lines", copy=False)
    line_count = fields.Integer("Number of Lines", compute="_compute_figures")
    difference_count = fields.Integer("Differences", compute="_compute_figures")
    uncounted_count = fields.Integer("Not Counted", compute="_compute_figures")
    note = fields.Text()
    started_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime("Finished on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)

    _open_uniq = models.UniqueIndex(
        "(location_id) WHERE state IN ('planned', 'counting')", "A count of this place is planned already."
    )
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"started_on", "done_on", "done_by_id"}

    @api.depends("warehouse_id")
    def _compute_location_id(self):
        for count in self:
            count.location_id = count.warehouse_id.lot_stock_id

    def _compute_figures(self):
        lines = self.env["sdw.stock.count.line"]
        mine = [("count_id", "in", self.ids)]
        total = dict(lines._read_group(mine, ["count_id"], ["__count"]))
        differing = dict(lines._read_group([*mine, ("difference", "!=", 0)], ["count_id"], ["__count"]))
        uncounted = dict(lines._read_group([*mine, ("counted", "=", False)], ["count_id"], ["__count"]))
        for count in self:
            count.line_count = total.get(count._origin, 0)
            count.difference_count = differing.get(count._origin, 0)
            count.uncounted_count = uncounted.get(count._origin, 0)

    # ------------------------------------------------------------------ planning
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._sdw_check_role(*KEEPERS)
        counts = super().create(vals_list)
        for count in counts._sdw_system():
            count.user_id = count.user_id or count.company_id._sdw_keeper()
            count.deadline = count._sdw_end_of_day(count.planned_date)
        counts._sdw_system()._deadline_start()
        return counts

    def write(self, vals):
        if not self.env.su and {"warehouse_id", "location_id", "planned_date"}.intersection(vals):
            raise UserError(self.env._("Where and when is counted was planned; please cancel the count and plan anew."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A stock count is not deleted; please cancel it."))

    def _get_deadline_summary(self):
        return self.env._("Count the stock of %(place)s", place=self.location_id.display_name)

    @api.model
    def _cron_plan(self, today=None):
        """Plan the next count of each warehouse whose turn comes within a week; one that is still open comes first.

        Only companies in which some rule is on: an add-on just installed plans nothing.
        """
        companies = self.env["res.company"].sudo().search([("sdw_count_months", ">", 0)])
        companies = companies.filtered(lambda company: company._sdw_any_rule())
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "in", companies.ids)])
        domain = [("warehouse_id", "in", warehouses.ids), ("state", "!=", "cancelled")]
        last = dict(self.sudo()._read_group(domain, ["warehouse_id"], ["planned_date:max"]))
        busy = self.sudo().search([("state", "in", ("planned", "counting"))]).location_id
        values = []
        for warehouse in warehouses.filtered(lambda warehouse: warehouse.lot_stock_id not in busy):
            day = today or warehouse.company_id._sdw_today()
            due = self._next_date(last.get(warehouse), warehouse.company_id.sdw_count_months, day)
            if due - AHEAD <= day:
                values.append({"warehouse_id": warehouse.id, "planned_date": max(due, day)})
        return self._sdw_system().create(values)

    @api.model
    def _next_date(self, last, months, today):
        """So many months after the last count; the first is at the end of this month."""
        return fields.Date.add(last, months=months) if last else fields.Date.end_of(today, "month")

    # ------------------------------------------------------------------ counting
    def action_start(self):
        """Ask for the counts in Odoo's physical inventory, and keep the books as they are now.

        :raise AccessError: for whoever does not work in the stores
        """
        self._sdw_check_role(*KEEPERS)
        if any(count.state != "planned" for count in self):
            raise UserError(self.env._("Only a planned count can be started."))
        lines = []
        for count in self._sdw_system():
            quants = count._quants()
            request = {"inventory_date": count.planned_date, "user_id": count.user_id.id}
            self.env["stock.request.count"].sudo().create(
                {**request, "quant_ids": [Command.set(quants.ids)]}
            ).action_request_count()
            lines += [count._prepare_line(quant) for quant in quants]
            count.write({"state": "counting", "started_on": moment()})
        self.env["sdw.stock.count.line"].sudo().create(lines)
        return True

    def _quants(self):
        """What lies in the place, as Odoo's books have it."""
        self.ensure_one()
        domain = [("location_id", "child_of", self.location_id.id), ("location_id.usage", "=", "internal")]
        return self.env["stock.quant"].sudo().search([*domain, ("product_id.is_storable", "=", True)])

    def _prepare_line(self, quant):
        values = {name: quant[name].id for name in KEY}
        return {"count_id": self.id, "company_id": self.company_id.id, "book_quantity": quant.quantity, **values}

    def action_open_inventory(self):
        """Open Odoo's physical inventory on the goods of these counts."""
        self._sdw_check_role(*KEEPERS)
        action = self.env["stock.quant"].action_view_inventory()
        place = [("location_id", "child_of", self.location_id.ids), ("location_id.usage", "=", "internal")]
        return {**action, "domain": place, "context": {**action.get("context", {}), "search_default_internal_loc": 0}}

    def action_take_over(self):
        """Take over what was counted in Odoo's physical inventory and is not adjusted yet."""
        self._sdw_check_role(*KEEPERS)
        for count in self._sdw_system().filtered(lambda count: count.state == "counting"):
            self._capture(count._quants().filtered("inventory_quantity_set"), applied=False)
        return True

    @api.model
    def _capture(self, quants, applied=True):
        """Keep what was counted of these goods in the counts that go on; ``applied``: and is being adjusted now."""
        found = quants.sudo()
        counts = self.sudo().search([("state", "=", "counting"), ("company_id", "in", found.company_id.ids)])
        domain = [("adjusted_on", "=", False), ("count_id.state", "in", ("counting", "done"))]
        same = [("product_id", "in", found.product_id.ids), ("location_id", "in", found.location_id.ids)]
        lines = self.env["sdw.stock.count.line"].sudo().search([*domain, *same])
        by_key = {key(line): line for line in lines.sorted(lambda line: line.count_id.state == "counting")}
        new = []
        for quant in found:
            line = by_key.get(key(quant))
            if line:
                line._counted(quant, applied)
            else:
                new += [count._prepare_found(quant, applied) for count in counts if count._covers(quant)]
        self.env["sdw.stock.count.line"].sudo().create(new)

    def _covers(self, quant):
        return quant.location_id.parent_path.startswith(self.location_id.parent_path)

    def _prepare_found(self, quant, applied):
        """Goods that the books did not have when the count began."""
        stamp = {"counted": True, "counted_by_id": self.env.uid, "counted_on": moment()}
        values = {**self._prepare_line(quant), **stamp, "counted_quantity": quant.inventory_quantity}
        return {**values, "adjusted_on": moment()} if applied else values

    # ------------------------------------------------------------------ the end
    def action_finish(self):
        """Close the count: everything counted, every difference with its reason. Adjusting stays Odoo's."""
        self.action_take_over()
        for count in self._sdw_system():
            if count.state != "counting":
                raise UserError(self.env._("Only a count that goes on can be closed."))
            uncounted = count.line_ids.filtered(lambda line: not line.counted)
            if uncounted:
                goods = uncounted[:1].product_id.display_name
                raise UserError(
                    self.env._("%(number)s lines are not counted yet: %(goods)s …", number=len(uncounted), goods=goods)
                )
            silent = count.line_ids.filtered(lambda line: line.difference and not (line.reason or "").strip())
            if silent:
                goods = silent[:1].product_id.display_name
                raise UserError(
                    self.env._("Please say why the count of %(goods)s differs from the books.", goods=goods)
                )
        system = self._sdw_system()
        system.write({"state": "done", "done_on": moment(), "done_by_id": self.env.uid})
        system._deadline_met()
        return True

    def action_cancel(self):
        """Drop a count that has no result yet: the warehouse supervisor does."""
        self._sdw_check_caller()
        for count in self:
            if self.env.user != count.company_id._sdw_warehouse_supervisor():
                self._sdw_check_role("group_sdw_sales_manager")
            if count.state not in ("planned", "counting"):
                raise UserError(self.env._("A closed count stays on record."))
        self._sdw_system().state = "cancelled"
        self._sdw_system()._deadline_met()
        return True
