from odoo import api, fields, models
from odoo.fields import Domain


class SdwApproval(models.Model):
    """What the inbox shows and asks: the facts in the reader's language, whether he may decide, its windows."""

    _inherit = "sdw.approval"

    facts_panel = fields.Json("What the Approver Sees", compute="_compute_facts_panel")
    can_decide = fields.Boolean("To Decide", compute="_compute_can_decide", search="_search_can_decide")
    can_cancel = fields.Boolean(compute="_compute_can_cancel")

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

    @api.depends("state", "requester_id")
    @api.depends_context("uid")
    def _compute_can_cancel(self):
        manager = self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager")
        for approval in self:
            approval.can_cancel = approval.state == "pending" and (manager or approval.requester_id == self.env.user)

    # ------------------------------------------------------------------ windows
    def action_open_approve(self):
        """Approve with a comment."""
        return self._reason_window(self.env._("Approve with a comment"), "action_approve")

    def action_open_reject(self):
        """Reject, which takes a reason."""
        return self._reason_window(self.env._("Reject: say why"), "action_reject")

    def _reason_window(self, title, method):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "sdw.reason.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids, "default_method": method},
        }

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
