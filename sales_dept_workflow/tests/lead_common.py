from .common import SdwCase


class LeadCase(SdwCase):
    """Leads of the salesperson, with everything a lead needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env.ref("sales_dept_workflow.utm_source_exhibition")
        cls.salesperson.sale_team_id = cls.team
        cls.china = cls.env.ref("base.cn")

    @classmethod
    def lead(cls, user=None, **values):
        return cls.env["crm.lead"].with_user(user or cls.salesperson).create(cls.lead_values(user, **values))

    @classmethod
    def lead_values(cls, user=None, **values):
        return {
            "name": "Needs pumps",
            "type": "lead",
            "user_id": (user or cls.salesperson).id,
            "company_id": cls.company.id,
            "team_id": cls.team.id,
            "source_id": cls.source.id,
            "partner_name": "Harbour Works",
            "phone": "+86 21 6111 2222",
            "email_from": "gu@harbour-works.example",
            "sdw_need": "Twenty pumps",
            **values,
        }

    def queries(self, work):
        """How many queries ``work`` takes, from an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def activities(self, records, xmlid):
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        kind = self.env.ref(f"sales_dept_workflow.{xmlid}")
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", kind.id)])
