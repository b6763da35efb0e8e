from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

from ..common.rules import EVERY_ROLE
from .res_partner import KEYS

#: By these one finds it again, the strongest first.
WHYS = ("vat", "phone", "name", "mail")
#: So many are named on the form.
SHOWN = 5


class CrmLead(models.Model):
    """Duplicates are found while the lead is written down, whoever may read what they are found in (L-06, K-33)."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sdw.alike.mixin"]

    sdw_vat = fields.Char("Tax Number", groups="base.group_user")
    sdw_duplicate_reason = fields.Char(
        "Why It Is Another One",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="A second lead of the same customer is entered only with a reason, which stays on record.",
    )
    sdw_duplicate_note = fields.Text(
        "Known Already", compute="_compute_sdw_duplicate_note", compute_sudo=True, groups=EVERY_ROLE
    )

    def _auto_init(self):
        """Leads that exist at installation are compared once they are written again; no pass over them."""
        for name in (*KEYS, "sdw_lead_grade"):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "varchar")
        return super()._auto_init()

    @api.depends("partner_name", "phone", "email_from", "sdw_vat")
    def _compute_sdw_keys(self):
        return super()._compute_sdw_keys()

    def _sdw_key_values(self):
        return self.partner_name, self.phone, self.email_from, self.sdw_vat

    # ------------------------------------------------------------------ what is alike
    @api.depends("partner_name", "phone", "email_from", "sdw_vat", "partner_id", "active", "type")
    @api.depends_context("lang")
    def _compute_sdw_duplicate_note(self):
        alike = self._sdw_alike()
        for lead in self:
            found = alike[lead]
            lines = [lead._sdw_alike_line(why, record) for why, record in found[:SHOWN]]
            if len(found) > SHOWN:
                lines.append(self.env._("… and %(count)s more", count=len(found) - SHOWN))
            lead.sdw_duplicate_note = "\n".join(lines) or False

    def _sdw_alike_line(self, why, record):
        reasons = {
            "vat": self.env._("same tax number"),
            "phone": self.env._("same phone number"),
            "name": self.env._("same name"),
            "mail": self.env._("same e-mail domain"),
        }
        kinds = {"crm.lead": self.env._("Lead"), "res.partner": self.env._("Customer")}
        who = record.user_id.name or self.env._("nobody")
        return f"{kinds[record._name]} {record.display_name}: {reasons[why]} · {who}"

    def _sdw_alike(self, earlier=False):
        """Open leads and customers that look like these, in three queries for all.

        :param bool earlier: only leads entered before, as the gate asks
        :return: {lead: [(why, lead or customer)]}, the strongest reason first, each once
        """
        wanted = {key: {lead[f"sdw_{key}_key"] for lead in self} - {False} for key in WHYS}
        # pylint: disable-next=context-overridden
        system = self.sudo().with_context(active_test=True)
        leads = self._sdw_index(system._sdw_same(wanted, Domain("won_status", "=", "pending")))
        customers = self._sdw_index(system.env["res.partner"]._sdw_same(wanted))
        return {lead: lead._sdw_alike_of(leads, customers, earlier) for lead in self}

    def _sdw_alike_of(self, leads, customers, earlier):
        own, family = self._origin.id, self.partner_id.commercial_partner_id.sudo()
        companies = {self.company_id.id or self.env.company.id, False}
        found = {}
        for why in WHYS:
            key = self[f"sdw_{why}_key"]
            for partner in customers.get((why, key), ()) if key else ():
                firm = partner.commercial_partner_id
                if firm != family and (not firm.company_id or firm.company_id.id in companies):
                    found.setdefault(firm, why)
            for lead in leads.get((why, key), ()) if key else ():
                ours = lead.company_id.id in companies
                if ours and lead.id != own and not (earlier and own and lead.id > own):
                    found.setdefault(lead, why)
        return [(why, record) for record, why in found.items()]

    @api.model
    def _sdw_index(self, records):
        """{(why, key): [record]}"""
        index = defaultdict(list)
        for record in records:
            for why, key in record._sdw_keys().items():
                if key:
                    index[why, key].append(record)
        return index

    def action_sdw_open_alike(self):
        """Open the customers and leads alike that the caller may read."""
        self.ensure_one()
        self._sdw_check_caller()
        found = [record for _why, record in self._sdw_alike()[self]]
        model = "res.partner" if any(record._name == "res.partner" for record in found) else "crm.lead"
        ids = [record.id for record in found if record._name == model]
        mine = self.env[model].search([("id", "in", ids)])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Known Already"),
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", mine.ids)],
        }
