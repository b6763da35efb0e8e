from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the file of a customer who signs contracts has to tell.
PROFILE = ("vat", "street", "city", "phone", "email", "website")


class ResPartner(models.Model):
    """The file of a customer who signs contracts is verified by the sales manager (N-18)."""

    _name = "res.partner"
    _inherit = ["res.partner", "sdw.guard.mixin"]

    sdw_file_verified_by_id = fields.Many2one(
        "res.users", "File Verified by", copy=False, readonly=True, groups="base.group_user"
    )
    sdw_file_verified_on = fields.Datetime("File Verified on", copy=False, readonly=True, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_file_verified_by_id", "sdw_file_verified_on"}

    def action_verify_customer_file(self):
        """Stamp that the customer's master data was verified; it holds until one of them changes.

        :raise AccessError: for anybody below sales manager
        :raise UserError: while something is missing
        """
        self.env["sale.order"]._sdw_check_role("group_sdw_sales_manager")
        self.check_access("read")
        owners = self.commercial_partner_id
        lacking = {owner: owner._sdw_file_missing() for owner in owners}
        for owner, missing in lacking.items():
            if missing:
                names = ", ".join(missing)
                raise UserError(self.env._("The file of %(name)s lacks: %(names)s.", name=owner.name, names=names))
        owners._sdw_system().write(
            {"sdw_file_verified_by_id": self.env.uid, "sdw_file_verified_on": fields.Datetime.now()}
        )
        return True

    def _sdw_file_missing(self):
        """Labels of what this customer's file lacks."""
        owner = self.sudo()
        missing = [owner._fields[name]._description_string(self.env) for name in PROFILE if not owner[name]]
        if owner.is_company and not owner.child_ids:
            missing.append(self.env._("Contact person"))
        return missing

    def write(self, vals):
        result = super().write(vals)
        if {*PROFILE, "name"} & set(vals):
            verified = self.sudo().filtered("sdw_file_verified_on")
            if verified:
                verified._sdw_system().write({"sdw_file_verified_by_id": False, "sdw_file_verified_on": False})
        return result
