from odoo import api, fields, models

from .codes import COMPLAINT

#: What a title shows of what the customer says.
TITLE = 80


class SdwComplaint(models.Model):
    """What a customer says of our products and service goes to the suggestions, where it is taken up and answered
    (X-14, I-12).
    """

    _inherit = COMPLAINT

    suggestion_id = fields.Many2one("sdw.suggestion", "Passed on as", readonly=True, copy=False, index="btree_not_null")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"suggestion_id"}

    def action_to_suggestion(self):
        """Pass it on as a suggestion of the caller, once; everybody in the company reads it, so it names no customer.

        :return: the window of the suggestions
        """
        self._check_step(("new", "responded", "in_progress", "solved", "closed"))
        new = self.filtered(lambda complaint: not complaint.sudo().suggestion_id)
        suggestions = self.env["sdw.suggestion"].create([complaint._prepare_suggestion() for complaint in new])
        for complaint, suggestion in zip(new._sdw_system(), suggestions, strict=True):
            complaint.suggestion_id = suggestion
        found = self.sudo().suggestion_id
        action = {"type": "ir.actions.act_window", "name": self.env._("Suggestions"), "res_model": "sdw.suggestion"}
        if len(found) == 1:
            return {**action, "res_id": found.id, "view_mode": "form"}
        return {**action, "domain": [("id", "in", found.ids)], "view_mode": "list,form"}

    def _prepare_suggestion(self):
        product = self.product_id or self.line_ids.product_id[:1]
        first = self.description.strip().splitlines()[0]
        return {
            "name": first if len(first) <= TITLE else f"{first[: TITLE - 1]}…",
            "text": self.env._("A customer says (%(complaint)s):", complaint=self.name) + f"\n{self.description}",
            "area": "product" if product else "other",
            "product_id": product.product_tmpl_id.id,
            "company_id": self.company_id.id,
        }
