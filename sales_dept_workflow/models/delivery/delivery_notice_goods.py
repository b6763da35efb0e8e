from odoo import fields, models
from odoo.exceptions import UserError

from .codes import CODE
from .delivery_notice_signature import beyond, differences
from .delivery_notice_steps import CHECK, LOADING

#: What has been signed and not left.
OUT = ("signed", "checked", "loaded")


class SdwDeliveryNotice(models.Model):
    """The goods: what was signed for, what is picked, what was checked."""

    _inherit = "sdw.delivery.notice"

    def _get_blockers(self, gate):
        """Before the signature: what the transfer and its orders are held by already."""
        blockers = super()._get_blockers(gate)
        if gate != "request":
            return blockers
        found = self.picking_id._get_blockers("request")
        for notice in self:
            blockers[notice] += [notice._as_ours(blocker) for blocker in found[notice.picking_id]]
        return blockers

    def _as_ours(self, blocker):
        """A method that clears it is the order's own: from here one opens the transfer."""
        if "method" not in (blocker["action"] or {}):
            return blocker
        action = {"type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": self.picking_id.id}
        return {**blocker, "action": {**action, "views": [[False, "form"]]}}

    def _sdw_panel_gates(self):
        return {notice: ("request",) if notice.state in ("draft", "to_sign") else () for notice in self}

    # ------------------------------------------------------------------ the keeper's check
    def _mark_picked(self):
        """Where nobody ticked what he picked, all that is reserved counts, as it does in core."""
        for picking in self.picking_id:
            lines = picking._sdw_leaving_lines()
            if lines and not any(line.picked for line in lines):
                lines.picked = True

    def _check_goods(self):
        """Raise when the picked goods are not those of the notice, or something else is missing for the check."""
        missing = self._sdw_goods_confirmed()
        if missing:
            lines = [f"{notice.name}: {sentence}" for notice, sentence in missing.items()]
            raise UserError("\n".join(lines))

    def _sdw_goods_confirmed(self):
        """{notice: sentence of what is missing before the keeper may sign}. Extend through ``super()``."""
        missing = {}
        for notice in self:
            sentence = notice._goods_missing()
            if sentence:
                missing[notice] = sentence
        return missing

    def _goods_missing(self):
        picking = self.picking_id
        if picking.state in ("done", "cancel"):
            return self.env._("The transfer is closed.")
        if not picking._sdw_picked_goods():
            return self.env._("Nothing has been picked.")
        found = differences(self.signed_for or {}, picking._sdw_signed_for(picked=True))
        if "consignee" in found:
            return self.env._("The goods go to another consignee or address than was signed for.")
        if found:
            return self.env._("The picked goods or lots are not those that were signed for.")
        return self._count_missing()

    def _count_missing(self):
        """A count that the dispatch warehouse wrote down equals what was picked (W-07)."""
        counted = self.line_ids.filtered("counted_on")
        if not counted:
            return ""
        picked = self.picking_id._sdw_signed_for(picked=True)["quantities"]
        for product, lines in counted.grouped("product_id").items():
            total = sum(
                line.product_uom_id._compute_quantity(line.counted_quantity, product.uom_id, round=False)
                for line in lines
            )
            if product.uom_id.compare(total, picked.get(str(product.id), 0.0)):
                return self.env._("The count of %(product)s is not what was picked.", product=product.display_name)
        return ""

    def _check_unchanged(self):
        for notice in self:
            if notice._goods_changed():
                raise UserError(
                    self.env._(
                        "%(notice)s: the goods were changed after the keeper's check. Please check them again.",
                        notice=notice.name,
                    )
                )

    def _goods_changed(self):
        """Whether the picked goods are others than the keeper found; of shipped ones, whether more have left."""
        now, checked = self.picking_id._sdw_picked_goods(), self.checked_goods or {}
        if self.state == "shipped":
            return any(beyond(quantity, checked.get(key)) for key, quantity in now.items())
        return now != checked

    # ------------------------------------------------------------------ after a change
    def _sdw_goods_changed(self):
        """The goods or the consignee of these transfers were changed: signatures given on others do not last."""
        waiting = self.filtered(lambda notice: notice.state in ("to_sign", *OUT))
        worse = waiting.filtered(
            lambda notice: differences(notice.signed_for or {}, notice.picking_id._sdw_signed_for())
        )
        if worse:
            worse._sdw_refresh_approvals([CODE])
        changed = (waiting - worse).filtered(
            lambda notice: notice.state in ("checked", "loaded") and notice._goods_changed()
        )
        if changed:
            changed._set_back()

    def _set_back(self):
        """The keeper has to check once more; what followed his signature is void with it."""
        self._take_back((*CHECK, *LOADING))
        self.write({"state": "signed"})
        body = self.env._("The goods were changed after the keeper's check; they have to be checked again.")
        self._message_log_batch(dict.fromkeys(self.ids, body))

    def _take_back(self, names):
        loaded = self.filtered(lambda notice: notice.state == "loaded")
        self.write(dict.fromkeys(names, False))
        if loaded:
            empty = ("handed_to_id", "handed_to_name", "handed_on", "handed_by_id")
            loaded.copy_ids.filtered(lambda copy: copy.colour == "white").write(dict.fromkeys(empty, False))
            loaded._stop_copies()

    # ------------------------------------------------------------------ the goods are gone
    def _left(self):
        """The goods have left: the notice is closed. One that was not complete is void (the rule only warned)."""
        loaded = self.filtered(lambda notice: notice.state == "loaded")
        quiet = loaded.with_context(tracking_disable=True)
        quiet.write({"state": "shipped", "shipped_on": fields.Datetime.now()})
        (self - loaded)._void(self.env._("The goods left before the notice was complete."))
