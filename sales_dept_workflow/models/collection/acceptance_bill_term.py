from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .codes import BILL, BILL_RULE, TENOR, UNVERIFIED

#: Facts of the request that must stay as they were shown.
SAME = ("number", "customer", "drawer", "acceptor", "currency")


class SdwAcceptanceBill(models.Model):
    """How long a bill may run, and who decides on a longer one (C-11, Z-15, decision 4).

    A bill is judged by the day it was registered: it pays invoices of several orders and inherits the age of none.
    """

    _inherit = BILL

    over_term = fields.Boolean("Term too Long", compute="_compute_over_term")
    term_approval_state = fields.Selection(
        [
            ("not_needed", "No Approval Needed"),
            ("needed", "Needed"),
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("lapsed", "Lapsed"),
        ],
        "Approval of the Term",
        compute="_compute_term_approval_state",
    )

    @api.depends("tenor_months", "company_id.sdw_bill_max_months")
    def _compute_over_term(self):
        for bill in self:
            bill.over_term = bill.tenor_months > bill._sdw_company().sudo().sdw_bill_max_months

    @api.depends("over_term", "approval_ids.state")
    def _compute_term_approval_state(self):
        states = self._origin.sudo()._sdw_approval_states(BILL_RULE, self._origin.sudo().filtered("over_term"))
        for bill in self:
            bill.term_approval_state = states.get(bill._origin.sudo(), "not_needed")

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        ruled = self._sdw_subject_to(BILL_RULE) if gate == "payment" else self.browse()
        for bill in ruled.filtered(lambda bill: not bill.verified_on):
            message = self.env._("Finance has not verified bill %(number)s yet.", number=bill.number)
            blockers[bill].append(bill._sdw_blocker(UNVERIFIED, message))
        long = ruled.filtered("over_term")
        latest = long._sdw_latest(BILL_RULE) if long else {}
        covering = long._sdw_covering(BILL_RULE, latest) if long else {}
        for bill in long:
            if not covering[bill]:
                blockers[bill].append(bill._term_blocker(latest[bill]))
        return blockers

    def _term_blocker(self, latest):
        message = self.env._(
            "Bill %(number)s runs more than %(limit)s months from issue to maturity.",
            number=self.number,
            limit=self._sdw_company().sudo().sdw_bill_max_months,
        )
        remedy = self.env._("Finance and the general manager may agree to take it.")
        return self._sdw_ask_blocker(TENOR, BILL_RULE, latest, message, remedy)

    def _sdw_panel_gates(self):
        return {bill: ("payment",) if bill.state in ("received", "handed_over") else () for bill in self}

    # ------------------------------------------------------------------ the approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), BILL_RULE]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == BILL_RULE:
            self._check_state("received", "handed_over")
            if not all(self.mapped("over_term")):
                raise UserError(self.env._("This bill does not run too long: nothing to ask for."))
        return result

    def _get_approval_facts(self, code):
        if code != BILL_RULE:
            return super()._get_approval_facts(code)
        return {bill: bill.sudo()._term_facts() for bill in self}

    def _term_facts(self):
        company, kinds = self.company_id, dict(self._fields["kind"]._description_selection(self.env))
        value = self.currency_id._convert(self.amount, company.currency_id, company, company._sdw_today())
        return {
            "amount": value,
            "face": self.amount,
            "currency": self.currency_id.name,
            "bill": formatLang(self.env, self.amount, currency_obj=self.currency_id),
            "number": self.number,
            "customer": self.partner_id.display_name,
            "drawer": self.drawer,
            "acceptor": self.acceptor,
            "commercial": self.kind == "commercial",
            "kind": kinds[self.kind],
            "issue": fields.Date.to_string(self.issue_date),
            "maturity": fields.Date.to_string(self.maturity_date),
            "months": self.tenor_months,
            "limit": company.sdw_bill_max_months,
        }

    def _sdw_facts_labels(self, code):
        if code != BILL_RULE:
            return super()._sdw_facts_labels(code)
        text = {
            name: (self._fields[field]._description_string(self.env), "text") for name, field in FACT_FIELDS.items()
        }
        return {
            **text,
            "bill": (self._fields["amount"]._description_string(self.env), "text"),
            "amount": (self.env._("Amount in company currency"), "money"),
            "limit": (self.env._("Longest term (months)"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """Another bill than was shown, a longer one, a higher one, or a company's acceptance for a bank's."""
        if approval.code != BILL_RULE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        worse = [name for name in SAME if before.get(name) != facts[name]]
        worse += [name for name in ("months", "maturity") if facts[name] > before.get(name, facts[name])]
        if self.currency_id.compare_amounts(facts["face"], before.get("face", 0.0)) > 0:
            worse.append("bill")
        if facts["commercial"] and not before.get("commercial"):
            worse.append("kind")
        return [{"key": name, "before": before.get(name), "after": facts[name]} for name in worse]


#: Facts that bear the name of a field.
FACT_FIELDS = {
    "number": "number",
    "kind": "kind",
    "customer": "partner_id",
    "drawer": "drawer",
    "acceptor": "acceptor",
    "issue": "issue_date",
    "maturity": "maturity_date",
    "months": "tenor_months",
    "currency": "currency_id",
}
