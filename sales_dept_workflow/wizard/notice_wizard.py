from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = [
    ("hand_over", "Hand over to Shipping"),
    ("vehicle", "Vehicle and Driver"),
    ("check", "Check the Goods"),
    ("notify", "Notify the Loaders"),
    ("load", "Load"),
    ("hand_out", "Hand out a Copy"),
    ("dispatched", "Vendor's Dispatch"),
]


class SdwNoticeWizard(models.TransientModel):
    """Takes a step of delivery notices that needs names or a signature. The notice itself checks who may."""

    _name = "sdw.notice.wizard"
    _description = "Take a Step of a Delivery Notice"

    notice_ids = fields.Many2many(
        "sdw.delivery.notice", default=lambda self: self.env.context.get("active_ids"), string="Delivery Notices"
    )
    step = fields.Selection(STEPS, required=True)
    receiver_id = fields.Many2one("res.users", "To", domain=lambda self: self._domain_receiver())
    vehicle_number = fields.Char(compute="_compute_vehicle", store=True, readonly=False, precompute=True)
    driver_name = fields.Char("Driver", compute="_compute_vehicle", store=True, readonly=False, precompute=True)
    driver_id = fields.Many2one(
        "res.partner", "Driver's Contact", compute="_compute_vehicle", store=True, readonly=False, precompute=True
    )
    planned_departure = fields.Datetime(compute="_compute_vehicle", store=True, readonly=False, precompute=True)
    loaders = fields.Char()
    signature = fields.Binary()
    signer_name = fields.Char(compute="_compute_signer_name")
    colour = fields.Selection([("green", "Green: Sales"), ("yellow", "Yellow: Finance"), ("pink", "Pink: Warehouse")])
    handed_to_id = fields.Many2one(
        "res.partner", "Received by", compute="_compute_handed_to_id", store=True, readonly=False, precompute=True
    )
    reference = fields.Char("Vendor's Reference")
    differs = fields.Boolean(compute="_compute_differs")

    @api.model
    def _domain_receiver(self):
        return [("all_group_ids", "in", self.env.ref("sales_dept_workflow.group_sdw_shipping").ids)]

    @api.depends("notice_ids")
    def _compute_vehicle(self):
        for wizard in self:
            notice = wizard.notice_ids[:1]
            for name in ("vehicle_number", "driver_name", "driver_id", "planned_departure"):
                wizard[name] = notice[name]

    @api.depends("step", "driver_name")
    def _compute_signer_name(self):
        for wizard in self:
            wizard.signer_name = wizard.driver_name if wizard.step == "load" else self.env.user.name

    @api.depends("colour", "notice_ids")
    def _compute_handed_to_id(self):
        """The pink copy stays with the keeper, the green one goes back to whoever asked for the notice."""
        for wizard in self:
            people = {"pink": self.env.user, "green": wizard.notice_ids[:1].requested_by_id}
            wizard.handed_to_id = people.get(wizard.colour, self.env.user.browse()).sudo().partner_id

    @api.depends("notice_ids")
    def _compute_differs(self):
        for wizard in self:
            wizard.differs = any(notice.differs for notice in wizard.notice_ids)

    def action_confirm(self):
        """Take the step for all the notices."""
        self.ensure_one()
        notices = self.notice_ids
        if not notices:
            raise UserError(self.env._("Please choose a delivery notice first."))
        steps = {
            "hand_over": lambda: notices.action_hand_over(self.receiver_id),
            "vehicle": lambda: notices.action_assign_vehicle(
                self.vehicle_number, self.driver_name, self.planned_departure, self.driver_id
            ),
            "check": lambda: notices.action_check(self.signature),
            "notify": lambda: notices.action_notify_loading(self.loaders),
            "load": lambda: notices.action_load(self.driver_name, self.vehicle_number, self.signature),
            "hand_out": lambda: notices.action_hand_out(self.colour, self.handed_to_id),
            "dispatched": lambda: notices.action_vendor_dispatched(self.reference),
        }
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}
