from odoo import api, models

from .codes import COMPLAINT

#: What machines write into the header "Precedence" of mails nobody should answer.
MACHINES = {"bulk", "junk", "list", "auto_reply"}


class MailThread(models.AbstractModel):
    """An out-of-office note, a bounce or a newsletter is no complaint."""

    _inherit = "mail.thread"

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not any(route[0] == COMPLAINT for route in routes):
            return routes
        echo, mass = _answers_itself(message), _sent_to_many(message)
        # Route: model, record, … What goes to many may still be a customer's further word on his complaint.
        return [route for route in routes if route[0] != COMPLAINT or not (echo or (mass and not route[1]))]


def _answers_itself(message):
    submitted = (message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    returned = (message.get("Return-Path") or "").strip() == "<>"
    return submitted != "no" or returned or any(message.get(header) for header in ("X-Autoreply", "X-Autorespond"))


def _sent_to_many(message):
    precedence = (message.get("Precedence") or "").strip().lower()
    return precedence in MACHINES or bool(message.get("List-Id"))
