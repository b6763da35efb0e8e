from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request
from odoo.tools import float_compare

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.arrival.photos import read_photos

FOLLOWUP = "sdw.arrival.followup"
KINDS = ("damage", "shortage", "other")
PAGE = 20


class DeliveryPortal(CustomerPortal):
    """The customer's own deliveries: he confirms that they arrived, or says what is wrong (D-02)."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "sdw_delivery_count" in counters:
            deliveries = request.env[FOLLOWUP]
            values["sdw_delivery_count"] = deliveries.search_count([]) if deliveries.has_access("read") else 0
        return values

    @http.route(["/my/deliveries", "/my/deliveries/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_deliveries(self, page=1, **kwargs):
        deliveries = request.env[FOLLOWUP]
        pages = pager(url="/my/deliveries", total=deliveries.search_count([]), page=page, step=PAGE)
        found = deliveries.search([], order="shipped_on desc, id desc", limit=PAGE, offset=pages["offset"])
        values = {
            "deliveries": found.sudo(),
            "pager": pages,
            "page_name": "sdw_delivery",
            "default_url": "/my/deliveries",
        }
        return request.render(
            "sales_dept_workflow.portal_my_deliveries", {**self._prepare_portal_layout_values(), **values}
        )

    @http.route("/my/deliveries/<int:delivery_id>", type="http", auth="public", website=True)
    def portal_delivery(self, delivery_id, access_token=None, **kwargs):
        try:
            delivery = self._document_check_access(FOLLOWUP, delivery_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = {"delivery": delivery, "page_name": "sdw_delivery", "today": fields.Date.context_today(delivery)}
        values = self._get_page_view_values(delivery, access_token, values, "my_deliveries_history", False, **kwargs)
        return request.render("sales_dept_workflow.portal_delivery_page", values)

    @http.route("/my/deliveries/<int:delivery_id>/arrived", type="jsonrpc", auth="public", website=True)
    def portal_delivery_arrived(self, delivery_id, access_token=None, arrived_on=None, note=None, **kwargs):
        return self._sdw_told(
            delivery_id,
            access_token,
            lambda delivery, contact: delivery._customer_confirms(
                self._sdw_day(arrived_on), self._sdw_text(note), contact
            ),
        )

    @http.route("/my/deliveries/<int:delivery_id>/problem", type="jsonrpc", auth="public", website=True)
    def portal_delivery_problem(self, delivery_id, access_token=None, note=None, lines=None, photos=None, **kwargs):
        return self._sdw_told(
            delivery_id,
            access_token,
            lambda delivery, contact: delivery._customer_complains(
                self._sdw_text(note),
                self._sdw_lines(delivery, lines or []),
                read_photos(request.env, photos or []),
                contact,
            ),
        )

    # ------------------------------------------------------------------ what a visitor sends is read with care
    def _sdw_told(self, delivery_id, access_token, tell):
        """Let a customer (not one of us) tell something about his own delivery; what is wrong is said, not raised."""
        try:
            delivery = self._document_check_access(FOLLOWUP, delivery_id, access_token=access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This delivery does not exist.")}
        user = request.env.user
        if user._is_internal():
            return {"error": request.env._("Please record what the customer says on the arrival call.")}
        contact = delivery.partner_id if user._is_public() else user.partner_id
        try:
            with request.env.cr.savepoint():
                # Core hands the document over as its robot; it is the visitor who tells.
                tell(delivery.with_user(user).sudo(), contact)
        except UserError as error:
            return {"error": str(error)}
        return {"redirect_url": delivery.get_portal_url()}

    def _sdw_text(self, text):
        return text.strip() if isinstance(text, str) else ""

    def _sdw_day(self, text):
        try:
            return fields.Date.to_date(text or None)
        except (ValueError, TypeError, KeyError) as error:
            raise UserError(request.env._("Please enter the day on which the goods arrived.")) from error

    def _sdw_lines(self, delivery, rows):
        """Goods of this delivery and no others, no more than were sent."""
        goods = {move.id: move for move in delivery._customer_goods()}
        wrong = UserError(request.env._("Please choose goods of this delivery and a quantity that was sent."))
        if not isinstance(rows, list) or len(rows) > len(goods):
            raise wrong
        lines = []
        for row in rows:
            row = row if isinstance(row, dict) else {}
            move = goods.get(row.get("move_id")) if isinstance(row.get("move_id"), int) else None
            quantity, kind = row.get("quantity"), row.get("kind")
            number = isinstance(quantity, (int, float)) and not isinstance(quantity, bool)
            if not move or kind not in KINDS or not number or not 0 < quantity:
                raise wrong
            if float_compare(quantity, move.quantity, precision_digits=6) > 0:
                raise wrong
            quantity = move.product_uom._compute_quantity(quantity, move.product_id.uom_id, round=False)
            lines.append({"product_id": move.product_id.id, "quantity": quantity, "kind": kind})
        return lines
