from odoo import models
from odoo.fields import Command

#: name: (title, its rules: (product or None for all, from quantity, percent off))
PRICELISTS = {
    "standard": ("2026 年度标准价目表", [("seal", 500, 5.0)]),
    "dealer": ("2026 年度经销商价目表", [("centrifugal", 100, 6.0), ("seal", 500, 8.0)]),
}

#: competitor, our product, theirs, price, terms, source, customer
COMPETITORS = [
    ("沪江泵业", "centrifugal", "HJ-50", 960.0, "月结 30 天,含运费", "visit", "waterworks"),
    ("南方流体", "screw", "NF-80A", 4550.0, "预付 30%,货到付清", "customer", "chemical"),
    ("北仪控制", "cabinet", "BY-CC", 6200.0, "款到发货", "market", None),
]


class SdwDemoStory(models.AbstractModel):
    """Price policies: one in force, one on the general manager's desk; what competitors ask; a special wish."""

    _inherit = "sdw.demo.story"

    def _tell_pricing(self, company):
        self.env.ref("base.group_user").implied_ids += self.env.ref("product.group_product_pricelist")
        self._tell_policy_in_force()
        self._tell_policy_asked()
        for competitor, product, theirs, price, terms, source, customer in COMPETITORS:
            self.env["sdw.competitor.price"].with_user(self._user("salesperson")).create(
                {
                    "competitor": competitor,
                    "product_id": self._ref(f"product_{product}").id,
                    "their_product": theirs,
                    "price": price,
                    "terms": terms,
                    "source": source,
                    "customer_id": self._ref(f"customer_{customer}").id if customer else False,
                }
            )

    def _tell_policy_in_force(self):
        lists = self.env["product.pricelist"]
        for number, (name, (title, rules)) in enumerate(PRICELISTS.items(), start=1):
            lists |= self._make_pricelist(name, title, rules, sequence=number)
        policy = self._propose(
            "policy_2026",
            lists,
            "manager",
            reason="原材料价格稳定,维持年度价格水平;经销商按年度提货量给予阶梯价。",
            plan="销售内勤一周内通知全部经销商;每季度核对实际均价与计划均价。",
            line_ids=[
                Command.create({"categ_id": self._ref(f"category_{name}").id, "planned_price": price})
                for name, price in (("pumps", 1500.0), ("parts", 115.0), ("controls", 6400.0))
            ],
        )
        policy.with_user(self._user("manager")).action_submit()
        policy.sudo().approval_ids.with_user(self._user("gm")).action_approve("同意执行。")
        for login in ("sales_admin", "finance"):
            receipts = policy.with_user(self._user(login)).dispatch_ids
            receipts.filtered(lambda one: one.user_id == one.env.user).action_acknowledge()
        self._ref("customer_dealer").with_user(self._user("gm")).property_product_pricelist = self._ref(
            "pricelist_dealer"
        ).id

    def _tell_policy_asked(self):
        director, manager = self._user("director"), self._user("manager")
        policy = self._propose(
            "policy_autumn",
            self._ref("pricelist_dealer"),
            "director",
            reason="秋季旺季前提货优惠,提前锁定经销商订单。",
            plan="仅限经销商,九月底前签约有效。",
        )
        policy.with_user(director).action_prepare_prices()
        rule = {
            "applied_on": "1_product",
            "product_tmpl_id": self._ref("product_screw").product_tmpl_id.id,
            "min_quantity": 10,
            "compute_price": "percentage",
            "percent_price": 4.0,
        }
        policy.with_user(director).revision_ids.write({"item_ids": [Command.create(rule)]})
        policy.with_user(manager).action_endorse()
        policy.with_user(director).action_submit()

    def _make_pricelist(self, name, title, rules, sequence):
        items = [
            {
                "applied_on": "1_product",
                "product_tmpl_id": self._ref(f"product_{product}").product_tmpl_id.id,
                "min_quantity": quantity,
                "compute_price": "percentage",
                "percent_price": percent,
            }
            for product, quantity, percent in rules
        ]
        values = {"name": title, "sequence": sequence, "item_ids": [Command.create(item) for item in items]}
        pricelist = self.env["product.pricelist"].with_user(self._user("manager")).create(values)
        self._name_it(f"pricelist_{name}", pricelist)
        return pricelist.with_env(self.env)

    def _propose(self, name, pricelists, user, **values):
        policies = self.env["sdw.pricing.policy"].with_user(self._user(user))
        policy = policies.create({"pricelist_ids": [Command.set(pricelists.ids)], **values})
        self._name_it(name, policy)
        return policy.with_env(self.env)

    def _name_it(self, name, record):
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"sales_dept_workflow.demo_{name}",
                    "record": record.with_env(self.env),
                    "noupdate": True,
                }
            ]
        )
