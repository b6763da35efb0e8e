from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

#: What is verified, one by one, before a price is told.
CHECKS = ("identity", "region", "quantity")
VERIFIERS = ("group_sdw_sales_admin", "group_sdw_sales_manager")


def verified_field(label):
    return fields.Boolean(
        label, compute="_compute_verified", store=True, compute_sudo=True, copy=False, groups="base.group_user"
    )


def by_field(label):
    return fields.Many2one("res.users", label, readonly=True, copy=False, groups="base.group_user")


def on_field(label):
    return fields.Datetime(label, readonly=True, copy=False, groups="base.group_user")


class CrmLead(models.Model):
    """Identity, region and quantity are verified before any price leaves the house (Q-01).

    Each stamp keeps what it was given for. A tick counts while that is still what the inquiry says: whoever changes
    it, by whatever door, takes the tick back.
    """

    _inherit = "crm.lead"

    inquirer_verified = verified_field("Verified")
    sdw_identity_verified = verified_field("Identity Verified")
    sdw_region_verified = verified_field("Region Verified")
    sdw_quantity_verified = verified_field("Quantity Verified")
    sdw_identity_by_id = by_field("Identity Verified by")
    sdw_region_by_id = by_field("Region Verified by")
    sdw_quantity_by_id = by_field("Quantity Verified by")
    sdw_identity_on = on_field("Identity Verified on")
    sdw_region_on = on_field("Region Verified on")
    sdw_quantity_on = on_field("Quantity Verified on")
    sdw_verified_facts = fields.Json("What was Verified", readonly=True, copy=False, groups="base.group_user")

    def _auto_init(self):
        for name in ("inquirer_verified", *(f"sdw_{check}_verified" for check in CHECKS)):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "bool")
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {f"sdw_{check}_{part}" for check in CHECKS for part in ("verified", "by_id", "on")}
        return super()._sdw_guarded_fields() | stamps | {"inquirer_verified", "sdw_verified_facts"}

    # ------------------------------------------------------------------ what counts
    @api.depends(
        "sdw_verified_facts",
        *("partner_id", "partner_name", "contact_name", "phone", "email_from"),
        *("country_id", "state_id", "city", "zip"),
        *("expected_quantity", "sdw_inquiry_line_ids.product_id"),
        *("sdw_inquiry_line_ids.quantity", "sdw_inquiry_line_ids.uom_id"),
    )
    def _compute_verified(self):
        for lead in self:
            kept = lead.sdw_verified_facts or {}
            ticks = {check: check in kept and lead._sdw_still(check, kept[check]) for check in CHECKS}
            for check, ticked in ticks.items():
                lead[f"sdw_{check}_verified"] = ticked
            lead.inquirer_verified = all(ticks.values())

    def _sdw_still(self, check, kept):
        """Whether the inquiry still says what was verified."""
        now = self._sdw_facts(check)
        if check == "identity" and not kept.get("partner") and now["partner"] and self._sdw_named_as(kept):
            # The customer's file was opened, or found, for the very person that was verified.
            kept = {**kept, "partner": now["partner"]}
        return kept == now

    def _sdw_named_as(self, kept):
        names = {(name or "").strip().lower() for name in (kept.get("company"), kept.get("contact"))}
        partner = self.partner_id
        theirs = {(name or "").strip().lower() for name in (partner.name, partner.commercial_partner_id.name)}
        return bool((names & theirs) - {""})

    def _sdw_facts(self, check):
        """What a tick is given for, JSON-able."""
        return getattr(self, f"_sdw_facts_{check}")()

    def _sdw_facts_identity(self):
        texts = {"company": self.partner_name, "contact": self.contact_name}
        texts |= {"phone": self.phone, "email": self.email_from}
        facts = {key: (text or "").strip() for key, text in texts.items()}
        return {**facts, "partner": self.partner_id.commercial_partner_id._origin.id or False}

    def _sdw_facts_region(self):
        facts = {"country": self.country_id._origin.id or False, "state": self.state_id._origin.id or False}
        return {**facts, "city": (self.city or "").strip(), "zip": (self.zip or "").strip()}

    def _sdw_facts_quantity(self):
        lines = [[line.product_id.id, line.quantity, line.uom_id.id] for line in self.sdw_inquiry_line_ids]
        return {"text": (self.expected_quantity or "").strip(), "lines": sorted(lines)}

    def _sdw_missing(self, check):
        """What has to be filled in before this can be verified, as a sentence; empty when nothing is missing."""
        facts = self._sdw_facts(check)
        if check == "identity" and not ((facts["company"] or facts["contact"]) and (facts["phone"] or facts["email"])):
            return self.env._("Who asks: a name or company, and a phone number or e-mail address.")
        if check == "region" and not (facts["country"] and (facts["state"] or facts["city"] or facts["zip"])):
            return self.env._("From where: the country, and the province, city or postcode.")
        if check == "quantity" and not (facts["text"] or facts["lines"]):
            return self.env._("How much: the products, or the quantity in words.")
        return ""

    # ------------------------------------------------------------------ steps
    def action_verify_inquirer(self):
        """Tick identity, region and quantity at once."""
        return self._sdw_verify(CHECKS)

    def action_verify_identity(self):
        return self._sdw_verify(("identity",))

    def action_verify_region(self):
        return self._sdw_verify(("region",))

    def action_verify_quantity(self):
        return self._sdw_verify(("quantity",))

    def _sdw_verify(self, checks):
        """Stamp that the office has verified it, and what it was.

        :raise UserError: naming what has to be filled in first
        """
        self._sdw_check_role(*VERIFIERS)
        self.check_access("write")
        for lead in self:
            missing = [sentence for check in checks if (sentence := lead._sdw_missing(check))]
            if missing:
                raise UserError(
                    self.env._("%(inquiry)s cannot be verified yet. Please fill in first:", inquiry=lead.display_name)
                    + "".join(f"\n  • {sentence}" for sentence in missing)
                )
        now = fields.Datetime.now()
        stamps = {f"sdw_{check}_by_id": self.env.uid for check in checks}
        stamps |= {f"sdw_{check}_on": now for check in checks}
        for lead in self._sdw_system():
            facts = {check: lead._sdw_facts(check) for check in checks}
            lead.write({**stamps, "sdw_verified_facts": {**(lead.sdw_verified_facts or {}), **facts}})
        return True

    def _sdw_open_checks(self):
        """Names of what is not verified, in the reader's language."""
        names = {
            "identity": self.env._("identity"),
            "region": self.env._("region"),
            "quantity": self.env._("quantity wanted"),
        }
        return [name for check, name in names.items() if not self[f"sdw_{check}_verified"]]
