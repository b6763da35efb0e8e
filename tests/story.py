"""People of the demo story at work, over HTTP: each with his own session, in his own language."""

import contextlib
import re

import system

#: A signature.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="

#: What a client may put into a context, hoping that some rule believes it.
FORGED = [
    {"default_state": "sale", "default_price_approval_state": "approved", "default_sdw_guarded_on": "2001-01-01"},
    {"default_sdw_confirmed_on": "2001-01-01", "default_sdw_priced_on": "2001-01-01", "default_locked": True},
    {"mail_activity_automation_skip": True, "tracking_disable": True, "mail_create_nolog": True},
    {"sdw_bypass": True, "sdw_skip": True, "sdw_rule_book": {"rules": []}, "sdw_orders_being_written": [1]},
    {"install_mode": True, "import_file": True, "import_compat": True, "module": "sales_dept_workflow"},
    {"skip_sanity_check": True, "skip_backorder": True, "skip_sms": True, "cancel_backorder": True, "cron_id": 1},
    {"uid": 1, "su": True, "active_test": False, "mark_so_as_sent": True, "validate_analytic": False},
]


class Story:
    """Whoever is named does what he is told to; records are ids, as a client sees them."""

    def __init__(self, server):
        self.server, self.people = server, {}
        # These tests are about orders; what a contract and a delivery notice take is told by the demo story and by the
        # add-on's own tests. Tests about notices switch the rule on (switch).
        self.switch("off", "contract", "delivery_notice")

    def switch(self, mode, *rules):
        """Set rules of the main company to ``mode``."""
        modes = {f"sdw_mode_{rule}": mode for rule in rules}
        self.call("admin", "res.company", "write", [self.ref("base.main_company")], modes)

    def as_(self, login):
        """The session of a person (his password is his login)."""
        if login not in self.people:
            self.people[login] = self.server.client(login)
        return self.people[login]

    def call(self, login, model, method, *args, context=None, **kwargs):
        client = self.as_(login)
        context = {**client.session["user_context"], **(context or {})}
        return client.call(model, method, *args, context=context, **kwargs)

    def ref(self, name):
        """Id of a record of the story, by its name there (``customer_food``) or by a whole xmlid."""
        module, _dot, name = (
            f"sales_dept_workflow.demo_{name}".rpartition(".") if "." not in name else name.rpartition(".")
        )
        [(res_id,)] = self.server.sql("SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", module, name)
        return res_id

    def read(self, login, model, res_id, name):
        value = self.call(login, model, "read", [res_id], [name])[0][name]
        return value[0] if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str) else value

    def find(self, login, model, domain, **kwargs):
        return self.call(login, model, "search", domain, **kwargs)

    def cron(self, name):
        """What the scheduler does, at once."""
        answer = self.call("admin", "ir.cron", "method_direct_trigger", [self.ref(f"sales_dept_workflow.{name}")])
        assert answer is True, answer

    @contextlib.contextmanager
    def refused(self, *words, names=("UserError", "AccessError", "ValidationError")):
        """The call is refused, in a sentence: nothing has crashed; all ``words`` are in it."""
        try:
            yield
        except system.RemoteError as error:
            assert error.name.rpartition(".")[2] in names, error
            for word in words:
                assert word in error.message, f"{word!r} is not in {error.message!r}"
        else:
            raise AssertionError("nobody refused it")

    # ------------------------------------------------------------------ orders
    def quote(self, login, customer, *lines, **values):
        """A quotation: lines are (product of the story, quantity)."""
        order_line = [
            [0, 0, {"product_id": self.ref(f"product_{product}"), "product_uom_qty": quantity}]
            for product, quantity in lines or [("centrifugal", 1)]
        ]
        partner = customer if isinstance(customer, int) else self.ref(f"customer_{customer}")
        return self.call(login, "sale.order", "create", {"partner_id": partner, "order_line": order_line, **values})

    def lines(self, order):
        return self.find("sales_admin", "sale.order.line", [["order_id", "=", order]])

    def codes(self, login, document, gate, model="sale.order"):
        return sorted(blocker["code"] for blocker in self.call(login, model, "get_blockers", [document], gate))

    def state(self, order, model="sale_order"):
        assert re.fullmatch("[a-z_]+", model)
        [(state,)] = self.server.sql(f"SELECT state FROM {model} WHERE id = %s", order)
        return state

    def ask(self, login, order, code, reason, model="sale.order"):
        [approval] = self.call(login, model, "action_request_approval", [order], code, reason)
        return approval

    def approve(self, login, approval, comment="同意"):
        return self.call(login, "sdw.approval", "action_approve", [approval], comment)

    def pending(self, order, code="credit", model="sale.order"):
        domain = [["res_model", "=", model], ["res_id", "=", order], ["code", "=", code], ["state", "=", "pending"]]
        return self.find("sales_admin", "sdw.approval", domain)[0]

    def confirmed(self, customer, *lines, login="salesperson"):
        order = self.quote(login, customer, *lines)
        self.call("sales_admin", "sale.order", "action_confirm", [order])
        assert self.state(order) == "sale"
        if self.read(login, "sale.order", order, "freight_term") == "collect":
            self.call("sales_admin", "sale.order", "action_freight_told", [order], 420.0, "phone")
        return order

    def released(self, customer, *lines, login="salesperson"):
        order = self.confirmed(customer, *lines, login=login)
        self.approve("accountant", self.pending(order))
        return order

    # ------------------------------------------------------------------ goods
    def transfer(self, order):
        domain = [["sale_id", "=", order], ["state", "not in", ["done", "cancel"]]]
        return self.find("keeper", "stock.picking", domain)[0]

    def works_deliver(self, product, quantity):
        """The works bring so many to the stores, where the keeper counts them in."""
        [stock] = self.find(
            "keeper", "stock.location", [["usage", "=", "internal"], ["parent_path", "!=", False]], limit=1
        )
        values = {"product_id": self.ref(f"product_{product}"), "location_id": stock, "inventory_quantity": quantity}
        quant = self.call("keeper", "stock.quant", "create", values, context={"inventory_mode": True})
        self.call("keeper", "stock.quant", "action_apply_inventory", [quant], context={"inventory_mode": True})

    def pick(self, picking, quantity=None):
        moves = self.call(
            "keeper", "stock.move", "search_read", [["picking_id", "=", picking]], fields=["product_uom_qty"]
        )
        for move in moves:
            values = {"quantity": move["product_uom_qty"] if quantity is None else quantity, "picked": True}
            self.call("keeper", "stock.move", "write", [move["id"]], values)
        return [move["id"] for move in moves]

    def validate(self, picking, login="keeper", **context):
        context = {"skip_backorder": True, "skip_sms": True, **context}
        return self.call(login, "stock.picking", "button_validate", [picking], context=context)

    # ------------------------------------------------------------------ delivery notices
    def notice(self, picking):
        """The draft notice of a transfer, made by the sales administration."""
        return self.call("sales_admin", "sdw.delivery.notice", "create", {"picking_id": picking})

    def signed_notice(self, picking):
        """Signed by the general manager and handed over to the shipping centre."""
        notice = self.notice(picking)
        self.call("sales_admin", "sdw.delivery.notice", "action_request_signature", [notice])
        self.approve("gm", self.pending(notice, "delivery_notice", "sdw.delivery.notice"))
        self.call("sales_admin", "sdw.delivery.notice", "action_hand_over", [notice], self.ref("user_shipping"))
        return notice

    def loaded_notice(self, picking):
        """Everything picked, checked by the keeper, loaded, signed by the driver."""
        notice = self.signed_notice(picking)
        self.pick(picking)
        self.call("keeper", "stock.picking", "action_sdw_goods_right", [picking])
        self.call("keeper", "sdw.delivery.notice", "action_check", [notice])
        self.call("keeper", "sdw.delivery.notice", "action_load", [notice], "马国庆", "苏B·3F582", PIXEL)
        return notice
