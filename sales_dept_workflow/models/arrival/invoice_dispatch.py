from odoo import api, fields, models
from odoo.exceptions import UserError

FINANCE = "sales_dept_workflow.group_sdw_finance"
SALES_ADMIN = "sales_dept_workflow.group_sdw_sales_admin"
STATES = [
    ("requested", "Requested"),
    ("issued", "Issued"),
    ("mailed", "Mailed"),
    ("received", "Received by the Customer"),
    ("lost", "Lost in the Mail"),
    ("cancelled", "Cancelled"),
]
#: Who keeps whom waiting in which state.
WITH_SALES = {"mailed"}


class SdwInvoiceDispatch(models.Model):
    """The VAT invoice of a shipment on its way: asked for the day the goods leave, issued, mailed, received
    (D-03 … D-05, Z-08, Z-13).

    One per shipment, made by the system when the goods leave; finance may join several of one customer into one
    invoice. Each step has a deadline of its own, and the next one up hears of a missed one.
    """

    _name = "sdw.invoice.dispatch"
    _description = "VAT Invoice Dispatch"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    invoice_partner_id = fields.Many2one("res.partner", "Invoice Address", readonly=True, ondelete="restrict")
    phone = fields.Char(related="invoice_partner_id.phone", string="Phone")
    user_id = fields.Many2one("res.users", "Sales Admin", index=True, tracking=True)
    salesperson_id = fields.Many2one("res.users", "Salesperson", readonly=True, index="btree_not_null")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null")
    picking_ids = fields.Many2many("stock.picking", string="Transfers", readonly=True, copy=False)
    order_ids = fields.Many2many("sale.order", string="Orders", readonly=True, copy=False)
    line_ids = fields.One2many("sdw.invoice.dispatch.line", "dispatch_id", "Goods", readonly=True)
    amount_untaxed = fields.Monetary("Untaxed Amount", compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary("Tax Amount", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary("Amount", compute="_compute_amounts", store=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="requested", index=True, tracking=True)
    requested_on = fields.Datetime("Requested on", required=True, readonly=True)
    sent_on = fields.Datetime("Sent to Finance on", readonly=True, copy=False, tracking=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    sent_via = fields.Selection([("odoo", "In Odoo"), ("email", "E-mail")], readonly=True, copy=False)
    sent_hours = fields.Float("Working Hours until Sent", readonly=True, copy=False, aggregator="avg")
    kind = fields.Selection(
        [("paper", "Paper"), ("electronic", "Electronic")], "Form of the Invoice", required=True, default="paper"
    )
    move_id = fields.Many2one(
        "account.move", "Customer Invoice", readonly=True, ondelete="restrict", index="btree_not_null", copy=False
    )
    fapiao_number = fields.Char("VAT Invoice Number", readonly=True, copy=False, tracking=True, index="trigram")
    fapiao_file = fields.Binary("File of the Invoice", attachment=True, copy=False)
    fapiao_filename = fields.Char(copy=False)
    issued_on = fields.Date(readonly=True, copy=False)
    mailed_on = fields.Date(readonly=True, copy=False)
    courier_id = fields.Many2one("res.partner", "Courier", readonly=True, copy=False)
    tracking_number = fields.Char(readonly=True, copy=False)
    expected_on = fields.Date("Expected on", readonly=True, copy=False)
    received_on = fields.Date(readonly=True, copy=False)
    contact = fields.Char("Spoken to", readonly=True, copy=False)
    call_count = fields.Integer("Calls", readonly=True, copy=False)
    end_reason = fields.Text("Reason", readonly=True, copy=False, help="Why it was lost or cancelled.")
    red_letter_number = fields.Char("Red-letter Number", readonly=True, copy=False)
    replaces_id = fields.Many2one("sdw.invoice.dispatch", "Replaces", readonly=True, ondelete="restrict", copy=False)
    joined_to_id = fields.Many2one("sdw.invoice.dispatch", "Joined to", readonly=True, ondelete="restrict", copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, fapiao_number) WHERE fapiao_number IS NOT NULL", "This VAT invoice number is already on record."
    )
    _replaced_uniq = models.UniqueIndex("(replaces_id) WHERE replaces_id IS NOT NULL", "It is already re-issued.")
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        open_to_staff = {"user_id", "kind", "fapiao_file", "fapiao_filename"}
        ours = {name for name, field in self._fields.items() if field._module == "sales_dept_workflow"}
        core = {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}
        mail = set(self.pool["mail.thread"]._fields) | set(self.pool["mail.activity.mixin"]._fields)
        return super()._sdw_guarded_fields() | (ours - open_to_staff - core - mail)

    @api.depends("line_ids.amount_untaxed", "line_ids.amount_total")
    def _compute_amounts(self):
        for dispatch in self:
            dispatch.amount_untaxed = sum(dispatch.line_ids.mapped("amount_untaxed"))
            dispatch.amount_total = sum(dispatch.line_ids.mapped("amount_total"))
            dispatch.amount_tax = dispatch.amount_total - dispatch.amount_untaxed

    # ------------------------------------------------------------------ opening
    @api.model
    def _open(self, moves):
        """Ask for the invoice of what has just left, in one batch: one dispatch per transfer and order.

        What the invoice covers is what is delivered and not yet in an earlier dispatch, whatever the stock moves count
        in (parts of a kit, other units).
        """
        sold = moves.sudo().filtered(lambda move: move.sale_line_id and move.company_id.sdw_invoice_arrival_days > 0)
        if not sold:
            return self.browse()
        covered = self.env["sdw.invoice.dispatch.line"]._covered(sold.sale_line_id)
        now, values = fields.Datetime.now(), []
        due = {
            company: self.with_company(company)._sdw_prompt_deadline(now) for company in sold.sale_line_id.company_id
        }
        for (picking, order), group in sold.grouped(lambda move: (move.picking_id, move.sale_line_id.order_id)).items():
            lines = [row for line in group.sale_line_id if (row := line._sdw_dispatch_row(covered))]
            if lines:
                values.append({**self._prepare(picking, order, lines), "deadline": due[order.company_id]})
        return self._open_with(values)

    @api.model
    def _open_with(self, values):
        for company in self.env["res.company"].browse({row["company_id"] for row in values}):
            rows = [row for row in values if row["company_id"] == company.id]
            names = self.env["ir.sequence"]._sdw_next_names("sdw.invoice.dispatch", company, len(rows))
            for row, name in zip(rows, names, strict=True):
                row["name"] = name
        system = self._sdw_system().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        dispatches = self._sdw_system().browse(system.create(values).ids)
        dispatches._deadline_start()
        return dispatches

    @api.model
    def _prepare(self, picking, order, lines):
        partner = order.partner_invoice_id.commercial_partner_id
        return {
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
            "partner_id": partner.id,
            "invoice_partner_id": order.partner_invoice_id.id,
            "user_id": self._admin_of(order).id,
            "salesperson_id": order.user_id.id,
            "team_id": order.team_id.id,
            "picking_ids": picking.ids,
            "order_ids": order.ids,
            "kind": partner.sdw_fapiao_kind or "paper",
            "line_ids": [fields.Command.create(row) for row in lines],
            "requested_on": fields.Datetime.now(),
        }

    @api.model
    def _admin_of(self, order):
        """The sales admin who confirmed the order, else any, else the salesperson."""
        holders = self._holders(SALES_ADMIN, order.company_id)
        return (order.sdw_confirmed_by_id & holders) or holders[:1] or order.user_id

    @api.model
    def _holders(self, role, company):
        return self.env["res.groups"]._sdw_role(role)._sdw_holders(company)

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_responsible(self):
        """The sales admin sends and calls, finance issues and mails."""
        if self.state == "mailed" or (self.state == "requested" and not self.sent_on):
            return super()._get_deadline_responsible()
        return self._holders(FINANCE, self.company_id)[:1]

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.salesperson_id.sale_team_id.user_id

    def _get_deadline_summary(self):
        customer = self.partner_id.display_name
        if self.state == "mailed":
            return self.env._(
                "Call %(customer)s: has VAT invoice %(number)s been received?",
                customer=customer,
                number=self.fapiao_number,
            )
        if self.state == "issued":
            return self.env._(
                "Send VAT invoice %(number)s to %(customer)s", number=self.fapiao_number, customer=customer
            )
        if self.sent_on:
            return self.env._("Issue the VAT invoice for %(customer)s", customer=customer)
        if self.missing_data:
            return self.env._(
                "%(customer)s: invoicing data missing: %(fields)s", customer=customer, fields=self.missing_data
            )
        return self.env._("Send the invoicing data of %(customer)s to finance", customer=customer)

    def _next_deadline(self, deadline):
        """The step is done; the next one begins, with a deadline of its own."""
        self._deadline_met()
        self.write({"deadline": deadline, "met_on": False, "escalated_on": False, "escalated_to_id": False})
        self._deadline_start()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A dispatch on record cannot be deleted."))
