from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from .codes import COMPLAINT

LONGEST = 4000
#: So many open complaints of one customer are filed on the portal in a day; whoever has more to say calls.
A_DAY = 10
#: So often one complaint is added to on the portal in a day.
SUPPLEMENTS = 10
CLAIMS = ("none", "repair", "replacement", "return", "compensation")


class SdwComplaint(models.Model):
    """The customer files complaints on the portal, follows them, and adds to them (X-06).

    He has no rights on the model: his pages read, as the system, what is his, and show only what :meth:`_for_portal`
    names. Causes, notes, who else complains and what we think of it stay inside.
    """

    _inherit = COMPLAINT

    contact_id = fields.Many2one("res.partner", "Contact", readonly=True, copy=False, ondelete="restrict")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"contact_id"}

    @api.model
    def _of_customer(self, user):
        """The complaints of the company this portal user belongs to; his own alone, if he belongs to none."""
        owner = user.sudo().partner_id.commercial_partner_id
        return [("partner_id.commercial_partner_id", "=", owner.id), ("kind", "!=", "suggestion")]

    def _for_portal(self):
        """What the customer is shown of one complaint."""
        self.ensure_one()
        complaint = self.sudo()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("claim", "state")}
        decided = complaint.state in ("solved", "closed")
        return {
            "id": complaint.id,
            "name": complaint.name,
            "received_on": complaint.received_on,
            "order": complaint.order_id.name,
            "description": complaint.description,
            "claim": labels["claim"][complaint.claim] if complaint.claim != "none" else "",
            "amount": complaint.claim_amount,
            "currency": complaint.currency_id,
            "goods": [
                {
                    "product": line.product_id.display_name,
                    "lot": line.lot_id.name,
                    "quantity": line.quantity,
                    "unit": line.uom_id.name,
                }
                for line in complaint.line_ids
            ],
            "state": complaint.state,
            "status": labels["state"][complaint.state],
            "answer": complaint.response,
            "answered_on": complaint.responded_on,
            "answer_by": complaint.deadline if not complaint.responded_on else False,
            "solution": complaint.solution if decided else "",
            "solved_on": complaint.solved_on if decided else False,
            "supplements": complaint._supplements(),
        }

    def _supplements(self):
        """What the customer himself wrote afterwards: [{date, text}], the oldest first."""
        owner = self.partner_id.commercial_partner_id
        theirs = self.message_ids.filtered(
            lambda message: owner
            and message.author_id.commercial_partner_id == owner
            and message.message_type in ("comment", "email")
        )
        return [{"date": message.date, "text": message.body} for message in theirs.sorted("id") if message.body]

    # ------------------------------------------------------------------ filing
    @api.model
    def _file_by_customer(self, contact, order, values, lines, photos):
        """File a complaint for a customer, one at a time; the same one sent twice is filed once.

        :param contact: the partner who writes
        :param order: his order, or none
        :param dict values: ``description``, ``claim``, ``claim_amount``
        :param list lines: values of ``sdw.complaint.line``
        :param list photos: (file name, content)
        :return: the complaint
        """
        system, owner = self._sdw_system(), contact.sudo().commercial_partner_id
        if not values["description"]:
            raise UserError(self.env._("Please tell us what is wrong."))
        if len(values["description"]) > LONGEST:
            raise UserError(self.env._("Please tell us in fewer words."))
        owner.lock_for_update()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        domain = [*self._of_customer(self.env.user), ("channel", "=", "portal"), ("received_on", ">=", since)]
        recent = system.search(domain)
        same = recent.filtered(
            lambda complaint: (complaint.description, complaint.order_id) == (values["description"], order)
        )
        if same:
            return same[:1]
        if len(recent) >= A_DAY:
            raise UserError(self.env._("You have filed several complaints today; please call us."))
        complaint = system.create(
            {
                **values,
                "partner_id": owner.id,
                "contact_id": contact.id,
                "company_id": (order.company_id or self.env.company).id,
                "order_id": order.id,
                "channel": "portal",
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        if photos:
            complaint._file_photos(photos, contact)
        return complaint

    def _supplement_by_customer(self, note, photos, contact):
        """The customer adds to his complaint; nothing of what was recorded changes."""
        self.ensure_one()
        if not note:
            raise UserError(self.env._("Please write what you would like to add."))
        if len(note) > LONGEST:
            raise UserError(self.env._("Please tell us in fewer words."))
        complaint = self._sdw_system()
        complaint.lock_for_update()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        added = [row for row in complaint._supplements() if row["date"] >= since]
        if added and added[-1]["text"] == plaintext2html(note):
            return
        if len(added) >= SUPPLEMENTS:
            raise UserError(self.env._("You have written several times about this complaint; please call us."))
        complaint._supplement(note, contact)
        if photos:
            complaint._file_photos(photos, contact)
        complaint._customer_wrote()
