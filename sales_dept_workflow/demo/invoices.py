from odoo import models

#: customer: (tax number, bank, account); the paper mill's file is incomplete.
INVOICING = {
    "dealer": ("91310115MA1K4X0A1B", "中国工商银行上海浦东支行", "1001 2345 0900 0001"),
    "food": ("91440101MA59X0A2C3", "中国建设银行广州天河支行", "4405 0158 0900 0002"),
    "textile": ("91330602MA2BX0A3D5", "绍兴银行柯桥支行", "1012 3366 0900 0003"),
    "pharma": ("91330110MA27X0A4E7", "杭州银行临平支行", "3301 0401 0900 0004"),
    "shipyard": ("91440400MA4WX0A5F9", "珠海华润银行斗门支行", "2190 0022 0900 0005"),
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_invoices(self):
        """VAT invoices in each state: data missing, with finance, issued, mailed, received, lost and re-issued."""
        courier = {"name": "顺丰速运", "is_company": True, "sdw_transit_days": 3, "phone": "95338"}
        self._make("res.partner", "courier", courier)
        for name, (number, bank, account) in INVOICING.items():
            self._complete_invoicing(name, number, bank, account)
        finance, admin = self._user("finance"), self._user("sales_admin")
        self._dispatch("called_late").with_user(admin).action_send()
        self._issue("debt_pharma", "25332000000018840001", days=4)
        mailed = self._issue("debt_textile", "30418872", days=5)
        self._mail(mailed, "SF1420088134501", days=4)
        mailed.with_user(admin).action_not_received("前台说没有收到,让再等两天。")
        received = self._issue("arrived", "30418801", days=27)
        self._mail(received, "SF1420088101207", days=26)
        received.with_user(admin).action_received(self._days_ago(23), "刘经理")
        lost = self._issue("debt_shipyard", "30418655", days=40)
        self._mail(lost, "SF1420088099310", days=39)
        lost.with_user(admin).action_lost("快递途中遗失,已向快递公司索赔。")
        again = self._dispatch("debt_shipyard")
        again.with_user(finance).action_issue(lost.move_id.id, "30418903", self._days_ago(2), "4404022026110001")

    def _complete_invoicing(self, name, number, bank, account):
        partner = self._ref(f"customer_{name}")
        partner.vat = number
        values = {"partner_id": partner.id, "acc_number": account}
        values["bank_id"] = self._make("res.bank", f"bank_{name}", {"name": bank}).id
        self.env["res.partner.bank"].create(values)

    def _dispatch(self, order):
        """The living dispatch of an order of the story."""
        orders = self._ref(f"order_{order}")
        domain = [("order_ids", "in", orders.ids), ("state", "not in", ("lost", "cancelled"))]
        return self.env["sdw.invoice.dispatch"].search(domain)

    def _issue(self, order, number, days):
        dispatch = self._dispatch(order)
        dispatch.with_user(self._user("sales_admin")).action_send()
        invoice = self._ref(f"order_{order}").invoice_ids
        dispatch.with_user(self._user("finance")).action_issue(invoice.id, number, self._days_ago(days))
        return dispatch

    def _mail(self, dispatch, tracking_number, days):
        courier = self._ref("courier")
        dispatch.with_user(self._user("finance")).action_mail(courier.id, tracking_number, self._days_ago(days))
