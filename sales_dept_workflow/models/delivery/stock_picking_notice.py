from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.rules import roles
from ..common.shared import once
from ..common.stock_move import LEAVING
from .codes import CODE, GENERAL_MANAGER, KEEPER, NOTICE, RULE, SALES_ADMIN
from .delivery_notice import LIVE
from .delivery_notice_signature import differences

READERS = roles("salesperson", "accountant", "shipping", "warehouse")
CONSIGNEE = {"partner_id", "location_dest_id", "location_id"}


class StockPicking(models.Model):
    """A transfer to a customer leaves on a delivery notice (O-06…O-15): its own, loaded, with the white copy given."""

    _inherit = "stock.picking"

    sdw_notice_ids = fields.One2many(NOTICE, "picking_id", "Delivery Notices", copy=False, groups=READERS)
    sdw_notice_count = fields.Integer("Number of Delivery Notices", compute="_compute_sdw_notice_count", groups=READERS)

    def _compute_sdw_notice_count(self):
        rows = self.env[NOTICE]._read_group([("picking_id", "in", self.ids)], ["picking_id"], ["__count"])
        counts = {picking.id: count for picking, count in rows}
        for picking in self:
            picking.sdw_notice_count = counts.get(picking.id, 0)

    # ------------------------------------------------------------------ making one
    def action_sdw_make_notice(self):
        """Make a delivery notice for each of these transfers that has none, and open them.

        :raise AccessError: for others than the sales administration
        """
        self._sdw_check_role(SALES_ADMIN)
        without = self.filtered(lambda picking: not picking.sudo()._sdw_notice())
        self.env[NOTICE].create([{"picking_id": picking.id} for picking in without])
        return self.action_sdw_notices()

    def action_sdw_notices(self):
        """Open the delivery notices of these transfers."""
        self._sdw_check_caller()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_delivery_notices_all")
        notices = self.env[NOTICE].search([("picking_id", "in", self.ids)])
        if len(notices) == 1:
            return {**action, "res_id": notices.id, "views": [[False, "form"]], "path": False}
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}, "path": False}

    def _sdw_check_noticeable(self):
        """Raise for a transfer that no notice can be made for."""
        self.check_access("read")
        shipments = self.sudo()._sdw_shipments()
        for picking in self.sudo():
            if picking not in shipments:
                raise UserError(self.env._("%(transfer)s brings no goods to a customer.", transfer=picking.name))
            if picking.state in ("done", "cancel"):
                raise UserError(self.env._("%(transfer)s is closed.", transfer=picking.name))
            if picking._sdw_notice():
                raise UserError(self.env._("%(transfer)s already has a delivery notice.", transfer=picking.name))

    def _sdw_notice(self):
        """The notice that stands for this transfer, or none."""
        return self.sdw_notice_ids.filtered(lambda notice: notice.state != "cancelled")[:1]

    def _sdw_notice_rows(self):
        """The goods of this transfer as lines of a notice: what is asked for, by lot where one is reserved."""
        rows = []
        for move in self.move_ids.filtered(lambda move: move._sdw_counts() and move._sdw_quantity_leaving()):
            rest = move.product_id.uom_id._compute_quantity(move._sdw_quantity_leaving(), move.product_uom, round=False)
            row = {"product_id": move.product_id.id, "product_uom_id": move.product_uom.id}
            row["name"] = move.description_picking or move.product_id.display_name
            for lot, lines in move.move_line_ids.filtered("lot_id").grouped("lot_id").items():
                units = sum(lines.mapped("quantity_product_uom"))
                quantity = move.product_id.uom_id._compute_quantity(units, move.product_uom, round=False)
                rows.append({**row, "lot_id": lot.id, "quantity": quantity})
                rest -= quantity
            if move.product_uom.compare(rest, 0.0) > 0:
                rows.append({**row, "quantity": rest})
        return [{**row, "sequence": index} for index, row in enumerate(rows)]

    # ------------------------------------------------------------------ the goods
    def _sdw_leaving_lines(self):
        """The lines by which goods leave to a customer: those picked, else all with a quantity."""
        moves = self.move_ids.filtered(lambda move: move._sdw_counts())
        lines = moves.move_line_ids.filtered(lambda line: line.quantity > 0)
        return lines.filtered("picked") or lines

    def _sdw_picked_goods(self):
        """{"product/lot": quantity in the product's own unit} of what leaves."""
        goods = defaultdict(float)
        for line in self._sdw_leaving_lines():
            goods[f"{line.product_id.id}/{line._sdw_lot()}"] += line.quantity_product_uom
        return {key: round(quantity, 6) for key, quantity in goods.items()}

    def _sdw_signed_for(self, picked=False):
        """What a signature stands for: consignee and address, quantities by product, lots.

        :param bool picked: of what is picked only; else of all that would leave
        """
        lots, totals = defaultdict(lambda: defaultdict(float)), defaultdict(float)
        for line in self._sdw_leaving_lines():
            totals[str(line.product_id.id)] += line.quantity_product_uom
            if line._sdw_lot():
                lots[str(line.product_id.id)][line._sdw_lot()] += line.quantity_product_uom
        if not picked:
            totals = {str(product.id): quantity for product, quantity in self._sdw_goods().items()}
        return {
            "consignee": [consignee._sdw_place() for consignee in self._sdw_consignees().sorted("id")],
            "quantities": {product: round(quantity, 6) for product, quantity in totals.items()},
            "lots": {product: dict(by_lot) for product, by_lot in lots.items()},
        }

    # ------------------------------------------------------------------ the ship gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "ship" or all(picking._sdw_company().sudo()._sdw_mode(RULE) == "off" for picking in self):
            return blockers
        for picking, found in self.sudo()._sdw_shipments()._sdw_subject_to(RULE)._sdw_notice_blockers().items():
            codes = {blocker["code"] for blocker in blockers[picking]}
            blockers[picking] += [blocker for blocker in found if blocker["code"] not in codes]
        return blockers

    def _sdw_notice_blockers(self):
        """{transfer: what is missing of its delivery notice}"""
        none, standing = self.env[NOTICE].sudo(), self._origin._sdw_standing_notices()
        notices = {picking: standing.get(picking._origin, none) for picking in self}
        together = none.union(*standing.values())
        latest = together.filtered(lambda notice: notice.state == "to_sign")._sdw_latest(CODE)
        white = together._with_white_copy()
        result = {}
        for picking, notice in notices.items():
            notice = notice.with_prefetch(together._ids)  # read together, not one by one
            message, role = picking._sdw_notice_missing(notice, notice in white)
            if notice.state == "to_sign":
                message = f"{message} {notice._sdw_waits_for(latest[notice])}"
            action = picking._sdw_notice_action(notice)
            result[picking] = [picking._sdw_blocker(CODE, message, action, role)] if message else []
            result[picking] += picking._sdw_notice_differs(notice)
        return result

    def _sdw_standing_notices(self):
        """{transfer: the notice that stands for it}, in one query; while goods leave, in one for gate and closing."""
        return once(self, LEAVING, StockPicking._sdw_standing_anew)

    def _sdw_standing_anew(self):
        domain = [("picking_id", "in", self.ids), ("state", "!=", "cancelled")]
        notices = self.env[NOTICE].sudo().search_fetch(domain) if self.ids else self.env[NOTICE]
        return {notice.picking_id: notice for notice in notices}

    def _sdw_notice_action(self, notice):
        if not notice:
            return {"method": "action_sdw_make_notice"}
        return {
            "type": "ir.actions.act_window",
            "res_model": NOTICE,
            "res_id": notice.id,
            "views": [[False, "form"]],
        }

    def _sdw_notice_missing(self, notice, white):
        """(sentence of the step that comes next, xmlid of the role that takes it); no sentence when it may leave."""
        if not notice:
            return self.env._("No delivery notice has been made for these goods."), _role(SALES_ADMIN)
        name = notice.name
        steps = {
            "draft": (
                self.env._("Delivery notice %(notice)s has not been put to signature.", notice=name),
                SALES_ADMIN,
            ),
            "to_sign": (self.env._("Delivery notice %(notice)s is not signed.", notice=name), GENERAL_MANAGER),
            "signed": self._sdw_signed_missing(notice),
            "checked": (
                self.env._("Delivery notice %(notice)s: not loaded; the driver has not signed.", notice=name),
                KEEPER,
            ),
        }
        message, role = steps.get(notice.state, ("", ""))
        if notice.state == "loaded" and not white:
            message, role = self.env._("Delivery notice %(notice)s: the white copy is missing.", notice=name), KEEPER
        return message, _role(role)

    def _sdw_signed_missing(self, notice):
        name = notice.name
        if notice.dropship:
            return self.env._("Delivery notice %(notice)s: the vendor's dispatch is missing.", notice=name), SALES_ADMIN
        if not notice.handed_over_on:
            return (
                self.env._("Delivery notice %(notice)s has not been handed over to the shipping centre.", notice=name),
                SALES_ADMIN,
            )
        return self.env._("Delivery notice %(notice)s: the keeper has not checked the goods.", notice=name), KEEPER

    def _sdw_notice_differs(self, notice):
        """The blocker of goods that are not those of the notice, as a list."""
        if notice.state not in ("signed", "checked", "loaded", "shipped"):
            return []
        message = ""
        if differences(notice.signed_for or {}, self._sdw_signed_for(picked=notice.state == "shipped")):
            message = self.env._(
                "The goods, lots or the consignee are not those of delivery notice %(notice)s.", notice=notice.name
            )
        elif notice.state != "signed" and notice._goods_changed():
            message = self.env._(
                "The goods were changed after the keeper had checked them against delivery notice %(notice)s.",
                notice=notice.name,
            )
        return [self._sdw_blocker("goods_differ", message, rule=RULE)] if message else []

    def _sdw_exempt(self, rule, since):
        """What is sold over the counter leaves with the customer: no notice (decision 25)."""
        till = [name for name in ("pos_order_id", "pos_session_id") if name in self._fields]
        if rule == RULE and any(self.sudo()[name] for name in till):
            return True
        return super()._sdw_exempt(rule, since)

    # ------------------------------------------------------------------ after a change
    def write(self, vals):
        result = super().write(vals)
        if CONSIGNEE.intersection(vals):
            self._sdw_notice_goods_changed()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._sdw_notice_goods_changed()
        return result

    def _sdw_notice_goods_changed(self):
        """What a signature stands for may have changed: end what does not last. No query while the rule is off."""
        ruled = self.filtered(lambda picking: picking._sdw_company().sudo()._sdw_mode(RULE) != "off")
        notices = ruled._sdw_system().sdw_notice_ids.filtered(lambda notice: notice.state in LIVE)
        if not notices:
            return
        ended = notices.filtered(lambda notice: notice.picking_id.state == "cancel")
        ended._void(self.env._("The transfer was cancelled."))
        (notices - ended)._sdw_goods_changed()


def _role(name):
    return f"sales_dept_workflow.{name}"
