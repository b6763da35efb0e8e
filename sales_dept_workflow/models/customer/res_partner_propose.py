from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.rules import ask_reason
from .codes import ARCHIVIST, PROPOSAL, SOURCES
from .partner_proposal import LIVING

SALES = ("group_sdw_salesperson", ARCHIVIST)


class ResPartner(models.Model):
    """Whoever learns something of a customer proposes it; the archivist takes it over (A-17, A-18, A-31, A-54)."""

    _inherit = "res.partner"

    sdw_proposal_ids = fields.One2many(
        PROPOSAL, "partner_id", "Proposed Changes", copy=False,
        groups="sales_dept_workflow.group_sdw_salesperson,sales_dept_workflow.group_sdw_archivist",
    )  # fmt: skip
    sdw_proposal_count = fields.Integer(
        "Proposals", compute="_compute_sdw_proposal_count",
        groups="sales_dept_workflow.group_sdw_salesperson,sales_dept_workflow.group_sdw_archivist",
    )  # fmt: skip

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_proposal_ids"}

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sdw_proposal_count(self):
        domain = [("partner_id", "in", self.commercial_partner_id.ids), ("state", "in", LIVING)]
        counts = dict(self.env[PROPOSAL]._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.sdw_proposal_count = counts.get(partner.commercial_partner_id, 0)

    def _sdw_propose(self, values, source, record=None):
        """Propose what the card of this customer should say; it is reviewed by the archivist before it counts.

        :param dict values: {field of the card: value}; what the card says already is left out
        :param str source: ``salesperson``, ``visit``, ``portal`` or ``agency``
        :param record: the document it comes from, if any: its responsible is the author, and a proposal of it that
            waits is replaced
        :return: the ``sdw.partner.proposal``, empty when nothing would change
        :raise UserError: for a field that is none of the card's, or a value that makes no sense there
        """
        self.ensure_one()
        if source not in dict(SOURCES):
            raise UserError(self.env._("This is no source of a customer card."))
        owner, lines = self.commercial_partner_id, self.env["sdw.partner.proposal.line"]
        rows = {name: lines._sdw_parse(name, value) for name, value in values.items()}
        changed = {name: text for name, text in rows.items() if text != lines._text(name, owner.sudo()[name])}
        system = self.env[PROPOSAL]._sdw_system()
        if record:
            waiting = [("res_model", "=", record._name), ("res_id", "=", record.id), ("state", "=", "review")]
            system.search([*waiting, ("partner_id", "=", owner.id)]).action_cancel()
        if not changed:
            return self.env[PROPOSAL]
        author = record.sudo().user_id if record and "user_id" in record._fields else self.env.user
        proposal = system.create(
            {
                "user_id": (author or self.env.user).id,
                "partner_id": owner.id,
                "company_id": (record.company_id if record and "company_id" in record._fields else self.env.company).id,
                "source": source,
                "res_model": record._name if record else False,
                "res_id": record.id if record else False,
                "line_ids": [
                    fields.Command.create({"field_name": name, "value_new": text}) for name, text in changed.items()
                ],
            }
        )
        proposal._to_review()
        return self.env[PROPOSAL].browse(proposal.id)

    # ------------------------------------------------------------------ buttons
    def action_sdw_propose(self):
        """Open a new proposal for this customer."""
        return self._sdw_new_proposal(self.env._("Propose a Change"))

    def action_sdw_send_form(self):
        """Send the customer his information form by mail, with a link of its own."""
        self._sdw_check_role(*SALES)
        owner = self.commercial_partner_id
        owner.ensure_one()
        open_form = self.env[PROPOSAL].search([("partner_id", "=", owner.id), ("state", "=", "asked")], limit=1)
        (open_form or self.env[PROPOSAL].create({"partner_id": owner.id})).action_send_form()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(name)s gets a mail with the link to the form.", name=owner.display_name),
            },
        }

    def action_sdw_proposals(self):
        """Open the proposals for this customer's card."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_partner_proposals")
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}, "path": False}

    def action_sdw_ask_archive(self):
        """Ask why the file should be put away."""
        self._sdw_check_role(*SALES)
        return ask_reason(self, self.env._("Why should the file be put away?"), "action_sdw_propose_archive")

    def action_sdw_propose_archive(self, reason):
        """Propose to put the customers' files away; the archivist decides, and they are kept (A-04).

        :return: the proposals
        """
        self._sdw_check_role(*SALES)
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the file should be put away."))
        proposals = self.env[PROPOSAL]
        for owner in self.commercial_partner_id:
            proposal = owner._sdw_propose({"active": False}, "salesperson")
            proposal._sdw_system().note = reason
            proposals |= proposal
        return proposals

    def _sdw_new_proposal(self, title):
        self._sdw_check_role(*SALES)
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": PROPOSAL,
            "views": [[False, "form"]],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
