from odoo import api, fields, models

COLOURS = [
    ("green", "Green: Sales"),
    ("yellow", "Yellow: Finance"),
    ("pink", "Pink: Warehouse"),
    ("white", "White: Exit Pass"),
]


class SdwDeliveryNoticeCopy(models.Model):
    """One of the four copies of a notice: who got it from the keeper, and when (O-13). Never edited by hand."""

    _name = "sdw.delivery.notice.copy"
    _description = "Copy of a Delivery Notice"
    _inherit = ["sdw.guard.mixin"]
    _order = "notice_id, id"
    _rec_name = "colour"

    notice_id = fields.Many2one("sdw.delivery.notice", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="notice_id.company_id", store=True, index=True, precompute=True)
    colour = fields.Selection(COLOURS, required=True, readonly=True)
    handed_to_id = fields.Many2one("res.partner", "Handed to", readonly=True, index="btree_not_null")
    handed_to_name = fields.Char("Received by", readonly=True)
    handed_on = fields.Datetime(readonly=True)
    handed_by_id = fields.Many2one("res.users", "Handed out by", readonly=True)

    _colour_uniq = models.UniqueIndex("(notice_id, colour)", "There is one copy of each colour.")

    @api.model
    def _sdw_guarded_fields(self):
        handed = {"handed_to_id", "handed_to_name", "handed_on", "handed_by_id"}
        return super()._sdw_guarded_fields() | {"notice_id", "company_id", "colour"} | handed
