from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache

#: With another of these the same rules are other prices.
MEANING = ("currency_id", "company_id")


class ProductPricelist(models.Model):
    """A price list is in force by a price policy document, or because it is older than the rule (Q-12, Q-13).

    Rules of a list in force are never edited: new ones are prepared in a copy that belongs to the document, and take
    their place when it goes into force. So what is in force is what was approved, at any moment, for every reader.
    """

    _name = "product.pricelist"
    _inherit = ["product.pricelist", "sdw.guard.mixin", "sdw.cached.mixin"]
    _sdw_cached_fields = {"sdw_in_force"}

    sdw_in_force = fields.Boolean(
        "In Force",
        default=lambda self: self.env.su or not self._sdw_enforcing(),
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    sdw_policy_id = fields.Many2one(
        "sdw.pricing.policy",
        "Price Policy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The document that put these prices into force, or in which they are prepared.",
    )
    sdw_revision_of_id = fields.Many2one(
        "product.pricelist",
        "New Prices of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_in_force", "sdw_policy_id", "sdw_revision_of_id"}

    # ------------------------------------------------------------------ who is concerned
    def _sdw_governed(self):
        """The lists whose prices the rule keeps: of a company that enforces it; shared ones if any does."""
        enforcing = self._sdw_enforcing()
        return self.filtered(lambda pricelist: (pricelist.sudo().company_id or enforcing) & enforcing)

    @api.model
    def _sdw_enforcing(self):
        return self.env["res.company"].sudo().search([("sdw_mode_price", "=", "block")])

    @api.model
    @ormcache()
    def _sdw_not_in_force_ids(self):
        return self.sudo().with_context(active_test=False)._search([("sdw_in_force", "=", False)]).get_result_ids()

    # ------------------------------------------------------------------ no customer is priced by a list not in force
    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        if self.env["res.company"].sudo().browse(company_id)._sdw_mode("price") != "block":
            return domain
        return list(Domain(domain) & Domain("id", "not in", self._sdw_not_in_force_ids()))

    def _get_partner_pricelist_multi_filter_hook(self):
        found = super()._get_partner_pricelist_multi_filter_hook()
        if not found or self.env.company.sudo()._sdw_mode("price") != "block":
            return found
        without = self._sdw_not_in_force_ids()
        return found.filtered(lambda pricelist: pricelist.id not in without)

    # ------------------------------------------------------------------ prices in force change by a document only
    @api.model_create_multi
    def create(self, vals_list):
        pricelists = super().create(vals_list)
        # A new list starts open, so that its own rules can be created with it.
        free = pricelists.filtered(lambda pricelist: not pricelist.sudo().sdw_in_force)
        free = free - free._sdw_governed()
        free._sdw_system().write({"sdw_in_force": True})
        return pricelists

    def write(self, vals):
        if not self.env.su and any(name in vals for name in MEANING):
            changed = self.filtered(
                lambda pricelist: any(
                    pricelist.sudo()[name].id != (vals[name] or False) for name in MEANING if name in vals
                )
            )
            changed._sdw_check_open()
            # A list of a company without the rule does not bring its prices along into one with it.
            moved = changed if "company_id" in vals else changed.browse()
            result = super().write(vals)
            moved._sdw_check_open()
            return result
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._sdw_check_open()
        return super().unlink()

    def _sdw_check_open(self):
        """Refuse to touch prices that are in force, or that somebody is deciding on.

        :raise UserError: naming the lists and the way to change them
        """
        if self.env.su or not self:
            return
        governed = self._sdw_governed()
        closed = governed.filtered(lambda pricelist: pricelist.sudo().sdw_in_force) | governed._sdw_being_decided()
        if closed:
            raise UserError(
                self.env._(
                    "These prices are in force or being decided on: %(pricelists)s."
                    " New prices are prepared in a price policy document.",
                    pricelists=", ".join(closed.mapped("name")),
                )
            )

    def _sdw_being_decided(self):
        if not self:
            return self
        documents = self.env["sdw.pricing.policy"].sudo()
        belonging = Domain("pricelist_ids", "in", self.ids) | Domain("revision_ids", "in", self.ids)
        found = documents.search(belonging & Domain("state", "not in", ("draft", "cancelled")))
        return self & (found.pricelist_ids | found.with_context(active_test=False).revision_ids).with_env(self.env)

    # ------------------------------------------------------------------ new prices take the place of the old ones
    def _sdw_replace(self, now):
        """The rules prepared in this copy are those of its list from ``now`` on.

        What was offered before keeps its price while the offer is good: the old rules end, they are not erased.
        """
        self.ensure_one()
        original, last = self.sdw_revision_of_id, fields.Datetime.subtract(now, seconds=1)
        items = self.env["product.pricelist.item"]
        old = items.search([("pricelist_id", "=", original.id)])
        new = items.search([("pricelist_id", "=", self.id)])
        unborn = old.filtered(lambda item: item.date_start and item.date_start >= last)
        unborn.write({"pricelist_id": self.id})
        (old - unborn).filtered(lambda item: not item.date_end or item.date_end > last).write({"date_end": last})
        living = new.filtered(lambda item: not item.date_end or item.date_end > now)
        living.filtered(lambda item: not item.date_start or item.date_start < now).write({"date_start": now})
        living.write({"pricelist_id": original.id})
