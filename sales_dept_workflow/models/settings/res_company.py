from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..common.rules import CODES, MODES, RULES, in_language, moment


def mode_field(label):
    return fields.Selection(MODES, label, default="off", required=True)


def since_field(label):
    return fields.Datetime(label, readonly=True, copy=False)


class ResCompany(models.Model):
    """The rules' switches. Each has its own moment, set by the server when it leaves *off* (decision 1)."""

    _inherit = "res.company"

    sdw_mode_territory = mode_field("Distributor protection")
    sdw_mode_price = mode_field("Price policy")
    sdw_mode_negotiation = mode_field("Negotiation before contract")
    sdw_mode_contract = mode_field("Contract before order")
    sdw_mode_credit = mode_field("Accountant's checks before delivery")
    sdw_mode_delivery_notice = mode_field("Signed delivery notice")
    sdw_mode_freight = mode_field("Freight collect, told beforehand")
    sdw_mode_shipping_hold = mode_field("No shipment while on hold")
    sdw_mode_acceptance_bill = mode_field("Acceptance bills")
    sdw_mode_customer_status = mode_field("Customer status and files")
    sdw_mode_complaint = mode_field("Major complaints")

    sdw_since_territory = since_field("Distributor protection since")
    sdw_since_price = since_field("Price policy since")
    sdw_since_negotiation = since_field("Negotiation before contract since")
    sdw_since_contract = since_field("Contract before order since")
    sdw_since_credit = since_field("Accountant's checks since")
    sdw_since_delivery_notice = since_field("Signed delivery notice since")
    sdw_since_freight = since_field("Freight collect since")
    sdw_since_shipping_hold = since_field("No shipment while on hold since")
    sdw_since_acceptance_bill = since_field("Acceptance bills since")
    sdw_since_customer_status = since_field("Customer status since")
    sdw_since_complaint = since_field("Major complaints since")

    sdw_enforce_from = fields.Date(
        "Enforced from",
        help="Nothing confirmed before this day (midnight, the company's time zone) is held by any rule.",
    )
    sdw_min_territory_uplift = fields.Float("Minimum Uplift (%)", default=10.0)
    sdw_block_outside_territory = fields.Boolean("Refuse Sales outside the Own Territory")
    sdw_credit_review = fields.Selection(
        [("always", "Every order"), ("exceptions", "Only where a check fails")],
        "Accountant Reviews",
        default="always",
        required=True,
    )
    sdw_order_review = fields.Boolean("Manager Reviews before the Accountant")
    sdw_entry_by_admin_only = fields.Boolean("Orders Confirmed by Sales Admins only")
    sdw_legal_review_amount = fields.Float("Legal Review from Amount", help="0: always.")
    sdw_separation_of_duties = fields.Boolean("Separation of Duties", default=True)
    sdw_prompt_hours = fields.Float("At Once Means (working hours)", default=4.0)
    sdw_arrival_days = fields.Integer("Arrival Call within (days)", default=7)
    sdw_invoice_arrival_days = fields.Integer("VAT Invoice Arrives within (days)", default=7)
    sdw_complaint_response_hours = fields.Float("Complaint Response within (hours)", default=24.0)
    sdw_bill_max_months = fields.Integer("Longest Bill Term (months)", default=12)
    sdw_dunning_grace_days = fields.Integer("Days of Grace before Dunning", default=0)
    sdw_long_overdue_days = fields.Integer("Long Overdue after (days)", default=90)
    sdw_plan_sign_days = fields.Integer("Repayment Plan Signed within (days)", default=7)
    sdw_visit_days_a = fields.Integer("Visit Grade A every (days)", default=90)
    sdw_visit_days_b = fields.Integer("Visit Grade B every (days)", default=180)
    sdw_visit_days_c = fields.Integer("Visit Grade C every (days)", default=180)
    sdw_read_alert = fields.Integer("Mass Read Alert (records a day)", default=500)

    _sdw_uplift_positive = models.Constraint(
        "CHECK(sdw_min_territory_uplift >= 0)", "The minimum uplift cannot be negative."
    )

    # ------------------------------------------------------------------ asked by the gates
    @api.model
    def _sdw_rule_selection(self):
        return [(rule, in_language(self.env, name)) for rule, name in RULES.items()]

    def _sdw_mode(self, rule):
        return self[f"sdw_mode_{rule}"]

    def _sdw_any_rule(self):
        """Whether any rule is switched on at all."""
        return any(self._sdw_mode(rule) != "off" for rule in RULES)

    def _sdw_any_blocking(self):
        """Whether any rule is enforced."""
        return any(self._sdw_mode(rule) == "block" for rule in RULES)

    def _sdw_any_ship_rule(self):
        """Whether any rule that stands before a shipment is enforced."""
        return any(self._sdw_mode(spec.rule) == "block" for spec in CODES.values() if "ship" in spec.gates)

    def _sdw_rule_since(self, rule):
        """The moment (UTC) from which ``rule`` binds, or False while it is off."""
        self.ensure_one()
        if self._sdw_mode(rule) == "off":
            return False
        since = self[f"sdw_since_{rule}"] or self.create_date
        return max(since, self._sdw_floor()) if self.sdw_enforce_from else since

    def _sdw_floor(self):
        zone = pytz.timezone(self.partner_id.tz or "UTC")
        midnight = zone.localize(datetime.combine(self.sdw_enforce_from, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    def _sdw_today(self):
        """The server's date in the company's own zone: no client's time zone moves a day a rule depends on."""
        self.ensure_one()
        zone = pytz.timezone(self.partner_id.tz or "UTC")
        return pytz.utc.localize(moment()).astimezone(zone).date()

    # ------------------------------------------------------------------ switching
    @api.model_create_multi
    def create(self, vals_list):
        self._sdw_check_administrator(set().union(*vals_list) if vals_list else ())
        companies = super().create([self._sdw_strip_since(vals) for vals in vals_list])
        for company in companies:
            company._sdw_stamp({rule: "off" for rule in RULES})
        return companies

    def write(self, vals):
        self._sdw_check_administrator(vals)
        vals = self._sdw_strip_since(vals)
        if not any(name.startswith("sdw_mode_") for name in vals):
            return super().write(vals)
        before = {company: {rule: company._sdw_mode(rule) for rule in RULES} for company in self}
        result = super().write(vals)
        for company in self:
            company._sdw_stamp(before[company])
        self._sdw_rules_switched()
        return result

    def action_sdw_switch_on_all(self):
        """Switch every documented rule to *block*, from now on."""
        return self.write({f"sdw_mode_{rule}": "block" for rule in self._sdw_documented_rules()})

    @api.model
    def _sdw_documented_rules(self):
        """The rules that some process has declared a check for, in business order."""
        declared = {spec.rule for spec in CODES.values()}
        return [rule for rule in RULES if rule in declared]

    def _sdw_stamp(self, before):
        switched = [rule for rule in RULES if before[rule] == "off" and self._sdw_mode(rule) != "off"]
        return super().write({f"sdw_since_{rule}": moment() for rule in switched}) if switched else True

    def _sdw_rules_switched(self):
        """Rules of these companies changed their mode. Processes extend it through ``super()``."""

    def _sdw_strip_since(self, vals):
        return {name: value for name, value in vals.items() if not name.startswith("sdw_since_")}

    def _sdw_check_administrator(self, names):
        """Nobody loosens a rule that binds him: the switches belong to the Odoo administrator."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if any(name.startswith("sdw_") for name in names):
            raise AccessError(self.env._("The sales department's rules are set by the Odoo administrator."))

    # ------------------------------------------------------------------ mailboxes
    def _sdw_set_alias(self, field, model, name):
        """Mails to this address become documents of this company; without a name there is no such address.

        :param str field: of the company, to the ``mail.alias``
        :param str model: what a mail becomes
        :param str name: what stands before the @
        """
        self.ensure_one()
        company = self.sudo()
        alias = company[field]
        name = (name or "").strip()
        if name == (alias.alias_name or ""):
            return  # whoever saves other settings has not touched the mailbox
        self._sdw_check_administrator([field])
        if not name:
            company[field] = False
            alias.unlink()
        elif alias:
            alias.alias_name = name
        else:
            company[field] = alias.create(
                {
                    "alias_name": name,
                    "alias_model_id": self.env["ir.model"]._get_id(model),
                    "alias_domain_id": company.alias_domain_id.id,
                    "alias_defaults": repr({"company_id": company.id}),
                    "alias_contact": "everyone",
                }
            )
