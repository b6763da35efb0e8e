from odoo import models
from odoo.fields import Command

#: name: (title, code, list price, cost, stock)
PRODUCTS = {
    "centrifugal": ("CP-50 离心泵", "CP-50", 1000.0, 620.0, 400),
    "screw": ("SP-80 螺杆泵", "SP-80", 4800.0, 3100.0, 60),
    "seal": ("机械密封件", "MS-12", 120.0, 45.0, 2000),
    "cabinet": ("智能控制柜", "CC-3", 6500.0, 4400.0, 15),
    "turbine": ("LP-200 长轴泵", "LP-200", 12800.0, 8600.0, 2),
}

#: name: (title, its products)
CATEGORIES = {
    "pumps": ("泵类", ["centrifugal", "screw"]),
    "parts": ("配件", ["seal"]),
    "controls": ("电控", ["cabinet"]),
}

#: name: (title, code, province xmlids, manager, salespeople)
TERRITORIES = {
    "east": ("华东区", "EAST", ["SH", "JS", "ZJ", "AH"], "manager", ["salesperson", "supervisor"]),
    "south": ("华南区", "SOUTH", ["GD", "GX", "HI"], "manager_south", ["salesperson_south"]),
    "north": ("华北区", "NORTH", ["BJ", "TJ", "HE", "SX"], "director", []),
}

#: name: (title, province, city, salesperson, credit limit, grade, payment mode)
CUSTOMERS = {
    "dealer": ("上海沪东流体设备经销有限公司", "SH", "上海市", "salesperson", 500000, "a", "credit"),
    "waterworks": ("苏州清源水务有限公司", "JS", "苏州市", "salesperson", 200000, "b", "credit"),
    "chemical": ("宁波镇海化工有限公司", "ZJ", "宁波市", "salesperson", 300000, "b", "mixed"),
    "textile": ("绍兴越丰纺织有限公司", "ZJ", "绍兴市", "salesperson", 80000, "c", "credit"),
    "food": ("广州穗香食品有限公司", "GD", "广州市", "salesperson_south", 150000, "a", "credit"),
    "shipyard": ("珠海南海船舶修造有限公司", "GD", "珠海市", "salesperson_south", 100000, "c", "credit"),
    "paper": ("东莞恒达纸业有限公司", "GD", "东莞市", "salesperson_south", 120000, "c", "credit"),
    "start_up": ("深圳新泉科技有限公司", "GD", "深圳市", "salesperson_south", 0, False, "prepaid"),
    "pharma": ("杭州临平制药有限公司", "ZJ", "杭州市", "salesperson", 100000, "b", "credit"),
    "builder": ("成都蜀安建设有限公司", "SC", "成都市", "salesperson_south", 0, False, "prepaid"),
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_market(self, company):
        self._make_products(company)
        self._make_territories()
        self._make_customers()
        self._make_distributor(company)
        self._make_contacts(company)

    def _make_products(self, company):
        stock = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).lot_stock_id
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        for name, (title, code, price, cost, quantity) in PRODUCTS.items():
            product = self._make(
                "product.product",
                f"product_{name}",
                {
                    "name": title,
                    "default_code": code,
                    "type": "consu",
                    "is_storable": True,
                    "list_price": price,
                    "standard_price": cost,
                    "invoice_policy": "delivery",
                },
            )
            quants |= quants.create({"product_id": product.id, "location_id": stock.id, "inventory_quantity": quantity})
        quants.action_apply_inventory()
        for name, (title, products) in CATEGORIES.items():
            category = self._make("product.category", f"category_{name}", {"name": title})
            for product in products:
                self._ref(f"product_{product}").categ_id = category
        self._make(
            "product.product",
            "product_service",
            {
                "name": "安装调试服务",
                "default_code": "SV-1",
                "type": "service",
                "list_price": 800.0,
                "invoice_policy": "order",
            },
        )

    def _make_territories(self):
        for name, (title, code, states, manager, members) in TERRITORIES.items():
            self._make(
                "sdw.territory",
                f"territory_{name}",
                {
                    "name": title,
                    "code": code,
                    "user_id": self._user(manager).id,
                    "member_ids": [Command.set([self._user(login).id for login in members])],
                    "state_ids": [Command.set([self.env.ref(f"base.state_cn_{state}").id for state in states])],
                },
            )

    def _make_customers(self):
        for index, (name, row) in enumerate(CUSTOMERS.items(), start=1):
            title, state, city, salesperson, limit, grade, mode = row
            self._make(
                "res.partner",
                f"customer_{name}",
                {
                    "name": title,
                    "is_company": True,
                    "customer_rank": 1,
                    "country_id": self.env.ref("base.cn").id,
                    "state_id": self.env.ref(f"base.state_cn_{state}").id,
                    "city": city,
                    "street": f"人民路 {index * 12} 号",
                    "phone": f"+86 400 800 {1000 + index}",
                    "email": f"{name}@customer.example.com",
                    "lang": "zh_CN",
                    "user_id": self._user(salesperson).id,
                    "use_partner_credit_limit": bool(limit),
                    "credit_limit": limit,
                    "credit_grade": grade,
                    "payment_mode": mode,
                },
            )
        self._make(
            "res.partner",
            "customer_shipyard_yard",
            {
                "name": "斗门船坞收货处",
                "type": "delivery",
                "parent_id": self._ref("customer_shipyard").id,
                "country_id": self.env.ref("base.cn").id,
                "state_id": self.env.ref("base.state_cn_GD").id,
                "city": "珠海市",
            },
        )

    def _make_distributor(self, company):
        dealer = self._ref("customer_dealer")
        self._make(
            "sdw.distributor",
            "distributor_east",
            {
                "company_id": company.id,
                "partner_id": dealer.id,
                "territory_id": self._ref("territory_east").id,
                "uplift_percent": 10.0,
                "date_from": self._days_ago(365),
            },
        )
        self._ref("customer_textile").sdw_agent_id = dealer
