from odoo import api, fields, models
from odoo.fields import Domain

from .codes_status import SIZES

#: {size class: the setting that says how complete its files have to be}; whoever has no class counts as general.
TARGETS = {
    "key": "sdw_profile_target_key",
    "general": "sdw_profile_target",
    "scattered": "sdw_profile_target_scattered",
}


class ResPartner(models.Model):
    """How complete a file has to be: key customers' most of all (A-05, A-08). Asked of nobody, shown and listed."""

    _inherit = "res.partner"

    sdw_profile_target = fields.Integer(
        "To Be Complete to (%)", compute="_compute_sdw_profile_target", groups="base.group_user"
    )
    sdw_below_target = fields.Boolean(
        "File below Its Target",
        compute="_compute_sdw_profile_target",
        search="_search_sdw_below_target",
        groups="base.group_user",
    )

    @api.depends("commercial_partner_id", "profile_completeness", "sdw_size_class")
    @api.depends_context("company")
    def _compute_sdw_profile_target(self):
        company = self.env.company.sudo()
        for partner in self:
            owner = partner.sudo().commercial_partner_id
            target = company[TARGETS[owner.sdw_size_class or "general"]]
            partner.sdw_profile_target = target
            partner.sdw_below_target = owner.profile_completeness < target

    @api.model
    def _search_sdw_below_target(self, operator, value):
        """Commercial partners whose files are below the target of their size class in the reader's company."""
        if operator != "in":
            return NotImplemented
        company = self.env.company.sudo()
        below = Domain.OR(
            Domain("sdw_size_class", "in", [size] if size != "general" else [size, False])
            & Domain("profile_completeness", "<", company[TARGETS[size]])
            for size, _label in SIZES
        )
        # The size class is not for everybody; that a file is short of something is.
        found = Domain("id", "in", self.sudo()._search(below & Domain("parent_id", "=", False)))
        wanted = {bool(item) for item in value}
        return found if wanted == {True} else ~found if wanted == {False} else Domain.TRUE
