from datetime import date, datetime

from odoo.fields import Command

from .common import SdwCase

NOW = datetime(2026, 3, 2, 1, 0)
TODAY = date(2026, 3, 2)


class LearningCase(SdwCase):
    """Complaints in the states that one learns from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sdw_superior_id = cls.manager
        cls.company.write({"sdw_satisfaction_days": 3, "sdw_survey_months": 6})
        cls.cause = cls.env["sdw.complaint.cause"].create({"name": "Weak seal", "kind": "product"})

    @classmethod
    def complaint(cls, user=None, **values):
        values = {"partner_id": cls.customer.id, "description": "The pump leaks", **values}
        return cls.env["sdw.complaint"].with_user(user or cls.salesperson).create(values)

    @classmethod
    def solved(cls, user=None, **values):
        complaint = cls.complaint(user, **values)
        complaint.with_user(cls.manager).action_solve("New seal")
        complaint.with_user(cls.manager).action_manager_noted()
        return complaint

    @classmethod
    def closed(cls, user=None, **values):
        complaint = cls.solved(user, **values)
        complaint.with_user(cls.manager).action_close()
        return complaint

    @classmethod
    def improvement(cls, user=None, **values):
        values = {"name": "Inspect every seal", "date_due": "2026-03-20", "user_id": cls.salesperson.id, **values}
        return cls.env["sdw.improvement"].with_user(user or cls.manager).create(values)

    def activities(self, record, xmlid):
        domain = [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        kind = self.env.ref(f"sales_dept_workflow.mail_activity_type_{xmlid}")
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", kind.id)])

    @classmethod
    def other_company(cls):
        other = cls.env["res.company"].create({"name": "Second"})
        cls.gm.write({"company_ids": [Command.link(other.id)]})
        return other

    def queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
