from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .codes import CASE


class SdwCollectionCase(models.Model):
    """The phone list of the day: one line per case, its result in two clicks."""

    _inherit = CASE

    phone = fields.Char(related="partner_id.phone")
    last_result = fields.Char(compute="_compute_last_result")

    @api.depends("action_ids")
    def _compute_last_result(self):
        self.env["sdw.collection.action"].flush_model(["case_id", "result", "done_on"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (case_id) case_id, result FROM sdw_collection_action
                    WHERE case_id IN %s ORDER BY case_id, done_on DESC, id DESC""",
                tuple(self.ids) or (0,),
            )
        )
        last = dict(rows)
        for case in self:
            case.last_result = last.get(case.id, False)

    @api.model
    def action_phone_list(self):
        """Who is to be called today, the longest overdue step first; behind a warning where the bank is not up to date.

        Not on it: who is paused, who has promised and still has time, whose signed deferral waits to be filed.
        """
        self._sdw_check_role("group_sdw_salesperson", "group_sdw_accountant", "group_sdw_legal")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_phone_list")
        domain = self._phone_domain()
        companies = self.search(domain).sudo().company_id
        return self.env.company._sdw_warn_of_stale_bank({**action, "domain": list(domain)}, companies)

    @api.model
    def _phone_domain(self):
        tonight = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("deadline", "<=", self.new({"company_id": company.id})._sdw_end_of_day(company._sdw_today()))
            for company in self.env.companies
        )
        return tonight & Domain(
            [
                ("state", "=", "dunning"),
                ("paused_until", "=", False),
                ("met_on", "=", False),
                "!",
                ("agreement_ids", "any", [("state", "=", "signed")]),
            ]
        )

    def action_no_answer(self):
        """Called, nobody answered: logged with one click; the next call is tomorrow."""
        result = self.action_dun("phone", self.env._("No answer"))
        self._sdw_system().filtered(lambda case: case.state == "dunning")._call_tomorrow()
        return result
