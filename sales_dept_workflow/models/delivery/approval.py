from odoo import api, fields, models

from ..credit.res_partner import SEEN_BY
from .codes import CODE, NOTICE


class SdwApproval(models.Model):
    """The signing queue: what the general manager needs of a delivery notice, one line or one card each (O-07)."""

    _inherit = "sdw.approval"

    sdw_goods = fields.Char("Goods", compute="_compute_sdw_notice")
    sdw_checked_by = fields.Char("Checked by", compute="_compute_sdw_notice")
    sdw_overdue = fields.Char("Caution", compute="_compute_sdw_notice", groups=SEEN_BY)

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_sdw_notice(self):
        empty = {"sdw_goods": False, "sdw_checked_by": False, "sdw_overdue": False}
        ours = self.filtered(lambda approval: approval.code == CODE and approval.res_model == NOTICE)
        found = {approval: document for document, approval in ours._with_documents() if document}
        notices = self.env[NOTICE].sudo().union(*found.values())
        checked, owed = notices._checked_rows(), notices._owed_rows()
        for approval in self:
            notice = found.get(approval)
            approval.update(
                {
                    "sdw_goods": notice.goods,
                    "sdw_checked_by": ", ".join(row["value"] for row in checked[notice]),
                    "sdw_overdue": ", ".join(
                        f"{row['label']}: {row['value']}" for row in owed[notice] if row.get("warn")
                    ),
                }
                if notice
                else empty
            )
