from odoo import models
from odoo.fields import Command

#: login (and password): (name, role group, position, superior's login)
PEOPLE = {
    "gm": ("周建国", "general_manager", None),
    "vp": ("赵军", "vice_president", "gm"),
    "director": ("刘洋", "director", "vp"),
    "manager": ("王强", "sales_manager", "director"),
    "manager_south": ("林志远", "sales_manager", "director"),
    "supervisor": ("陈静", "supervisor", "manager"),
    "salesperson": ("李伟", "salesperson", "supervisor"),
    "salesperson_south": ("张敏", "salesperson", "manager_south"),
    "sales_admin": ("孙丽", "sales_admin", "manager"),
    "finance": ("郑涛", "finance", "gm"),
    "accountant": ("吴秀英", "accountant", "finance"),
    "shipping": ("冯军", "shipping", "gm"),
    "keeper": ("何勇", "warehouse", "shipping"),
    "production": ("许刚", "production", "gm"),
    "legal": ("沈岚", "legal", "gm"),
    "support": ("韩雪", "support", "manager"),
    "archivist": ("朱红", "archivist", "manager"),
}

TEAMS = {
    "east": ("华东销售部", "manager", ["salesperson", "supervisor"]),
    "south": ("华南销售部", "manager_south", ["salesperson_south"]),
}

#: role: what its people see first; the others start with what waits for their decision
HOMES = {
    "salesperson": "sale.action_quotations_with_onboarding",
    "sales_admin": "sale.action_orders",
    "accountant": "sales_dept_workflow.action_orders_to_check",
    "finance": "sales_dept_workflow.action_receivables_page",
    "warehouse": "sales_dept_workflow.action_to_ship",
    "shipping": "sales_dept_workflow.action_to_ship",
    "legal": "sales_dept_workflow.action_collection_legal",
}

#: login (and password) on the portal: (name, customer)
CONTACTS = {
    "waterworks": ("顾晓梅", "waterworks"),
    "pharma": ("方志强", "pharma"),
    "shipyard": ("梁海生", "shipyard"),
}

#: Beside the posts every department has: (code, name, role, approver).
POSITIONS = [
    ("gm", "总经理", "general_manager", None),
    ("supervisor", "销售主管", "supervisor", "regional_manager"),
]
#: Who holds which of the posts every department has.
SEEDED = {
    "vice_president": "vice_president",
    "director": "director",
    "sales_manager": "regional_manager",
    "salesperson": "account_manager",
    "sales_admin": "sales_assistant",
}


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_people(self, company):
        positions = self._make_positions()
        for login, (name, role, superior) in PEOPLE.items():
            self._make(
                "res.users",
                f"user_{login}",
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@jiangnan-pump.example.com",
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "action_id": self.env.ref(HOMES.get(role, "sales_dept_workflow.action_approvals_to_decide")).id,
                    "group_ids": [Command.set(self.env.ref(f"sales_dept_workflow.group_sdw_{role}").ids)],
                    "sdw_superior_id": self._user(superior).id if superior else False,
                    "sdw_position_id": positions.get(role, self.env["sdw.position"]).id,
                },
            )
        for name, (title, leader, members) in TEAMS.items():
            self._make(
                "crm.team",
                f"team_{name}",
                {
                    "name": title,
                    "user_id": self._user(leader).id,
                    "company_id": company.id,
                    "member_ids": [Command.set([self._user(login).id for login in members])],
                },
            )

    def _make_contacts(self, company):
        """People of the customers who log in to the portal."""
        for login, (name, customer) in CONTACTS.items():
            self._make(
                "res.users",
                f"user_portal_{login}",
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}.buyer@customer.example.com",
                    "parent_id": self._ref(f"customer_{customer}").id,
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                },
            )

    def _make_positions(self):
        positions = {code: self.env.ref(f"sales_dept_workflow.position_{code}") for code in SEEDED.values()}
        by_role = {role: positions[code] for role, code in SEEDED.items()}
        for code, name, role, approver in POSITIONS:
            by_role[role] = self._make(
                "sdw.position",
                f"position_{code}",
                {
                    "code": code,
                    "name": name,
                    "group_id": self.env.ref(f"sales_dept_workflow.group_sdw_{role}").id,
                    "approver_position_id": positions[approver].id if approver else False,
                },
            )
        positions["vice_president"].approver_position_id = by_role["general_manager"]
        return by_role
