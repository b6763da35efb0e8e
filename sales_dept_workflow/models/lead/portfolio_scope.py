"""What belongs to a salesperson's portfolio: the documents that go on when he leaves (Q-10, A-56)."""

from collections import namedtuple

#: One kind of document: its key, its model, the field that names the salesperson, and which of them are still open.
Kind = namedtuple("Kind", "key model field domain")

OPEN_ORDER = [
    "|",
    ("state", "in", ("draft", "sent")),
    "&",
    ("state", "=", "sale"),
    ("invoice_status", "!=", "invoiced"),
]
KINDS = [
    Kind("customers", "res.partner", "user_id", []),
    Kind("leads", "crm.lead", "user_id", [("won_status", "=", "pending")]),
    Kind("orders", "sale.order", "user_id", OPEN_ORDER),
    Kind("visits", "sdw.visit", "user_id", [("state", "=", "planned")]),
    Kind("plans", "sdw.development.plan", "user_id", [("state", "in", ("draft", "running"))]),
    Kind("plans", "sdw.development.step", "user_id", [("state", "=", "todo")]),
    Kind("plans", "sdw.trial.request", "user_id", [("state", "in", ("new", "running"))]),
    Kind("plans", "sdw.trial.visit", "user_id", [("met_on", "=", False)]),
    Kind("cases", "sdw.negotiation", "user_id", [("state", "in", ("requested", "planned", "held"))]),
    Kind(
        "cases",
        "sdw.tender",
        "user_id",
        [("state", "in", ("registered", "preparing", "in_review", "approved", "submitted"))],
    ),
    Kind("cases", "sdw.arrival.followup", "user_id", [("state", "=", "to_call")]),
    Kind("cases", "sdw.collection.case", "user_id", [("state", "!=", "closed")]),
    Kind("cases", "sdw.complaint", "user_id", [("state", "!=", "closed")]),
]
