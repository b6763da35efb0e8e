from operator import methodcaller

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes import AGREEMENT, CASE
from .collection_steps import COLLECTORS


class SdwCollectionCase(models.Model):
    """From asking to agreeing: a deferral for the good, a plan for the bad (C-02, C-05)."""

    _inherit = CASE

    def action_propose_agreement(self):
        """Draw up what the customer is to sign: one new date for an old customer with a good grade, else instalments.

        Why somebody gets no deferral is said on the agreement.

        An agreement that is still being negotiated is opened instead of a second one.

        :return: window action on the agreement
        """
        self._sdw_check_role(*COLLECTORS)
        self._check_open()
        cases = self._sdw_system()
        live = cases.agreement_ids.filtered(lambda agreement: agreement.state in ("draft", "sent", "signed"))
        without = cases - live.case_id
        agreements = self.env[AGREEMENT].browse((live | without._propose()).ids)
        action = {"type": "ir.actions.act_window", "res_model": AGREEMENT, "name": self.env._("Agreement")}
        if len(agreements) == 1:
            return {**action, "res_id": agreements.id, "view_mode": "form", "views": [[False, "form"]]}
        return {
            **action,
            "domain": [("id", "in", agreements.ids)],
            "view_mode": "list,form",
            "views": [[False, "list"], [False, "form"]],
        }

    def _propose(self):
        figures = self._get_figures()
        paid_up = self.filtered(lambda case: figures[case]["overdue_amount_company"] <= 0)
        if paid_up:
            raise UserError(self.env._("Nothing is overdue on: %(names)s.", names=", ".join(paid_up.mapped("name"))))
        limits = self._sweep_limits(companies=self.company_id)
        refusals = self._deferral_refusals()
        return self.env[AGREEMENT].create(
            [
                {
                    "case_id": case.id,
                    "user_id": case.user_id.id or self.env.uid,
                    "kind": "instalments" if refusals[case] else "single",
                    "deferral_refusal": refusals[case],
                    "debt_date": limits[case.company_id],
                    "line_ids": [Command.create({"amount": figures[case]["overdue_amount_company"]})],
                }
                for case in self
            ]
        )

    # ------------------------------------------------------------------ told by the agreement
    def _agreement_signed(self, kind):
        """A signed paper stops dunning; a hold is lifted by its own approval only."""
        self.filtered("plan_required")._set_plan_required(())
        asking = self.filtered(lambda case: case.state in ("dunning", "agreement", "plan"))
        asking.write({"state": "agreement" if kind == "single" else "plan", "promised_date": False})
        asking._stop_asking()

    def _agreement_broken(self, kind):
        """A date passed unpaid: dunning goes on, a broken plan stops deliveries, the manager decides on the court."""
        asking = self.filtered(lambda case: case.state in ("agreement", "plan", "dunning"))
        asking.write({"state": "dunning"})
        asking._call_tomorrow()
        if kind == "instalments":
            self._set_hold(self.env._("A repayment plan was broken."))
        self._tell_manager(methodcaller("_broken_summary"))

    def _broken_summary(self):
        return self.env._("Repayment agreement broken: decide on the legal department")
