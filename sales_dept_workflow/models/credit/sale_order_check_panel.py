from odoo import api, fields, models

from .res_partner import SEEN_BY

#: So many overdue invoices and lines are listed; the rest is counted in the totals.
LISTED = 20
#: Later than so many days on average is marked.
LATE = 10


class SaleOrder(models.Model):
    """The accountant's page: the three checks side by side, each with its evidence (O-04). Computed, never stored."""

    _inherit = "sale.order"

    sdw_check_panel = fields.Json("Checks and Evidence", compute="_compute_sdw_check_panel", groups=SEEN_BY)

    @api.depends_context("lang", "uid")
    def _compute_sdw_check_panel(self):
        system = self._sdw_system()
        evidence = {
            "price": system._sdw_price_evidence(),
            "credit": system._sdw_credit_evidence(),
            "payment": system._sdw_payment_evidence(),
        }
        for order, record in zip(self, system, strict=True):
            waiting = order.credit_approval_state == "pending"
            order.sdw_check_panel = {
                "checks": [
                    check._panel_item(evidence[check.kind][record], waiting) for check in record.credit_check_ids
                ]
            }

    # ------------------------------------------------------------------ unit price
    def _sdw_price_evidence(self):
        """Each line: what is charged, what the policy says, what the contract says."""
        agreed = self._sdw_contract_prices()
        return {
            order: {
                "rows": [],
                "table": {
                    "columns": [
                        self.env._("Goods"),
                        self.env._("Quantity"),
                        self.env._("Price"),
                        self.env._("Policy"),
                        self.env._("Contract"),
                    ],
                    "rows": [
                        line._sdw_price_row(agreed.get(order, {}).get(str(line.id)))
                        for line in order._sdw_goods_lines()[:LISTED]
                    ],
                },
            }
            for order in self
        }

    def _sdw_contract_prices(self):
        """{order: {id of the line: facts}} of the contract as it was approved last."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("code", "in", ("contract", "contract_legal")),
            ("state", "=", "approved"),
        ]
        approvals = self.env["sdw.approval"].search_fetch(domain, ["res_id", "facts"], order="id") if self.ids else ()
        by_id = {approval.res_id: (approval.facts or {}).get("lines", {}) for approval in approvals}
        return {order: by_id.get(order.id, {}) for order in self}

    # ------------------------------------------------------------------ credit
    def _sdw_credit_evidence(self):
        money, overdue = self._sdw_credit_money(), self._sdw_overdue_rows()
        return {order: order._sdw_credit_panel(money[order], overdue[order]) for order in self}

    def _sdw_credit_panel(self, money, overdue):
        owner = self._sdw_debtor()
        grades = dict(owner._fields["credit_grade"]._description_selection(self.env))
        after = money["exposure"] + money["order"]
        beyond = bool(money["limit"]) and self.company_id.currency_id.compare_amounts(after, money["limit"]) > 0
        rows = [
            (self.env._("Credit grade"), grades.get(owner.credit_grade, ""), owner.credit_grade == "d"),
            (self.env._("Limit"), self._sdw_format_fact(money["limit"], "money"), False),
            (self.env._("In use, without this order"), self._sdw_format_fact(money["exposure"], "money"), False),
            (self.env._("This order"), self._sdw_format_fact(money["order"], "money"), False),
            (self.env._("Together"), self._sdw_format_fact(after, "money"), beyond),
            (self.env._("Overdue"), self._sdw_format_fact(money["overdue"], "money"), money["overdue"] > 0),
            (self.env._("Covered by an agreement"), self._sdw_format_fact(money["deferred"], "money"), False),
            (self.env._("Bills not yet paid"), self._sdw_format_fact(money["bills"], "money"), False),
            *self._sdw_behaviour_rows(),
        ]
        columns = [self.env._("Overdue invoice"), self.env._("Due"), self.env._("Open")]
        return {"rows": self._sdw_rows(rows), "table": {"columns": columns, "rows": overdue}}

    def _sdw_behaviour_rows(self):
        proposal = self.env["sdw.credit.proposal"]._of(self)
        if not proposal:
            return []
        return [
            (self.env._("Turnover, 12 months"), self._sdw_format_fact(proposal.volume, "money"), False),
            (self.env._("Days late on average"), f"{proposal.days_late:.1f}", proposal.days_late > LATE),
        ]

    def _sdw_overdue_rows(self):
        """{order: rows of the customer's overdue invoices, oldest first}"""
        result = {}
        for company, orders in self.grouped("company_id").items():
            today = company._sdw_today()
            owners = orders.partner_id.commercial_partner_id
            domain = [
                ("partner_id.commercial_partner_id", "in", owners.ids),
                ("company_id", "=", company.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("amount_residual", ">", 0),
                ("date_maturity", "<", today),
            ]
            found = self.env["account.move.line"].search(domain, order="date_maturity, id")
            by_owner = found.grouped(lambda line: line.partner_id.commercial_partner_id)
            for order in orders:
                lines = by_owner.get(order.partner_id.commercial_partner_id, found[:0])[:LISTED]
                result[order] = [order._sdw_overdue_row(line) for line in lines]
        return result

    def _sdw_overdue_row(self, line):
        return {
            "cells": [
                line.move_id.name,
                fields.Date.to_string(line.date_maturity),
                self._sdw_format_fact(line.amount_residual, "money"),
            ],
            "warn": True,
        }

    # ------------------------------------------------------------------ payment
    def _sdw_payment_evidence(self):
        received = self._sdw_prepaid_received()
        return {order: order._sdw_payment_panel(received[order]) for order in self}

    def _sdw_payment_panel(self, received):
        modes = dict(self._fields["payment_mode"]._description_selection(self.env))
        asked = self._sdw_prepaid_required()
        lacking = self.company_id.currency_id.compare_amounts(received, asked) < 0
        rows = [
            (self.env._("Payment mode"), modes.get(self.payment_mode, ""), False),
            (self.env._("Agreed with the customer"), modes.get(self._sdw_debtor().payment_mode, ""), False),
            (self.env._("Payment terms"), self.payment_term_id.name or "", False),
            (self.env._("Asked beforehand"), self._sdw_format_fact(asked, "money"), False),
            (self.env._("Received for this order"), self._sdw_format_fact(received, "money"), lacking),
            (self.env._("Of it set aside"), self._sdw_format_fact(self.sdw_credit_allocated, "money"), False),
            (self.env._("Free money of the customer"), self._sdw_format_fact(self._sdw_credit_left(), "money"), False),
        ]
        return {"rows": self._sdw_rows(rows), "table": False}

    @api.model
    def _sdw_rows(self, rows):
        return [{"label": label, "value": value, "warn": bool(warn)} for label, value, warn in rows if value]
