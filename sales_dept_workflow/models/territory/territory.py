import json

from odoo import api, fields, models, tools

from .territory_match import MATCH_PARTNERS, MATCH_PLACES


class SdwTerritory(models.Model):
    """By country, province, city or postcode range, nested; the most specific match of an address wins (Q-02)."""

    _name = "sdw.territory"
    _description = "Sales Territory"
    _inherit = ["sdw.cached.mixin"]
    _parent_store = True
    _order = "complete_name, id"
    _rec_names_search = ["complete_name", "code"]
    _rec_name = "complete_name"
    _sdw_cached_fields = {"user_id", "member_ids", "active"}

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char("Territory", compute="_compute_complete_name", store=True, recursive=True)
    code = fields.Char()
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one("sdw.territory", "Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sdw.territory", "parent_id", "Parts")
    country_ids = fields.Many2many(
        "res.country",
        string="Countries",
        help="Alone: the whole countries. With provinces, cities or postcodes: only those, within these countries.",
    )
    state_ids = fields.Many2many("res.country.state", string="Provinces")
    area_ids = fields.One2many("sdw.territory.area", "territory_id", "Cities and Postcodes", copy=True)
    user_id = fields.Many2one("res.users", "Regional Manager", domain=[("share", "=", False)], index="btree_not_null")
    member_ids = fields.Many2many(
        "res.users",
        "sdw_territory_user_rel",
        "territory_id",
        "user_id",
        "Salespeople",
        domain=[("share", "=", False)],
        help="Who develops the market here. A sale of theirs elsewhere is shown to the manager.",
    )
    distributor_ids = fields.One2many("sdw.distributor", "territory_id", "Distributors")
    partner_count = fields.Integer("Customers", compute="_compute_partner_count")

    _code_uniq = models.UniqueIndex("(code) WHERE code IS NOT NULL AND active", "Another territory has this code.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for territory in self:
            above = territory.parent_id.complete_name
            territory.complete_name = f"{above} / {territory.name}" if above else territory.name

    def _compute_partner_count(self):
        groups = self.env["res.partner"]._read_group([("territory_id", "in", self.ids)], ["territory_id"], ["__count"])
        counts = {territory.id: count for territory, count in groups}
        for territory in self:
            territory.partner_count = counts.get(territory.id, 0)

    # ------------------------------------------------------------------ what lies where
    @api.model
    @tools.ormcache()
    def _any(self):
        """Whether the company works with territories at all; costs no query once known."""
        return bool(self.sudo().with_context(active_test=False).search_count([], limit=1))

    @api.model
    def _assign(self, partners=None):
        """Give addresses their territory, in one statement: the one set by a manager, else the best match.

        An address without any place of its own (a contact person) follows its company.

        :param partners: ``res.partner`` records (their companies' contacts come along), or None for every one
        :return: the partners whose territory changed
        """
        if partners is not None and not partners:
            return self.env["res.partner"]
        self.env["res.partner"].flush_model()
        self.flush_model()
        self.env["sdw.territory.area"].flush_model()
        self.env.cr.execute(
            MATCH_PARTNERS, {"everyone": partners is None, "ids": partners.ids if partners is not None else []}
        )
        changed = self.env["res.partner"].sudo().browse(row[0] for row in self.env.cr.fetchall())
        changed.invalidate_recordset(["territory_id"], flush=False)
        self.env["sale.order"].sudo()._sdw_territories_moved(changed)
        self.env["crm.lead"].sudo()._sdw_territories_moved(None if partners is None else changed)
        return changed

    @api.model
    def _match(self, places):
        """Find the territory of addresses that are no partner's, in one query.

        :param list places: dicts ``id``, ``country_id``, ``state_id``, ``zip``, ``city``
        :return: {id: territory}, without those that lie nowhere
        """
        if not places or not self._any():
            return {}
        self.flush_model()
        self.env["sdw.territory.area"].flush_model()
        self.env.cr.execute(MATCH_PLACES, {"places": json.dumps(places)})
        return {place: self.browse(territory) for place, territory in self.env.cr.fetchall()}

    @api.model
    @tools.ormcache("user_id")
    def _assigned(self, user_id):
        """Ids of the territories this user manages or works in; costs no query once known."""
        domain = ["|", ("user_id", "=", user_id), ("member_ids", "in", [user_id])]
        return frozenset(self.sudo().search(domain).ids)

    def _ids_upwards(self):
        """Ids of this territory and of everything it is a part of, the most specific first."""
        self.ensure_one()
        return [int(number) for number in reversed((self.sudo().parent_path or "").strip("/").split("/")) if number]

    @api.model_create_multi
    def create(self, vals_list):
        territories = super().create(vals_list)
        self._assign()
        return territories

    def write(self, vals):
        result = super().write(vals)
        if {"country_ids", "state_ids", "area_ids", "parent_id", "active"}.intersection(vals):
            self._assign()
        return result

    def unlink(self):
        result = super().unlink()
        self._assign()
        return result

    def action_assign(self):
        """Evaluate all addresses anew (after an import of addresses by other means)."""
        self.check_access("write")
        self._assign()
        return True

    def action_view_partners(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers"),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("territory_id", "child_of", self.id)],
        }
