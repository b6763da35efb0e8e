import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .codes_contract import LEGAL, PLAIN
from .contract_template import CLAUSES

#: Mandatory when a contract is submitted (N-10, N-19).
CORE = ("sdw_delivery_clause", "sdw_payment_clause", "sdw_liability_clause", "sdw_delivery_date")
TEXTS = frozenset(CLAUSES.values())
CONTENT = TEXTS | {"sdw_delivery_date", "sdw_payment_due_date", "payment_term_id", "contract_nonstandard"}
TAKES_BACK = ("group_sdw_legal", "group_sdw_sales_manager")


class SaleOrder(models.Model):
    """The clauses: from the template, judged against it, complete before anybody reviews them (N-09, N-10, N-19)."""

    _inherit = "sale.order"

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | CONTENT

    # ------------------------------------------------------------------ entry
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create([self._sdw_with_clauses(vals) for vals in vals_list])
        kept = orders.filtered(lambda order: order.company_id._sdw_contracts_kept())
        if kept:
            kept._sdw_stamp_agreed(vals_list)
            kept._sdw_mark_nonstandard()
        return orders

    def write(self, vals):
        if "contract_nonstandard" in vals and not vals["contract_nonstandard"] and not self.env.su:
            self.filtered("contract_nonstandard")._sdw_check_takes_back()
        if vals.get("sdw_contract_template_id"):
            template = self.env["sdw.contract.template"].browse(vals["sdw_contract_template_id"])
            vals = {**template.sudo()._clauses(), **vals}
        result = super().write(vals)
        if vals.get("sdw_agreed_how"):
            self._sdw_stamp_agreed([vals])
        if TEXTS.intersection(vals):
            self._sdw_mark_nonstandard()
        return result

    @api.model
    def _sdw_with_clauses(self, vals):
        """A new order starts with the standard terms, where contracts are made at all."""
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        if not company._sdw_contracts_kept() or any(vals.get(name) for name in TEXTS):
            return vals
        template = self.env["sdw.contract.template"].browse(vals.get("sdw_contract_template_id") or ())
        if not template:
            partner = self.env["res.partner"].browse(vals.get("partner_id") or ())
            template = template._default_for(company, partner.sudo().lang)
        return {**vals, "sdw_contract_template_id": template.id, **template.sudo()._clauses()} if template else vals

    @api.onchange("partner_id")
    def _onchange_sdw_contract_partner(self):
        if self.company_id._sdw_contracts_kept() and not self.sdw_contract_template_id:
            self.sdw_contract_template_id = self.sdw_contract_template_id._default_for(
                self.company_id, self.partner_id.lang
            ).id
            self._onchange_sdw_contract_template()

    @api.onchange("sdw_contract_template_id")
    def _onchange_sdw_contract_template(self):
        if self.sdw_contract_template_id:
            self.update(self.sdw_contract_template_id.sudo()._clauses())

    def _sdw_stamp_agreed(self, vals_list):
        """Who confirmed the order with the customer, and when, is the server's to say (N-07)."""
        agreed = self if any(vals.get("sdw_agreed_how") for vals in vals_list) else self.browse()
        agreed = agreed.filtered("sdw_agreed_how")
        if agreed:
            agreed._sdw_system().write({"sdw_agreed_on": fields.Datetime.now(), "sdw_agreed_by_id": self.env.uid})

    # ------------------------------------------------------------------ standard or not
    def _sdw_mark_nonstandard(self):
        """Terms other than the template's are non-standard, whoever wrote them; nothing is unmarked here."""
        deviating = self.sudo().filtered(
            lambda order: order.company_id._sdw_contracts_kept()
            and not order.contract_nonstandard
            and order._sdw_deviates()
        )
        if deviating:
            deviating._sdw_system().write({"contract_nonstandard": True})

    def _sdw_deviates(self):
        self.ensure_one()
        if not self.sdw_contract_template_id:
            return any(self[name] for name in TEXTS)
        return bool(self.sdw_contract_template_id._deviating(self))

    def _sdw_check_takes_back(self):
        groups = [f"sales_dept_workflow.{group}" for group in TAKES_BACK]
        if self and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Only the legal department or a sales manager says that these terms are standard.")
            )

    def action_contract_standard(self, reason):
        """Terms that were marked non-standard are accepted as standard, on record: legal or a sales manager.

        :param str reason: why, mandatory
        """
        self._sdw_check_role(*TAKES_BACK)
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why these terms count as standard."))
        system = self._sdw_system()
        system.write({"contract_nonstandard": False})
        for order in system:
            order._message_log(body=self.env._("The terms count as standard: %(reason)s", reason=reason))
        return True

    # ------------------------------------------------------------------ submitting
    def action_submit_contract(self, reason=None):
        """Ask for the review each contract needs: by the manager, and by the legal department where terms or amount
        demand it (N-09, N-17, Z-09).

        :param str reason: what the reviewers should know
        """
        self._sdw_check_caller()
        reason = reason or self.env._("Please review this contract.")
        for code, orders in self.grouped(lambda order: order.sudo()._sdw_contract_code()).items():
            orders.action_request_approval(code, reason)
        return True

    def action_request_approval(self, code, reason):
        if code in (PLAIN, LEGAL):
            self._sdw_check_caller()
            self.check_access("write")
            self._sdw_propose_dates()
        return super().action_request_approval(code, reason)

    def _sdw_propose_dates(self):
        """What the template proposes where nobody has agreed on anything else."""
        proposed = self._sdw_system().grouped(lambda order: tuple(order._sdw_proposed_dates().items()))
        for values, orders in proposed.items():
            if values:
                orders.write(dict(values))

    def _sdw_proposed_dates(self):
        template, values = self.sdw_contract_template_id, {}
        delivery = self.sdw_delivery_date or (self.commitment_date and self._sdw_company_date(self.commitment_date))
        if not delivery and template.delivery_days:
            delivery = fields.Date.add(self.company_id._sdw_today(), days=template.delivery_days)
        if delivery and not self.sdw_delivery_date:
            values["sdw_delivery_date"] = delivery
        if not (self.payment_term_id or self.sdw_payment_due_date) and delivery and template.payment_days:
            values["sdw_payment_due_date"] = fields.Date.add(delivery, days=template.payment_days)
        return values

    def _sdw_company_date(self, moment):
        """The day of a moment (UTC) in the company's own zone."""
        zone = pytz.timezone(self.company_id.partner_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code in (PLAIN, LEGAL):
            for order in self.sudo():
                order._sdw_check_complete()
                if code == PLAIN and order._sdw_contract_code() == LEGAL:
                    raise UserError(
                        self.env._("%(order)s has to be reviewed by the legal department as well.", order=order.name)
                    )
        return result

    def _sdw_check_complete(self):
        missing = self._sdw_contract_missing()
        if missing:
            raise UserError(
                self.env._(
                    "The contract %(order)s is not complete: %(missing)s.", order=self.name, missing=", ".join(missing)
                )
            )

    def _sdw_contract_missing(self):
        """Labels of what a contract must say and this one does not."""
        names = [name for name in CORE if not self[name]]
        if not (self.payment_term_id or self.sdw_payment_due_date):
            names.append("sdw_payment_due_date")
        if not any(line.product_id and line.product_uom_qty for line in self.order_line):
            names.append("order_line")
        return [self._fields[name]._description_string(self.env) for name in names]

    # ------------------------------------------------------------------ the date the invoice falls due (N-19)
    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        due = self.sudo().sdw_payment_due_date
        if due:
            values.update(invoice_payment_term_id=False, invoice_date_due=due)
        return values

    def action_open_distribution(self):
        """Hand the contract to departments, or give them a task for it."""
        self.ensure_one()
        self._sdw_check_caller()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Distribution"),
            "res_model": "sdw.contract.distribution",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id},
        }
