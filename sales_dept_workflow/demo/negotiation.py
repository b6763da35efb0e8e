from odoo import fields, models
from odoo.fields import Command


class SdwDemoStory(models.AbstractModel):
    """Two customers who insist on negotiating: one meeting lies ahead, one ended in agreement after three rounds."""

    _inherit = "sdw.demo.story"

    def _tell_negotiations(self):
        self._tell_planned_negotiation()
        self._tell_agreed_negotiation()

    def _negotiate(self, name, order, demand, plan, issues):
        """Reported on the quotation by its salesperson, planned by the manager: (the negotiation as each sees it)."""
        seller, manager = order.user_id, self._user("manager")
        order.with_user(seller).action_request_negotiation(demand)
        negotiation = order.negotiation_ids
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"sales_dept_workflow.demo_negotiation_{name}", "record": negotiation, "noupdate": True}]
        )
        duties = [
            (seller, "主谈价格与付款条件"),
            (manager, "主持谈判,最终决定"),
            (self._user("support"), "讲解技术方案"),
        ]
        by_manager = negotiation.with_user(manager)
        by_manager.write(
            {
                **plan,
                "participant_ids": [Command.create({"user_id": user.id, "duty": duty}) for user, duty in duties],
            }
        )
        by_manager.action_plan()
        by_seller = negotiation.with_user(seller)
        by_seller.issue_ids = [
            Command.create({"name": issue, "position_ours": ours, "position_theirs": theirs})
            for issue, ours, theirs in issues
        ]
        return by_seller, by_manager

    def _tell_planned_negotiation(self):
        order = self._quote("negotiating", "salesperson", "chemical", [("screw", 24), ("cabinet", 4)])
        plan = {
            "topic": "年度框架采购价格与付款条件",
            "date": fields.Datetime.add(fields.Datetime.now().replace(minute=0, second=0), days=2),
            "place": "宁波镇海化工办公楼 302 会议室",
        }
        issues = [
            ("付款期限", "货到 30 天付款", "货到 90 天付款"),
            ("分批交货", "两批交货", "按月分六批交货"),
        ]
        by_seller, _by_manager = self._negotiate(
            "planned", order, "客户要求面谈年度框架的价格和付款期限。", plan, issues
        )
        by_seller.issue_ids[1].write({"state": "resolved", "resolution": "同意分四批交货,首批六月。"})

    def _tell_agreed_negotiation(self):
        order = self._quote("negotiated", "salesperson", "dealer", [("centrifugal", 40), ("seal", 100)])
        by_seller = order.with_user(order.user_id)
        by_seller.action_quotation_sent()
        pumps = order.order_line[0]
        first = [{"line_id": pumps.id, "price_unit": pumps.price_unit, "quantity": 60}]
        second = [{"line_id": pumps.id, "price_unit": pumps.price_unit, "quantity": 80}]
        by_seller.action_record_counter_offer(first, "数量增加到 60 台,要求含运费。")
        demand = by_seller.action_record_counter_offer(second, "数量增加到 80 台,自提,货到 30 天付款。")
        demand.action_take_over()
        plan = {
            "topic": "CP-50 离心泵批量采购",
            "date": fields.Datetime.add(fields.Datetime.now().replace(minute=0, second=0), days=-3),
            "place": "公司二楼会议室",
        }
        issues = [("运费", "客户自提", "要求含运费"), ("交货期", "六周", "四周")]
        by_seller, by_manager = self._negotiate("agreed", order, "客户希望面谈数量、运费和交货期。", plan, issues)
        by_seller.action_hold()
        by_seller.issue_ids[0].write({"state": "resolved", "resolution": "数量增至 80 台,客户自提。"})
        by_seller.issue_ids[1].write({"state": "resolved", "resolution": "五周内交货。"})
        by_seller.write({"consensus": True, "result": "80 台,自提,五周内交货,货到 30 天付款。"})
        by_manager.action_agree()
