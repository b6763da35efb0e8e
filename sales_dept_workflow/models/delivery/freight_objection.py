from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_freight import OBJECTION

SALES_ADMIN = "sales_dept_workflow.group_sdw_sales_admin"
KINDS = [("freight", "Freight"), ("settlement", "Settlement")]


class SdwFreightObjection(models.Model):
    """The customer objects to the freight or to how it is settled; the sales manager decides (D-08).

    Until he has, neither the delivery notice nor the goods go on. Never written by hand: the order records it, and the
    approval ``freight`` of the order decides it.
    """

    _name = OBJECTION
    _description = "Objection to the Freight"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _rec_name = "order_id"
    _check_company_auto = True

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", "Raised by", readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    text = fields.Text("What the Customer Says", required=True, readonly=True)
    source = fields.Selection(
        [("office", "Told to us"), ("portal", "On the portal")], required=True, readonly=True, default="office"
    )
    raised_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    recorded_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("open", "With the Manager"),
            ("accepted", "Accepted"),
            ("kept", "Terms Stay"),
            ("withdrawn", "Order Ended"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    decided_on = fields.Datetime(readonly=True)
    approval_id = fields.Many2one("sdw.approval", "Decided with", readonly=True, ondelete="restrict")

    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE state = 'open'", "An objection to this order already waits for the manager's decision."
    )

    @api.model
    def _sdw_guarded_fields(self):
        own = {name for name, field in self._fields.items() if field.store and field._module == "sales_dept_workflow"}
        return super()._sdw_guarded_fields() | own

    def _teller(self):
        """Who tells the customer: the sales admin who reported it, else the first there is, else the salesperson."""
        reporter = self.recorded_by_id
        if reporter.active and reporter.has_group(SALES_ADMIN):
            return reporter
        holders = self.env["res.groups"]._sdw_role(SALES_ADMIN)._sdw_holders(self.company_id)
        return holders[:1] or self.order_id.user_id

    def _outcome(self, order):
        """What the activity says, in its reader's language."""
        if self.state == "accepted":
            return order.env._("Objection accepted: agree the new terms with the customer")
        return order.env._("Objection not accepted: tell the customer that the terms stay")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("An objection on record cannot be deleted."))
