from odoo import api, fields, models
from odoo.tools import ormcache

#: {clause of the template: the same clause of the order}
CLAUSES = {
    "delivery_clause": "sdw_delivery_clause",
    "payment_clause": "sdw_payment_clause",
    "liability_clause": "sdw_liability_clause",
    "terms": "sdw_contract_terms",
}


class SdwContractTemplate(models.Model):
    """Standard terms the company has approved, kept by the legal department (N-09, N-10, Z-09).

    What the template says must be kept word for word, or the contract is non-standard; what it leaves empty is free.
    """

    _name = "sdw.contract.template"
    _description = "Contract Template"
    _inherit = ["mail.thread", "sdw.cached.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    lang = fields.Selection(
        lambda self: self._selection_lang(),
        "Language",
        help="Preferred for customers who speak it. Empty: for everybody else.",
    )
    delivery_clause = fields.Text("Delivery Period", tracking=True, help="Empty: agreed in each contract.")
    payment_clause = fields.Text("Payment Method", tracking=True, help="Empty: agreed in each contract.")
    liability_clause = fields.Text("Liability for Breach", required=True, tracking=True)
    terms = fields.Text("General Terms", tracking=True)
    delivery_days = fields.Integer(
        "Delivered within (days)", default=30, help="Proposes the delivery date when a contract is submitted without."
    )
    payment_days = fields.Integer(
        "Paid within (days)",
        default=30,
        help="Proposes the payment date, so many days after delivery, for orders without payment terms.",
    )

    @api.model
    def _selection_lang(self):
        # pylint: disable-next=context-overridden
        languages = self.env["res.lang"].with_context(active_test=False).sudo().search_fetch([], ["code", "name"])
        return [(language.code, language.name) for language in languages]

    def _clauses(self):
        """{field of the order: text}"""
        return {theirs: self[ours] for ours, theirs in CLAUSES.items()}

    def _deviating(self, order):
        """Names of the order's clauses that are not those of this template."""
        return [theirs for ours, theirs in CLAUSES.items() if self[ours] and _text(order[theirs]) != _text(self[ours])]

    # ------------------------------------------------------------------ which one
    @api.model
    def _default_for(self, company, lang):
        """The first template of the company, or shared, in the customer's language, else in none in particular."""
        return self.sudo().browse(self._default_id(company.id, lang or ""))

    @api.model
    @ormcache("company_id", "lang")
    def _default_id(self, company_id, lang):
        found = self.sudo().search([("company_id", "in", [company_id, False]), ("lang", "in", [lang, False])])
        return found.sorted(lambda template: (template.lang != lang, not template.company_id))[:1].id


def _text(value):
    """A text without what nobody sees: line ends and blanks around it."""
    return "\n".join(line.strip() for line in (value or "").strip().splitlines())
