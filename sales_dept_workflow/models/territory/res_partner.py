from odoo import api, fields, models
from odoo.exceptions import AccessError

ADDRESS = {"country_id", "state_id", "zip", "city"}
#: What decides in which territory a customer lies, or whose subsidiary he is.
PLACING = ADDRESS | {"parent_id", "type", "is_company", "commercial_partner_id"}
PLACERS = ("group_sdw_sales_manager", "group_sdw_sales_admin", "group_sdw_archivist")


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sdw.guard.mixin"]

    territory_id = fields.Many2one(
        "sdw.territory",
        "Sales Territory",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The one set by a manager, else the match of the address.",
    )
    territory_forced_id = fields.Many2one(
        "sdw.territory",
        "Territory Set by Manager",
        copy=False,
        groups="base.group_user",
        index="btree_not_null",
    )
    is_distributor = fields.Boolean(
        compute="_compute_is_distributor",
        search="_search_is_distributor",
        compute_sudo=True,
        groups="base.group_user",
        help="A distributor's agreement with us is on record.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"territory_id"}

    def _compute_is_distributor(self):
        groups = self.env["sdw.distributor"]._read_group([("partner_id", "in", self.ids)], ["partner_id"])
        distributors = {partner.id for (partner,) in groups}
        for partner in self:
            partner.is_distributor = partner._origin.id in distributors

    def _search_is_distributor(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self.env["sdw.distributor"].sudo()._search([]).subselect("partner_id"))]

    def _sdw_lineage(self):
        """{partner: ids of himself and everything above}: whose child or subsidiary he is. One query a level."""
        partners = self._origin.sudo()
        result = {partner: {partner._origin.id, partner.sudo().commercial_partner_id._origin.id} for partner in self}
        above = {partner: partner._origin.sudo().parent_id for partner in self}
        level = partners.parent_id
        while level:
            for partner, parent in above.items():
                if parent and parent.id not in result[partner] - {partner.sudo().commercial_partner_id._origin.id}:
                    result[partner] |= {parent.id}
                    above[partner] = parent.parent_id
                else:
                    above[partner] = parent.browse()
            level = partners.browse().union(*above.values())
        return result

    # ------------------------------------------------------------------ the territory follows the address
    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._sdw_check_forced_territory(partners.filtered(lambda partner: partner.sudo().territory_forced_id))
        if self.env["sdw.territory"]._any():
            self.env["sdw.territory"]._assign(partners)
        return partners

    def write(self, vals):
        moved = self._sdw_moved(vals)
        moved._sdw_check_placing(vals)
        result = super().write(vals)
        if moved and self.env["sdw.territory"]._any():
            self.env["sdw.territory"]._assign(moved)
            if {"parent_id", "is_company"}.intersection(vals):
                # A subsidiary of the distributor is the distributor: the same place, another owner.
                self.env["sale.order"].sudo()._sdw_customers_changed(moved)
        return result

    def _sdw_moved(self, vals):
        """The partners that these values really move."""
        names = (PLACING | {"territory_forced_id"}).intersection(vals)
        if not names:
            return self.browse()
        return self.filtered(lambda partner: any(partner._sdw_differs(name, vals[name]) for name in names))

    def _sdw_differs(self, name, value):
        current = self.sudo()[name]
        if self._fields[name].type == "many2many":
            return set(current._ids) != set(value or ())
        if self._fields[name].relational:
            current = current.id
        return (current or False) != (value or False)

    # ------------------------------------------------------------------ guarded like the rule that reads it
    def _sdw_check_placing(self, vals):
        """Only those who keep the files move an existing customer while the region decides his price."""
        if self.env.su or not self:
            return
        self._sdw_check_forced_territory(self if "territory_forced_id" in vals else self.browse())
        customers = self.filtered(lambda partner: not partner._sdw_only_supplier())
        if not PLACING.intersection(vals) or not customers or not self._sdw_rule_enforced("territory"):
            return
        self._sdw_require(PLACERS, self.env._("The address and company of a customer decide his territory."))

    def _sdw_check_forced_territory(self, partners):
        if partners and not self.env.su:
            message = self.env._("A territory other than the address says is set by a manager.")
            self._sdw_require(("group_sdw_sales_manager",), message)

    def _sdw_only_supplier(self):
        partner = self.sudo()
        return partner.supplier_rank > 0 and not partner.customer_rank and not partner.sale_order_ids

    @api.model
    def _sdw_rule_enforced(self, rule):
        """Whether any company of this user enforces ``rule`` (partners are shared)."""
        return any(company._sdw_mode(rule) == "block" for company in self.env.user.sudo().company_ids)

    @api.model
    def _sdw_require(self, groups, why):
        """Refuse whoever holds none of these roles.

        :param tuple groups: xmlids without module
        :param str why: translated sentence
        """
        user = self.env.user
        names = [f"sales_dept_workflow.{group}" for group in groups]
        if self.env.su or user.has_group("base.group_system") or any(user.has_group(name) for name in names):
            return
        roles = ", ".join(self.env["sdw.gate.mixin"]._sdw_role_name(name) for name in names)
        raise AccessError(self.env._("%(why)s Only these roles may change it: %(roles)s.", why=why, roles=roles))
