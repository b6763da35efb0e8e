from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .codes import CARE, DIRECTIONS, IS_MANAGER, WAYS


class SdwCareLog(models.Model):
    """What keeps a relation warm: a call, a gift, an invitation; when, by whom, what it cost (V-17, X-15).

    And what was said between us and the customer, in either direction, by whatever way leaves no document of its own
    (A-33, L-22). Mails and portal messages are kept by Odoo already and not written down again.
    """

    _name = CARE
    _description = "Customer Care"
    _order = "date desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="restrict", index=True)
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer Group", store=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("call", "Call to Keep in Touch"),
            ("gift", "Gift"),
            ("invitation", "Invitation"),
            ("greeting", "Greetings"),
            ("other", "Other Care"),
            ("contact", "Business Contact"),
        ],
        "Kind of Care",
        required=True,
        default="call",
    )
    direction = fields.Selection(DIRECTIONS, required=True, default="out", help="Who got in touch with whom.")
    channel = fields.Selection(WAYS, "Way of Contact")
    contact_id = fields.Many2one(
        "res.partner",
        "Talked to",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'child_of', partner_id)]",
    )
    product_ids = fields.Many2many("product.product", string="Products Presented", check_company=True)
    occasion = fields.Char(help="A festival, an anniversary, a birthday, …")
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Care Given by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
        domain="[('share', '=', False)]",
    )
    note = fields.Char("What It Was")
    cost = fields.Monetary()

    _cost_positive = models.Constraint("CHECK(cost >= 0)", "Care costs something or nothing, never less.")
    _gift_named = models.Constraint(
        "CHECK(kind != 'gift' OR note IS NOT NULL)", "Please say what the customer was given."
    )
    _contact_told = models.Constraint(
        "CHECK(kind != 'contact' OR (note IS NOT NULL AND channel IS NOT NULL))",
        "Please say by which way you were in contact, and what it was about.",
    )
    _customer_idx = models.Index("(commercial_partner_id, date)")

    @api.model_create_multi
    def create(self, vals_list):
        logs = super().create(vals_list)
        logs._check_giver()
        return logs

    def write(self, vals):
        self._check_giver()
        result = super().write(vals)
        self._check_giver()
        return result

    def _check_giver(self):
        """What somebody gave is told by himself, or by a manager."""
        if self.env.su or self.env.user.has_group(IS_MANAGER):
            return
        if any(log.user_id != self.env.user for log in self):
            raise AccessError(self.env._("Everybody writes down the care he gave himself."))

    @api.constrains("contact_id", "partner_id")
    def _check_contact(self):
        """Whoever was talked to is somebody at this customer's."""
        for log in self.sudo():
            if log.contact_id and log.contact_id.commercial_partner_id != log.commercial_partner_id:
                raise ValidationError(
                    self.env._("%(name)s is no contact of this customer.", name=log.contact_id.display_name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("Customer care on record cannot be deleted."))
