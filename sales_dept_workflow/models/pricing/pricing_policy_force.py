from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..common.paper import render
from ..common.rules import ask_reason

REPORT = "sales_dept_workflow.action_report_pricing_policy"
#: department: role that receives every price list in use (Q-13, G-32)
DEPARTMENTS = {"office": "group_sdw_sales_admin", "finance": "group_sdw_finance"}

#: The paper lists this many products; rules are printed all.
PRINTED = 500


class SdwPricingPolicy(models.Model):
    """From approval to force: dispatched to office and finance, acknowledged by both, then in use (Q-13)."""

    _inherit = "sdw.pricing.policy"

    # ------------------------------------------------------------------ dispatch
    def action_dispatch(self):
        """Send approved price lists to office and finance, if that was not possible at once.

        :raise UserError: when nobody holds one of the two roles
        """
        self._sdw_check_role("group_sdw_sales_manager")
        for policy in self._sdw_system():
            if policy.state != "approved" or policy.dispatched_on:
                raise UserError(self.env._("%(policy)s is not waiting to be dispatched.", policy=policy.name))
            missing = [name for name, users in policy._sdw_recipients().items() if not users]
            if missing:
                raise UserError(self.env._("Nobody receives the price list in: %(names)s.", names=", ".join(missing)))
            policy._sdw_dispatch()
        return True

    def _sdw_recipients(self):
        """{department: users who get every price list in use}"""
        roles = self.env["res.groups"]
        return {
            department: roles._sdw_role(f"sales_dept_workflow.{group}")._sdw_holders(self.company_id)
            for department, group in DEPARTMENTS.items()
        }

    def _sdw_dispatch(self):
        """One paper as it was approved, one receipt to give for each recipient."""
        recipients = self._sdw_recipients()
        if not all(recipients.values()):
            return
        now = fields.Datetime.now()
        self._sdw_file_paper(self.env._("Price list as approved"), render(self, REPORT, self.env._("Price List")))
        day = self._sdw_local_date(now) + timedelta(days=max(self.acknowledge_days, 0))
        rows = [
            {
                "policy_id": self.id,
                "department": department,
                "user_id": user.id,
                "company_id": self.company_id.id,
                "sent_on": now,
                "deadline": self._sdw_end_of_day(day),
            }
            for department, users in recipients.items()
            for user in users
        ]
        self.env["sdw.pricing.dispatch"]._sdw_system().create(rows)._deadline_start()
        self.dispatched_on = now

    def _sdw_printed_lists(self):
        """What is to come, and once it is in force, what is; later on the paper on record tells what was."""
        return self.pricelist_ids if self.in_force_on else self._sdw_lists()

    def _sdw_printed_items(self, pricelist):
        """The rules that still count."""
        now = fields.Datetime.now()
        return pricelist.item_ids.filtered(lambda item: not item.date_end or item.date_end >= now)

    def _sdw_product_prices(self, pricelist):
        """[{product, price}] for the paper: what one unit costs by these rules; new catalogue prices stand apart."""
        domain = [("sale_ok", "=", True), ("company_id", "in", [self.company_id.id, False])]
        products = self.env["product.template"].search(domain, limit=PRINTED) - self.product_ids.product_tmpl_id
        prices = pricelist.with_company(self.company_id)._get_products_price(products, 1.0)
        return [{"product": product, "price": prices[product.id]} for product in products]

    # ------------------------------------------------------------------ into force
    def _sdw_try_in_force(self, now=None):
        """Those that are approved, dispatched, acknowledged by both departments, and whose season has begun."""
        for policy in self.filtered(lambda one: one.state == "approved" and one.dispatched_on):
            sent_on = policy.dispatched_on
            receipts = policy.dispatch_ids.filtered(lambda one, sent_on=sent_on: one.sent_on == sent_on)
            receipts = receipts.filtered("acknowledged_on")
            begun = policy.valid_from <= policy._sdw_local_date(now or fields.Datetime.now())
            if begun and set(receipts.mapped("department")) == set(DEPARTMENTS):
                policy._sdw_put_in_force()

    def _sdw_put_in_force(self):
        """The approved prices take the place of those before, from this second on."""
        covering = self._sdw_covering("pricing_policy")[self]
        if not covering:
            raise UserError(self.env._("%(policy)s is not what was approved any more.", policy=self.name))
        self.lock_for_update()
        before = self.pricelist_ids.sdw_policy_id - self
        now = fields.Datetime.now()
        for revision in self.revision_ids:
            revision._sdw_replace(now)
        self.pricelist_ids.write({"sdw_in_force": True, "sdw_policy_id": self.id})
        for line in self.product_ids:
            line.product_tmpl_id.list_price = line.list_price
        review = self._sdw_next_review(self._sdw_local_date(now))
        self.write({"state": "in_force", "in_force_on": now, "deadline": review})
        self._deadline_start()
        before._sdw_supersede(now)

    def _sdw_supersede(self, now):
        """Those of self whose lists all follow a later document."""
        ruling = (
            self.env["product.pricelist"]
            .sudo()
            ._read_group([("sdw_policy_id", "in", self.ids), ("sdw_in_force", "=", True)], ["sdw_policy_id"])
        )
        done = self.filtered(lambda policy: policy.state == "in_force") - self.browse().union(
            *(one for (one,) in ruling)
        )
        done._deadline_met()
        done.write({"state": "superseded", "superseded_on": now})

    # ------------------------------------------------------------------ review
    def action_review(self, measure):
        """Record what planned and realised prices say and what is done about it; the next review follows.

        :param str measure: mandatory
        """
        self._sdw_check_role("group_sdw_sales_manager")
        if not (measure or "").strip():
            raise UserError(self.env._("Please say what is done to keep the planned prices."))
        for policy in self._sdw_system():
            if policy.state != "in_force":
                raise UserError(self.env._("%(policy)s is not in force.", policy=policy.name))
            self.env["sdw.pricing.review"]._sdw_system().create(policy._sdw_prepare_review(measure))
            policy._deadline_met()
            review = policy._sdw_next_review(policy._sdw_local_date(fields.Datetime.now()))
            if review:
                policy.write({"deadline": review, "met_on": False, "escalated_on": False, "escalated_to_id": False})
                policy._deadline_start()
        return True

    def _sdw_prepare_review(self, measure):
        return {
            "policy_id": self.id,
            "user_id": self.env.uid,
            "company_id": self.company_id.id,
            "reviewed_on": fields.Datetime.now(),
            "measure": measure,
            "figures": "\n".join(line._sdw_sentence(realised=True) for line in self.line_ids),
        }

    def action_open_review(self):
        """Ask for the measure."""
        self.ensure_one()
        self.check_access("read")
        return ask_reason(self, self.env._("Review: what is done to keep the planned prices?"), "action_review")
