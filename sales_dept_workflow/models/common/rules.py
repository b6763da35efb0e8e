"""The rules and the blocker codes: what each process declares on the gate mechanism.

A *rule* is what a company switches (``off``, ``warn``, ``block``); a *blocker code* is one reason, belonging to one
rule, why a document may not pass one of its gates. A process registers its codes in its own folder with
:func:`declare`.
"""

# At import there is no environment yet, so the terms of this file are lazy.
# pylint: disable=prefer-env-translation

from dataclasses import dataclass
from datetime import datetime, timezone

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MODULE = "sales_dept_workflow"


def roles(*names):
    """``groups=`` of a field that leads to documents only these roles may read.

    Users of Odoo without any of our roles read the core document all the same; such a field is not theirs.
    """
    return ",".join(f"{MODULE}.group_sdw_{name}" for name in names)


#: Whoever has a role in the sales department, by its lowest step; the others imply one of these.
EVERY_ROLE = ",".join(
    [
        roles("salesperson", "accountant", "shipping", "warehouse", "production", "legal", "support", "archivist"),
        "base.group_system",
    ]
)

#: Every rule a company can switch, in business order, with the name users read.
RULES = {
    "lead": _lt("Leads complete, and entered once"),
    "lead_stage": _lt("Stages of the sales chain"),
    "territory": _lt("Distributor protection"),
    "price": _lt("Price policy"),
    "negotiation": _lt("Negotiation before contract"),
    "contract": _lt("Contract before order"),
    "credit": _lt("Accountant's checks before delivery"),
    "delivery_notice": _lt("Signed delivery notice"),
    "freight": _lt("Freight collect, told beforehand"),
    "shipping_hold": _lt("No shipment while on hold"),
    "acceptance_bill": _lt("Acceptance bills"),
    "customer_status": _lt("Customer status and files"),
    "complaint": _lt("Major complaints"),
}

#: Rules that judge the quotation itself: what was offered before the rule came into force stays exempt when it is
#: confirmed.
QUOTATION_RULES = frozenset({"territory", "price", "negotiation", "contract"})

MODES = [("off", "Off"), ("warn", "Warn"), ("block", "Block")]


def moment():
    """Now, to the microsecond (naive UTC).

    What happens in one transaction still has an order, which ``fields.Datetime.now()`` loses.
    """
    return datetime.now(timezone.utc).replace(tzinfo=None)


def in_language(env, term):
    """A lazily translated term, such as the name of a rule, in the language of ``env``."""
    translate = env._  # by another name: in a call of `_` Odoo's lint looks for a literal, which the term is already
    return translate(term)


@dataclass(frozen=True)
class BlockerCode:
    """One reason why a gate stays shut: its rule, its gates, who clears it, and whether that is the customer.

    Without a rule it belongs to the state machine of a document of our own, which always holds (decision 2).
    """

    code: str
    rule: str
    gates: tuple
    title: object
    role: str
    kind: str = "internal"


CODES: dict[str, BlockerCode] = {}


def declare(code, rule, gates, title, role, kind="internal"):
    """Register a blocker code.

    :param str code: technical name, unique
    :param str rule: a key of :data:`RULES`, or empty for the state machine of our own document: always ``block``
    :param tuple gates: the gates at which it is asked
    :param title: lazily translated name of the check, shown when it is clear, too
    :param str role: xmlid (without module) of the group that clears it, empty for the customer
    :param str kind: ``internal`` or ``customer`` (decides whether Sign and Pay show on the portal)
    """
    if (rule and rule not in RULES) or kind not in ("internal", "customer"):
        raise ValueError(f"Blocker {code}: unknown rule {rule!r} or kind {kind!r}")
    CODES[code] = BlockerCode(code, rule, tuple(gates), title, f"{MODULE}.{role}" if role else "", kind)


#: What the reason wizard may call: {model: {method: whether a code comes before the reason}}. A client chooses from it,
#: never beyond it.
CALLS: dict[str, dict[str, bool]] = {
    "sdw.approval": {"action_approve": False, "action_reject": False},
    "sdw.audit.finding": {"action_explain": False},
    "sale.order": {"action_request_approval": True},
    "stock.picking": {"action_request_approval": True},
}


def declare_call(model, method, with_code=False):
    """Let the reason wizard call ``method`` of ``model`` with the reason (and, if so declared, a code before it)."""
    CALLS.setdefault(model, {})[method] = with_code


def ask_reason(records, title, method, code=None):
    """The window that asks for a reason and then calls ``method`` of these records with it.

    :param str title: translated: what is asked
    :param str method: one that :data:`CALLS` knows
    :param str code: what comes before the reason, where it was declared so
    """
    context = {
        "default_res_model": records._name,
        "default_res_ids": records._origin.ids,
        "default_method": method,
    }
    return {
        "type": "ir.actions.act_window",
        "name": title,
        "res_model": "sdw.reason.wizard",
        "views": [[False, "form"]],
        "target": "new",
        "context": {**context, "default_code": code} if code else context,
    }
