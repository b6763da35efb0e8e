from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

ADDRESS = ("country_id", "state_id", "zip", "city")


class CrmLead(models.Model):
    """An inquiry: who asks, from where, for how much, and whose region it is (Q-01 … Q-04)."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sdw.gate.mixin"]

    inquirer_verified = fields.Boolean(readonly=True, copy=False, groups="base.group_user")
    sdw_verified_by_id = fields.Many2one(
        "res.users", "Verified by", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_verified_on = fields.Datetime("Verified on", readonly=True, copy=False, groups="base.group_user")
    territory_id = fields.Many2one(
        "sdw.territory",
        "Sales Territory",
        compute="_compute_territory_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    expected_quantity = fields.Char("Quantity Wanted", groups="base.group_user")
    distributor_id = fields.Many2one(
        "sdw.distributor",
        "Protected Distributor",
        compute="_compute_distributor_id",
        compute_sudo=True,
        groups="base.group_user",
    )
    sdw_distributor_phone = fields.Char(
        "Distributor's Phone", compute="_compute_distributor_id", compute_sudo=True, groups="base.group_user"
    )
    inquiry_outcome = fields.Selection(
        [
            ("refer", "Referred to the distributor"),
            ("uplift", "Quote with uplift"),
            ("exception", "Ask for an exception"),
        ],
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    sdw_referral_ids = fields.One2many("sdw.referral", "lead_id", "Referrals", groups="base.group_user", copy=False)

    def _auto_init(self):
        if not column_exists(self.env.cr, self._table, "territory_id"):
            create_column(self.env.cr, self._table, "territory_id", "int4")
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "inquirer_verified",
            "sdw_verified_by_id",
            "sdw_verified_on",
            "territory_id",
        }

    # ------------------------------------------------------------------ whose region
    @api.depends("partner_id", *ADDRESS)
    def _compute_territory_id(self):
        """The inquiry's own address first; one without any follows its customer."""
        numbered = dict(enumerate(self))
        places = [{"id": number, **lead._sdw_place()} for number, lead in numbered.items()]
        found = self.env["sdw.territory"]._match(
            [place for place in places if len(place) > 1 and any(list(place.values())[1:])]
        )
        for number, lead in numbered.items():
            lead.territory_id = found.get(number) or lead.partner_id.territory_id

    def _sdw_place(self):
        return {
            "country_id": self.country_id._origin.id or None,
            "state_id": self.state_id._origin.id or None,
            "zip": self.zip or None,
            "city": self.city or None,
        }

    @api.depends("territory_id", "partner_id", "company_id")
    @api.depends_context("company")
    def _compute_distributor_id(self):
        places = {lead: (lead.company_id or self.env.company, lead.territory_id) for lead in self}
        protecting = self.env["sdw.distributor"]._protecting(places.values())
        lineage = self.partner_id._sdw_lineage()
        for lead in self:
            agreements = protecting[places[lead]]
            own = agreements._among(lineage[lead.partner_id]) if lead.partner_id else agreements.browse()
            lead.distributor_id = agreements[:1] if not own else False
            lead.sdw_distributor_phone = lead.distributor_id.phone

    @api.model
    def _sdw_territories_moved(self, partners):
        leads = self.search([("partner_id", "in", partners.ids)]) if partners else self
        self.env.add_to_compute(self._fields["territory_id"], leads)

    # ------------------------------------------------------------------ steps
    def action_verify_inquirer(self):
        """Stamp that we know who asks: the salesperson or sales admin who found out."""
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        values = {
            "inquirer_verified": True,
            "sdw_verified_by_id": self.env.uid,
            "sdw_verified_on": fields.Datetime.now(),
        }
        self._sdw_system().write(values)
        return True

    def action_refer_to_distributor(self):
        """Give the caller the distributor's phone: on record, and the inquiry is closed as referred (Q-03)."""
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        referrals = self.env["sdw.referral"]._refer(self)
        self.write({"inquiry_outcome": "refer"})
        self.action_set_lost(lost_reason_id=self.env.ref("sales_dept_workflow.lost_reason_referred").id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "sdw.referral",
            "view_mode": "list,form",
            "domain": [("id", "in", referrals.ids)],
            "name": self.env._("Referral to a Distributor"),
        }
