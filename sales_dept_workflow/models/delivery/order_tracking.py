from odoo import fields, models
from odoo.tools import SQL

STAGES = [
    ("entry", "Entry"),
    ("supply", "Waiting for Supply"),
    ("checks", "With the Accountant"),
    ("shipping", "To Ship"),
    ("arrival", "On its Way"),
    ("invoice", "To Invoice"),
    ("payment", "To be Paid"),
    ("done", "Done"),
]
#: The stage of an order: the first thing that is not done yet.
STAGE = SQL(
    """
    CASE WHEN o.state IN ('draft', 'sent') THEN 'entry'
         WHEN EXISTS (SELECT 1 FROM sdw_supply_inquiry s
                       WHERE s.order_id = o.id AND s.state IN ('asked', 'declined')) THEN 'supply'
         WHEN (SELECT a.state FROM sdw_approval a
                WHERE a.res_model = 'sale.order' AND a.res_id = o.id AND a.code = 'credit' AND a.state <> 'cancelled'
             ORDER BY a.id DESC LIMIT 1) IN ('pending', 'rejected', 'lapsed') THEN 'checks'
         WHEN o.delivery_status IN ('pending', 'started', 'partial') THEN 'shipping'
         WHEN EXISTS (SELECT 1 FROM sdw_arrival_followup f
                       WHERE f.order_id = o.id AND f.state <> 'arrived') THEN 'arrival'
         WHEN o.invoice_status = 'to invoice' THEN 'invoice'
         WHEN m.due > 0 THEN 'payment'
         ELSE 'done' END
    """
)
#: Invoiced, paid and due of its invoices, in company currency.
MONEY = SQL(
    """
    LEFT JOIN LATERAL (
         SELECT SUM(v.amount_total_signed) AS invoiced, SUM(v.amount_total_signed - v.amount_residual_signed) AS paid,
                SUM(v.amount_residual_signed) AS due,
                BOOL_OR(v.amount_residual_signed > 0 AND v.invoice_date_due < CURRENT_DATE) AS overdue
           FROM account_move v
          WHERE v.state = 'posted' AND v.id IN (
                SELECT a.move_id
                  FROM sale_order_line l
                  JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
                  JOIN account_move_line a ON a.id = r.invoice_line_id
                 WHERE l.order_id = o.id)
    ) m ON TRUE
    """
)
#: The next node and the longest delay; open exceptions; what came back.
FACTS = SQL(
    """
    LEFT JOIN LATERAL (
         SELECT (ARRAY_AGG(kind ORDER BY planned_date, id))[1] AS next_kind, MAX(CURRENT_DATE - planned_date) AS delay
           FROM sdw_contract_milestone
          WHERE order_id = o.id AND met_on IS NULL
    ) n ON TRUE
    LEFT JOIN LATERAL (
         SELECT COUNT(*) AS open FROM sdw_order_exception WHERE order_id = o.id AND state <> 'solved'
    ) e ON TRUE
    LEFT JOIN LATERAL (
         SELECT COUNT(DISTINCT k.picking_id) AS returned
           FROM stock_move k
           JOIN sale_order_line l ON l.id = k.sale_line_id
          WHERE l.order_id = o.id AND k.origin_returned_move_id IS NOT NULL AND k.state <> 'cancel'
    ) k ON TRUE
    """
)


class SdwOrderTracking(models.Model):
    """Where every order stands: stage, goods, invoice, money, next node (O-16, O-17, E-06, E-07)."""

    _name = "sdw.order.tracking"
    _description = "Order Tracking"
    _auto = False
    _rec_name = "order_id"
    _order = "delay_days desc, id desc"

    order_id = fields.Many2one("sale.order", "Order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    channel = fields.Selection(
        [("agent", "Agent"), ("dealer", "Dealer"), ("end_customer", "End customer")], "Sales Channel", readonly=True
    )
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date_order = fields.Datetime("Ordered on", readonly=True)
    due_on = fields.Date("Delivery Date", readonly=True)
    stage = fields.Selection(STAGES, readonly=True, group_expand=True)
    delivery_state = fields.Selection(
        [("pending", "Not Delivered"), ("started", "Started"), ("partial", "Partly Delivered"), ("full", "Delivered")],
        "Delivery",
        readonly=True,
    )
    invoice_state = fields.Selection(
        [
            ("no", "Nothing to Invoice"),
            ("to invoice", "To Invoice"),
            ("invoiced", "Invoiced"),
            ("upselling", "Upselling"),
        ],
        "Invoicing",
        readonly=True,
    )
    payment_state = fields.Selection(
        [
            ("none", "No Invoice"),
            ("open", "Not Paid"),
            ("partial", "Partly Paid"),
            ("overdue", "Overdue"),
            ("paid", "Paid"),
        ],
        "Payment",
        readonly=True,
    )
    next_kind = fields.Selection(
        lambda self: self.env["sdw.contract.milestone"]._fields["kind"]._description_selection(self.env),
        "Next",
        readonly=True,
    )
    delay_days = fields.Integer("Delay (days)", readonly=True, aggregator="max")
    exceptions = fields.Integer("Open Exceptions", readonly=True)
    returned = fields.Integer("Returns", readonly=True)
    amount = fields.Monetary("Order Amount", readonly=True, help="With VAT, in the company's currency.")
    amount_invoiced = fields.Monetary("Invoiced Amount", readonly=True)
    amount_paid = fields.Monetary("Paid Amount", readonly=True)
    amount_due = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT o.id, o.id AS order_id, o.partner_id, COALESCE(p.sdw_channel, w.sdw_channel) AS channel,
                   o.user_id, o.team_id, o.company_id, c.currency_id, o.date_order,
                   COALESCE(o.sdw_delivery_date, o.commitment_date::date) AS due_on, %s AS stage,
                   o.delivery_status AS delivery_state, o.invoice_status AS invoice_state,
                   CASE WHEN m.invoiced IS NULL THEN 'none' WHEN m.due <= 0 THEN 'paid' WHEN m.overdue THEN 'overdue'
                        WHEN m.paid > 0 THEN 'partial' ELSE 'open' END AS payment_state,
                   n.next_kind, GREATEST(COALESCE(n.delay, 0), 0) AS delay_days, e.open AS exceptions, k.returned,
                   o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount,
                   COALESCE(m.invoiced, 0) AS amount_invoiced, COALESCE(m.paid, 0) AS amount_paid,
                   COALESCE(m.due, 0) AS amount_due
              FROM sale_order o
              JOIN res_company c ON c.id = o.company_id
              JOIN res_partner p ON p.id = o.partner_id
              JOIN res_partner w ON w.id = p.commercial_partner_id
              %s %s
             WHERE o.state <> 'cancel'
            """,
            STAGE,
            MONEY,
            FACTS,
        )

    def action_open_order(self):
        """Open the order itself."""
        self.ensure_one()
        self.order_id.check_access("read")
        views = [[self.order_id.get_formview_id(), "form"]]
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id, "views": views}
