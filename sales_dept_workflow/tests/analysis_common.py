from datetime import datetime, timedelta
from io import BytesIO

import openpyxl

from odoo.fields import Command

from .common import SdwCase


class AnalysisCase(SdwCase):
    """Shipments of two salespeople in two territories, at known moments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = datetime(2026, 3, 31, 10, 0)
        cls.north, cls.south = cls.env["sdw.territory"].create([{"name": "North"}, {"name": "South"}])
        cls.northern, cls.southern = cls.env["res.partner"].create(
            [
                {"name": "=Northern Pumps", "territory_forced_id": cls.north.id},
                {"name": "Southern Pumps", "territory_forced_id": cls.south.id},
            ]
        )

    @classmethod
    def shipment(cls, shipped_on, days=2, partner=None, user=None, quantity=1):
        """Goods that left at ``shipped_on`` (UTC), ``days`` after they were ordered."""
        order = cls.order(user=user, partner=partner or cls.northern, lines=[(cls.product, quantity, {})])
        order.sudo().action_confirm()
        picking = cls.ship(order.sudo().picking_ids)
        picking.date_done = shipped_on
        order.sudo().write({"date_order": shipped_on - timedelta(days=days), "commitment_date": False})
        picking.move_ids.date_deadline = shipped_on
        cls.env.flush_all()
        return picking

    @classmethod
    def other_company(cls, **values):
        """A second company in which the general manager works as well."""
        other = cls.env["res.company"].create({"name": "Second", **values})
        cls.gm.write({"company_ids": [Command.link(other.id)]})
        return other

    @staticmethod
    def opened(content):
        return openpyxl.load_workbook(BytesIO(content))

    @staticmethod
    def table(sheet):
        """The rows of a sheet below its header, as dicts by title, and its totals."""
        values = list(sheet.iter_rows(values_only=True))
        header = sheet.auto_filter.ref.split(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        titles, rows = values[int(header) - 1], values[int(header) :]
        named = [dict(zip(titles, row, strict=True)) for row in rows]
        return named[:-1], named[-1]
