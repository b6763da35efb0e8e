"""Papers as attachments."""

import logging

from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


def render(record, report, title):
    """(file name, content) of a printed form: the PDF, or the page itself where no PDF can be made.

    A refusal or a signature must never fail on a printer.
    """
    reports = record.env["ir.actions.report"].sudo()
    try:
        content, kind = reports._render_qweb_pdf(report, record.ids)
    except UserError:
        _logger.warning(
            "No PDF of %s %s could be made; the page is attached instead", report, record.ids, exc_info=True
        )
        content, kind = reports._render_qweb_html(report, record.ids)
    return f"{title} {record.name}.{kind}".replace("/", "-"), content
