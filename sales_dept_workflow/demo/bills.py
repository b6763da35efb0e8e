from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ..models.collection.acceptance_bill import CHECKS

#: name: (customer, salesperson, kind, acceptor, amount, issued months ago, term in months)
BILLS = {
    "in_hand": ("dealer", "salesperson", "bank", "中国银行无锡分行", 28000.0, 1, 6),
    "to_verify": ("textile", "salesperson", "bank", "宁波银行绍兴支行", 6000.0, 1, 6),
    "long": ("paper", "salesperson_south", "commercial", "东莞恒达纸业有限公司", 20000.0, 1, 14),
    "booked": ("food", "salesperson_south", "bank", "招商银行广州分行", 10000.0, 2, 6),
    "maturing": ("dealer", "salesperson", "bank", "工商银行上海分行", 12000.0, 5, 6),
    "dishonoured": ("shipyard", "salesperson_south", "commercial", "珠海南海船舶修造有限公司", 15000.0, 3, 6),
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_bills(self):
        """On their way: with the salesperson, with finance, too long for finance alone, booked, and not paid."""
        bills = {name: self._bill(name, *row) for name, row in BILLS.items()}
        for name in ("to_verify", "long", "booked", "maturing", "dishonoured"):
            bills[name].action_hand_over()
            bills[name].with_user(self._user("sales_admin")).action_hand_over()
        finance = self._user("finance")
        for name in ("long", "booked", "maturing", "dishonoured"):
            bill = bills[name].with_user(finance)
            bill.write(dict.fromkeys(CHECKS, True))
            bill.action_verify()
        bills["long"].with_user(self._user("sales_admin")).action_request_approval(
            "acceptance_bill", "客户资金紧张,手上只有这张十四个月的商票。"
        ).with_user(finance).action_approve("承兑人资信尚可,请总经理定夺。")
        for name in ("booked", "maturing", "dishonoured"):
            bills[name].with_user(finance).action_book()
        bills["dishonoured"].with_user(finance).action_dishonour("承兑人账户余额不足,拒绝付款。")
        self.env["sdw.acceptance.bill"].sudo()._sweep_deadlines(fields.Datetime.now())

    def _bill(self, name, customer, salesperson, kind, acceptor, amount, age, term):
        partner = self._ref(f"customer_{customer}")
        maturity = fields.Date.context_today(self) + relativedelta(months=term - age)
        if name == "maturing":
            maturity = self._days_ago(-4)
        values = {
            "number": f"{1 if kind == 'bank' else 2}3046400001{partner.id:07d}{len(name):04d}{int(amount):08d}",
            "kind": kind,
            "drawer": partner.name,
            "acceptor": acceptor,
            "partner_id": partner.id,
            "amount": amount,
            "issue_date": maturity - relativedelta(months=term),
            "maturity_date": maturity,
        }
        bill = self.env["sdw.acceptance.bill"].with_user(self._user(salesperson)).create(values)
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"sales_dept_workflow.demo_bill_{name}", "record": bill.with_env(self.env), "noupdate": True}]
        )
        return bill
