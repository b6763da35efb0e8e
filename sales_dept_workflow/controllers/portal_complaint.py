import math

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.arrival.photos import read_photos
from ..models.complaint.codes import COMPLAINT
from ..models.complaint.complaint_portal import CLAIMS

KINDS = ("damage", "shortage", "other")
PAGE, ORDERS = 20, 50
#: No claim is larger; beyond it figures are no money.
MOST = 10**9


class ComplaintPortal(CustomerPortal):
    """The customer files complaints, follows what becomes of them, and adds to them (X-01, X-06).

    He is a portal user who is logged in. What he may see is asked of his own company in every route, never of an id.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "sdw_complaint_count" in counters:
            values["sdw_complaint_count"] = self._sdw_complaints().search_count(self._sdw_theirs())
        return values

    @http.route(["/my/complaints", "/my/complaints/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_complaints(self, page=1, **kwargs):
        complaints, theirs = self._sdw_complaints(), self._sdw_theirs()
        pages = pager(url="/my/complaints", total=complaints.search_count(theirs), page=page, step=PAGE)
        found = complaints.search(theirs, order="received_on desc, id desc", limit=PAGE, offset=pages["offset"])
        values = {
            "complaints": [complaint._for_portal() for complaint in found],
            "pager": pages,
            "page_name": "sdw_complaint",
            "default_url": "/my/complaints",
        }
        return request.render(
            "sales_dept_workflow.portal_my_complaints", {**self._prepare_portal_layout_values(), **values}
        )

    @http.route("/my/complaints/new", type="http", auth="user", website=True)
    def portal_complaint_new(self, order=None, **kwargs):
        chosen = self._sdw_order(order)
        values = {
            "orders": self._sdw_orders(),
            "chosen": chosen,
            "goods": self._sdw_goods(chosen),
            "page_name": "sdw_complaint_new",
        }
        return request.render(
            "sales_dept_workflow.portal_complaint_new", {**self._prepare_portal_layout_values(), **values}
        )

    @http.route("/my/complaints/<int:complaint_id>", type="http", auth="user", website=True)
    def portal_complaint(self, complaint_id, **kwargs):
        found = self._sdw_complaint(complaint_id)
        if not found:
            return request.redirect("/my/complaints")
        values = {"complaint": found._for_portal(), "page_name": "sdw_complaint"}
        return request.render(
            "sales_dept_workflow.portal_complaint_page", {**self._prepare_portal_layout_values(), **values}
        )

    @http.route("/my/complaints/file", type="jsonrpc", auth="user", website=True)
    def portal_complaint_file(
        self, order_id=None, note=None, claim=None, amount=None, lines=None, photos=None, **kwargs
    ):
        def tell(contact):
            order = self._sdw_order(order_id)
            if order_id and not order:
                raise UserError(request.env._("Please choose one of your orders."))
            values = {
                "description": self._sdw_words(note),
                "claim": claim if claim in CLAIMS else "none",
                "claim_amount": self._sdw_amount(amount),
            }
            rows = self._sdw_goods_lines(order, lines or [])
            photographs = read_photos(request.env, photos or [])
            return self._sdw_complaints()._file_by_customer(contact, order.sudo(), values, rows, photographs)

        return self._sdw_written(tell)

    @http.route("/my/complaints/<int:complaint_id>/supplement", type="jsonrpc", auth="user", website=True)
    def portal_complaint_supplement(self, complaint_id, note=None, photos=None, **kwargs):
        def tell(contact):
            complaint = self._sdw_complaint(complaint_id)
            if not complaint:
                raise UserError(request.env._("This complaint does not exist."))
            complaint._supplement_by_customer(self._sdw_words(note), read_photos(request.env, photos or []), contact)
            return complaint

        return self._sdw_written(tell)

    # ------------------------------------------------------------------ whose they are
    def _sdw_complaints(self):
        return request.env[COMPLAINT].sudo()

    def _sdw_theirs(self):
        return request.env[COMPLAINT]._of_customer(request.env.user)

    def _sdw_complaint(self, complaint_id):
        return self._sdw_complaints().search([*self._sdw_theirs(), ("id", "=", complaint_id)])

    def _sdw_orders(self):
        """His company's orders, by the rights of a portal user; none for one of us."""
        if request.env.user._is_internal():
            return request.env["sale.order"]
        orders = request.env["sale.order"]
        return orders.search([("state", "=", "sale")], order="date_order desc, id desc", limit=ORDERS)

    def _sdw_order(self, text):
        try:
            number = int(text or 0) if isinstance(text, (str, int)) else 0
        except ValueError:
            number = 0
        if not 0 < number < 2**31 or request.env.user._is_internal():
            return request.env["sale.order"]
        return request.env["sale.order"].search([("id", "=", number), ("state", "=", "sale")])

    def _sdw_goods(self, order):
        """The lines by which goods of the order have left to him: product, lot, quantity."""
        return order.sudo().order_line.move_ids._sdw_left().move_line_ids.filtered("quantity")

    # ------------------------------------------------------------------ what a visitor sends is read with care
    def _sdw_written(self, tell):
        user = request.env.user
        if user._is_internal():
            return {"error": request.env._("Please record complaints in the complaints list.")}
        try:
            with request.env.cr.savepoint():
                complaint = tell(user.partner_id)
        except UserError as error:
            return {"error": str(error)}
        return {"redirect_url": f"/my/complaints/{complaint.id}"}

    def _sdw_words(self, text):
        return text.replace("\x00", "").strip() if isinstance(text, str) else ""

    def _sdw_amount(self, text):
        text = text or 0  # nothing entered
        try:
            amount = float(text) if isinstance(text, (str, int, float)) and not isinstance(text, bool) else -1
        except (ValueError, OverflowError):
            amount = -1
        if not math.isfinite(amount) or not 0 <= amount < MOST:
            raise UserError(request.env._("Please enter the amount as a number."))
        return amount

    def _sdw_goods_lines(self, order, rows):
        """Goods of this order and no others, no more than were sent."""
        goods = {line.id: line for line in self._sdw_goods(order)}
        wrong = UserError(request.env._("Please choose goods of this order and a quantity that was sent."))
        if not isinstance(rows, list) or len(rows) > len(goods):
            raise wrong
        lines = []
        for row in rows:
            row = row if isinstance(row, dict) else {}
            line = goods.pop(row.get("move_id"), None) if isinstance(row.get("move_id"), int) else None
            quantity, kind = row.get("quantity"), row.get("kind")
            number = isinstance(quantity, (int, float)) and not isinstance(quantity, bool)
            if not line or kind not in KINDS or not number or not 0 < quantity <= line.quantity:
                raise wrong
            units = line.product_uom_id._compute_quantity(quantity, line.product_id.uom_id, round=False)
            lines.append({"product_id": line.product_id.id, "lot_id": line.lot_id.id, "quantity": units, "kind": kind})
        return lines
