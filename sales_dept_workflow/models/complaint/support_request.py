from odoo import fields, models

from ..common.rules import roles
from ..lead.codes import SUPPORT
from .codes import COMPLAINT


class SdwSupportRequest(models.Model):
    """A complaint may raise a technical question, too (L-20)."""

    _inherit = SUPPORT

    complaint_id = fields.Many2one(
        COMPLAINT, check_company=True, index="btree_not_null", ondelete="set null", groups=roles("salesperson")
    )


class SdwComplaint(models.Model):
    _inherit = COMPLAINT

    support_ids = fields.One2many(
        SUPPORT, "complaint_id", "Technical Requests", copy=False, groups=roles("salesperson")
    )

    def action_ask_support(self):
        """Ask sales support a technical question about this complaint; the answer stays on record with it (L-20)."""
        return self.env[SUPPORT]._ask_about(self, complaint_id=self.id)
