from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .codes import VISIT

#: The customer comes to us.
REVERSE = "reverse"


class SdwVisit(models.Model):
    """The customer visits us: who receives him, who comes, at our place (L-23).

    It is planned, arranged, recorded and counted like any visit, in the name of whoever invited. One sees each other,
    so it counts as face to face: a customer of grade A who came to us needs no visit of ours in that quarter (V-16).
    """

    _inherit = VISIT

    host_ids = fields.Many2many(
        "res.users", string="Hosts", copy=False, domain="[('share', '=', False)]", help="Who receives them with you."
    )
    guest_ids = fields.Many2many("res.partner", "sdw_visit_guest_rel", string="Guests of the Customer", copy=False)
    guest_names = fields.Char("Other Guests", copy=False)

    # ------------------------------------------------------------------ our place
    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._at_our_place(vals) for vals in vals_list])

    @api.model
    def _at_our_place(self, vals):
        if vals.get("mode") != REVERSE or vals.get("place"):
            return vals
        company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
        return vals | {"place": company.sudo().partner_id._sdw_visit_place()}

    def write(self, vals):
        """Whoever turns a visit round without saying where, means the other one's usual place."""
        turned = self.browse()
        if "mode" in vals and "place" not in vals:
            turned = self.filtered(lambda visit: REVERSE in (visit.mode, vals["mode"]) and visit.mode != vals["mode"])
        result = super().write(vals)
        for visit in turned:
            visit.place = visit._usual_place()
        if {"host_ids", "mode"}.intersection(vals):
            self._sdw_system()._sync_meeting()
        return result

    @api.onchange("mode", "partner_id")
    def _onchange_mode_place(self):
        if self.mode == REVERSE or not self.place:
            self.place = self._usual_place()

    def _usual_place(self):
        partner = self.company_id.sudo().partner_id if self.mode == REVERSE else self.sudo().partner_id
        return partner._sdw_visit_place() if partner else False

    # ------------------------------------------------------------------ who is there
    @api.constrains("host_ids", "company_id")
    def _check_hosts(self):
        for visit in self.sudo():
            strangers = visit.host_ids.filtered(
                lambda user, company=visit.company_id: user.share or company not in user.company_ids
            )
            if strangers:
                names = ", ".join(strangers.mapped("name"))
                raise UserError(self.env._("Not of this company: %(names)s.", names=names))

    @api.constrains("guest_ids", "partner_id")
    def _check_guests(self):
        for visit in self.sudo():
            strangers = visit.guest_ids.filtered(
                lambda guest, customer=visit.commercial_partner_id: guest.commercial_partner_id != customer
            )
            if strangers:
                names = ", ".join(strangers.mapped("name"))
                raise ValidationError(self.env._("These guests belong to another customer: %(names)s.", names=names))

    def _meeting_people(self):
        people = super()._meeting_people()
        return people | self.host_ids.partner_id if self.mode == REVERSE else people
