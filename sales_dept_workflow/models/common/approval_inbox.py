from odoo import api, fields, models
from odoo.fields import Domain

from .rules import ask_reason


class SdwApproval(models.Model):
    """What the inbox shows and asks: the facts in the reader's language, whether he may decide, its windows."""

    _inherit = "sdw.approval"

    name = fields.Char(compute="_compute_name", search="_search_name")
    document_name = fields.Char("Number of the Document", readonly=True, index="trigram")
    facts_panel = fields.Json("What the Approver Sees", compute="_compute_facts_panel")
    can_decide = fields.Boolean("To Decide", compute="_compute_can_decide", search="_search_can_decide")
    my_turn = fields.Boolean(
        compute="_compute_my_turn",
        search="_search_my_turn",
        help="The step is one's own, not only that of somebody further down the line, whom one could stand in for.",
    )
    can_cancel = fields.Boolean(compute="_compute_can_cancel")

    @api.depends("type_id.name", "document_name")
    @api.depends_context("lang")
    def _compute_name(self):
        """What is decided, in the reader's language, and on what."""
        nameless = self.filtered(lambda approval: not approval.document_name)
        numbers = {approval: document and document.display_name for document, approval in nameless._with_documents()}
        for approval in self:
            kind = approval.type_id.sudo()._sdw_known().name
            number = approval.document_name or numbers.get(approval)
            approval.name = f"{kind}: {number}" if number else kind

    def _search_name(self, operator, value):
        """By what is decided as the reader calls it, by the document, or by both as they are shown."""
        if operator not in ("in", "=ilike", "=like", "ilike", "like"):
            return NotImplemented
        values = value if operator == "in" else [value]
        return Domain.OR(self._name_domain("=" if operator == "in" else operator, text or "") for text in values)

    @api.model
    def _name_domain(self, operator, text):
        kind, colon, number = text.partition(": ")
        if colon:
            return Domain("type_id.name", operator, kind) & Domain("document_name", operator, number)
        return Domain("type_id.name", operator, text) | Domain("document_name", operator, text)

    @api.depends("facts", "changes")
    @api.depends_context("uid", "lang")
    def _compute_facts_panel(self):
        self.facts_panel = False
        for approval, document, sections in self._with_sections():
            approval.facts_panel = {
                "rows": document._sdw_facts_rows(approval.code, approval.facts or {}),
                "changes": document._sdw_change_rows(approval.code, approval.changes or []),
                "sections": sections,
            }

    def _with_sections(self):
        """(approval, its document, sections) of those whose document is still there."""
        for code, approvals in self.grouped("code").items():
            for res_model, members in approvals.grouped("res_model").items():
                found = {approval: document for document, approval in members._with_documents() if document}
                if found:
                    documents = self.env[res_model].sudo().union(*found.values())
                    sections = documents._sdw_facts_sections(code)
                    for approval, document in found.items():
                        yield approval, document, sections[document]

    def _with_documents(self):
        """(document as the system reads it or False, approval) of each: facts show even where the document does not."""
        for res_model, approvals in self.grouped("res_model").items():
            known = res_model in self.env
            documents = self.env[res_model].sudo().browse(approvals.mapped("res_id")).exists() if known else ()
            by_id = {document.id: document for document in documents}
            for approval in approvals:
                yield by_id.get(approval.res_id, False), approval

    @api.depends("state", "step_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        user = self.env.user
        mine = set()
        pending = self.sudo().filtered(lambda approval: approval.state == "pending" and approval.step_id)
        # Whoever holds a step's role, himself or for somebody else, holds it for every request that waits there.
        for step, approvals in pending.grouped("step_id").items():
            by_role = step.group_id and step._may_decide(user, approvals[:1])
            for approval in approvals:
                behalf = by_role if step.group_id else step._may_decide(user, approval)
                if behalf and not approval._refused_four_eyes(user, behalf):
                    mine.add(approval.id)
        for approval in self:
            approval.can_decide = approval.id in mine

    def _search_can_decide(self, operator, value):
        """Steps of my roles, of roles delegated to me today, and what has been put to me by name."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        groups = user.sudo().all_group_ids | self.env["sdw.delegation"]._delegated_groups(user)
        others = Domain("requester_id", "!=", user.id) | Domain("type_id.four_eyes", "=", False)
        by_role = Domain("step_id.group_id", "in", groups.ids) & others
        # By name: a superior's step, and the last step of whoever is the only holder of its role.
        by_name = Domain("assignee_id", "=", user.id) & (Domain("step_id.group_id", "in", [False, *groups.ids]))
        return Domain("state", "=", "pending") & Domain("step_id", "!=", False) & (by_role | by_name)

    @api.depends("can_decide", "assignee_id", "step_id")
    @api.depends_context("uid")
    def _compute_my_turn(self):
        groups = self._own_groups()
        for approval in self:
            own = approval.assignee_id == self.env.user or approval.step_id.sudo().group_id in groups
            approval.my_turn = approval.can_decide and own

    def _search_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = Domain("assignee_id", "=", self.env.uid) | Domain("step_id.group_id", "in", self._own_groups().ids)
        return Domain("can_decide", "=", True) & own

    @api.model
    def _own_groups(self):
        """The roles this user was given by name, or that are delegated to him today."""
        user = self.env.user
        return user.sudo().group_ids | self.env["sdw.delegation"]._delegated_groups(user)

    @api.depends("state", "requester_id")
    @api.depends_context("uid")
    def _compute_can_cancel(self):
        manager = self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager")
        for approval in self:
            approval.can_cancel = approval.state == "pending" and (manager or approval.requester_id == self.env.user)

    # ------------------------------------------------------------------ followers
    def message_post(self, **kwargs):
        """Who decides and who asked follow a request from the first word that is said about it."""
        for approval in self.sudo():
            approval._message_subscribe((approval.requester_id | approval.assignee_id).partner_id.ids)
        return super().message_post(**kwargs)

    # ------------------------------------------------------------------ windows
    def action_open_approve(self):
        """Approve with a comment."""
        return self._reason_window(self.env._("Approve with a comment"), "action_approve")

    def action_open_reject(self):
        """Reject, which takes a reason."""
        return self._reason_window(self.env._("Reject: say why"), "action_reject")

    def _reason_window(self, title, method):
        self.check_access("read")
        return ask_reason(self, title, method)

    def action_open_document(self):
        self.ensure_one()
        document = self._document()
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[document.get_formview_id(), "form"]],
        }
