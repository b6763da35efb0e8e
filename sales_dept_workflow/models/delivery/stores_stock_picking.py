from datetime import timedelta

from odoo import api, fields, models

from ..common.rules import moment, roles
from .codes_stores import KEEPERS, RULE

STORES = roles("warehouse", "shipping")
#: Core stamps a transfer this soon after its moves; anything else is somebody's hand.
AT_ONCE = timedelta(minutes=1)


class StockPicking(models.Model):
    """Goods in and out are compared with their document (W-01); what is on record keeps its date (W-02)."""

    _inherit = "stock.picking"

    sdw_check_ids = fields.One2many("sdw.goods.check", "picking_id", "Goods Checks", copy=False, groups=STORES)
    sdw_check_state = fields.Selection(
        [("none", "Not Checked"), ("partly", "Partly Checked"), ("right", "All Right"), ("differs", "Differs")],
        "Goods",
        compute="_compute_sdw_check_state",
        groups=STORES,
    )
    sdw_exception_count = fields.Integer("Exceptions", compute="_compute_sdw_exception_count", groups=STORES)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_check_ids"}

    def _compute_sdw_check_state(self):
        groups = [("picking_id", "in", self.ids)], ["picking_id", "state"], ["__count"]
        found = {}
        for picking, state, _count in self.env["sdw.goods.check"]._read_group(*groups):
            found.setdefault(picking.id, set()).add(state)
        for picking in self:
            states = found.get(picking._origin.id, set())
            if "differs" in states:
                picking.sdw_check_state = "differs"
            elif states == {"right"}:
                picking.sdw_check_state = "right"
            else:
                picking.sdw_check_state = "partly" if "right" in states else "none"

    def _compute_sdw_exception_count(self):
        exceptions = self.env["sdw.stock.exception"]
        counts = dict(exceptions._read_group([("picking_id", "in", self.ids)], ["picking_id"], ["__count"]))
        for picking in self:
            picking.sdw_exception_count = counts.get(picking._origin, 0)

    # ------------------------------------------------------------------ checking
    def action_sdw_check_goods(self):
        """Open the checks of these transfers, one for each line, made or renewed as the lines are now."""
        self._sdw_check_role(*KEEPERS)
        self.env["sdw.goods.check"]._open(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_goods_checks")
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}, "path": False}

    def action_sdw_goods_right(self):
        """Every line agrees with the document in all five points."""
        self._sdw_check_role(*KEEPERS)
        checks = self.env["sdw.goods.check"]._open(self)
        return checks.with_env(self.env).action_all_right()

    def action_sdw_report(self):
        """Report something abnormal about these goods."""
        self._sdw_check_role(*KEEPERS)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_report_exception")
        return {**action, "context": {"default_picking_id": self[:1].id}}

    def action_sdw_exceptions(self):
        """Open what was reported about these transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_stock_exceptions")
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}, "path": False}

    def _sdw_lines_to_check(self):
        """The lines that come or go: those picked, or all while nothing is picked."""
        lines = self.move_line_ids.filtered(lambda line: line.quantity and line.state not in ("done", "cancel"))
        begun = lines.filtered("picked").picking_id
        return lines.filtered(lambda line: line.picked or line.picking_id not in begun)

    def _sdw_goods_faults(self, excused=False):
        """What is still to be checked, or differs.

        :param bool excused: whether an exception on record is enough where goods differ
        :return: {transfer: sentence}; transfers that are in order are left out
        """
        checks = self.env["sdw.goods.check"].sudo().search([("picking_id", "in", self.ids)])
        current = {check.move_line_id: check for check in checks if check._is_current()}
        faults = {}
        for picking in self:
            lines = picking.sudo()._sdw_lines_to_check()
            open_lines = lines.filtered(lambda line: line not in current or current[line].state == "to_check")
            wrong = (lines - open_lines).filtered(
                lambda line: current[line].state == "differs" and not (excused and current[line].exception_ids)
            )
            sentence = picking._sdw_fault_sentence(open_lines, wrong)
            if sentence:
                faults[picking] = sentence
        return faults

    def _sdw_fault_sentence(self, unchecked, wrong):
        if wrong:
            goods = ", ".join(wrong.product_id.mapped("display_name"))
            return self.env._("These goods do not agree with the document: %(goods)s.", goods=goods)
        if unchecked:
            goods = ", ".join(unchecked.product_id.mapped("display_name"))
            return self.env._("These goods are not checked against the document yet: %(goods)s.", goods=goods)
        return ""

    # ------------------------------------------------------------------ gates
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate == "receive":
            receipts = self._sdw_checked_receipts()
            for picking, sentence in receipts._sdw_goods_faults(excused=True).items() if receipts else ():
                action = {"method": "action_sdw_check_goods"}
                blockers[picking].append(picking._sdw_blocker("goods_unchecked", sentence, action))
        elif gate == "redate":
            for picking in self._sdw_subject_to(RULE):
                sentence = self.env._("A finished transfer keeps the date on which it was done.")
                blockers[picking].append(picking._sdw_blocker("back_dated", sentence))
        return blockers

    def _sdw_checked_receipts(self):
        """Receipts of companies that check what comes in; no query where none does."""
        receipts = self.filtered(
            lambda picking: (
                picking.company_id.sudo().sdw_goods_check_in
                and picking.company_id.sudo()._sdw_mode(RULE) != "off"
                and picking.picking_type_id.code == "incoming"
            )
        )
        return receipts._sdw_subject_to(RULE)

    def _sdw_panel_gates(self):
        gates = super()._sdw_panel_gates()
        waiting = self.filtered(lambda picking: picking.state not in ("done", "cancel"))._sdw_checked_receipts()
        return {**gates, **dict.fromkeys(waiting, ("receive",))}

    # ------------------------------------------------------------------ dates
    def write(self, vals):
        if vals.get("date_done") and not self.env.su:
            done = self.filtered(lambda picking: picking.state == "done")
            done.move_ids._sdw_check_redated(vals["date_done"])
        return super().write(vals)

    @api.model
    def _sdw_is_now(self, value):
        """Whether this is the server's own time, as core writes it when a transfer is done."""
        return bool(value) and abs(fields.Datetime.to_datetime(value) - moment()) <= AT_ONCE
