from odoo import fields, models

#: How far back an approver looks.
MONTHS = 12
APPROVER = "sales_dept_workflow.group_sdw_sales_manager"


class SaleOrder(models.Model):
    """Who decides a price sees this customer's history beside it: three queries, when the request is opened (Q-07)."""

    _inherit = "sale.order"

    def _sdw_facts_sections(self, code):
        sections = super()._sdw_facts_sections(code)
        if code != "price" or not self or not self.env.user.has_group(APPROVER):
            return sections
        since = fields.Datetime.subtract(fields.Datetime.now(), months=MONTHS)
        sums, last = self._sdw_customer_sums(since), self._sdw_last_prices(since)
        overdue = self._sdw_overdue()
        for order in self:
            key = order.partner_id.commercial_partner_id.id, order.company_id.id
            sections[order] = [*sections[order], order._sdw_history_section(sums.get(key), overdue.get(order))]
            prices = order._sdw_price_rows(last.get(key, {}))
            if prices:
                sections[order].append({"title": self.env._("Last prices to this customer"), "rows": prices})
        return sections

    def _sdw_history_domain(self, since):
        return [
            ("commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids),
            ("company_id", "in", self.company_id.ids),
            ("date", ">=", since),
            ("order_id", "not in", self.ids),
        ]

    def _sdw_customer_sums(self, since):
        """{(customer, company): (orders, revenue, concession, revenue by the policy)} in company currency."""
        rows = (
            self.env["sdw.sales.analysis"]
            .sudo()
            ._read_group(
                self._sdw_history_domain(since),
                ["commercial_partner_id", "company_id"],
                ["order_id:count_distinct", "revenue:sum", "concession:sum", "policy_revenue:sum"],
            )
        )
        return {(partner.id, company.id): figures for partner, company, *figures in rows}

    def _sdw_last_prices(self, since):
        """{(customer, company): {product: its latest row}} of the products asked about."""
        domain = [*self._sdw_history_domain(since), ("product_id", "in", self.order_line.product_id.ids)]
        names = ["commercial_partner_id", "company_id", "product_id", "date", "price_average", "concession_percent"]
        found = {}
        for row in self.env["sdw.sales.analysis"].sudo().search_fetch(domain, names, limit=1000):
            key = row.commercial_partner_id.id, row.company_id.id
            found.setdefault(key, {}).setdefault(row.product_id, row)
        return found

    def _sdw_overdue(self):
        """{order: what its customer owes overdue}; nobody sees it here who may not see it on the customer."""
        field = self.env["res.partner"]._fields["sdw_overdue_company"]
        if not self.env.user.has_groups(field.groups):
            return {}
        return {
            order: order.partner_id.commercial_partner_id.with_company(company).sdw_overdue_company
            for company, orders in self.grouped("company_id").items()
            for order in orders
        }

    def _sdw_history_section(self, figures, overdue):
        count, revenue, concession, policy = figures or (0, 0.0, 0.0, 0.0)
        currency = self.company_id.currency_id
        rows = [
            {"label": self.env._("Orders"), "value": str(count)},
            {"label": self.env._("Revenue, net"), "value": currency.format(revenue or 0.0)},
            {
                "label": self.env._("Average concession"),
                "value": self._sdw_format_fact((concession or 0.0) / policy * 100 if policy else 0.0, "percent"),
            },
        ]
        if overdue is not None:
            rows.append({"label": self.env._("Overdue now"), "value": currency.format(overdue), "warn": overdue > 0})
        return {"title": self.env._("This customer, last %(months)s months", months=MONTHS), "rows": rows}

    def _sdw_price_rows(self, latest):
        currency = self.company_id.currency_id
        return [
            {
                "label": product.display_name,
                "value": f"{currency.format(row.price_average)} · {fields.Date.to_string(row.date)}"
                f" · −{row.concession_percent:.2f} %",
            }
            for product, row in latest.items()
            if product in self.order_line.product_id
        ]
