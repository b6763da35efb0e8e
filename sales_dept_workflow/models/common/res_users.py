from odoo import api, fields, models
from odoo.tools import ormcache


class ResUsers(models.Model):
    _inherit = "res.users"

    sdw_position_id = fields.Many2one(
        "sdw.position", "Sales Position", index="btree_not_null", groups="base.group_user"
    )
    sdw_superior_id = fields.Many2one("res.users", "Superior", groups="base.group_user")
    sdw_signature = fields.Binary("Signature on Documents", attachment=True, groups="base.group_user")

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["sdw_signature"]

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["sdw_position_id", "sdw_superior_id", "sdw_signature"]

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env.registry.clear_cache()
        return users

    def _sdw_superior(self):
        """Whom this user answers to: his superior, else the leader of his sales team; empty when he has neither."""
        self.ensure_one()
        user = self.sudo()
        superior = user.sdw_superior_id or user.sale_team_id.user_id
        return superior if superior.active and superior != user else self.browse()

    def _sdw_superiors(self):
        """The chain upwards from this user, nearest first, without loops."""
        chain, user = self.browse(), self._sdw_superior()
        while user and user not in chain and user != self:
            chain |= user
            user = user._sdw_superior()
        return chain


class ResGroups(models.Model):
    _inherit = "res.groups"

    sdw_delegation_ids = fields.One2many("sdw.delegation", "group_id", "Delegations", groups="base.group_system")

    @api.model
    def _sdw_groups(self):
        """The roles this add-on brings."""
        privileges = self.env["ir.model.data"].search(
            [("module", "=", "sales_dept_workflow"), ("model", "=", "res.groups")]
        )
        return self.browse(privileges.mapped("res_id")).exists()

    @api.model
    def _sdw_role(self, xmlid):
        """The role with this xmlid (with module); from the cache, where ``env.ref`` asks the database each time."""
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True))

    def _sdw_xmlid(self):
        """The xmlid of this role, from the cache; None for no role."""
        return self._sdw_cached_xmlid() if self else None

    @ormcache("self.id")
    def _sdw_cached_xmlid(self):
        # pylint: disable-next=context-overridden
        return self.with_context({}).sudo().get_external_id().get(self.id)

    def _sdw_holders(self, company):
        """Active users holding this role in ``company``: those named for it directly first, then those who imply it."""
        self.ensure_one()
        return self.env["res.users"].browse(self._sdw_holder_ids(company.id))

    @ormcache("self.id", "company_id")
    def _sdw_holder_ids(self, company_id):
        """Core empties this cache when groups, companies or activity of users change; below, when users appear."""
        # pylint: disable-next=context-overridden
        group, company = self.with_context({}).sudo(), self.env["res.company"].browse(company_id)
        holders = (group.user_ids | group.all_user_ids).filtered(
            lambda user: user.active and not user.share and company in user.company_ids and user.id != 1
        )
        direct = holders & group.user_ids
        return (direct.sorted("id") | (holders - direct).sorted("id"))._ids

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """The steps of approvals are kept in the cache with their roles."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
