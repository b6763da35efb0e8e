from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .codes import RULE


class ResPartner(models.Model):
    """Nobody gives up the file of a customer because trade stopped (A-04): it is never deleted, and put away by the
    archivist alone.
    """

    _inherit = "res.partner"

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._sdw_check_put_away()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_traded(self):
        traded = self._sdw_traded()
        if traded:
            raise UserError(
                self.env._(
                    "The file of a customer who bought from us is kept: %(names)s.",
                    names=", ".join(traded[:20].mapped("display_name")),
                )
            )

    def _sdw_traded(self):
        """Those of these partners with an order, a contract or an invoice, their own or their contacts'; one query."""
        if not self.ids:
            return self
        self.env["sale.order"].flush_model(["partner_id", "partner_invoice_id", "partner_shipping_id", "state"])
        self.env["account.move"].flush_model(["partner_id", "commercial_partner_id", "state"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM res_partner p
                    WHERE p.id IN %(ids)s
                      AND (EXISTS (SELECT 1 FROM sale_order o JOIN res_partner c ON c.id = o.partner_id
                                    WHERE o.state = 'sale'
                                      AND (c.commercial_partner_id = p.id OR o.partner_id = p.id
                                           OR o.partner_invoice_id = p.id OR o.partner_shipping_id = p.id))
                        OR EXISTS (SELECT 1 FROM account_move m
                                    WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
                                      AND (m.commercial_partner_id = p.id OR m.partner_id = p.id)))""",
                ids=tuple(self.ids),
            )
        )
        return self.browse(row[0] for row in rows)

    def _sdw_check_put_away(self):
        """Raise (or file) when somebody else than the archivist archives customers who bought from us."""
        mode = self._sdw_file_mode()
        if self.env.su or mode == "off" or self._sdw_is_archivist():
            return
        traded = self.filtered("active")._sdw_traded()
        if not traded:
            return
        message = self.env._(
            "The archivist alone puts the files of customers away; please ask for it with the reason: %(names)s.",
            names=", ".join(traded[:20].mapped("display_name")),
        )
        if mode == "block":
            raise UserError(message)
        blocker = {"rule": RULE, "code": "file_put_away", "message": message}
        self.env["sdw.audit.finding"].sudo()._file([(partner, blocker) for partner in traded], "gate")

    @api.model
    def _sdw_file_mode(self):
        """How strictly customers' files are kept for this user: the strictest of his companies (files are shared)."""
        modes = {company._sdw_mode(RULE) for company in self.env.user.sudo().company_ids}
        return next((mode for mode in ("block", "warn") if mode in modes), "off")
