from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What every part of the view gives, and its type in the database; what a part leaves out is empty.
COLUMNS = {
    "id": "bigint",
    "step": "varchar",
    "gate": "varchar",
    "role_id": "int",
    "waiting_for_id": "int",
    "user_id": "int",
    "partner_id": "int",
    "order_id": "int",
    "res_model": "varchar",
    "res_id": "int",
    "document": "varchar",
    "company_id": "int",
    "started_on": "timestamp",
    "ended_on": "timestamp",
    "deadline": "timestamp",
}
#: The gate that opens when a request of this code is approved.
GATES = {
    "price": "confirm",
    "contract": "confirm",
    "contract_legal": "confirm",
    "credit": "ship",
    "freight": "ship",
    "delivery_notice": "ship",
    "shipping_release": "ship",
    "tender_bid": "submit",
    "tender_submit": "submit",
}


class SdwProcessAnalysis(models.Model):
    """Where orders wait: at which step and gate, for whom, and for how long (I-04).

    One row per time that a document waited for somebody: finished, or still waiting. Each process folder gives the
    SELECTs of its own steps (:meth:`_sdw_parts`, made with :meth:`_sdw_part`) and their names (:meth:`_sdw_steps`).
    """

    _name = "sdw.process.analysis"
    _description = "Waiting Times"
    _auto = False
    _order = "started_on desc, id desc"
    _rec_name = "document"
    _depends = {
        "sdw.approval": ["state", "step_id", "assignee_id", "code", "res_model", "res_id", "document_name"],
        "sdw.approval.decision": ["approval_id", "decision", "decided_on", "user_id", "role_id"],
        "sale.order": ["user_id", "team_id", "territory_id", "partner_id"],
        "stock.picking": ["sale_id"],
    }

    step = fields.Selection(lambda self: self._sdw_steps(), readonly=True)
    gate = fields.Selection(
        [
            ("quote", "Quotation"),
            ("confirm", "Confirmation"),
            ("ship", "Shipment"),
            ("submit", "Tender"),
            ("arrive", "Arrival"),
        ],
        "Before",
        readonly=True,
    )
    role_id = fields.Many2one("res.groups", "Role", readonly=True)
    waiting_for_id = fields.Many2one("res.users", "Waiting for Whom", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Document Number", model_field="res_model", readonly=True, aggregator=None)
    document = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    started_on = fields.Datetime("Waiting since", readonly=True)
    ended_on = fields.Datetime("Went on", readonly=True)
    deadline = fields.Datetime(readonly=True)
    state = fields.Selection([("waiting", "Waiting"), ("done", "Done")], readonly=True)
    hours = fields.Float("Average Wait (hours)", readonly=True, aggregator="avg")
    hours_open = fields.Float("Average Wait until Now (hours)", readonly=True, aggregator="avg")
    hours_done = fields.Float("Average Finished Wait (hours)", readonly=True, aggregator="avg")
    hours_total = fields.Float("Wait in All (hours)", readonly=True)
    waiting = fields.Integer("Waiting Now", readonly=True)
    late = fields.Integer("Too Late", readonly=True)

    # ------------------------------------------------------------------ what the processes declare
    @api.model
    def _sdw_steps(self):
        """[(step, name)]: the approvals by their types' names; a process adds its own through ``super()``."""
        types = self.env["sdw.approval.type"].sudo().search_fetch([], ["code", "name"], order="company_id desc, id")
        return list({kind.code: (kind.code, kind.name) for kind in types}.values())

    @api.model
    def _sdw_parts(self):
        """The SELECTs that make up the view. Extend through ``super()``."""
        return [self._sdw_decided(), self._sdw_undecided()]

    @api.model
    def _sdw_part(self, source, **columns):
        """One SELECT: ``columns`` are SQL by the names of :data:`COLUMNS`, ``source`` is what follows them.

        A part gives ``id`` (of its own table), ``step``, ``company_id`` and ``started_on`` at least; an ``order_id``
        brings customer, salesperson, team and territory along.
        """
        empty = SQL("NULL")
        select = SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(name, empty), SQL(kind), SQL.identifier(name))
            for name, kind in COLUMNS.items()
        )
        return SQL("SELECT %s %s", select, source)

    @api.model
    def _sdw_order_columns(self):
        """{model: (table, column)}: where a document on which somebody decides says what its order is."""
        return {"sale.order": ("sale_order", "id"), "stock.picking": ("stock_picking", "sale_id")}

    # ------------------------------------------------------------------ approvals
    @api.model
    def _sdw_approval_part(self, source, **columns):
        gate = SQL(" ").join(SQL("WHEN %s THEN %s", code, gate) for code, gate in GATES.items())
        orders = SQL(" ").join(
            SQL(
                "WHEN %s THEN (SELECT %s FROM %s WHERE id = a.res_id)",
                model,
                SQL.identifier(name),
                SQL.identifier(table),
            )
            for model, (table, name) in self._sdw_order_columns().items()
        )
        return self._sdw_part(
            source,
            step=SQL("a.code"),
            gate=SQL("CASE a.code %s END", gate),
            user_id=SQL("a.responsible_id"),
            partner_id=SQL("a.partner_id"),
            order_id=SQL("CASE a.res_model %s END", orders),
            res_model=SQL("a.res_model"),
            res_id=SQL("a.res_id"),
            document=SQL("a.document_name"),
            company_id=SQL("a.company_id"),
            **columns,
        )

    @api.model
    def _sdw_decided(self):
        """Steps that ended: each began with the request, or with the decision before it.

        What the requester or the system decided by itself waited for nobody; what lapsed or was withdrawn after the
        last approval had waited for nobody any more.
        """
        return self._sdw_approval_part(
            SQL(
                """
                FROM (SELECT id, approval_id, step_id, role_id, user_id, decision, decided_on,
                             LAG(decided_on) OVER earlier AS began, LAG(decision) OVER earlier AS before,
                             LAG(step_id) OVER earlier AS step_before
                        FROM sdw_approval_decision
                      WINDOW earlier AS (PARTITION BY approval_id ORDER BY id)) d
                JOIN sdw_approval a ON a.id = d.approval_id
                 AND d.decision NOT IN ('own_authority', 'system')
                 AND (d.decision IN ('lapsed', 'cancelled')
                      AND (d.before = 'system' OR (d.before = 'approved' AND d.step_before = d.step_id))) IS NOT TRUE
                """
            ),
            id=SQL("d.id"),
            role_id=SQL("d.role_id"),
            waiting_for_id=SQL(
                "CASE WHEN d.decision IN ('approved', 'rejected') THEN d.user_id ELSE a.assignee_id END"
            ),
            started_on=SQL("COALESCE(d.began, a.create_date)"),
            ended_on=SQL("d.decided_on"),
        )

    @api.model
    def _sdw_undecided(self):
        """Steps that wait now."""
        return self._sdw_approval_part(
            SQL(
                """
                FROM sdw_approval a
                LEFT JOIN sdw_approval_step s ON s.id = a.step_id
                JOIN LATERAL (SELECT MAX(decided_on) AS began FROM sdw_approval_decision WHERE approval_id = a.id) d
                  ON a.state = 'pending'
                """
            ),
            id=SQL("a.id"),
            role_id=SQL("s.group_id"),
            waiting_for_id=SQL("a.assignee_id"),
            started_on=SQL("COALESCE(d.began, a.create_date)"),
        )

    # ------------------------------------------------------------------ the view
    @property
    def _table_query(self):
        parts = self._sdw_parts()
        union = SQL(" UNION ALL ").join(
            SQL("SELECT %s AS part, part.* FROM (%s) part", number, part) for number, part in enumerate(parts)
        )
        return SQL(
            """
            SELECT w.id * %(parts)s + w.part AS id, w.step, w.gate, w.role_id, w.waiting_for_id, w.order_id,
                   w.res_model, w.res_id, w.document, w.company_id, w.started_on, w.ended_on, w.deadline,
                   responsible.id AS user_id, COALESCE(o.team_id, responsible.sale_team_id) AS team_id,
                   customer.id AS partner_id, COALESCE(o.territory_id, customer.territory_id) AS territory_id,
                   CASE WHEN w.ended_on IS NULL THEN 'waiting' ELSE 'done' END AS state,
                   lasted.hours AS hours, lasted.hours AS hours_total,
                   CASE WHEN w.ended_on IS NULL THEN lasted.hours END AS hours_open,
                   CASE WHEN w.ended_on IS NOT NULL THEN lasted.hours END AS hours_done,
                   CASE WHEN w.ended_on IS NULL THEN 1 ELSE 0 END AS waiting,
                   CASE WHEN COALESCE(w.ended_on, %(now)s) > w.deadline THEN 1 ELSE 0 END AS late
              FROM (%(union)s) w
              LEFT JOIN sale_order o ON o.id = w.order_id
              LEFT JOIN res_users responsible ON responsible.id = COALESCE(w.user_id, o.user_id)
              LEFT JOIN res_partner customer ON customer.id = COALESCE(o.partner_id, w.partner_id)
              CROSS JOIN LATERAL (
                   SELECT GREATEST(EXTRACT(EPOCH FROM COALESCE(w.ended_on, %(now)s) - w.started_on) / 3600.0, 0)
                          AS hours
              ) lasted
            """,
            parts=len(parts),
            union=union,
            now=fields.Datetime.now(),
        )

    # ------------------------------------------------------------------ the way to the document
    def action_open_document(self):
        """Open the document that waits or waited."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("This document has been deleted."))
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": document.id,
            "view_mode": "form",
        }
