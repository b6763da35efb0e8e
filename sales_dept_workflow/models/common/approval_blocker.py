from odoo import models
from odoo.tools import formatLang

from .rules import ask_reason


class SdwApprovalMixin(models.AbstractModel):
    """What a document tells about its approvals: the blocker one clears, for whom it waits, the facts as users read."""

    _inherit = "sdw.approval.mixin"

    # ------------------------------------------------------------------ for blockers
    def _sdw_ask_action(self, code, latest=None):
        """The action of a blocker: open the request that waits, or ask for one with a reason."""
        self.ensure_one()
        approval = latest if latest is not None else self._sdw_latest(code)[self]
        if approval.state == "pending":
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Open the request"),
                "res_model": "sdw.approval",
                "res_id": approval.id,
                "views": [[False, "form"]],
            }
        return ask_reason(self, self.env._("Ask for approval"), "action_request_approval", code)

    def _sdw_ask_blocker(self, code, approval_code, latest, message, remedy="", ask=None):
        """A blocker that an approval clears: says what to do, or, while a request waits, for whom it waits.

        :param str code: of the blocker
        :param str approval_code: what is asked for
        :param latest: the latest request, or none
        :param str message: translated sentence: what is wrong
        :param str remedy: translated sentence: what to do while nothing has been requested
        :param dict ask: the action that asks, when it is not the one that asks for a reason
        """
        if latest.state != "pending":
            action = ask or self._sdw_ask_action(approval_code, latest)
            return self._sdw_blocker(code, f"{message} {remedy}".rstrip(), action)
        action = self._sdw_ask_action(approval_code, latest)
        return self._sdw_blocker(
            code, f"{message} {self._sdw_waits_for(latest)}", action, self._sdw_waiting_role(latest)
        )

    def _sdw_waits_for(self, approval):
        """For whom a pending request waits: the role of its step, and whoever was told."""
        role = approval.step_id.display_name
        if not approval.assignee_id:
            return self.env._("Requested; the decision lies with: %(role)s.", role=role)
        return self.env._(
            "Requested; the decision lies with: %(role)s (%(user)s was told).",
            role=role,
            user=approval.assignee_id.name,
        )

    def _sdw_waiting_role(self, approval):
        """xmlid of the role whose step a pending request waits for, or None."""
        return approval.step_id.group_id._sdw_xmlid() if approval.state == "pending" else None

    # ------------------------------------------------------------------ facts as users read them
    def _sdw_facts_rows(self, code, facts):
        """[{label, value}] in the reader's language and number format."""
        return [
            {"label": label, "value": self._sdw_format_fact(facts[key], kind)}
            for key, (label, kind) in self._sdw_facts_labels(code).items()
            if key in facts
        ]

    def _sdw_facts_sections(self, code):
        """{record: [{title, rows}]}: what an approver likes to know besides the facts, as it is when he looks.

        Set-based; nothing of it is stored or compared. Who may see it is for the document to say.
        """
        return {record: [] for record in self}

    def _sdw_change_rows(self, code, changes):
        labels = self._sdw_facts_labels(code)
        rows = []
        for change in changes:
            label, kind = labels.get(change["key"], (change["key"], "text"))
            before, after = (self._sdw_format_fact(change[side], kind) for side in ("before", "after"))
            rows.append({"label": label, "before": before, "after": after})
        return rows

    def _sdw_format_fact(self, value, kind):
        if kind == "money":
            return formatLang(self._sdw_reader(), value or 0.0, currency_obj=self._sdw_company().currency_id)
        if kind == "percent":
            return f"{formatLang(self._sdw_reader(), value or 0.0, digits=2)} %"
        return "" if value in (None, False) else str(value)

    def _sdw_reader(self):
        """The environment in the language of what is written; without one core would read the user and his company."""
        return self.env if self.env.lang else self.with_context(lang=self._sdw_language()).env
