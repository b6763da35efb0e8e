from odoo import api, fields, models

from ..common.messages import write_to
from ..common.rules import roles
from .entry_codes import INQUIRY
from .supply_inquiry import WAITING

DESK = "sales_dept_workflow.group_sdw_sales_admin"
TELL = "sales_dept_workflow.mail_activity_type_supply"
TEMPLATE = "sales_dept_workflow.mail_template_supply_promise"
READERS = roles("salesperson", "accountant", "production", "warehouse", "shipping")


class SaleOrder(models.Model):
    """An order whose goods are short waits for a date before it goes to the accountant (O-02, decision 18)."""

    _inherit = "sale.order"

    sdw_supply_ids = fields.One2many(INQUIRY, "order_id", "Supply Inquiries", copy=False, readonly=True, groups=READERS)
    sdw_supply_count = fields.Integer(
        "Number of Supply Inquiries", compute="_compute_sdw_supply_count", groups=roles("salesperson")
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_supply_ids"}

    def _compute_sdw_supply_count(self):
        rows = self.env[INQUIRY]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_supply_count = counts.get(order._origin.id, 0)

    # ------------------------------------------------------------------ asking
    def _sdw_credit_may_submit(self):
        orders = super()._sdw_credit_may_submit()
        return orders - orders._sdw_ask_supply(submitting=True) if orders else orders

    def _sdw_ask_supply(self, submitting=False):
        """Ask production about what is short, withdraw what is not short any more.

        :param bool submitting: where nothing is short no inquiry is looked for
        :return: the orders that wait for an answer
        """
        missing = self.order_line._sdw_shortages()
        inquiries = self.env[INQUIRY]._living(self if missing or not submitting else self.browse())
        known = {inquiry.order_line_id: inquiry for inquiry in inquiries}
        fresh = {line: quantity for line, quantity in missing.items() if line not in known}
        still = inquiries.filtered(lambda inquiry: inquiry.order_line_id in missing)
        (inquiries - still)._close()
        still._ask_more(missing)
        asked = self.env[INQUIRY]._ask(fresh) if fresh else inquiries.browse()
        waiting = (still | asked).filtered(lambda inquiry: inquiry.state in WAITING).order_id
        waiting._sdw_short()
        return self.browse(waiting.ids)

    def _sdw_short(self):
        """Goods of these orders are short. The exceptions extend it through ``super()``."""

    def _sdw_supply_over(self):
        """Every short line of these orders is promised or there. The exceptions extend it through ``super()``."""

    def _sdw_changed(self):
        result = super()._sdw_changed()
        confirmed = self.filtered(lambda order: order.state == "sale")._sdw_subject_to("credit")
        if confirmed:
            # Less is wanted, or more: production hears of it; who waited for nothing else goes on.
            system = confirmed._sdw_system()
            before = self.env[INQUIRY]._living(system).filtered(lambda inquiry: inquiry.state in WAITING).order_id
            freed = before - system._sdw_ask_supply()
            freed._sdw_supply_answered(freed)
        return result

    def _sdw_ended(self, state):
        result = super()._sdw_ended(state)
        ruled = self.filtered(lambda order: order.company_id.sudo()._sdw_mode("credit") != "off")
        self.env[INQUIRY]._living(ruled)._cancel()
        return result

    # ------------------------------------------------------------------ answered
    def _sdw_supply_answered(self, freed):
        """An answer came in: orders of which nothing is open any more get their date, and the customer is told.

        :param freed: those of them that waited for it; they go to the accountant
        """
        inquiries = self.env[INQUIRY]._living(self)
        waiting = inquiries.filtered(lambda inquiry: inquiry.state in WAITING).order_id
        ready = (self._sdw_system() - waiting).filtered(lambda order: order.state == "sale")
        promised = inquiries.filtered(lambda inquiry: inquiry.state == "promised" and not inquiry.met_on)
        (ready & promised.order_id)._sdw_commit(promised)
        ready._sdw_supply_over()
        for user, orders in (ready & freed).grouped(lambda order: order.sdw_confirmed_by_id or order.user_id).items():
            asking = orders.with_user(user).sudo() if user else orders
            asking._sdw_submit_credit(self.env._("The goods are promised"))

    def _sdw_commit(self, promised):
        """The latest promise, never earlier than the customer asked, is the day of delivery; he is told."""
        for order in self:
            days = promised.filtered(lambda inquiry, order=order: inquiry.order_id == order).mapped("promised_date")
            asked = order.sdw_delivery_date
            moment = (
                self.env[INQUIRY].with_company(order.company_id)._sdw_end_of_day(max([*days, asked] if asked else days))
            )
            if not order.commitment_date or order.commitment_date < moment:
                order.commitment_date = moment
        self._sdw_tell_promise()

    # ------------------------------------------------------------------ telling
    def _sdw_tell_promise(self):
        """By e-mail, in the customer's language, on record; whom no mail can reach is called by the sales desk."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        contacts = {order: order._sdw_mail_contact() for order in self}
        reached = self.filtered(lambda order: template and contacts[order].email_normalized)
        texts = template._generate_template(reached.ids, ("subject", "body_html", "email_from")) if reached else {}
        for order in reached:
            write_to(order, contacts[order], texts[order.id])
        (self - reached)._sdw_tell_desk(lambda order: order.env._("Call the customer: tell him the day of delivery"))

    def _sdw_mail_contact(self):
        return self.partner_id if self.partner_id.email_normalized else self.partner_id.commercial_partner_id

    def _sdw_desk(self):
        """The sales admin of this order: who confirmed it, if he is one, else the first to hold the role."""
        self.ensure_one()
        role, clerk = self.env["res.groups"]._sdw_role(DESK), self.sudo().sdw_confirmed_by_id
        holders = role._sdw_holders(self.company_id)
        return clerk if clerk in holders else holders[:1] or self.user_id or self._sdw_manager()

    def _sdw_tell_desk(self, summary):
        """One activity per order for its sales admin.

        :param summary: function of the order to a sentence in the language of its environment
        """
        orders = self._sdw_system()
        rows = [(order, order._sdw_desk(), fields.Date.context_today(order), summary) for order in orders]
        self._sdw_schedule(TELL, rows)

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        subject = self.sudo()._sdw_subject_to("credit") if gate == "ship" else self.browse()
        if subject:
            asked = {order._origin.id: order for order in subject}
            for inquiry in subject._sdw_hanging(INQUIRY):
                order = asked[inquiry.order_id.id]
                blockers[order].append(order._sdw_supply_blocker(inquiry))
        return blockers

    def _sdw_sql_hanging(self):
        return [*super()._sdw_sql_hanging(), self._sdw_sql_hanging_on(INQUIRY, tuple(WAITING))]

    def _sdw_supply_blocker(self, inquiry):
        values = {"goods": inquiry.product_id.display_name, "quantity": f"{inquiry.quantity_missing:g}"}
        if inquiry.state == "declined":
            message = self.env._("Production cannot supply %(quantity)s × %(goods)s.", **values)
        else:
            message = self.env._("Production has not said when %(quantity)s × %(goods)s can be supplied.", **values)
        return self._sdw_blocker("supply_date", message, self._sdw_supply_window())

    def _sdw_supply_window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Supply Inquiries"),
            "res_model": INQUIRY,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("order_id", "in", self.ids)],
        }

    def action_sdw_supply(self):
        """Open the supply inquiries of these orders."""
        self._sdw_check_caller()
        return self._sdw_supply_window()
