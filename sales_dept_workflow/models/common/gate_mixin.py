from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rules import CODES, RULES, in_language, moment

#: A refusal names this many documents, then only counts the rest.
NAMED = 20


class SdwGateMixin(models.AbstractModel):
    """A document that answers what still stands between it and its next step.

    A process adds its blockers by extending :meth:`_get_blockers` through ``super()``; buttons, the panel, the guard on
    direct writes and the error of the core action all ask this one method. Decisions are taken from database state,
    never from the context.
    """

    _name = "sdw.gate.mixin"
    _description = "Document with Gates"
    _inherit = ["sdw.activity.mixin"]

    blocker_panel = fields.Json("Why blocked?", compute="_compute_blocker_panel", groups="base.group_user")
    sdw_guarded_on = fields.Datetime(
        "Commercial Content Changed on",
        default=lambda self: moment(),
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="When what the rules judge was last changed (server time). "
        "It decides whether a rule is older than the document.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_guarded_on"}

    @api.model_create_multi
    def create(self, vals_list):
        """The stamp is the server's. A value is not refused but ignored: models that ``_inherits`` one of ours (a bank
        statement line its entry) hand its defaults over as if they were given.
        """
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name != "sdw_guarded_on"} for vals in vals_list
            ]
        return super().create(vals_list)

    def _init_column(self, column_name):
        """What exists at installation keeps an empty stamp (its creation counts): no pass over big tables."""
        return None if column_name == "sdw_guarded_on" else super()._init_column(column_name)

    # ------------------------------------------------------------------ what processes use and extend
    def get_blockers(self, gate):
        """What still stands between this document and ``gate``.

        :param str gate: ``quote``, ``confirm``, ``ship``, ``post``, …
        :return: list of dicts ``code``, ``message``, ``mode`` (``warn``/``block``), ``kind``, ``role``, ``action``
        :raise AccessError: for customers, and for documents the caller may not read
        """
        self.ensure_one()
        self._sdw_check_caller()
        return [
            {key: value for key, value in blocker.items() if key not in ("rule", "title")}
            for blocker in self._get_blockers(gate)[self]
        ]

    def _get_blockers(self, gate):
        """Set-based: {record: [blocker]} for every record of self. Extend through ``super()``."""
        return {record: [] for record in self}

    def _sdw_blocker(self, code, message, action=None, role=None, rule=None):
        """Build one blocker of this document.

        :param str code: declared with :func:`rules.declare`
        :param str message: translated sentence: what is missing and why
        :param dict action: act_window dict or ``{'method': name}`` that asks for it or clears it
        :param str role: xmlid of the group that clears it, when it is not the code's usual one
        :param str rule: the rule that finds it, when it is not the code's usual one
        """
        self.ensure_one()
        spec = CODES[code]
        rule = rule or spec.rule
        return {
            "code": code,
            "rule": rule,
            "title": in_language(self.env, spec.title),
            "message": message,
            "mode": self._sdw_company().sudo()._sdw_mode(rule) if rule else "block",
            "kind": spec.kind,
            "role": role or spec.role,
            "action": action or False,
        }

    def _sdw_subject_to(self, rule):
        """The records of self on which ``rule`` is switched on and which are not exempt by age.

        No query while it is off.
        """
        result = self.browse()
        for record in self:
            since = record._sdw_company().sudo()._sdw_rule_since(rule)
            if since and not record._sdw_exempt(rule, since):
                result |= record
        return result

    def _sdw_blocking(self, rule):
        """As :meth:`_sdw_subject_to`, but only where the mode is ``block``."""
        return self._sdw_subject_to(rule).filtered(
            lambda record: record._sdw_company().sudo()._sdw_mode(rule) == "block"
        )

    def _sdw_company(self):
        return self.company_id or self.env.company

    def _sdw_exempt(self, rule, since):
        """Whether this record came before the rule (server time only). Records not yet saved are not exempt."""
        made = self._sdw_made_on()
        return bool(made and made < since)

    def _sdw_made_on(self):
        """When this record was made, or last changed in what the rules judge; empty while it is not saved."""
        record = self._origin.sudo()
        return record.sdw_guarded_on or record.create_date

    # ------------------------------------------------------------------ the stop
    def _check_gate(self, gate):
        """Refuse what an enforced rule blocks; file findings for what is only warned about.

        :raise UserError: listing the blockers of all refused records
        """
        refused, warned = {}, []
        for record, blockers in self._get_blockers(gate).items():
            enforced = [blocker for blocker in blockers if blocker["mode"] == "block"]
            if enforced:
                refused[record] = enforced
            warned += [(record, blocker) for blocker in blockers if blocker["mode"] == "warn"]
        if refused:
            raise UserError(self._sdw_refusal(refused))
        if warned:
            self._sdw_file_findings(gate, warned, "gate")

    def _sdw_file_findings(self, gate, found, origin):
        """File what was found, each in the language of whoever answers for it.

        :param list found: tuples (record, blocker)
        """
        readers, findings = defaultdict(self.browse), self.env["sdw.audit.finding"].sudo()
        for record in dict(found):
            readers[self._sdw_language_of(findings._answers_for(record))] |= record
        ours = readers.pop(self._sdw_language(), self.browse())
        rows = [(record, blocker) for record, blocker in found if record in ours]
        codes = {(record.id, blocker["code"]) for record, blocker in found}
        for lang, records in readers.items():
            rows += [
                (record, blocker)
                for record, blockers in records.with_context(lang=lang)._get_blockers(gate).items()
                for blocker in blockers
                if (record.id, blocker["code"]) in codes
            ]
        findings._file(rows, origin)

    def _sdw_held(self, gate, kinds=("internal", "customer")):
        """The records that an enforced rule holds at ``gate``."""
        return self.browse(
            record.id
            for record, blockers in self._get_blockers(gate).items()
            if any(blocker["mode"] == "block" and blocker["kind"] in kinds for blocker in blockers)
        )

    def _sdw_refusal(self, refused):
        lines = []
        for record, blockers in list(refused.items())[:NAMED]:
            lines.append(self.env._("%(document)s is held:", document=record.display_name))
            lines += [f"  • {self._sdw_sentence(blocker)}" for blocker in blockers]
        if len(refused) > NAMED:
            lines.append(self.env._("… and %(count)s more documents.", count=len(refused) - NAMED))
        return "\n".join(lines)

    def _sdw_sentence(self, blocker):
        who = self._sdw_role_name(blocker["role"])
        if not blocker["rule"]:
            return self.env._("%(message)s Cleared by: %(role)s.", message=blocker["message"], role=who)
        rule = in_language(self.env, RULES[blocker["rule"]])
        if not who:
            return self.env._("[%(rule)s] %(message)s", rule=rule, message=blocker["message"])
        return self.env._(
            "[%(rule)s] %(message)s Cleared by: %(role)s.", rule=rule, message=blocker["message"], role=who
        )

    @api.model
    def _sdw_role_name(self, xmlid):
        return self.env["res.groups"]._sdw_role(xmlid).sudo().name if xmlid else ""

    # ------------------------------------------------------------------ the panel
    def _sdw_panel_gates(self):
        """The gates that lie ahead of each record: {record: (gate, …)}. A document overrides it."""
        return {record: () for record in self}

    @api.depends_context("uid", "lang")
    def _compute_blocker_panel(self):
        origin = self._origin
        found = self._sdw_panel_blockers(origin)
        for record in self:
            record.blocker_panel = {"items": found.get(record._origin, [])}

    def _sdw_panel_blockers(self, records):
        ahead = records._sdw_ruled()._sdw_panel_gates()
        by_gate = defaultdict(self.browse)
        for record, gates in ahead.items():
            for gate in gates:
                by_gate[gate] |= record
        blockers = {gate: members._get_blockers(gate) for gate, members in by_gate.items()}
        return {
            record: record._sdw_panel_items(gates, {gate: blockers[gate][record] for gate in gates})
            for record, gates in ahead.items()
        }

    def _sdw_panel_items(self, gates, blockers):
        """Blocked checks first, each once, then the clear ones of the rules that are switched on."""
        items = {}
        for gate in gates:
            for blocker in blockers[gate]:
                items.setdefault(blocker["code"], {**blocker, **self._sdw_clearer(blocker["role"]), "gate": gate})
        clear = [
            self._sdw_clear_item(spec, gates)
            for code, spec in CODES.items()
            if code not in items and set(spec.gates) & set(gates) and self._sdw_applies(spec)
        ]
        return [*items.values(), *clear]

    def _sdw_clearer(self, role):
        """Who clears it, in words, and whether that is the reader: his own items are offered first."""
        return {
            "clear": False,
            "role_name": self._sdw_role_name(role),
            "mine": bool(role) and self.env.user.has_group(role),
        }

    def _sdw_applies(self, spec):
        """Whether a check that found nothing is worth a tick in the panel."""
        return not spec.rule or bool(self._sdw_subject_to(spec.rule))

    def _sdw_clear_item(self, spec, gates):
        return {
            "code": spec.code,
            "title": in_language(self.env, spec.title),
            "gate": next(gate for gate in gates if gate in spec.gates),
            "kind": spec.kind,
            "clear": True,
        }

    # ------------------------------------------------------------------ callers
    def _sdw_check_caller(self):
        """Public methods start here: internal users only, and only on documents they may read."""
        if not self.env.su and not self.env.user._is_internal():
            raise AccessError(self.env._("This is for the company's own staff."))
        self.check_access("read")

    def _sdw_check_role(self, *groups):
        """Refuse whoever holds none of these roles (xmlids without module)."""
        self._sdw_check_caller()
        if self.env.su or any(self.env.user.has_group(f"sales_dept_workflow.{group}") for group in groups):
            return
        names = ", ".join(self._sdw_role_name(f"sales_dept_workflow.{group}") for group in groups)
        raise AccessError(self.env._("Only these roles may do this: %(roles)s.", roles=names))
