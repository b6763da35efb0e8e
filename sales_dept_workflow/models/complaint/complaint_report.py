from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import plaintext2html

from .codes import COMPLAINT


class SdwComplaint(models.Model):
    """A problem with a shipment, told on the arrival call or on the portal, becomes a complaint (D-02, X-01)."""

    _inherit = COMPLAINT

    @api.model
    def _report(self, followups, note, channel, lines=(), photos=(), contact=None):
        """One open complaint per follow-up: the first problem opens it, further ones are added to it.

        :param str note: what the customer says
        :param str channel: ``arrival`` or ``portal``
        :param list lines: values of ``sdw.complaint.line``, for one follow-up
        :param list photos: (file name, content)
        :param contact: the partner who wrote on the portal
        :return: the complaints
        """
        system = self._sdw_system()
        known = system.search([("followup_id", "in", followups.ids), ("state", "!=", "closed")])
        rest = followups.sudo() - known.followup_id
        for complaint in known:
            complaint.line_ids = [Command.create(line) for line in lines]
            complaint._supplement(note, contact)
        values = [self._prepare_report(followup, note, channel, lines) for followup in rest if followup._complainer()]
        complaints = known | system.create(values)
        if photos:
            complaints._file_photos(photos, contact)
        return complaints

    @api.model
    def _prepare_report(self, followup, note, channel, lines):
        return {
            "followup_id": followup.id,
            "partner_id": followup._complainer().id,
            "order_id": followup.order_id.id,
            "picking_id": followup.picking_id.id,
            "company_id": followup.company_id.id,
            "user_id": followup.user_id.id,
            "received_on": fields.Datetime.now(),
            "channel": channel,
            "description": note,
            "line_ids": [Command.create(line) for line in lines],
        }

    def _supplement(self, note, contact=None):
        author = {"author_id": contact.id} if contact else {}
        self.message_post(body=plaintext2html(note), message_type="comment", subtype_xmlid="mail.mt_note", **author)

    def _file_photos(self, photos, contact=None):
        """Put photos on record; nobody changes or removes them any more."""
        author = {"author_id": contact.id} if contact else {}
        for complaint in self:
            message = complaint.message_post(
                body=Markup("<p>%s</p>") % self.env._("Photos of the customer"),
                attachments=photos,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                **author,
            )
            complaint.sdw_paper_ids |= message.attachment_ids
