from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

#: What a lorry to the customer costs him.
FREIGHT = 680.0


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_orders(self, company):
        self._tell_quotations()
        self._tell_confirmed()
        self._tell_shipped()

    # ------------------------------------------------------------------ quotations in front of each gate
    def _tell_quotations(self):
        below = self._quote("protected", "salesperson", "waterworks", [("centrifugal", 20)])
        below.with_user(self._user("salesperson")).order_line.price_unit = 1000.0

        pending = self._quote("asked", "salesperson", "waterworks", [("screw", 10), ("seal", 40)])
        pending.with_user(self._user("salesperson")).order_line[0].discount = 3.0
        self._ask_price(pending, "salesperson", "年度框架客户,竞争对手报价低 3%,请批准。")

        endorsed = self._quote("endorsed", "salesperson", "textile", [("cabinet", 2)])
        endorsed.with_user(self._user("salesperson")).order_line.price_unit = 6900.0
        request = self._ask_price(endorsed, "salesperson", "首单客户,希望以接近价目表的价格试用。")
        request.with_user(self._user("manager")).action_approve("同意,首单开拓市场。")

        lapsed = self._quote("lapsed", "salesperson_south", "food", [("screw", 4)])
        lapsed.with_user(self._user("salesperson_south")).order_line.discount = 2.0
        request = self._ask_price(lapsed, "salesperson_south", "批量采购,申请 2% 折扣。")
        request.with_user(self._user("manager")).action_approve("同意。")
        request.with_user(self._user("gm")).action_approve("同意 2%,不可再低。")
        lapsed.with_user(self._user("salesperson_south")).order_line.discount = 6.0

        sent = self._quote("sent", "salesperson_south", "food", [("centrifugal", 12)])
        sent.with_user(self._user("salesperson_south")).action_quotation_sent()

        self._quote("unknown_region", "salesperson_south", "builder", [("centrifugal", 8)])

        special = self._quote("special", "salesperson", "chemical", [("screw", 4), ("seal", 20)])
        wish = {
            "special_requirement": "过流部件采用 2205 双相不锈钢,机械密封为双端面,提供材质证明。",
            "sdw_special_category_id": self.env.ref("sales_dept_workflow.special_category_material").id,
            "special_uplift_percent": 8.0,
        }
        seller = special.with_user(self._user("salesperson"))
        seller.order_line[0].write(wish)
        seller.action_update_prices()

    def _quote(self, name, user, customer, lines):
        """A quotation entered by ``user``; lines are (product name, quantity)."""
        seller = self._user(user)
        order = (
            self.env["sale.order"]
            .with_user(seller)
            .create(
                {
                    "partner_id": self._ref(f"customer_{customer}").id,
                    "user_id": seller.id,
                    "order_line": [
                        Command.create({"product_id": self._ref(f"product_{product}").id, "product_uom_qty": quantity})
                        for product, quantity in lines
                    ],
                }
            )
        )
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"sales_dept_workflow.demo_order_{name}", "record": order.with_env(self.env), "noupdate": True}]
        )
        return order.with_env(self.env)

    def _ask_price(self, order, user, reason):
        return order.with_user(self._user(user)).action_request_approval("price", reason)

    # ------------------------------------------------------------------ confirmed, in front of the accountant
    def _tell_confirmed(self):
        self._confirmed("waiting", "salesperson_south", "food", [("screw", 2)])
        self._confirmed("prepaid", "salesperson_south", "start_up", [("cabinet", 1), ("seal", 10)])
        self._released("ready", "salesperson", "dealer", [("centrifugal", 30)])
        self._tell_supply()

    def _tell_supply(self):
        """Goods that are short: one order waits for an answer, one has a promise; another is an exception."""
        self._confirmed("short", "salesperson", "dealer", [("turbine", 3)])
        promised = self._confirmed("promised", "salesperson", "dealer", [("turbine", 2), ("seal", 10)])
        promised.sdw_supply_ids.with_user(self._user("production")).action_promise(self._days_ago(-15))
        strange = self._confirmed("exception", "salesperson", "dealer", [("seal", 30)])
        self.env["sdw.order.exception"].with_user(self._user("keeper")).create(
            {"order_id": strange.id, "kind": "other", "note": "客户要求的包装与合同不一致,请内勤核实。"}
        )

    def _confirmed(self, name, user, customer, lines):
        """Entered by the salesperson, confirmed by the sales admin, so that it lies with the accountant."""
        order = self._quote(name, user, customer, lines)
        order.with_user(self._user("sales_admin")).action_confirm()
        return order

    def _released(self, name, user, customer, lines):
        order = self._confirmed(name, user, customer, lines)
        if order.freight_term != "pickup":
            order.with_user(self._user("sales_admin")).action_freight_told(FREIGHT, "phone")
        pending = order.approval_ids.filtered(
            lambda approval: approval.code == "credit" and approval.state == "pending"
        )
        pending.with_user(self._user("accountant")).action_approve("单价、信用、打款核实无误。")
        return order

    # ------------------------------------------------------------------ shipped, called, invoiced, paid
    def _tell_shipped(self):
        self._shipped("called_late", "salesperson_south", "food", [("centrifugal", 10)], days=9)
        self._shipped("to_call", "salesperson", "dealer", [("screw", 5)], days=3)
        done = self._shipped("arrived", "salesperson", "dealer", [("centrifugal", 20), ("seal", 100)], days=30)
        self._followups(done).with_user(self._user("salesperson")).action_log_call(
            "arrived", "刘经理确认收货,外观完好。", arrived_on=self._days_ago(26)
        )
        self._pay(self._invoice(done, days=28, due=2))
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self._tell_risk()

    def _tell_risk(self):
        """An order is late: the nightly check gives it to the sales administration."""
        late = self._confirmed("late", "salesperson", "dealer", [("seal", 20)])
        late.commitment_date = fields.Datetime.now() - timedelta(days=6)
        self.env["sdw.risk.rule"]._cron_risks()

    def _shipped(self, name, user, customer, lines, days):
        """Released and loaded ``days`` ago."""
        order = self._released(name, user, customer, lines)
        keeper = self._user("keeper")
        for move in order.picking_ids.move_ids.with_user(keeper):
            move.quantity = move.product_uom_qty
            move.picked = True
        order.picking_ids.with_user(keeper).with_context(skip_backorder=True, skip_sms=True).button_validate()
        left = fields.Datetime.now() - timedelta(days=days)
        order.picking_ids.date_done = left
        for followup in self._followups(order)._sdw_system():
            deadline = followup._sdw_end_of_day(followup._sdw_local_date(left + timedelta(days=7)))
            followup.write({"shipped_on": left, "deadline": deadline})
            followup.activity_ids.date_deadline = followup._sdw_local_date(deadline)
        return order

    def _followups(self, order):
        return self.env["sdw.arrival.followup"].search([("order_id", "=", order.id)])

    def _invoice(self, order, days, due):
        """Invoice of what was shipped, dated ``days`` ago, due ``due`` days ago."""
        invoice = order.with_user(self._user("accountant"))._create_invoices().with_env(self.env)
        invoice.write(
            {
                "invoice_date": self._days_ago(days),
                "invoice_payment_term_id": False,
                "invoice_date_due": self._days_ago(due),
            }
        )
        invoice.with_user(self._user("finance")).action_post()
        return invoice

    def _pay(self, invoices):
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoices.ids)
        wizard.create({"payment_date": self._days_ago(1)})._create_payments()
