from odoo import api, fields, models

from .codes import AGREEMENT, CASE


class SdwCollectionCase(models.Model):
    """Who has to sign a repayment plan before anything more leaves for him (C-05, Z-14).

    A fact of the day, stored for the gates: the sweep sets and clears it for all cases at once, a signature or a
    payment clears it at once. It is no hold: it needs no release, the signed plan is enough.
    """

    _inherit = CASE

    plan_required = fields.Boolean(
        "Repayment Plan Required",
        readonly=True,
        copy=False,
        help="Bad standing and no agreement in force: nothing is shipped before the customer has signed a plan.",
    )

    _plan_idx = models.Index("(partner_id, company_id) WHERE plan_required")

    def _sweep_plans(self, sweep):
        domain = [("company_id", "in", [company.id for company in sweep.limits])]
        domain += ["|", ("state", "!=", "closed"), ("plan_required", "=", True)]
        cases = self.search_fetch(domain, ["company_id", "partner_id", "state", "plan_required"], order="id")
        due = cases._must_sign(sweep.debts)
        changed = [case.id for case in cases if case.plan_required != (case.id in due)]
        return self._sweep_locked(changed, lambda found: found._set_plan_required(due))

    def _must_sign(self, debts):
        """Ids of the cases of self in bad standing, overdue, without an agreement that counts; set-based.

        :param debts: the (company id, commercial partner id) that are overdue
        """
        owing = self.filtered(lambda case: case.state != "closed" and (case.company_id.id, case.partner_id.id) in debts)
        agreed = owing._agreed_ids()
        self.env["res.partner"].invalidate_model(["sdw_exposure_company"])
        due = set()
        for company, cases in owing.grouped("company_id").items():
            partners = {partner.id: partner for partner in cases.partner_id.with_company(company)}
            for case in cases:
                bad = self._is_bad(partners[case.partner_id.id], {"overdue_amount_company": 1.0})
                if bad and case.id not in agreed:
                    due.add(case.id)
        return due

    def _agreed_ids(self):
        """Ids of the cases with a signed agreement in force: a plan by its signature, a deferral once it is filed."""
        domain = [("case_id", "in", self.ids), ("state", "=", "signed")]
        domain += ["|", ("kind", "=", "instalments"), ("archived_on", "!=", False)]
        return {case.id for [case] in self.env[AGREEMENT]._read_group(domain, ["case_id"])} if self else set()

    def _set_plan_required(self, due):
        asked = self.filtered(lambda case: case.id in due and not case.plan_required)
        freed = self.filtered(lambda case: case.id not in due and case.plan_required)
        asked.write({"plan_required": True})
        freed.write({"plan_required": False})
        notes = {
            self.env._("Repayment plan required: nothing is shipped before the customer has signed it."): asked,
            self.env._("A repayment plan is not required any more."): freed,
        }
        for note, cases in notes.items():
            if cases:
                cases._message_log_batch(bodies=dict.fromkeys(cases.ids, note))

    @api.model
    def _recheck_plans(self, limits, partners):
        """Money came in: whoever is within his limit again need not sign any more."""
        domain = [("plan_required", "=", True), ("partner_id", "in", partners.ids)]
        asked = self.search([*domain, ("company_id", "in", [company.id for company in limits])])
        if asked:
            asked._set_plan_required(asked._must_sign(self._overdue_customers(limits, asked.partner_id)))
