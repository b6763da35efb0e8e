from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes_stores import KEEPERS

ANSWERS = [("right", "Right"), ("wrong", "Wrong")]
#: What is compared with the document, and the exception a wrong answer is.
POINTS = {
    "name_point": "wrong_goods",
    "specification_point": "wrong_goods",
    "lot_point": "lot",
    "quality_point": "quality",
    "quantity_point": "shortage",
}
ANSWERED = {*POINTS, "counted_quantity"}
#: What the document said when the goods were compared with it.
SNAPSHOT = {"picking_id", "move_line_id", "company_id", "product_id", "specification", "lot_name", "expected_quantity"}


def point_field(label, **kwargs):
    return fields.Selection(ANSWERS, label, **kwargs)


class SdwGoodsCheck(models.Model):
    """One line of a transfer compared with its document: name, specification, lot, quality, quantity (W-01, W-07).

    It keeps what the document said. As soon as the line says something else, the check counts no more and is made anew.
    A wrong point opens a stock exception at once.
    """

    _name = "sdw.goods.check"
    _description = "Goods Check"
    _inherit = ["sdw.guard.mixin"]
    _order = "picking_id desc, id"
    _rec_name = "product_id"
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, ondelete="cascade", index=True
    )
    move_line_id = fields.Many2one(
        "stock.move.line", "Goods Line", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    picking_code = fields.Selection(related="picking_id.picking_type_code")
    partner_id = fields.Many2one(related="picking_id.partner_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="restrict")
    tracking = fields.Selection(related="product_id.tracking")
    specification = fields.Char(readonly=True)
    lot_name = fields.Char("Lot/Serial Number", readonly=True)
    expected_quantity = fields.Float("On the Document", digits="Product Unit", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True)
    name_point = point_field("Name")
    specification_point = point_field("As Specified")
    lot_point = point_field("Lot")
    quality_point = point_field("Quality")
    quantity_point = point_field("Quantity")
    counted_quantity = fields.Float("Counted", digits="Product Unit")
    difference = fields.Float(compute="_compute_difference", store=True, digits="Product Unit")
    remark = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)
    state = fields.Selection(
        [("to_check", "To Check"), ("right", "Right"), ("differs", "Differs")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    checked_on = fields.Datetime(readonly=True)
    exception_ids = fields.One2many("sdw.stock.exception", "check_id", "Exceptions", readonly=True)

    _line_uniq = models.UniqueIndex("(move_line_id)", "This line is already being checked.")
    _counted_positive = models.Constraint("CHECK(counted_quantity >= 0)", "Nobody counts less than nothing.")

    @api.model
    def _sdw_guarded_fields(self):
        guarded = SNAPSHOT | {"product_uom_id", "state", "difference", "checked_by_id", "checked_on", "exception_ids"}
        return super()._sdw_guarded_fields() | guarded

    @api.depends("tracking", *POINTS)
    def _compute_state(self):
        for check in self:
            answers = [check[point] for point in POINTS if point != "lot_point" or check.tracking != "none"]
            if "wrong" in answers:
                check.state = "differs"
            else:
                check.state = "right" if all(answers) else "to_check"

    @api.depends("quantity_point", "counted_quantity", "expected_quantity")
    def _compute_difference(self):
        for check in self:
            check.difference = check.counted_quantity - check.expected_quantity if check.quantity_point else 0.0

    # ------------------------------------------------------------------ opening
    @api.model
    def _open(self, pickings):
        """One check for each line of these transfers; those of lines that changed since are made anew.

        :return: the checks of all lines
        """
        system = self._sdw_system()
        lines = pickings._sdw_system()._sdw_lines_to_check()
        kept = system.search([("move_line_id", "in", lines.ids)])
        stale = kept.filtered(lambda check: not check._is_current())
        stale.unlink()
        new = lines - (kept - stale).move_line_id
        return (kept - stale) | system.create([system._prepare(line) for line in new])

    @api.model
    def _prepare(self, line):
        return {
            "picking_id": line.picking_id.id,
            "move_line_id": line.id,
            "company_id": line.company_id.id,
            "product_id": line.product_id.id,
            "specification": line._sdw_specification(),
            "lot_name": line._sdw_lot(),
            "expected_quantity": line.quantity,
            "product_uom_id": line.product_uom_id.id,
        }

    def _is_current(self):
        """Whether the line still says what it said when it was checked."""
        self.ensure_one()
        line, unit = self.move_line_id, self.product_uom_id
        return (
            line.product_id == self.product_id
            and line._sdw_lot() == (self.lot_name or "")
            and line.product_uom_id == unit
            and unit.compare(line.quantity, self.expected_quantity) == 0
        )

    # ------------------------------------------------------------------ answering
    def write(self, vals):
        """An answer is stamped with who gave it and when; it may be corrected until the transfer is done."""
        if self.env.su:
            return super().write(vals)
        self._check_may_answer()
        result = super().write(vals)
        if ANSWERED.intersection(vals):
            self._sdw_system()._answered(vals)
        return result

    def _check_may_answer(self):
        self.env["stock.picking"]._sdw_check_role(*KEEPERS)
        done = self.sudo().picking_id.filtered(lambda picking: picking.state in ("done", "cancel"))
        if done:
            raise UserError(self.env._("%(transfer)s is finished: its checks stay as they are.", transfer=done[0].name))

    def _answered(self, vals):
        """The counted quantity answers the point *quantity*, and the other way round."""
        stamp = {"checked_by_id": self.env.uid, "checked_on": moment()}
        if "counted_quantity" in vals:
            same = self.filtered(
                lambda check: check.product_uom_id.compare(check.counted_quantity, check.expected_quantity) == 0
            )
            same.write({"quantity_point": "right", **stamp})
            (self - same).write({"quantity_point": "wrong", **stamp})
        else:
            self.write(stamp)
            if vals.get("quantity_point") == "right":
                self._count_as_expected()
        self._report()

    def _count_as_expected(self):
        for quantity, checks in self.grouped("expected_quantity").items():
            checks.write({"counted_quantity": quantity})

    def action_all_right(self):
        """All five points of these lines agree with the document.

        :raise AccessError: for whoever is neither warehouse keeper nor shipping centre
        """
        self.check_access("write")
        self._check_may_answer()
        answers = dict.fromkeys(POINTS, "right")
        system = self._sdw_system()
        system.write({**answers, "checked_by_id": self.env.uid, "checked_on": moment()})
        system._count_as_expected()
        return True

    def _report(self):
        """What differs is an exception, once."""
        differing = self.filtered(
            lambda check: (
                check.state == "differs" and all(exception.state == "solved" for exception in check.exception_ids)
            )
        )
        self.env["sdw.stock.exception"]._sdw_system().create([check._prepare_exception() for check in differing])

    def _prepare_exception(self):
        wrong = next(point for point in POINTS if self[point] == "wrong")
        surplus = wrong == "quantity_point" and self.difference > 0
        return {
            "kind": "surplus" if surplus else POINTS[wrong],
            "check_id": self.id,
            "picking_id": self.picking_id.id,
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "lot_id": self.move_line_id.lot_id.id,
            "quantity": abs(self.difference) if wrong == "quantity_point" else self.expected_quantity,
            "location_id": self.move_line_id.location_id.id,
            "description": self.remark or self._wrong_points(),
            "photo": self.photo,
        }

    def _wrong_points(self):
        labels = [self._fields[point]._description_string(self.env) for point in POINTS if self[point] == "wrong"]
        return self.env._("Does not agree with the document: %(points)s.", points=", ".join(labels))
