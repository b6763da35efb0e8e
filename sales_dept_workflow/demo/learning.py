from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

#: (customer, product, hours since, what he says, what he wants, cause, solution)
COMPLAINTS = [
    (
        "food",
        "screw",
        30 * 24,
        "螺杆泵运行两周后轴封漏油,车间停产半天。",
        "compensation",
        "cause_assembly",
        "派技术员更换轴封并试车合格。",
    ),
    (
        "paper",
        "cabinet",
        12 * 24,
        "控制柜到货时外箱破损,柜门有凹痕。",
        "none",
        "cause_packing",
        "上门更换柜门,加发防撞护角。",
    ),
    ("textile", "centrifugal", 9, "收到的泵型号与订单不符。", "replacement", "cause_entry", "当日补发正确型号。"),
]


class SdwDemoStory(models.AbstractModel):
    """What is learnt from complaints: causes, corrective actions, calls, a survey, services beyond the goods."""

    _inherit = "sdw.demo.story"

    def _tell_learning(self, company):
        self._tell_causes()
        self._tell_survey()
        self._tell_services()

    def _tell_causes(self):
        first, second, third = [self._told_complaint(*told) for told in COMPLAINTS]
        manager = self._user("manager_south")
        action = {
            "name": "轴封装配后逐台做保压试验并留记录",
            "date_due": self._days_ago(-10),
            "user_id": self._user("production").id,
        }
        first.with_user(manager).improvement_ids = [Command.create(action)]
        action = {
            "name": "控制柜外箱改用七层瓦楞并加护角",
            "date_due": self._days_ago(2),
            "user_id": self._user("keeper").id,
        }
        second.with_user(manager).improvement_ids = [Command.create(action)]
        second.improvement_ids.with_user(self._user("keeper")).action_done("新外箱已到库,首批二十台未再破损。")
        second.with_user(manager).action_close()
        third.with_user(self._user("manager")).action_close()
        second.satisfaction_call_ids.with_user(self._user("salesperson_south")).action_record(
            "2", "处理太慢,等了五天。"
        )
        third.with_user(self._user("salesperson")).action_to_suggestion()

    def _told_complaint(self, customer, product, hours, words, claim, cause, solution):
        partner = self._ref(f"customer_{customer}")
        user = partner.user_id
        complaint = (
            self.env["sdw.complaint"]
            .with_user(user)
            .create(
                {
                    "partner_id": partner.id,
                    "product_id": self._ref(f"product_{product}").id,
                    "received_on": fields.Datetime.now() - timedelta(hours=hours),
                    "description": words,
                    "claim": claim,
                }
            )
        )
        complaint.cause_id = self.env.ref(f"sales_dept_workflow.{cause}")
        complaint.action_solve(solution)
        return complaint

    def _tell_survey(self):
        customers = ("dealer", "waterworks", "chemical", "food", "shipyard", "paper")
        survey = (
            self.env["sdw.satisfaction.survey"]
            .with_user(self._user("director"))
            .create(
                {
                    "name": "上半年客户满意度调查",
                    "partner_ids": [Command.set([self._ref(f"customer_{name}").id for name in customers])],
                }
            )
        )
        survey.action_open()
        said = {"dealer": "54545", "waterworks": "53444", "food": "42434", "paper": "32323"}
        for answer in survey.sudo().answer_ids:
            scores = next((said[name] for name in said if answer.partner_id == self._ref(f"customer_{name}")), "")
            if scores:
                names = [f"score_{question}" for question in ("product", "delivery", "service", "price", "overall")]
                theirs = answer.with_user(answer.partner_id.user_id)
                theirs.write(dict(zip(names, scores, strict=True)))
                theirs.action_record()
        action = {
            "name": "华南发货前一天电话告知到货时间",
            "date_due": self._days_ago(-20),
            "user_id": self._user("sales_admin").id,
        }
        survey.improvement_ids = [Command.create(action)]

    def _tell_services(self):
        entitlements = self.env["sdw.service.entitlement"].with_user(self._user("manager"))
        entitlements.create(
            [
                {"kind": "white_paper", "per_year": 2},
                {"kind": "training", "per_year": 1},
                {"kind": "training", "tier": "a", "per_year": 4},
                {"kind": "trial", "tier": "a", "per_year": 2},
            ]
        )
        services = self.env["sdw.service.log"]
        dealer = self._ref("customer_dealer").id
        services.with_user(self._user("salesperson")).create(
            {"partner_id": dealer, "kind": "white_paper", "note": "《2026 年工业泵节能选型白皮书》"}
        )
        services.with_user(self._user("support")).create(
            {"partner_id": dealer, "kind": "training", "note": "离心泵日常维护培训,12 人", "date": self._days_ago(15)}
        )
