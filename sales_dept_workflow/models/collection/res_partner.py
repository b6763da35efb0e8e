from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.rules import roles
from ..common.shared import once
from .codes import HOLDING

HOLD_READERS = (
    "sales_team.group_sale_salesman,account.group_account_invoice,stock.group_stock_user,"
    "sales_dept_workflow.group_sdw_legal,sales_dept_workflow.group_sdw_archivist"
)
REASON_READERS = "sales_team.group_sale_salesman,account.group_account_invoice,sales_dept_workflow.group_sdw_legal"
CASE_READERS = roles("salesperson", "accountant", "legal")


class ResPartner(models.Model):
    """The shipping hold as everybody sees it. It is a fact of the collection case, so nobody can write it here.

    It reaches the held commercial entity, its contacts and addresses, and its subsidiaries, however deep.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "sdw.guard.mixin"]

    shipping_hold = fields.Boolean(
        compute="_compute_shipping_hold", search="_search_shipping_hold", groups=HOLD_READERS
    )
    shipping_hold_reason = fields.Text(compute="_compute_shipping_hold", groups=REASON_READERS)
    shipping_hold_since = fields.Datetime(compute="_compute_shipping_hold", groups=HOLD_READERS)
    sdw_case_ids = fields.One2many("sdw.collection.case", "partner_id", "Collection Cases", groups=CASE_READERS)
    sdw_case_count = fields.Integer("Open Collection Cases", compute="_compute_sdw_case_count", groups=CASE_READERS)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "shipping_hold",
            "shipping_hold_reason",
            "shipping_hold_since",
            "sdw_case_ids",
        }

    @api.depends("parent_id")
    @api.depends_context("company")
    def _compute_shipping_hold(self):
        held = self._origin._sdw_holding_cases(self.env.company)
        for partner in self:
            case = held.get((partner._origin.id, self.env.company.id))
            partner.shipping_hold = bool(case)
            partner.shipping_hold_reason = case and case.hold_reason
            partner.shipping_hold_since = case and case.hold_since

    @api.model
    def _search_shipping_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        cases = (
            self.env["sdw.collection.case"]
            .sudo()
            .search([("hold", "=", True), ("company_id", "=", self.env.company.id)])
        )
        held = Domain("id", "child_of", cases.partner_id.ids) if cases else Domain.FALSE
        return Domain.OR([held if flag else ~held for flag in value])

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_sdw_case_count(self):
        counts = dict(
            self.env["sdw.collection.case"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids), ("state", "!=", "closed")],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.sdw_case_count = counts.get(partner.commercial_partner_id, 0)

    def _sdw_holding_everywhere(self):
        """{partner: {company id: the case that holds him}}, of those on hold or with a plan still to be signed."""
        everywhere = defaultdict(dict)
        for (partner, company), case in self._sdw_holding_cases(plans=True).items():
            everywhere[self.browse(partner)][company] = case
        return everywhere

    def _sdw_holding_cases(self, companies=None, plans=False):
        """Who of these partners is on hold where, himself or through whom he belongs to, in one query.

        :param companies: the only companies asked about; none: all
        :param bool plans: also who has to sign a repayment plan first; a hold comes before it
        :return: {(partner id, company id): the case that holds}
        """
        if not self.ids:
            return {}
        self.env["sdw.collection.case"].flush_model(["partner_id", "company_id", "hold", "plan_required"])
        self.env["res.partner"].flush_model(["parent_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up (partner_id, ancestor_id) AS (
                       SELECT id, id FROM res_partner WHERE id IN %s
                        UNION
                       SELECT up.partner_id, p.parent_id
                         FROM up JOIN res_partner p ON p.id = up.ancestor_id
                        WHERE p.parent_id IS NOT NULL)
                   SELECT up.partner_id, c.company_id, c.id
                     FROM up JOIN sdw_collection_case c ON c.partner_id = up.ancestor_id
                    WHERE (c.hold OR c.plan_required AND %s) AND (%s OR c.company_id = ANY(%s))
                 ORDER BY c.hold, c.id DESC""",
                tuple(self.ids),
                plans,
                companies is None,
                companies.ids if companies else [],
            )
        )
        cases = self.env["sdw.collection.case"].sudo().browse([row[2] for row in rows])
        return {(partner, company): case for (partner, company, _id), case in zip(rows, cases, strict=True)}

    def _sdw_pick_holding(self, customers):
        """{document: the case that holds one of its customers in its company}, in one query for all documents.

        :param dict customers: {document: its partners}, all of them among self
        """
        holding = once(self, HOLDING, ResPartner._sdw_holding_everywhere)
        result = {}
        for document, partners in customers.items() if holding else ():
            company = document.company_id.id
            cases = [holding[partner][company] for partner in partners if company in holding.get(partner, ())]
            if cases:
                result[document] = cases[0]
        return result

    def _sdw_check_archive(self):
        cases = (
            self.env["sdw.collection.case"]
            .sudo()
            .search([("partner_id", "in", self.ids), "|", ("state", "!=", "closed"), ("hold", "=", True)])
        )
        if cases:
            names = ", ".join(cases.partner_id.mapped("display_name"))
            raise UserError(
                self.env._(
                    "A customer with an open collection case or a shipping hold is not archived: %(names)s.",
                    names=names,
                )
            )
        bills = [("partner_id", "in", self.ids), ("state", "in", ("received", "handed_over", "booked"))]
        pending = self.env["sdw.acceptance.bill"].sudo().search(bills)
        if pending:
            names = ", ".join(pending.partner_id.mapped("display_name"))
            raise UserError(
                self.env._("A customer whose acceptance bill is not settled is not archived: %(names)s.", names=names)
            )

    def action_sdw_cases(self):
        """Open the collection cases of this customer."""
        self.ensure_one()
        self.env["sdw.collection.case"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_collection_cases")
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}}
