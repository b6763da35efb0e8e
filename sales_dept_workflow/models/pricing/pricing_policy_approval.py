import hashlib
import json

from odoo import fields, models
from odoo.exceptions import UserError


class SdwPricingPolicy(models.Model):
    """What the general manager sees of a price policy, and that nothing else than that goes into force (Q-12)."""

    _inherit = "sdw.pricing.policy"

    def _sdw_check_may_request(self, code):
        if code == "pricing_policy" and any(policy.state != "submitted" for policy in self.sudo()):
            raise UserError(self.env._("Please submit the price policy."))
        return super()._sdw_check_may_request(code)

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code == "pricing_policy":
            for policy in self:
                facts[policy] = {**facts[policy], **policy._sdw_policy_facts()}
        return facts

    def _sdw_policy_facts(self):
        season = f"{self.valid_from} – {self.valid_to or '…'}"
        return {
            "lists": ", ".join(self.pricelist_ids.mapped("name")),
            "season": season,
            "classes": ", ".join(self.customer_class_ids.mapped("display_name")),
            "endorsed": self.endorsed_by_id.name or "",
            "plan": self.plan or "",
            "prices": "\n".join(self._sdw_price_lines()),
            "planned": "\n".join(line._sdw_sentence() for line in self.line_ids),
            "digest": self._sdw_digest(),
        }

    def _sdw_price_lines(self):
        lines = [
            f"{pricelist.name}: {item.name} ≥ {item.min_quantity:g}: {item.price}"
            for pricelist in self._sdw_lists()
            for item in pricelist.item_ids
        ]
        return lines + [line._sdw_sentence() for line in self.product_ids]

    def _sdw_digest(self):
        """A fingerprint of every price that is decided on."""
        content = [[pricelist.id, pricelist.currency_id.id] for pricelist in self._sdw_lists().sorted("id")]
        content += [item for pricelist in self._sdw_lists().sorted("id") for item in pricelist.item_ids._sdw_content()]
        content += [[line.product_tmpl_id.id, line.list_price] for line in self.product_ids.sorted("id")]
        content += [str(self.valid_from), str(self.valid_to)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != "pricing_policy":
            return labels
        return {
            **labels,
            "lists": (self.env._("Price lists"), "text"),
            "season": (self.env._("Season"), "text"),
            "classes": (self.env._("Customer classes"), "text"),
            "endorsed": (self.env._("Endorsed by"), "text"),
            "plan": (self.env._("Implementation plan"), "text"),
            "prices": (self.env._("New prices"), "text"),
            "planned": (self.env._("Planned average prices"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        worse = super()._sdw_worse(approval, facts)
        if approval.code == "pricing_policy" and (approval.facts or {}).get("digest") != facts["digest"]:
            worse.append({"key": "prices", "before": approval.facts.get("prices"), "after": facts["prices"]})
        return worse

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        mine = approvals.filtered(lambda approval: approval.code == "pricing_policy")
        for approval in mine:
            policy = self._sdw_system().browse(approval.res_id)
            if approval.state != "approved":
                policy.filtered(lambda one: one.state in ("submitted", "approved"))._sdw_back_to_draft()
            elif policy.state == "submitted":
                policy.write({"state": "approved", "approved_on": fields.Datetime.now()})
                policy._sdw_dispatch()
        return result

    def _sdw_back_to_draft(self):
        """The general manager did not agree: what he saw may be changed, and is endorsed anew."""
        self.dispatch_ids._deadline_met()
        blank = dict.fromkeys(("endorsed_by_id", "endorsed_on", "approved_on", "dispatched_on"), False)
        self.write({"state": "draft", **blank})
