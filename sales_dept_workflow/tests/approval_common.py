from unittest.mock import patch

from odoo.fields import Command

from .common import SdwCase

CODE = "test_step"


class ApprovalCase(SdwCase):
    """The approval alone, with a code of the test's own on orders: manager, then general manager; dearer is worse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._make_type(["group_sdw_sales_manager", "group_sdw_general_manager"])
        orders = cls.registry["sale.order"]
        codes = orders._sdw_approval_codes

        def _get_approval_facts(records, code):
            return {order: {"amount": order.amount_total, "percent": 10.0, "note": order.name} for order in records}

        def _sdw_worse(record, approval, facts):
            before = (approval.facts or {}).get("amount", 0.0)
            worse = facts.get("amount", 0.0) > before
            return [{"key": "amount", "before": before, "after": facts["amount"]}] if worse else []

        def _sdw_facts_labels(record, code):
            return {"amount": ("Amount", "money"), "percent": ("Concession", "percent"), "note": ("Note", "text")}

        for name, function in {
            "_sdw_approval_codes": lambda records: [*codes(records), CODE],
            "_get_approval_facts": _get_approval_facts,
            "_sdw_worse": _sdw_worse,
            "_sdw_facts_labels": _sdw_facts_labels,
        }.items():
            patcher = patch.object(orders, name, function)
            patcher.start()
            cls.addClassCleanup(patcher.stop)

    @classmethod
    def _make_type(cls, groups, code=CODE, **values):
        steps = [
            Command.create({"sequence": index, "group_id": cls.env.ref(f"sales_dept_workflow.{group}").id, **extra})
            for index, (group, extra) in enumerate((step if isinstance(step, tuple) else (step, {})) for step in groups)
        ]
        return cls.env["sdw.approval.type"].create({"name": "Test", "code": code, "step_ids": steps, **values})

    @classmethod
    def ask(cls, order=None, user=None, reason="The customer insists.", code=CODE):
        """A request of ``user`` (the salesperson) on ``order`` (a new one), as superuser sees it."""
        user = user or cls.salesperson
        order = order or cls.order()
        return order.with_user(user).action_request_approval(code, reason).sudo()

    def activities(self, approvals):
        return self.env["mail.activity"].search([("res_model", "=", "sdw.approval"), ("res_id", "in", approvals.ids)])
