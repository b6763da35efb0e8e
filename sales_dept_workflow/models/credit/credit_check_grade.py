from odoo import models


class SdwCreditCheckMixin(models.AbstractModel):
    """What the customer's credit grade allows (A-35)."""

    _inherit = "sdw.credit.check.mixin"

    def _sdw_grade_refusal(self):
        """Why the grade does not allow this mode of payment, in words; nothing without a grade."""
        grade = self._sdw_debtor().credit_grade
        if not grade:
            return ""
        terms = self.env["sdw.credit.grade"]._terms(self._sdw_company().id, grade)
        mode = self._sdw_pays_by() or "credit"
        if terms.handling == "stop":
            return self.env._("Credit grade %(grade)s: nothing is delivered to this customer.", grade=grade.upper())
        if mode != "prepaid" and (terms.handling == "prepay" or mode not in terms.modes):
            modes = dict(self.env["sale.order"]._fields["payment_mode"]._description_selection(self.env))
            return self.env._(
                "Credit grade %(grade)s does not allow the payment mode %(mode)s.",
                grade=grade.upper(),
                mode=modes[mode],
            )
        return ""
