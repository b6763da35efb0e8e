from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.deadline_mixin import ACTIVITY, ESCALATION
from .entry_codes import INQUIRY

PRODUCTION = "group_sdw_production"
STATES = [("asked", "Asked"), ("promised", "Day Promised"), ("declined", "Declined"), ("cancelled", "No Longer Needed")]
WAITING = ("asked", "declined")


class SdwSupplyInquiry(models.Model):
    """When can production supply what an order lacks (O-02)?

    One per short order line. Production promises a day or declines with a reason within ``sdw_prompt_hours``; a promise
    is due at the end of its day, and whoever is next up hears of it when the goods are still not there. It is
    ``cancelled`` when stock came in meanwhile or the line was reduced.
    """

    _name = INQUIRY
    _description = "Supply Inquiry"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "priority desc, promised_date, deadline, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    order_line_id = fields.Many2one("sale.order.line", required=True, readonly=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True)
    quantity_missing = fields.Float(digits="Product Unit", readonly=True, tracking=True)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    user_id = fields.Many2one("res.users", "Production Manager", index="btree_not_null", tracking=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", readonly=True)
    asked_on = fields.Datetime(required=True, readonly=True)
    wanted_on = fields.Date(readonly=True, help="The day the customer expects the goods.")
    answered_on = fields.Datetime(readonly=True)
    promised_date = fields.Date(readonly=True, tracking=True)
    reason = fields.Text("Why Not", readonly=True, tracking=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="asked", index=True, tracking=True)

    _line_uniq = models.UniqueIndex(
        "(order_line_id) WHERE state != 'cancelled'", "Production has been asked about this order line already."
    )

    @api.model
    def _sdw_guarded_fields(self):
        given = {"name", "order_line_id", "order_id", "partner_id", "product_id", "quantity_missing", "uom_id"}
        given |= {"company_id", "priority", "asked_on", "wanted_on", "answered_on", "promised_date", "reason", "state"}
        return super()._sdw_guarded_fields() | given

    # ------------------------------------------------------------------ asking
    @api.model
    def _living(self, orders):
        """The inquiries of these orders that count, in one query."""
        domain = [("order_id", "in", orders.ids), ("state", "!=", "cancelled")]
        return self._sdw_system().search(domain) if orders else self._sdw_system()

    @api.model
    def _ask(self, missing):
        """Ask production about each short line, in one batch.

        :param dict missing: {order line: quantity missing, in its unit}
        """
        now = fields.Datetime.now()
        values = []
        for company in {line.company_id for line in missing}:
            lines = [line for line in missing if line.company_id == company]
            names = self.env["ir.sequence"]._sdw_next_names(INQUIRY, company, len(lines))
            user, due = self._answers_in(company), self.with_company(company)._sdw_prompt_deadline(now)
            for line, name in zip(lines, names, strict=True):
                row = {"name": name, "user_id": user.id, "asked_on": now, "deadline": due}
                values.append({**row, **self._prepare(line, missing[line])})
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}
        system = self._sdw_system()
        inquiries = system.browse(system.with_context(**quiet).create(values).ids)
        inquiries._deadline_start()
        return inquiries

    @api.model
    def _answers_in(self, company):
        """Who answers for production: named in the settings, else the first to hold the role."""
        named = company.sudo().sdw_production_user_id
        role = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{PRODUCTION}")
        return named if named.active else role._sdw_holders(company)[:1]

    @api.model
    def _prepare(self, line, quantity):
        return {
            "order_line_id": line.id,
            "order_id": line.order_id.id,
            "partner_id": line.order_id.partner_id.id,
            "product_id": line.product_id.id,
            "quantity_missing": quantity,
            "uom_id": line.product_uom_id.id,
            "company_id": line.company_id.id,
            "wanted_on": line._sdw_wanted_on(),
            "priority": "1",
        }

    def _ask_more(self, missing):
        """More is missing than was asked for: the answer given so far does not cover it."""
        for inquiry in self:
            quantity = missing[inquiry.order_line_id]
            if inquiry.uom_id.compare(quantity, inquiry.quantity_missing) > 0:
                inquiry._ask_again(quantity)

    def _ask_again(self, quantity):
        now = fields.Datetime.now()
        anew = {"state": "asked", "asked_on": now, "answered_on": False, "promised_date": False, "reason": False}
        anew |= {"met_on": False, "escalated_on": False, "escalated_to_id": False}
        self.write({**anew, "quantity_missing": quantity, "deadline": self._sdw_prompt_deadline(now)})
        self._restart()

    def _restart(self):
        self._sdw_unschedule(ACTIVITY, ESCALATION)
        self._deadline_start()

    # ------------------------------------------------------------------ answering
    def action_promise(self, date=None):
        """Promise the day on which the missing goods are there. When the last short line of an order is promised, the
        customer is told and the order goes to the accountant.

        :param date: the day; without it the window that asks for it opens
        :raise AccessError: for whoever does not answer for production
        :raise UserError: for a day in the past, or an inquiry that is no longer needed
        """
        self._check_answerer()
        if not date:
            return self._open_promise()
        day, freed = fields.Date.to_date(date), self.sudo().filtered(lambda inquiry: inquiry.state in WAITING).order_id
        for company, inquiries in self.sudo().grouped("company_id").items():
            if day < company._sdw_today():
                raise UserError(self.env._("Goods cannot be promised for a day in the past."))
            values = {"state": "promised", "promised_date": day, "answered_on": fields.Datetime.now(), "reason": False}
            values |= {"met_on": False, "escalated_on": False, "escalated_to_id": False}
            system = inquiries._sdw_system()
            system.write({**values, "deadline": system.with_company(company)._sdw_end_of_day(day)})
            system._restart()
        self.sudo().order_id._sdw_supply_answered(freed)
        return True

    def action_decline(self, reason):
        """Production cannot supply it: the sales administration is told why and settles it with the customer."""
        self._check_answerer()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why it cannot be supplied."))
        system = self._sdw_system()
        answer = {"state": "declined", "reason": reason, "promised_date": False}
        system.write({**answer, "answered_on": fields.Datetime.now()})
        system._deadline_met()
        system.order_id._sdw_tell_desk(lambda order: order.env._("Production cannot supply: %(reason)s", reason=reason))
        return True

    def action_ask_again(self):
        """Ask production once more about what it declined (the sales administration has settled something)."""
        self._sdw_check_role("group_sdw_sales_admin", "group_sdw_sales_manager")
        for inquiry in self._sdw_system():
            if inquiry.state == "declined":
                inquiry._ask_again(inquiry.quantity_missing)
        return True

    def action_open_decline(self):
        """Ask production for the reason."""
        self._check_answerer()
        context = {"default_res_model": self._name, "default_res_ids": self.ids, "default_method": "action_decline"}
        return {**self._window(self.env._("Why it cannot be supplied"), "sdw.reason.wizard"), "context": context}

    def _open_promise(self):
        context = {"default_inquiry_ids": self.ids}
        return {**self._window(self.env._("Promise the goods"), "sdw.supply.wizard"), "context": context}

    def _window(self, name, model):
        views = [[False, "form"]]
        return {"type": "ir.actions.act_window", "name": name, "res_model": model, "views": views, "target": "new"}

    def _check_answerer(self):
        """Production answers; in a company where nobody holds that role, a sales manager who has asked them."""
        self._sdw_check_caller()
        role = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{PRODUCTION}")
        nobody = not any(role._sdw_holders(company) for company in self.sudo().company_id)
        self._sdw_check_role(PRODUCTION, *(("group_sdw_sales_manager",) if nobody else ()))
        if any(inquiry.state == "cancelled" for inquiry in self.sudo()):
            raise UserError(self.env._("These goods are no longer needed."))
        if any(inquiry.company_id not in self.env.user.company_ids for inquiry in self.sudo()):
            raise AccessError(self.env._("This belongs to another company."))
