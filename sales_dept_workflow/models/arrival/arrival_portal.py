from odoo import api, fields, models
from odoo.exceptions import UserError

LONGEST = 4000
#: So often one shipment is written about on the portal; whoever has more to say calls.
REPORTS = 5


class SdwArrivalFollowup(models.Model):
    """The customer himself says on the portal that the goods arrived, or what is wrong with them (D-02)."""

    _inherit = "sdw.arrival.followup"

    customer_result = fields.Selection(
        [("arrived", "Arrived"), ("problem", "Problem")], "The Customer Reports", readonly=True, copy=False
    )
    customer_told_on = fields.Datetime("Reported on", readonly=True, copy=False)
    customer_contact_id = fields.Many2one(
        "res.partner", "Reported by", readonly=True, copy=False, ondelete="restrict", groups="base.group_user"
    )
    customer_arrived_on = fields.Date("Arrived, the Customer Says", readonly=True, copy=False)
    customer_note = fields.Text("The Customer Writes", readonly=True, copy=False)
    customer_reports = fields.Integer("Reports of the Customer", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        told = {name for name in self._fields if name.startswith("customer_")}
        return super()._sdw_guarded_fields() | told

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for followup in self:
            followup.access_url = f"/my/deliveries/{followup.id}"
        return result

    # ------------------------------------------------------------------ what the customer tells
    def _customer_confirms(self, arrived_on, note, contact):
        """The goods have arrived, says the customer.

        Whether that ends our call is the company's setting; else it is shown to whoever calls.

        :param arrived_on: date, today by default
        :param str note: about the condition of the goods
        :param contact: the partner who says so
        :raise UserError: when it is on record already, or the day cannot be
        """
        followup = self._customer_locked(note)
        if followup.customer_result or followup.state == "arrived":
            raise UserError(self.env._("The arrival of this delivery is already on record. Thank you."))
        day = followup._check_arrival_day(arrived_on)
        followup._customer_told("arrived", note, contact, {"customer_arrived_on": day})
        if followup.company_id.sdw_arrival_by_customer:
            followup._arrived(day, note)

    def _customer_complains(self, note, lines, photos, contact):
        """Something is wrong with the goods, says the customer: a complaint, and the manager hears of it at once.

        :param str note: mandatory
        :param list lines: dicts ``product_id``, ``quantity``, ``kind``
        :param list photos: (file name, content)
        """
        followup = self._customer_locked(note)
        if not note:
            raise UserError(self.env._("Please tell us what is wrong."))
        if followup.customer_result == "problem" and followup.customer_note == note:
            raise UserError(self.env._("We have received this already. Thank you."))
        followup._customer_told("problem", note, contact, {})
        details = {"lines": lines, "photos": photos, "contact": contact}
        if followup.company_id.sdw_arrival_by_customer and followup.state != "arrived":
            followup._problem(note, "portal", **details)
        else:
            followup._alert_problem(note)
            followup._problem_told(note, "portal", **details)

    def _customer_locked(self, note):
        """The same shipment as the system writes it, one visitor at a time."""
        self.ensure_one()
        if len(note) > LONGEST:
            raise UserError(self.env._("Please tell us in fewer words."))
        followup = self._sdw_system()
        followup.lock_for_update()
        if followup.customer_reports >= REPORTS:
            raise UserError(self.env._("You have written several times about this delivery; please call us."))
        return followup

    def _customer_told(self, result, note, contact, values):
        self.write(
            {
                "customer_result": result,
                "customer_told_on": fields.Datetime.now(),
                "customer_note": note,
                "customer_contact_id": contact.id,
                "customer_reports": self.customer_reports + 1,
                **values,
            }
        )

    # ------------------------------------------------------------------ what the page shows
    def _customer_goods(self):
        """The moves that brought the goods of this shipment."""
        return self.sudo().picking_id.move_ids._sdw_left()

    def _customer_open(self):
        """Whether the customer can still confirm the arrival."""
        return not self.customer_result and self.state != "arrived"
