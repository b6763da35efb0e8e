from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

#: So many days the nightly run looks back, so that a night it missed is made up for.
LOOK_BACK = 31

#: Changing one of these may change what open quotations owe to a distributor.
DECIDING = {
    "company_id",
    "partner_id",
    "territory_id",
    "product_category_ids",
    "date_from",
    "date_to",
    "uplift_percent",
    "active",
}


class SdwDistributor(models.Model):
    """An agreement: this partner is protected in this territory, for these categories and this time (Q-02, Q-04)."""

    _name = "sdw.distributor"
    _description = "Protected Distributor"
    _inherit = ["mail.thread", "sdw.cached.mixin"]
    _order = "territory_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _sdw_cached_fields = {"partner_id", "active"}

    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Distributor", required=True, index=True, tracking=True, check_company=True
    )
    territory_id = fields.Many2one("sdw.territory", required=True, index=True, ondelete="restrict", tracking=True)
    product_category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Empty: everything we sell. A category includes the ones below it.",
    )
    date_from = fields.Date("Valid from", tracking=True)
    date_to = fields.Date("Valid to", tracking=True)
    uplift_percent = fields.Float(
        "Uplift (%)", required=True, default=lambda self: self.env.company.sdw_min_territory_uplift, tracking=True
    )
    sdw_channel = fields.Selection(related="partner_id.sdw_channel", readonly=False)
    phone = fields.Char(
        compute="_compute_phone", store=True, readonly=False, precompute=True, help="Given to whoever calls us instead."
    )

    _dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)", "The agreement ends before it begins."
    )

    @api.depends("partner_id")
    def _compute_phone(self):
        for distributor in self:
            distributor.phone = distributor.partner_id.phone

    @api.depends("partner_id", "territory_id")
    def _compute_display_name(self):
        for distributor in self:
            names = (distributor.sudo().partner_id.display_name, distributor.territory_id.name)
            distributor.display_name = " – ".join(name for name in names if name)

    @api.constrains("uplift_percent", "company_id")
    def _check_uplift(self):
        for distributor in self:
            minimum = distributor.company_id.sudo().sdw_min_territory_uplift
            if float_compare(distributor.uplift_percent, minimum, precision_digits=4) < 0:
                message = self.env._(
                    "The uplift that protects %(distributor)s must be at least %(minimum)s %%, not %(uplift)s %%.",
                    distributor=distributor.partner_id.display_name,
                    minimum=f"{minimum:g}",
                    uplift=f"{distributor.uplift_percent:g}",
                )
                raise ValidationError(message)

    # ------------------------------------------------------------------ who protects what
    @api.model
    def _protecting(self, places):
        """The agreements in force today for territories, the most specific first, in one query.

        :param places: iterable of (company, territory)
        :return: {(company, territory): distributors}; a part of a territory is protected by whoever protects the whole
        """
        places = {(company, territory) for company, territory in places if territory}
        result = defaultdict(self.sudo().browse)
        if not places:
            return result
        upwards = {territory: territory._ids_upwards() for _company, territory in places}
        companies = self.env["res.company"].sudo().browse({company.id for company, _territory in places})
        domain = [
            ("company_id", "in", companies.ids),
            ("territory_id", "in", list(set().union(*upwards.values()))),
        ]
        found = (
            self.sudo().search(domain).grouped(lambda agreement: (agreement.company_id.id, agreement.territory_id.id))
        )
        for company, territory in places:
            today = company.sudo()._sdw_today()
            for number in upwards[territory]:
                agreements = found.get((company.id, number), self.sudo().browse())
                result[company, territory] |= agreements.filtered(
                    lambda agreement, today=today: agreement._in_force(today)
                )
        return result

    def _in_force(self, day):
        return (not self.date_from or self.date_from <= day) and (not self.date_to or day <= self.date_to)

    def _covers(self, product):
        """Whether the agreement protects this product."""
        categories = self.product_category_ids
        if not categories:
            return True
        path = {int(number) for number in (product.categ_id.parent_path or "").strip("/").split("/") if number}
        return bool(path.intersection(categories.ids))

    def _covering(self, products):
        """Those of self that protect one of these products; all of them when none is named."""
        return (
            self.filtered(lambda agreement: any(agreement._covers(product) for product in products))
            if products
            else self
        )

    @api.model
    def _sdw_in_force(self, companies):
        """The agreements in force today in these companies."""
        found = self.sudo().search([("company_id", "in", companies.ids)])
        return found.filtered(lambda agreement: agreement._in_force(agreement.company_id._sdw_today()))

    @api.model
    @tools.ormcache()
    def _known(self):
        """Ids of the partners with an agreement on record; costs no query once known."""
        return frozenset(partner.id for (partner,) in self.sudo()._read_group([], ["partner_id"]))

    def _among(self, partner_ids):
        """Those of self whose partner (or his company) is one of these."""
        return self.filtered(
            lambda agreement: {agreement.partner_id.id, agreement.partner_id.commercial_partner_id.id} & partner_ids
        )

    @api.model
    def _cron_agreements(self):
        """Agreements that have begun or ended lately: open quotations follow.

        The gates ask by the day itself; this keeps what lists and banners show. It looks back further than a night.
        """
        for company in self.env["res.company"].search([("sdw_mode_territory", "!=", "off")]):
            today = company._sdw_today()
            since = today - timedelta(days=LOOK_BACK)
            begun = [("date_from", ">=", since), ("date_from", "<=", today)]
            ended = [("date_to", ">=", since), ("date_to", "<", today)]
            turning = self.search([("company_id", "=", company.id), "|", "&", *begun, "&", *ended])
            if turning:
                self.env["sale.order"]._sdw_territories_changed(turning.territory_id, company)

    # ------------------------------------------------------------------ changes reach open quotations
    @api.model_create_multi
    def create(self, vals_list):
        distributors = super().create(vals_list)
        distributors._sdw_partners_named()
        self.env["sale.order"].sudo()._sdw_territories_changed(distributors.territory_id, distributors.company_id)
        return distributors

    def write(self, vals):
        before = self.territory_id, self.company_id
        result = super().write(vals)
        if {"partner_id", "active"}.intersection(vals):
            self._sdw_partners_named()
        if DECIDING.intersection(vals):
            orders = self.env["sale.order"].sudo()
            orders._sdw_territories_changed(before[0] | self.territory_id, before[1] | self.company_id)
        return result

    def unlink(self):
        before = self.territory_id, self.company_id
        result = super().unlink()
        self.env["sale.order"].sudo()._sdw_territories_changed(*before)
        return result

    def _sdw_partners_named(self):
        """Whoever has an agreement is a dealer, unless his file says that he is an agent (M-26)."""
        ends = self.partner_id.sudo().filtered(lambda partner: partner.sdw_channel in (False, "end_customer"))
        ends._sdw_system().write({"sdw_channel": "dealer"})
