from odoo import api, fields, models

from .codes import CARE, VISIT


class ResPartner(models.Model):
    """When a customer was visited last, and when he is due again; told on the commercial entity, for the whole group.

    Both are facts set by one statement (:meth:`_sdw_refresh_visits`): nothing here depends on today.
    """

    _inherit = "res.partner"

    last_visit_date = fields.Date("Last Visit", readonly=True, copy=False, groups="base.group_user")
    next_visit_due = fields.Date(readonly=True, copy=False, groups="base.group_user", index="btree_not_null")
    sdw_followup_from = fields.Date(
        "Contract Signed on",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The last one; the first follow-up counts from it.",
    )
    sdw_visit_count = fields.Integer(
        "Number of Visits", compute="_compute_sdw_visit_count", groups="sales_dept_workflow.group_sdw_salesperson"
    )
    sdw_care_ids = fields.One2many(
        CARE, "partner_id", "Customer Care", groups="sales_dept_workflow.group_sdw_salesperson"
    )

    sdw_contact_ids = fields.One2many(
        "sdw.contact.history", "partner_id", "Contact History", readonly=True, copy=False,
        groups="sales_dept_workflow.group_sdw_salesperson",
    )  # fmt: skip
    sdw_next_visit_on = fields.Date(
        "Next Visit on", compute="_compute_sdw_next_visit_on", groups="sales_dept_workflow.group_sdw_salesperson",
        help="The next one planned, as far as the reader may see it.",
    )  # fmt: skip

    @api.model
    def _sdw_guarded_fields(self):
        return (
            super()._sdw_guarded_fields()
            | {"last_visit_date", "next_visit_due", "sdw_followup_from"}
            | {"sdw_contact_ids"}
        )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sdw_next_visit_on(self):
        """One query for all of them."""
        commercial = self.commercial_partner_id
        domain = [
            ("commercial_partner_id", "in", commercial.ids),
            ("state", "=", "planned"),
            ("date_planned", "!=", False),
        ]
        dates = dict(self.env[VISIT]._read_group(domain, ["commercial_partner_id"], ["date_planned:min"]))
        for partner in self:
            first = dates.get(partner.commercial_partner_id._origin)
            partner.sdw_next_visit_on = fields.Datetime.context_timestamp(partner, first).date() if first else False

    def action_sdw_contacts(self):
        """Open everything said between us and these customers, as far as the reader may see it (A-33)."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_contact_history")
        domain = [("partner_id", "in", self.commercial_partner_id.ids)]
        return {**action, "domain": domain, "context": {}, "path": False}

    def action_sdw_new_contact(self):
        """Write down a contact with this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write down a Contact"),
            "res_model": CARE,
            "views": [
                [self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.contact_log_view_form"), "form"]
            ],
            "target": "new",
            "context": {"default_partner_id": self.id, "default_kind": "contact", "default_direction": "in"},
        }

    def _compute_sdw_visit_count(self):
        commercial = self.commercial_partner_id
        domain = [("commercial_partner_id", "in", commercial.ids), ("state", "!=", "cancelled")]
        counts = dict(self.env[VISIT]._read_group(domain, ["commercial_partner_id"], ["__count"]))
        for partner in self:
            partner.sdw_visit_count = counts.get(partner.commercial_partner_id._origin, 0)

    def action_sdw_visits(self):
        """Open the visits of these customers, as far as the reader may see them."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_visits")
        domain = [("commercial_partner_id", "in", self.commercial_partner_id.ids)]
        context = {"default_partner_id": self[:1].id}
        return {**action, "domain": domain, "context": context, "path": False}

    def _sdw_visit_place(self):
        """Where to find him, in one line; the place that a planned visit proposes."""
        self.ensure_one()
        return ", ".join(filter(None, (self.city, self.street, self.street2))) or False
