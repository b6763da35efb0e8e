from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..credit.res_partner import SEEN_BY
from .codes_status import GRADES, LEVEL, MANAGER, SIZES

#: Set by the sales manager, for each company of ours.
JUDGED = {"customer_grade", "sdw_size_class"}


class ResPartner(models.Model):
    """The value of a customer as people judge it: grade and size class, per company (A-08, A-21, A-51, Z-28)."""

    _inherit = "res.partner"

    customer_grade = fields.Selection(
        GRADES,
        company_dependent=True,
        copy=False,
        groups=SEEN_BY,
        help="Set by the sales manager: how often the customer is visited, his terms and services.",
    )
    sdw_size_class = fields.Selection(
        SIZES,
        "Size Class",
        company_dependent=True,
        copy=False,
        groups=SEEN_BY,
        help="By his share in our turnover; proposed by the system, confirmed by the sales manager.",
    )
    sdw_key_manager_id = fields.Many2one(
        "res.users",
        "Manager in Charge",
        copy=False,
        domain=[("share", "=", False)],
        index="btree_not_null",
        groups="base.group_user",
        help="A key customer is looked after by a manager, too.",
    )

    @api.model
    def _sdw_decided_fields(self):
        return super()._sdw_decided_fields() | JUDGED

    @api.model_create_multi
    def create(self, vals_list):
        given = {name for vals in vals_list for name in JUDGED if vals.get(name)}
        self._sdw_check_judge(given)
        return super(ResPartner, self._sdw_without_defaults(JUDGED)).create(vals_list)

    def write(self, vals):
        judged = JUDGED.intersection(vals)
        if not judged:
            return super().write(vals)
        before = {partner: {name: partner.sudo()[name] or False for name in judged} for partner in self}
        changed = self.filtered(lambda partner: any(before[partner][name] != (vals[name] or False) for name in judged))
        self._sdw_check_judge(judged if changed else ())
        result = super().write(vals)
        changed._sdw_judged(before, judged)
        return result

    def _sdw_check_judge(self, names):
        """Grade and class are kept by people: by those who lead, whatever mode a rule has."""
        if names and not self.env.su and not self.env.user.has_group(f"sales_dept_workflow.{MANAGER}"):
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
            raise AccessError(self.env._("The sales manager sets this of a customer: %(fields)s.", fields=labels))

    def _sdw_judged(self, before, names):
        """What a new grade or class brings, and its note in the chatter."""
        system = self._sdw_system().with_company(self.env.company)
        system._sdw_log_judged(before, names)
        if "customer_grade" in names:
            for grade, partners in system.grouped("customer_grade").items():
                partners._sdw_level_given(self.env[LEVEL]._row(self.env.company.id, grade))
        if "sdw_size_class" in names:
            key = system.filtered(lambda one: one.sdw_size_class == "key" and not one.sdw_key_manager_id)
            for manager, partners in key.grouped(lambda partner: partner._sdw_manager()).items():
                partners.write({"sdw_key_manager_id": manager.id})

    def _sdw_level_given(self, level):
        """The price list of the level; its credit grade only to whom finance has not rated yet."""
        if level.pricelist_id:
            self.write({"specific_property_product_pricelist": level.pricelist_id.id})
        if level.credit_grade:
            self.filtered(lambda partner: not partner.credit_grade).write({"credit_grade": level.credit_grade})

    def _sdw_log_judged(self, before, names):
        """In the chatter of each: who judged him how, in which company."""
        bodies = {}
        for partner in self:
            changes = [
                f"{self._fields[name]._description_string(self.env)}: "
                f"{partner._sdw_judged_name(name, before[partner][name])} → "
                f"{partner._sdw_judged_name(name, partner[name])}"
                for name in sorted(names)
            ]
            bodies[partner.id] = f"{self.env.company.name} · {'; '.join(changes)}"
        if bodies:
            self._message_log_batch(bodies=bodies)

    def _sdw_judged_name(self, name, value):
        return dict(self._fields[name]._description_selection(self.env)).get(value, "-")

    def _sdw_visit_days(self):
        """{partner: days between two return visits} in the current company, by his commercial partner's grade."""
        levels, company = self.env[LEVEL], self.env.company
        return {
            partner: levels._visit_days(company, partner.sudo().commercial_partner_id.customer_grade)
            for partner in self
        }

    @api.model
    def _sdw_sql_judged(self, name, partner, company):
        """SQL of a company-dependent field of the table ``partner`` in the company of column ``company``."""
        return SQL("(%s->>(%s::text))", SQL.identifier(partner, name), SQL.identifier(*company))
