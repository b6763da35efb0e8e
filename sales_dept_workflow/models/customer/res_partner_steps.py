from markupsafe import Markup

from odoo import api, fields, models

from ..common.rules import roles

READERS = roles("salesperson", "accountant", "legal", "archivist")


class ResPartner(models.Model):
    """The eight steps of managing a customer, each done when the facts say so (A-37)."""

    _inherit = "res.partner"

    sdw_steps_done = fields.Integer("Steps Done", compute="_compute_sdw_steps", groups=READERS)
    sdw_steps = fields.Html("Steps", compute="_compute_sdw_steps", groups=READERS, sanitize=False)

    @api.model
    def _sdw_step_labels(self):
        """{key: what is done in this step}, in order."""
        return {
            "collect": self.env._("Collect data"),
            "develop": self.env._("Develop the customer"),
            "sign": self.env._("Sign the contract"),
            "file": self.env._("Open the file"),
            "rate": self.env._("Rate the credit"),
            "serve": self.env._("Serve the customer"),
            "care": self.env._("Care for the relation"),
            "maintain": self.env._("Maintain the data"),
        }

    @api.depends_context("company", "lang", "uid")
    def _compute_sdw_steps(self):
        owners = self.commercial_partner_id._origin
        done = owners._sdw_steps_taken()
        labels = self._sdw_step_labels()
        for partner in self:
            taken = done.get(partner.commercial_partner_id._origin.id, set())
            partner.sdw_steps_done = len(taken)
            partner.sdw_steps = self._sdw_steps_html(labels, taken)

    @api.model
    def _sdw_steps_html(self, labels, taken):
        item = Markup('<span class="badge rounded-pill me-1 mb-1 %s"><i class="fa %s me-1"></i>%s. %s</span>')
        looks = {True: ("text-bg-success", "fa-check"), False: ("text-bg-light", "fa-circle-o")}
        return Markup("").join(
            item % (*looks[key in taken], number, label) for number, (key, label) in enumerate(labels.items(), 1)
        )

    def _sdw_steps_taken(self):
        """{id of a commercial partner: keys of the steps done}; set-based. Extend through ``super()``."""
        owners = self.sudo()
        trade = self.env["sdw.customer.trade"]._facts(owners)
        served = self._sdw_partners_with("sdw.arrival.followup", [("state", "=", "arrived")])
        cared = self._sdw_partners_with("sdw.satisfaction.call", [("state", "=", "done")])
        result = {}
        for owner in owners:
            ordered = trade.get(owner.id, {}).get("orders", 0) > 0
            developed = owner.customer_status in ("base", "potential", "active", "dormant")
            facts = {
                "collect": bool(owner.city and (owner.phone or owner.email)),
                "develop": developed or ordered,
                "sign": ordered,
                "file": bool(owner.sdw_file_verified_on),
                "rate": bool(owner.credit_grade),
                "serve": owner.id in served,
                "care": owner.id in cared or owner._sdw_visited(),
                "maintain": bool(owner.sdw_file_verified_on) and not owner._sdw_file_missing(),
            }
            result[owner.id] = {key for key, is_done in facts.items() if is_done}
        return result

    def _sdw_partners_with(self, model, domain):
        """Ids of those commercial partners of self with such a document, in one query."""
        rows = (
            self.env[model]
            .sudo()
            ._read_group([*domain, ("partner_id.commercial_partner_id", "in", self.ids)], ["partner_id"])
        )
        return {partner.commercial_partner_id.id for (partner,) in rows}

    def _sdw_visited(self):
        return bool("last_visit_date" in self._fields and self.last_visit_date)
