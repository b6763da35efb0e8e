from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

from .territory_match import MATCH_LEADS

ADDRESS = ("country_id", "state_id", "zip", "city")


class CrmLead(models.Model):
    """An inquiry: who asks, from where, for how much, and whose region it is (Q-01 … Q-04)."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sdw.gate.mixin"]

    sdw_inquiry_channel = fields.Selection(
        [
            ("phone", "Phone enquiry"),
            ("email", "E-mail"),
            ("web", "Website"),
            ("visit", "On a Visit"),
            ("fair", "Trade fair"),
            ("other", "Other"),
        ],
        "Came in by",
        groups="base.group_user",
    )
    territory_id = fields.Many2one(
        "sdw.territory",
        "Sales Territory",
        compute="_compute_territory_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    sdw_inquiry_line_ids = fields.One2many(
        "sdw.inquiry.line",
        "lead_id",
        "Products Wanted",
        copy=True,
        groups="sales_dept_workflow.group_sdw_salesperson",
    )
    expected_quantity = fields.Char(
        "Quantity Wanted",
        compute="_compute_expected_quantity",
        store=True,
        readonly=False,
        groups="base.group_user",
        help="What the inquirer wants, in words; follows the list of products where there is one.",
    )
    distributor_id = fields.Many2one(
        "sdw.distributor",
        "Protected Distributor",
        compute="_compute_distributor_id",
        search="_search_distributor_id",
        compute_sudo=True,
        groups="base.group_user",
    )
    sdw_distributor_phone = fields.Char(
        "Distributor's Phone", compute="_compute_distributor_id", compute_sudo=True, groups="base.group_user"
    )

    def _auto_init(self):
        """Inquiries that exist at installation get their territory when territories are drawn."""
        for name, kind in {"territory_id": "int4", "expected_quantity": "varchar"}.items():
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"territory_id"}

    @api.depends("sdw_inquiry_line_ids.product_id", "sdw_inquiry_line_ids.quantity", "sdw_inquiry_line_ids.uom_id")
    def _compute_expected_quantity(self):
        for lead in self:
            texts = [line._sdw_text() for line in lead.sdw_inquiry_line_ids if line.product_id]
            lead.expected_quantity = ", ".join(texts) or lead.expected_quantity

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

    @api.model
    def _sdw_territories_moved(self, partners):
        """Open inquiries follow: all of them when the territories were drawn anew (None), else those of ``partners``.

        One statement, whatever their number.
        """
        if partners is not None and not partners:
            return
        self.flush_model(["active", "partner_id", "territory_id", *ADDRESS])
        ids = partners.ids if partners is not None else []
        self.env.cr.execute(MATCH_LEADS, {"everyone": partners is None, "ids": ids})
        self.invalidate_model(["territory_id", "distributor_id", "sdw_distributor_phone"], flush=False)

    # ------------------------------------------------------------------ who is protected there
    @api.depends("territory_id", "partner_id", "company_id", "sdw_inquiry_line_ids.product_id")
    @api.depends_context("company")
    def _compute_distributor_id(self):
        """As on an order: the most specific agreement for what is wanted, the inquirer's own apart."""
        places = {lead: (lead.company_id or self.env.company, lead.territory_id) for lead in self}
        protecting = self.env["sdw.distributor"]._protecting(places.values())
        lineage = self.partner_id._sdw_lineage()
        for lead in self:
            agreements = protecting[places[lead]]
            own = agreements._among(lineage[lead.partner_id]) if lead.partner_id else agreements.browse()
            if own.filtered(lambda agreement: not agreement.product_category_ids):
                agreements = agreements.browse()
            lead.distributor_id = (agreements - own)._covering(lead.sdw_inquiry_line_ids.product_id)[:1]
            lead.sdw_distributor_phone = lead.distributor_id.phone

    @api.model
    def _search_distributor_id(self, operator, value):
        """Whether somebody is protected there, as the badge shows it; False among the values asks for nobody."""
        if operator != "in":
            return NotImplemented
        agreements = self.env["sdw.distributor"]._sdw_in_force(self.env.companies)
        wanted = agreements.filtered(lambda agreement: agreement.id in value)
        named = self._sdw_protected(agreements) & Domain("territory_id", "child_of", wanted.territory_id.ids)
        return named | ~self._sdw_protected(agreements) if False in value else named

    @api.model
    def _sdw_protected(self, agreements):
        """Domain of the inquiries whose region one of ``agreements`` protects against them."""
        protected, exempt = Domain.FALSE, Domain.FALSE
        for company, there in agreements.grouped("company_id").items():
            companies = (company.id, False) if company == self.env.company else (company.id,)
            at_home = Domain("company_id", "in", companies)
            protected |= at_home & Domain("territory_id", "child_of", there.territory_id.ids)
            for partner, own in there.filtered(lambda one: not one.product_category_ids).grouped("partner_id").items():
                family = (partner | partner.commercial_partner_id).ids
                mine = Domain("territory_id", "child_of", own.territory_id.ids)
                exempt |= at_home & mine & Domain("partner_id", "child_of", family)
        # What depends on the products wanted is asked of the few inquiries that list any.
        listed = self.sudo().search(protected & ~exempt & Domain("sdw_inquiry_line_ids.product_id", "!=", False))
        return protected & ~exempt & Domain("id", "not in", listed.filtered(lambda lead: not lead.distributor_id).ids)
