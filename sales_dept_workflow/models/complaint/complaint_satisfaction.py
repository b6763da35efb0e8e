from operator import methodcaller

from odoo import api, fields, models

from .codes import COMPLAINT
from .codes_learning import CALL, LOW, SCORES

ALERT = "sales_dept_workflow.mail_activity_type_satisfaction_low"
WORDS = {"1": "dissatisfied", "2": "dissatisfied", "3": "fair", "4": "satisfied", "5": "satisfied"}


class SdwComplaint(models.Model):
    """Is the customer satisfied? Some days after it was closed he is asked; a low score goes to the manager, who may
    reopen it (X-06).
    """

    _inherit = COMPLAINT

    satisfaction = fields.Selection(readonly=True)
    satisfaction_score = fields.Selection(SCORES, "Score", readonly=True, copy=False)
    satisfaction_comment = fields.Text("Comment of the Customer", readonly=True, copy=False)
    satisfaction_call_ids = fields.One2many(CALL, "complaint_id", "Satisfaction Calls", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            *("satisfaction", "satisfaction_score", "satisfaction_comment", "satisfaction_call_ids")
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "closed":
            self.env[CALL]._open(self._sdw_system())
        elif "state" in vals:
            self.env[CALL]._withdraw(self._sdw_system())
            asked = self._sdw_system().filtered("satisfaction")
            asked.write(dict.fromkeys(("satisfaction", "satisfaction_score", "satisfaction_comment"), False))
        return result

    def _satisfied(self, score, comment):
        """What the customer says of how his complaint was handled.

        :param str score: ``1`` to ``5``
        """
        values = {"satisfaction": WORDS[score], "satisfaction_score": score, "satisfaction_comment": comment}
        self.write(values)
        if score in LOW:
            now = fields.Datetime.now()
            summary = methodcaller("_low_summary")
            rows = [
                (complaint, complaint._get_escalation_user(), complaint._sdw_local_date(now), summary)
                for complaint in self
            ]
            self._sdw_schedule(ALERT, rows)

    def _low_summary(self):
        return self.env._("%(customer)s is not satisfied: reopen the complaint?", customer=self.partner_id.display_name)
