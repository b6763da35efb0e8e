from odoo import fields, models

from .codes import CODE


class SdwDeliveryNotice(models.Model):
    """What the general manager is shown before he signs: the goods' value, who checked, how the customer pays."""

    _inherit = "sdw.delivery.notice"

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code == CODE:
            for notice in self.sudo():
                facts[notice]["amount"] = notice.picking_id._sdw_goods_value()
        return facts

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        return {**labels, "amount": (self.env._("Value of the Goods"), "money")} if code == CODE else labels

    def _sdw_facts_sections(self, code):
        sections = super()._sdw_facts_sections(code)
        if code != CODE:
            return sections
        owed, checked = self._owed_rows(), self._checked_rows()
        for notice in self:
            sections[notice] += [
                {"title": title, "rows": rows}
                for title, rows in (
                    (self.env._("Accountant's Checks"), checked[notice]),
                    (self.env._("The Customer Today"), owed[notice]),
                )
                if rows
            ]
        return sections

    def _checked_rows(self):
        """{notice: rows: who did the accountant's checks of each of its orders, and when}"""
        orders = {notice: notice.picking_id._sdw_orders() for notice in self}
        every = self.env["sale.order"].sudo().union(*orders.values())
        latest = every._sdw_latest("credit") if every else {}
        rows = {}
        for notice in self:
            done = [(order, latest[order]) for order in orders[notice] if latest[order].state == "approved"]
            rows[notice] = [{"label": order.name, "value": self._decided(approval)} for order, approval in done]
        return rows

    def _decided(self, approval):
        """By whom and on which day, in the reader's words."""
        user = approval.decision_ids[-1:].user_id
        day = fields.Datetime.context_timestamp(self, approval.decided_on).date()
        return f"{user.name} · {self.env['ir.qweb.field.date'].value_to_html(day, {})}"

    def _owed_rows(self):
        """{notice: rows: what the customer owes, what is overdue, whether he is on hold}"""
        rows = {}
        exposures = self.env["sdw.credit.exposure"].sudo()
        for company, notices in self.grouped("company_id").items():
            owners = notices.partner_id.commercial_partner_id.sudo().with_company(company)
            owed = exposures._get(owners, company)
            for notice in notices:
                owner = notice.partner_id.commercial_partner_id.sudo().with_company(company)
                rows[notice] = notice._owed_by(owner, *owed.get(owner.id, (0.0, 0.0)))
        return rows

    def _owed_by(self, owner, exposure, overdue):
        def money(amount):
            return self._sdw_format_fact(amount, "money")

        rows = [{"label": self.env._("Credit in Use"), "value": money(exposure)}]
        if owner.credit_limit:
            over = exposure > owner.credit_limit
            rows += [{"label": self.env._("Credit Limit"), "value": money(owner.credit_limit), "warn": over}]
        rows += [{"label": self.env._("Overdue"), "value": money(overdue), "warn": overdue > 0}]
        if owner.shipping_hold:
            reason = owner.shipping_hold_reason or self.env._("yes")
            rows += [{"label": self.env._("On Shipping Hold"), "value": reason, "warn": True}]
        return rows
