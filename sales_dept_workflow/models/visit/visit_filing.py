from odoo import models
from odoo.exceptions import AccessError, UserError

from ..common.rules import MODULE, moment
from .codes import ADMIN, VISIT

#: What the form tells of the customer → fields of his card, where the card has them.
CARD = {
    "new_phone": "phone",
    "new_email": "email",
    "need": "sdw_needs",
    "competitor_note": "sdw_competitor_relation",
}


class SdwVisit(models.Model):
    """The form goes to the sales admin, who alone receives it; then the customer's card learns of it (V-06, Z-40)."""

    _inherit = VISIT

    def action_hand_in(self):
        """Hand in record forms: from now on nobody changes them. In time means by the evening's cut-off (V-18)."""
        self._sdw_check_caller()
        self._check_visitor()
        self._check_state("recorded")
        new = self._sdw_system().filtered(lambda visit: not visit.handed_on)
        new._check_complete()
        new._hand_in()
        return True

    def _hand_in(self):
        now = moment()
        self.write({"handed_on": now})
        self._deadline_met(now)

    def action_file(self):
        """Receive record forms: sales admins only.

        :raise AccessError: for everybody else
        """
        self._sdw_check_role(ADMIN)
        self._check_state("recorded")
        self._check_receiver()
        visits = self._sdw_system()
        visits._check_complete()
        visits.filtered(lambda visit: not visit.handed_on)._hand_in()
        visits.write({"state": "filed", "filed_by_id": self.env.uid, "filed_on": moment()})
        visits._propose_card()
        return True

    def _check_receiver(self):
        """Nobody receives his own form while somebody else could; if nobody can, the audit hears of it."""
        own = self.filtered(lambda visit: visit.user_id == self.env.user)
        office = self.env["res.groups"]._sdw_role(f"{MODULE}.{ADMIN}")
        if any(office._sdw_holders(company) - self.env.user for company in own.company_id):
            names = ", ".join(own.mapped("name"))
            raise AccessError(self.env._("Nobody receives the form of his own visit: %(names)s.", names=names))
        message = self.env._("%(user)s received his own form: nobody else holds the role.", user=self.env.user.name)
        blocker = {"rule": None, "code": "own_visit_form", "message": message}
        self.env["sdw.audit.finding"].sudo()._file([(visit, blocker) for visit in own], "gate")

    def action_give_back(self, reason):
        """Give a form back to its author: it says too little, or cannot be right."""
        self._sdw_check_role(ADMIN)
        self._check_reason(reason)
        self._check_state("recorded")
        if any(not visit.handed_on for visit in self.sudo()):
            raise UserError(self.env._("Only a form that was handed in can be given back."))
        visits = self._sdw_system()
        visits._message_log_batch(dict.fromkeys(visits.ids, self.env._("Given back: %(reason)s", reason=reason)))
        visits.write({"handed_on": False, "met_on": False})
        visits._deadline_start()
        return True

    # ------------------------------------------------------------------ the customer's card
    def _propose_card(self):
        """What was learnt is proposed to the card, whose keeper decides."""
        partners = self.env["res.partner"]
        if not hasattr(partners, "_sdw_propose"):
            return
        for visit in self:
            values = visit._card_values()
            if values:
                visit.commercial_partner_id._sdw_propose(values, "visit", visit)

    def _card_values(self):
        """{field of the card: what the visit says}; only what differs, only fields there are."""
        partner = self.commercial_partner_id
        values = {CARD[name]: self[name] for name in CARD if self[name] and CARD[name] in partner._fields}
        values = {name: value for name, value in values.items() if partner[name] != value}
        if self.need_kind_ids - partner.sdw_need_kind_ids:
            values["sdw_need_kind_ids"] = partner.sdw_need_kind_ids | self.need_kind_ids
        return values
