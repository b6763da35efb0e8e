"""What people are told: letters to customers in the chatter, warnings that stay on the screen."""

from markupsafe import Markup

CLOSE = {"type": "ir.actions.act_window_close"}
RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}


def warning(title, message, following=None):
    """A client action: a warning that stays until it is read, then ``following`` (by default the dialog closes).

    :param following: action dict
    """
    params = {"type": "warning", "sticky": True, "title": title, "message": message, "next": dict(following or CLOSE)}
    return {"type": "ir.actions.client", "tag": "display_notification", "params": params}


def information(message, following=None):
    """A client action: a line that fades, then ``following`` (by default the dialog closes)."""
    params = {"type": "info", "message": message, "next": dict(following or CLOSE)}
    return {"type": "ir.actions.client", "tag": "display_notification", "params": params}


def write_to(record, contacts, words, papers=(), sender=None):
    """Queue a mail to ``contacts`` and keep it in the record's chatter; core's mail queue sends it.

    :param record: one record with a chatter
    :param contacts: ``res.partner``
    :param words: dict with ``subject``, ``body_html`` (as a mail template renders it) and perhaps ``email_from``
    :param papers: (file name, content) of each attachment
    :param sender: address it comes from, by default that of ``words``
    :return: the ``mail.message``
    """
    return record.message_post(
        subject=words["subject"],
        body=Markup(words["body_html"]),
        email_from=sender or words["email_from"],
        partner_ids=contacts.ids,
        attachments=list(papers),
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
        email_layout_xmlid="mail.mail_notification_light",
        force_send=False,
    )
