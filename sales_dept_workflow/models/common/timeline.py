"""The whole life of an order on one page: what happened, when, by whom, and what comes next (E-07, N-16)."""

from odoo import api, fields, models

from .rules import EVERY_ROLE

#: The chain in business order: a process says which link its step is. Steps of one link are sorted by their time.
LINKS = [
    "inquiry",
    "quotation",
    "offer",
    "price",
    "negotiation",
    "review",
    "signed",
    "confirmed",
    "supply",
    "checks",
    "freight",
    "notice_asked",
    "notice_signed",
    "notice_handed",
    "vehicle",
    "goods_checked",
    "loaded",
    "shipped",
    "exception",
    "arrival",
    "invoiced",
    "invoice_sent",
    "paid",
    "collection",
    "complaint",
]
#: How far along a request is.
OF_APPROVAL = {"approved": "done", "pending": "waiting", "rejected": "held", "lapsed": "held"}


class SaleOrder(models.Model):
    """Each process adds its own steps in its own folder, through ``super()``.

    Whoever has a role reads the whole chain, people and dates only: what is behind a step opens with his own rights.
    """

    _inherit = "sale.order"

    sdw_timeline = fields.Json("Progress", compute="_compute_sdw_timeline", groups=EVERY_ROLE)

    @api.depends_context("uid", "lang")
    def _compute_sdw_timeline(self):
        chains = self._origin._sdw_chains()
        for order in self:
            order.sdw_timeline = {"steps": chains.get(order._origin, [])}

    def _sdw_chains(self):
        """{order: its steps in order, ready to be shown}; the first step that waits tells what holds it."""
        system = self._sdw_system()
        timeline = system._sdw_timeline()
        holding = system._sdw_timeline_holding()
        readable = {}
        return {
            order: order._sdw_chain(timeline[order._sdw_system()], holding.get(order._sdw_system(), ()), readable)
            for order in self
        }

    def _sdw_timeline(self):
        """The steps of each order, in one pass for all: ``{order: [step]}``. Extend through ``super()``.

        A step is what :meth:`_sdw_step` makes: ``link``, ``what``, ``when`` (UTC or date, as text), ``who``, ``state``
        (``done``, ``waiting``, ``late``, ``held``), ``note``, ``res_model``, ``res_id``.
        """
        return {order: order._sdw_own_steps() for order in self}

    def _sdw_timeline_holding(self):
        """{order: what an enforced rule holds at its next step}. A process whose documents come next extends it."""
        return self._sdw_next_blockers()

    def _sdw_own_steps(self):
        steps = [
            self._sdw_step("quotation", self.env._("Quotation made"), when=self.create_date, who=self.create_uid),
        ]
        if self.state == "sale":
            who, when = self.sdw_confirmed_by_id, self.sdw_confirmed_on or self.date_order
            steps.append(self._sdw_step("confirmed", self.env._("Order confirmed"), when=when, who=who))
        elif self.state == "cancel":
            steps.append(self._sdw_step("confirmed", self.env._("Cancelled"), state="held"))
        else:
            steps.append(self._sdw_step("confirmed", self.env._("Order confirmed"), state="waiting"))
        return steps

    @api.model
    def _sdw_step(self, link, what, when=None, who=None, state=None, note=None, record=None):
        """One step of the chain.

        :param str link: one of :data:`LINKS`
        :param str what: translated
        :param when: when it was done, or is planned (datetime in UTC, or date)
        :param who: users or partners, or a name
        :param str state: ``done`` when it happened; by default, a step with a moment is done
        :param record: what the step opens
        """
        return {
            "link": link,
            "what": what,
            "when": when and (fields.Date if type(when).__name__ == "date" else fields.Datetime).to_string(when),
            "who": who if isinstance(who, str) else ", ".join((who or self.env["res.users"]).mapped("name")),
            "state": state or ("done" if when else "waiting"),
            "note": note or "",
            "res_model": record._name if record else False,
            "res_id": record[:1].id if record else False,
        }

    def _sdw_chain(self, steps, holding, readable):
        """In business order; a link is offered only to who may read what it opens."""
        steps = sorted(steps, key=lambda step: (LINKS.index(step["link"]), step["when"] or "9999"))
        waiting = next((step for step in steps if step["state"] in ("waiting", "late")), None)
        if waiting and holding:
            waiting["state"] = "held"
            waiting["note"] = " ".join([*filter(None, [waiting["note"]]), *(b["message"] for b in holding)])
        for step in steps:
            model = step["res_model"]
            if model and model not in readable:
                readable[model] = self.env[model].has_access("read")
            if not model or not readable[model]:
                step["res_model"] = step["res_id"] = False
        return steps

    def _sdw_approval_step(self, link, what, requests):
        """The step of the latest of these requests, or none."""
        latest = requests.sorted("id")[-1:]
        if not latest:
            return []
        done = latest.state == "approved"
        who = latest.decision_ids.user_id if done else latest.assignee_id
        state = OF_APPROVAL.get(latest.state)
        when = latest.decided_on if state != "waiting" else None
        return [self._sdw_step(link, what, when, who, state, record=latest)] if state else []

    def _sdw_requests(self, *codes):
        """{order: the requests of these codes made on it}."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("code", "in", codes)]
        requests = self.env["sdw.approval"].search(domain)
        by_order = requests.grouped("res_id")
        return {order: by_order.get(order.id, requests.browse()) for order in self}
