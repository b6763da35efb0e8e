from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

ROUND = "sdw.offer.round"


class SdwOfferRound(models.Model):
    """One numbered version of a quotation: what we offered, or what the customer asked for instead (Q-15, N-08).

    A round is a photograph: its lines are kept as they were (Json, one row however many lines), and nobody, not even
    the system, changes or deletes one.
    """

    _name = ROUND
    _description = "Offer Round"
    _inherit = ["sdw.guard.mixin"]
    _order = "order_id, number"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    order_id = fields.Many2one("sale.order", "Quotation", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    number = fields.Integer("Round", required=True, readonly=True)
    party = fields.Selection([("ours", "Our Offer"), ("theirs", "Customer's Demand")], required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Recorded by", required=True, readonly=True, ondelete="restrict")
    note = fields.Text("Terms", readonly=True)
    payment_term = fields.Char("Payment Terms", readonly=True)
    lines = fields.Json(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    amount_untaxed = fields.Monetary("Without Taxes", readonly=True)
    amount_total = fields.Monetary("Total", readonly=True)

    _number_uniq = models.UniqueIndex("(order_id, number)", "Somebody has just recorded this round. Please try again.")

    @api.depends("number", "party")
    def _compute_name(self):
        parties = dict(self._fields["party"]._description_selection(self.env))
        for record in self:
            party = parties.get(record.party, "")
            record.name = self.env._("Round %(number)s: %(party)s", number=record.number, party=party)

    # ------------------------------------------------------------------ on record
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Rounds are recorded by the system, on the quotation."))
        return super().create(vals_list)

    # pylint: disable-next=method-required-super
    def write(self, vals):
        raise UserError(self.env._("An offer on record stays as it was."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("An offer on record stays as it was."))

    # ------------------------------------------------------------------ recording
    @api.model
    def _record(self, orders, versions, party, note=None):
        """Number and keep a version of each order, in one insert.

        :param dict versions: {order: {``lines``, ``amount_untaxed``, ``amount_total``}}
        :return: the new rounds
        """
        numbers = self._last_numbers(orders)
        now = fields.Datetime.now()
        values = [
            {
                "order_id": order.id,
                "company_id": order.company_id.id,
                "number": numbers.get(order.id, 0) + 1,
                "party": party,
                "date": now,
                "user_id": self.env.uid,
                "note": note,
                "payment_term": order.payment_term_id.display_name,
                "currency_id": order.currency_id.id,
                **versions[order],
            }
            for order in orders
        ]
        return self._sdw_system().create(values)

    @api.model
    def _last_numbers(self, orders):
        groups = self.sudo()._read_group([("order_id", "in", orders.ids)], ["order_id"], ["number:max"])
        return {order.id: number for order, number in groups}

    @api.model
    def _latest(self, orders, party):
        """{order: its last round of ``party`` or none}, in one query however many rounds there were."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (order_id) order_id, id FROM sdw_offer_round
                    WHERE order_id IN %s AND party = %s ORDER BY order_id, number DESC""",
                tuple(orders.ids) or (0,),
                party,
            )
        )
        latest = dict(rows)
        rounds = self.sudo().browse(latest.values())
        return {order: rounds.browse(latest.get(order.id, ())) for order in orders}

    # ------------------------------------------------------------------ taking over what the customer asks
    def action_take_over(self):
        """Write the customer's prices, discounts and quantities into the quotation; the price rules judge it as ever.

        :raise UserError: for our own rounds, and once the quotation is confirmed
        """
        self.ensure_one()
        order = self.order_id
        order._sdw_check_role("group_sdw_salesperson")
        order.check_access("write")
        if self.party != "theirs":
            raise UserError(self.env._("Only a customer's demand is taken over."))
        order._sdw_take_over(self)
        return True
