"""Customers whose status, grade and routes are tested."""

from datetime import timedelta

from odoo import fields

from .common import SdwCase

CODE = "customer_status"


class StatusCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "customer_status")
        cls.today = cls.env["sdw.customer.trade"]._today()

    @classmethod
    def state_needs(cls, partner, **values):
        """What a base customer tells, written by his account manager."""
        given = {"sdw_demand": "Ten pumps", "sdw_budget": 50000.0, "sdw_timetable": cls.today + timedelta(days=30)}
        partner.with_user(cls.salesperson).write({**given, **values})

    @classmethod
    def request(cls, status, user=None, partner=None, reason="As agreed"):
        return (partner or cls.customer).with_user(user or cls.salesperson).action_request_status(status, reason)

    @classmethod
    def sold(cls, partner=None, days=0, amount=1000.0):
        """An order of this customer, confirmed so many days ago."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "order_line": [(0, 0, {"product_id": cls.product.id, "price_unit": amount})],
            }
        )
        order.action_confirm()
        when = fields.Datetime.now() - timedelta(days=days)
        order._sdw_system().write({"sdw_confirmed_on": when, "date_order": when})
        return order

    @classmethod
    def history(cls, partner=None):
        """(before, after, how, by whom), the latest first."""
        logs = (partner or cls.customer).sdw_status_log_ids
        return [(log.before, log.after, log.origin, log.user_id) for log in logs]
