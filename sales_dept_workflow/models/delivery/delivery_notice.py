from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes import SALES_ADMIN
from .delivery_notice_copy import COLOURS

#: The states of a notice that still stands for its transfer, in order.
LIVE = ("draft", "to_sign", "signed", "checked", "loaded")

#: What people write themselves; everything else is set by the steps.
FREE = {"picking_id", "remarks", "quality_remarks", "line_ids"}


class SdwDeliveryNotice(models.Model):
    """The delivery notice 发货通知单 (O-06…O-15): without it nothing leaves to a customer.

    The sales administration makes one for a transfer, the general manager signs it, the shipping centre names
    the vehicle, the keeper checks the goods against it and has them loaded, the driver signs and takes the white copy.
    One live notice for a transfer; a backorder has its own.
    """

    _name = "sdw.delivery.notice"
    _description = "Delivery Notice"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sdw.paper.mixin",
        "sdw.approval.mixin",
        "sdw.deadline.mixin",
    ]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="restrict", index="btree_not_null")
    order_names = fields.Char("Orders", readonly=True, help="The orders and contracts the goods are for.")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="restrict", index="btree_not_null")
    consignee_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict", index="btree_not_null")
    consignee_address = fields.Text(readonly=True)
    freight_term = fields.Selection(related="order_id.freight_term", groups="base.group_user")
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True, index="btree_not_null")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null")
    dropship = fields.Boolean("From the Vendor", readonly=True, help="Goods go straight from the vendor.")
    previous_id = fields.Many2one("sdw.delivery.notice", "Replaces", readonly=True, index="btree_not_null")
    line_ids = fields.One2many("sdw.delivery.notice.line", "notice_id", "Goods")
    copy_ids = fields.One2many("sdw.delivery.notice.copy", "notice_id", "Copies", readonly=True)
    remarks = fields.Text(help="Printed on the notice; fixed once it goes to signature.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_sign", "To Sign"),
            ("signed", "Signed"),
            ("checked", "Goods Checked"),
            ("loaded", "Loaded"),
            ("shipped", "Shipped"),
            ("cancelled", "Void"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
        copy=False,
    )
    signed_for = fields.Json(readonly=True, copy=False, help="Consignee, goods and lots as they were put to signature.")

    requested_on = fields.Datetime(readonly=True, copy=False)
    requested_by_id = fields.Many2one("res.users", "Requested by", readonly=True, copy=False)
    gm_signature = fields.Binary("General Manager's Signature", readonly=True, copy=False)
    gm_signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)

    handed_over_on = fields.Datetime("Handed over on", readonly=True, copy=False)
    handed_over_by_id = fields.Many2one("res.users", "Handed over by", readonly=True, copy=False)
    handed_over_to_id = fields.Many2one("res.users", "Handed over to", readonly=True, copy=False)
    vehicle_number = fields.Char(readonly=True, copy=False, tracking=True)
    driver_name = fields.Char("Driver", readonly=True, copy=False, tracking=True)
    driver_id = fields.Many2one("res.partner", "Driver's Contact", readonly=True, copy=False, index="btree_not_null")
    planned_departure = fields.Datetime(readonly=True, copy=False)
    vehicle_by_id = fields.Many2one("res.users", "Vehicle Named by", readonly=True, copy=False)

    keeper_id = fields.Many2one("res.users", "Keeper", readonly=True, copy=False, index="btree_not_null")
    keeper_signature = fields.Binary(readonly=True, copy=False)
    checked_on = fields.Datetime(readonly=True, copy=False)
    checked_goods = fields.Json(readonly=True, copy=False, help="The goods as the keeper found them.")
    quality_remarks = fields.Text(copy=False, help="What the keeper noticed about the goods.")
    loaders = fields.Char(readonly=True, copy=False)
    loaders_notified_on = fields.Datetime(readonly=True, copy=False)
    loaders_notified_by_id = fields.Many2one("res.users", "Loaders Notified by", readonly=True, copy=False)
    loaded_on = fields.Datetime(readonly=True, copy=False)
    driver_signature = fields.Binary("Driver's Signature", readonly=True, copy=False)
    vendor_reference = fields.Char("Vendor's Dispatch Reference", readonly=True, copy=False)
    shipped_on = fields.Datetime(readonly=True, copy=False)

    print_count = fields.Integer("Prints", readonly=True, copy=False)
    cancelled_on = fields.Datetime("Void since", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", "Voided by", readonly=True, copy=False)
    void_reason = fields.Text("Void because", readonly=True, copy=False)

    _picking_uniq = models.UniqueIndex(
        "(picking_id) WHERE state != 'cancelled'", "This transfer already has a delivery notice."
    )
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        """Everything the steps set, which is everything stored of ours but :data:`FREE`."""
        ours = {name for name, field in self._fields.items() if field.store and field._module == "sales_dept_workflow"}
        return super()._sdw_guarded_fields() | (ours - FREE)

    # ------------------------------------------------------------------ making
    @api.model_create_multi
    def create(self, vals_list):
        """Make notices for transfers: whoever makes one gives the transfer (and remarks), the system the rest.

        :raise AccessError: for others than the sales administration
        :raise UserError: for a transfer that brings nothing to a customer, is done, or has a live notice
        """
        if not self.env.su:
            self._sdw_check_role(SALES_ADMIN)
            self.check_access("create")
            self._sdw_refuse_guarded(
                (self._sdw_guarded_fields() | {"line_ids"}).intersection(*[set().union(*vals_list)])
            )
        pickings = self.env["stock.picking"].browse([vals.get("picking_id") for vals in vals_list])
        pickings._sdw_check_noticeable()
        system = self._sdw_system().with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        prepared = system._prepare(system.env["stock.picking"].browse(pickings.ids))
        given = [{name: vals[name] for name in FREE & vals.keys() - {"line_ids"}} for vals in vals_list]
        notices = super(SdwDeliveryNotice, system).create(
            [{**values, **vals} for values, vals in zip(prepared, given, strict=True)]
        )
        return self.browse(notices.ids)

    @api.model
    def _prepare(self, pickings):
        """The values of the notices of ``pickings``, in their order."""
        names = {}
        for company, group in pickings.grouped("company_id").items():
            numbers = self.env["ir.sequence"]._sdw_next_names(self._name, company, len(group))
            names.update(zip(group, numbers, strict=True))
        voided = {}
        for notice in self.search([("picking_id", "in", pickings.ids), ("state", "=", "cancelled")], order="id"):
            voided[notice.picking_id] = notice
        return [
            {
                "name": names[picking],
                **self._prepare_one(picking),
                "previous_id": voided.get(picking, self.browse()).id,
            }
            for picking in pickings
        ]

    @api.model
    def _prepare_one(self, picking):
        orders = picking._sdw_orders()
        order = picking.sale_id or orders[:1]
        consignee = picking._sdw_consignees()[:1]
        user = order.user_id or picking.partner_id.commercial_partner_id.user_id
        return {
            "picking_id": picking.id,
            "company_id": picking.company_id.id,
            "order_id": order.id,
            "order_names": ", ".join(orders.mapped("name")),
            "partner_id": (order.partner_id or consignee).commercial_partner_id.id,
            "consignee_id": consignee.id,
            "consignee_address": consignee._display_address() if consignee else False,
            "user_id": user.id,
            "team_id": (order.team_id or user.sale_team_id).id,
            "dropship": picking.location_id.usage == "supplier",
            "line_ids": [Command.create(row) for row in picking._sdw_notice_rows()],
            "copy_ids": [Command.create({"colour": colour}) for colour, _label in COLOURS],
        }

    # ------------------------------------------------------------------ writing by hand
    def write(self, vals):
        if not self.env.su:
            self._check_free(vals)
        return super().write(vals)

    def _check_free(self, vals):
        """Remarks belong to the sales administration until the notice goes to signature, those on quality to the keeper
        until he signs; the transfer never changes.
        """
        rights = {"remarks": (SALES_ADMIN, "draft"), "quality_remarks": ("group_sdw_warehouse", "signed")}
        for name, (role, state) in rights.items():
            if name in vals:
                self._sdw_check_role(role)
                self._check_state(state)
        if "picking_id" in vals:
            self._sdw_refuse_guarded({"picking_id"})

    def _check_state(self, *states):
        """Raise unless every notice is in one of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for notice in self.sudo():
            if notice.state not in states:
                raise UserError(
                    self.env._(
                        "%(notice)s is %(state)s: this step comes when it is: %(states)s.",
                        notice=notice.name,
                        state=labels[notice.state],
                        states=", ".join(labels[state] for state in states),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if any(notice.state != "draft" for notice in self):
            raise UserError(self.env._("A delivery notice on record cannot be deleted. Please void it."))
