from odoo import api, fields, models
from odoo.tools import SQL

from .codes import NATURES
from .codes_status import GRADES, SIZES, STATUSES
from .customer_rfm import SEGMENTS
from .customer_trade import CONFIRMED_ON
from .res_partner_class import TIME, TRADE


class SdwCustomerAnalysis(models.Model):
    """Of whom our customers and our sales are composed (A-02, A-03, A-23…A-25).

    One row per customer, company and product category bought in the last 24 months; one without a category for who
    bought nothing. Amounts in the company's currency, without taxes; shares are of all that the company sold, however
    they are grouped.
    """

    _name = "sdw.customer.analysis"
    _description = "Customer Composition"
    _auto = False
    _order = "turnover desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    customers = fields.Integer("Number of Customers", readonly=True, aggregator="count_distinct")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", "Industry", readonly=True)
    route_id = fields.Many2one("sdw.customer.route", "Route", readonly=True)
    status = fields.Selection(STATUSES, "Customer Status", readonly=True)
    grade = fields.Selection(GRADES, "Customer Grade", readonly=True)
    size_class = fields.Selection(SIZES, readonly=True)
    rfm_segment = fields.Selection(SEGMENTS, "RFM Segment", readonly=True)
    nature = fields.Selection(NATURES, "Nature of the Customer", readonly=True)
    time_class = fields.Selection(TIME, "By Time", readonly=True)
    trade_class = fields.Selection(TRADE, "By Trade", readonly=True)
    turnover = fields.Monetary("Turnover, 12 Months", readonly=True)
    turnover_before = fields.Monetary("12 Months before", readonly=True)
    share = fields.Float("Share (%)", readonly=True, digits=(16, 2))

    @property
    def _table_query(self):
        partners = self.env["res.partner"]
        self.env["sdw.customer.trade"]._flush()
        self.env["sale.order.line"].flush_model()
        return SQL(
            """
            SELECT COALESCE(bought.id::bigint * 2, p.id::bigint * 2 + 1) AS id, p.id AS partner_id, p.id AS customers,
                   company.id AS company_id, company.currency_id, bought.categ_id, p.user_id,
                   seller.sale_team_id AS team_id, p.territory_id, p.industry_id, p.sdw_route_id AS route_id,
                   COALESCE(p.customer_status, 'lead') AS status, %(grade)s AS grade, %(size)s AS size_class,
                   p.rfm_segment, p.sdw_nature AS nature, COALESCE(class.time, 'future') AS time_class,
                   COALESCE(class.trade, 'none') AS trade_class,
                   bought.turnover, bought.turnover_before,
                   (bought.turnover * 100 / NULLIF(SUM(bought.turnover) OVER (PARTITION BY company.id), 0))::float8
                       AS share
              FROM res_partner p
              LEFT JOIN (%(bought)s) bought ON bought.partner_id = p.id
              JOIN res_company company ON company.id = COALESCE(bought.company_id, p.company_id, %(company)s)
              LEFT JOIN res_users seller ON seller.id = p.user_id
              LEFT JOIN (%(classes)s) class ON class.id = p.id
             WHERE p.active AND p.partner_share AND p.commercial_partner_id = p.id
               AND (p.customer_status IS NOT NULL OR bought.partner_id IS NOT NULL)
            """,
            grade=partners._sdw_sql_judged("customer_grade", "p", ("company", "id")),
            size=partners._sdw_sql_judged("sdw_size_class", "p", ("company", "id")),
            bought=self._sql_bought(),
            company=self.env.company.id,
            classes=partners._sdw_sql_classes(),
        )

    @api.model
    def _sql_bought(self):
        year = fields.Date.subtract(self.env["sdw.customer.trade"]._today(), months=12)
        return SQL(
            """
            SELECT MIN(l.id) AS id, p.commercial_partner_id AS partner_id, o.company_id, t.categ_id,
                   SUM(%(amount)s) FILTER (WHERE %(on)s >= %(year)s) AS turnover,
                   SUM(%(amount)s) FILTER (WHERE %(on)s < %(year)s) AS turnover_before
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_partner p ON p.id = o.partner_id
              LEFT JOIN product_product product ON product.id = l.product_id
              LEFT JOIN product_template t ON t.id = product.product_tmpl_id
             WHERE o.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE AND %(on)s >= %(before)s
          GROUP BY p.commercial_partner_id, o.company_id, t.categ_id
            """,
            amount=SQL("l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1)"),
            on=CONFIRMED_ON,
            year=year,
            before=fields.Date.subtract(year, months=12),
        )
