from odoo import api, models
from odoo.tools import SQL

from .codes import FACE_TO_FACE, VISIT

#: The table of levels, where one is kept.
LEVEL = "sdw.customer.level"
REFRESHED = ["last_visit_date", "next_visit_due"]


class ResPartner(models.Model):
    """The cycle of return visits: set-based, one statement for one customer or for all (V-15, V-22, A-21).

    A customer is in the cycle from his first order, contract or visit on, and due so many days after his last visit as
    his grade says; the best grade counts that one of our companies gave him, without any the last one (C). Grade A, or
    what the table of levels calls VIP, is due face to face, the others by any way. After a contract was signed, the
    first follow-up comes earlier.
    """

    _inherit = "res.partner"

    def _sdw_refresh_visits(self):
        """Set when these commercial entities were visited last and are due next."""
        if self.ids:
            self._sdw_set_visits(SQL("p.id IN %s", tuple(self.ids)))

    @api.model
    def _sdw_refresh_all_visits(self):
        """The same for every customer; only rows that change are written."""
        self._sdw_set_visits(SQL("TRUE"))

    @api.model
    def _sdw_set_visits(self, which):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """WITH facts AS (%(facts)s), due AS (
                       SELECT id, last_on, %(due)s AS due_on FROM facts
                   )
                   UPDATE res_partner p SET last_visit_date = due.last_on, next_visit_due = due.due_on
                     FROM due
                    WHERE p.id = due.id AND (p.last_visit_date IS DISTINCT FROM due.last_on
                                             OR p.next_visit_due IS DISTINCT FROM due.due_on)""",
                facts=self._sql_visit_facts(which),
                due=self._sql_visit_due(),
            )
        )
        self.env["res.partner"].invalidate_model(REFRESHED)

    @api.model
    def _sql_visit_due(self):
        """The earlier of the cycle and the first follow-up; neither, if he is no customer any more."""
        cycle = SQL(
            "CASE WHEN days > 0 THEN COALESCE(CASE WHEN face THEN met_on ELSE last_on END, first_on) + days END"
        )
        follow = SQL(
            "CASE WHEN follow_days > 0 AND (last_on IS NULL OR last_on < signed_on) THEN signed_on + follow_days END"
        )
        return SQL("CASE WHEN alive THEN LEAST(%s, %s) END", cycle, follow)

    @api.model
    def _sql_visit_facts(self, which):
        """One row per commercial entity: visits, the beginning of the relation, what its grade says."""
        return SQL(
            """SELECT p.id, visits.last_on, visits.met_on, p.sdw_followup_from AS signed_on,
                      COALESCE(visits.first_on, orders.first_on, p.sdw_followup_from) AS first_on,
                      grade.days, COALESCE(grade.face, FALSE) AS face,
                      home.sdw_followup_days AS follow_days, p.active AND %(alive)s AS alive
                 FROM res_partner p
                 JOIN res_company home ON home.id = COALESCE(p.company_id, %(main)s)
                 LEFT JOIN LATERAL (%(visits)s) visits ON TRUE
                 LEFT JOIN LATERAL (%(orders)s) orders ON TRUE
                 LEFT JOIN LATERAL (%(grades)s) grade ON TRUE
                WHERE p.commercial_partner_id = p.id AND %(which)s
                  AND (visits.last_on IS NOT NULL OR orders.first_on IS NOT NULL OR p.sdw_followup_from IS NOT NULL
                       OR p.last_visit_date IS NOT NULL OR p.next_visit_due IS NOT NULL)""",
            alive=self._sql_visit_alive(),
            main=self._sdw_main_company_id(),
            visits=self._sql_visits_made(),
            orders=self._sql_visit_orders(),
            grades=self._sql_visit_grades(),
            which=which,
        )

    @api.model
    def _sql_visits_made(self):
        """Visits on which somebody was met; the day is that of the company that visited."""
        day = SQL(
            "((v.date_done AT TIME ZONE 'UTC') AT TIME ZONE COALESCE(NULLIF(c.tz, ''), 'UTC'))::date",
        )
        return SQL(
            """SELECT MAX(%(day)s) AS last_on, MIN(%(day)s) AS first_on,
                      MAX(%(day)s) FILTER (WHERE v.mode IN %(face)s) AS met_on
                 FROM %(table)s v
                 JOIN res_company company ON company.id = v.company_id
                 JOIN res_partner c ON c.id = company.partner_id
                WHERE v.commercial_partner_id = p.id AND v.state IN ('recorded', 'filed')
                  AND v.outcome IS DISTINCT FROM 'not_met'""",
            day=day,
            face=FACE_TO_FACE,
            table=SQL.identifier(self.env[VISIT]._table),
        )

    @api.model
    def _sql_visit_orders(self):
        return SQL(
            """SELECT MIN(o.date_order)::date AS first_on
                 FROM res_partner buyer JOIN sale_order o ON o.partner_id = buyer.id AND o.state = 'sale'
                WHERE buyer.commercial_partner_id = p.id"""
        )

    @api.model
    def _sql_visit_grades(self):
        """The shortest interval of the grades our companies gave, and whether any of them visits him face to face."""
        return SQL(
            """SELECT MIN(NULLIF(COALESCE(NULLIF(level.visit_days, 0), CASE given.grade
                          WHEN 'a' THEN company.sdw_visit_days_a WHEN 'b' THEN company.sdw_visit_days_b
                          ELSE company.sdw_visit_days_c END), 0)) AS days,
                      BOOL_OR(COALESCE(level.is_vip, given.grade = 'a')) AS face
                 FROM (SELECT key::int AS company_id, value AS grade FROM jsonb_each_text(%(grades)s)
                        WHERE value IN ('a', 'b', 'c')
                    UNION ALL
                       SELECT COALESCE(p.company_id, %(main)s), 'c'
                        WHERE NOT EXISTS (SELECT 1 FROM jsonb_each_text(%(grades)s) WHERE value IN ('a', 'b', 'c'))
                      ) given
                 JOIN res_company company ON company.id = given.company_id
                 LEFT JOIN LATERAL (%(level)s) level ON TRUE""",
            grades=self._sql_customer_grade(),
            level=self._sql_customer_level(),
            main=self._sdw_main_company_id(),
        )

    @api.model
    def _sdw_main_company_id(self):
        """Whose settings count for customers of no company: known without a query."""
        return self.env["ir.model.data"]._xmlid_to_res_id("base.main_company", raise_if_not_found=True)

    @api.model
    def _sql_customer_level(self):
        """What the table of levels says of a grade in a company: its own row, else the shared one."""
        if LEVEL not in self.env:
            return SQL("SELECT NULL::int AS visit_days, NULL::bool AS is_vip")
        return SQL(
            """SELECT l.visit_days, l.is_vip FROM sdw_customer_level l
                WHERE l.grade = given.grade AND COALESCE(l.company_id, company.id) = company.id
             ORDER BY l.company_id LIMIT 1"""
        )

    @api.model
    def _sql_customer_grade(self):
        """The company-dependent grade of partner ``p``: a JSON object, company → grade."""
        known = "customer_grade" in self._fields and self._fields["customer_grade"].store
        return SQL("p.customer_grade") if known else SQL("NULL::jsonb")

    @api.model
    def _sql_visit_alive(self):
        """Whoever was struck off is visited no more."""
        field = self._fields.get("customer_status")
        known = field and field.store and not field.company_dependent
        return SQL("p.customer_status IS DISTINCT FROM 'invalid'") if known else SQL("TRUE")
