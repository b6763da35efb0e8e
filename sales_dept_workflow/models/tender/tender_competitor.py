from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import TENDER


class SdwTenderCompetitor(models.Model):
    """Who else bids, and for how much."""

    _name = "sdw.tender.competitor"
    _description = "Competitor in a Tender"
    _order = "price, id"

    tender_id = fields.Many2one(TENDER, required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="tender_id.currency_id")
    name = fields.Char("Competitor", required=True)
    partner_id = fields.Many2one("res.partner", "Contact", check_company=True, index="btree_not_null")
    price = fields.Monetary()
    note = fields.Char("Strengths, Weaknesses")

    _price_positive = models.Constraint("CHECK(price >= 0)", "A competitor's price cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        competitors = super().create(vals_list)
        competitors._check_known()
        return competitors

    def write(self, vals):
        self._check_known()
        if any(competitor.tender_id.id != vals.get("tender_id", competitor.tender_id.id) for competitor in self):
            raise UserError(self.env._("A competitor stays with his tender."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_known()

    def _check_known(self):
        """Once the result is on record, so is what was known of the others."""
        closed = self.sudo().tender_id.filtered(lambda tender: tender.state in ("won", "lost"))
        if closed and not self.env.su:
            names = ", ".join(closed.mapped("name"))
            raise UserError(self.env._("The result is on record, the competitors with it: %(names)s.", names=names))
