from odoo import models
from odoo.exceptions import UserError

from .codes import CASE


class ResPartner(models.Model):
    """What would lead round a hold: another parent, another kind of partner, the archive."""

    _inherit = "res.partner"

    def write(self, vals):
        moving, before = self.browse(), {}
        if "parent_id" in vals or "is_company" in vals:
            moving = self._sdw_moving(vals)
            before = moving._sdw_check_parent()
        if vals.get("active") is False:
            self._sdw_check_archive()
        result = super().write(vals)
        if moving:
            moving._sdw_carry_cases()
            moving._sdw_check_still_held(before)
        return result

    def _sdw_moving(self, vals):
        return self.filtered(
            lambda partner: ("parent_id" in vals and partner.parent_id.id != (vals["parent_id"] or False))
            or ("is_company" in vals and partner.is_company != bool(vals["is_company"]))
        )

    def _sdw_held_anywhere(self):
        # A hold in any company counts; they are few.
        # pylint: disable-next=no-search-all
        return self._sdw_holding_cases(self.env["res.company"].sudo().search([]), plans=True)

    def _sdw_check_parent(self):
        """Moving a held customer (or one of his) takes a manager or finance; return who is held, and by which case."""
        held = self._sdw_held_anywhere() if self else {}
        ids = {partner for partner, _company in held}
        if ids and not self._sdw_may_move_held():
            names = ", ".join(self.filtered(lambda partner: partner.id in ids).mapped("display_name"))
            raise UserError(
                self.env._(
                    "Only a sales manager or finance changes whom a customer on shipping hold belongs to: %(names)s.",
                    names=names,
                )
            )
        return held

    def _sdw_carry_cases(self):
        """Whoever has become a contact of somebody brings his open cases and holds along."""
        cases = self.env[CASE]
        domain = [("partner_id", "in", self.ids), "|", ("state", "!=", "closed"), ("hold", "=", True)]
        for partner in cases.sudo().search(domain).partner_id.with_env(self.env):
            if partner.commercial_partner_id != partner:
                cases._partners_joined(partner, partner.commercial_partner_id)

    def _sdw_check_still_held(self, before):
        """Nobody steps out of a hold by a change of parent, whatever his role and by whatever door: a release is asked
        for (C-07).
        """
        freed = before.keys() - self._sdw_held_anywhere().keys() if before else ()
        if freed:
            names = ", ".join(self.browse({partner for partner, _company in freed}).mapped("display_name"))
            raise UserError(
                self.env._(
                    "These would leave the shipping hold of whom they belong to; ask for its release first: %(names)s.",
                    names=names,
                )
            )

    def _sdw_may_move_held(self):
        roles = ("group_sdw_sales_manager", "group_sdw_finance")
        return self.env.su or any(self.env.user.has_group(f"sales_dept_workflow.{role}") for role in roles)
