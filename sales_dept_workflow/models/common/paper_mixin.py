from odoo import api, fields, models


class SdwPaperMixin(models.AbstractModel):
    """A document with papers on record: what was signed or handed in stays as it was (C-03, C-04, C-08)."""

    _name = "sdw.paper.mixin"
    _description = "Document with Papers on Record"
    _inherit = ["sdw.guard.mixin"]

    sdw_paper_ids = fields.Many2many(
        "ir.attachment", string="Papers on Record", readonly=True, copy=False, groups="base.group_user"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_paper_ids"}

    def _sdw_file_paper(self, body, paper):
        """Put a paper (file name, content) into the chatter; from now on nobody changes or removes it."""
        self.ensure_one()
        message = self.message_post(body=body, attachments=[paper])
        self.sudo().sdw_paper_ids |= message.attachment_ids
