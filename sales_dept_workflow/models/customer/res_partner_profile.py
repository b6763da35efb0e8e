from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .codes import BLOCK_OF, CONTACT, RULE

#: What changes the completeness of a card: its own fields, and whose contacts somebody is.
READ = frozenset(BLOCK_OF) | {"parent_id", "is_company", "active", "supplier_rank", "commercial_partner_id"}
STORED = ["profile_completeness", "sdw_profile_gaps", "sdw_profile_lacking"]
#: Chinese names that are written in full end like this.
REGISTERED = "(公司|厂|廠|院|局|所|处|處|中心|大学|大學|学校|學校|店|社|会|會|行|集团|集團|政府|部|站|场|場)[)）]?$"
ACTIVITY = "sales_dept_workflow.mail_activity_type_card_review"
BATCH = 500


class ResPartner(models.Model):
    """How complete a customer's card is and what it lacks (A-05, A-06, A-20, A-43, A-44).

    Computed by one SQL statement for any number of customers: when a card is written, and for all of them every night.
    """

    _inherit = "res.partner"

    profile_completeness = fields.Integer(
        "Completeness (%)", readonly=True, copy=False, aggregator="avg", groups="base.group_user",
        help="Share of what this customer's card asks for that is known, by weight.",
    )  # fmt: skip
    missing_profile_fields = fields.Char(
        "Missing on the Card", compute="_compute_missing_profile_fields", search="_search_missing_profile_fields",
        groups="base.group_user",
    )  # fmt: skip
    sdw_profile_gaps = fields.Char("Missing (fields)", readonly=True, copy=False, groups="base.group_user")
    sdw_profile_lacking = fields.Char("Missing and Mandatory", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(STORED) | {"missing_profile_fields"}

    @api.depends("sdw_profile_gaps")
    @api.depends_context("lang")
    def _compute_missing_profile_fields(self):
        labels = dict(self.env["sdw.card.item"]._selection_field_name())
        for partner in self:
            names = (partner.sdw_profile_gaps or "").split(",")
            partner.missing_profile_fields = ", ".join(labels[name] for name in names if name in labels)

    @api.model
    def _search_missing_profile_fields(self, operator, value):
        """Customers whose cards lack something that is called so, in the searcher's language."""
        if operator == "in":
            empty = Domain("sdw_profile_gaps", "=", False)
            named = [self._search_missing_profile_fields("ilike", item) for item in value if item]
            return Domain.OR([*named, *([empty] if False in value or "" in value else [])])
        if operator != "ilike":
            return NotImplemented
        labels = self.env["sdw.card.item"]._selection_field_name()
        names = [name for name, label in labels if str(value).casefold() in label.casefold()]
        return Domain.OR(Domain("sdw_profile_gaps", "=like", f"%{name}%") for name in names)

    # ------------------------------------------------------------------ when a card is written
    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._sdw_refresh_profiles()
        return partners

    def write(self, vals):
        if not READ.intersection(vals):
            return super().write(vals)
        before = self.sudo().commercial_partner_id if {"parent_id", "is_company"}.intersection(vals) else self.browse()
        result = super().write(vals)
        (self | self.browse(before.ids))._sdw_refresh_profiles()
        return result

    def unlink(self):
        owners = self.sudo().commercial_partner_id - self.sudo()
        result = super().unlink()
        owners.exists()._sdw_refresh_profiles()
        return result

    def _sdw_refresh_profiles(self):
        """Write the completeness of the cards these partners belong to; one statement."""
        owners = self.sudo().commercial_partner_id
        if owners:
            self._sdw_write_profiles(SQL("AND r.id IN %s", tuple(owners.ids)))

    @api.model
    def _sdw_refresh_all_profiles(self):
        """Write the completeness of every card; one statement."""
        self._sdw_write_profiles(SQL())

    @api.model
    def _sdw_write_profiles(self, scope):
        items = self.env["sdw.card.item"]._items()
        if not items:
            return
        self.env["res.partner"].flush_model(self._sdw_profile_columns(items))
        self.env.cr.execute(self._sdw_profile_sql(items, scope))
        self.env["res.partner"].invalidate_model([*STORED, "missing_profile_fields"], flush=False)

    @api.model
    def _sdw_profile_columns(self, items):
        read = {"parent_id", "is_company", "active", "commercial_partner_id", "sdw_nature", "name", "phone", "email"}
        return sorted(read.union(item.name for item in items if item.name != CONTACT))

    @api.model
    def _sdw_profile_sql(self, items, scope):
        """For each commercial partner: what is asked of his nature, and which of it is not known."""
        rows = [(item, SQL("nature IN %s", item.natures or ("",)), self._sdw_filled(item.name)) for item in items]
        asked = SQL(" + ").join(SQL("CASE WHEN %s THEN %s ELSE 0 END", of, item.weight) for item, of, _filled in rows)
        known = SQL(" + ").join(
            SQL("CASE WHEN %s AND %s THEN %s ELSE 0 END", of, filled, item.weight) for item, of, filled in rows
        )
        gaps = [
            (item, SQL("CASE WHEN %s AND NOT (%s) THEN %s END", of, filled, item.name)) for item, of, filled in rows
        ]
        mandatory = [gap for item, gap in gaps if item.mandatory] or [SQL("NULL")]
        return SQL(
            """UPDATE res_partner t
                  SET profile_completeness = s.score, sdw_profile_gaps = s.gaps, sdw_profile_lacking = s.lacking
                 FROM (SELECT p.id, COALESCE(FLOOR(100.0 * (%(known)s) / NULLIF(%(asked)s, 0)), 0)::int AS score,
                              NULLIF(CONCAT_WS(',', %(gaps)s), '') AS gaps,
                              NULLIF(CONCAT_WS(',', %(mandatory)s), '') AS lacking
                         FROM (SELECT r.*, COALESCE(r.sdw_nature,
                                          CASE WHEN r.is_company THEN 'ordinary' ELSE 'individual' END) AS nature
                                 FROM res_partner r WHERE r.commercial_partner_id = r.id %(scope)s) p) s
                WHERE t.id = s.id
                  AND (t.profile_completeness, t.sdw_profile_gaps, t.sdw_profile_lacking)
                      IS DISTINCT FROM (s.score, s.gaps, s.lacking)""",
            known=known,
            asked=asked,
            gaps=SQL(", ").join(gap for _item, gap in gaps),
            mandatory=SQL(", ").join(mandatory),
            scope=scope,
        )

    @api.model
    def _sdw_filled(self, name):
        """The condition under which a question is answered, on the row ``p``."""
        if name == CONTACT:
            return SQL(
                "EXISTS (SELECT 1 FROM res_partner c WHERE c.parent_id = p.id AND c.active AND c.name IS NOT NULL"
                " AND COALESCE(NULLIF(c.phone, ''), NULLIF(c.email, '')) IS NOT NULL)"
            )
        if self._fields[name].type == "many2many":
            table, owner = SQL.identifier(self._fields[name].relation), SQL.identifier(self._fields[name].column1)
            return SQL("EXISTS (SELECT FROM %s r WHERE r.%s = p.id)", table, owner)
        column, kind = SQL.identifier("p", name), self._fields[name].type
        if name == "name":
            # A company's name is the one it is registered under: a Chinese one says what kind of company it is.
            return SQL(
                "%s <> '' AND (NOT p.is_company OR %s !~ '[一-龥]' OR %s ~ %s)", column, column, column, REGISTERED
            )
        if kind in ("char", "text", "selection"):
            return SQL("COALESCE(BTRIM(%s), '') <> ''", column)
        if kind in ("monetary", "integer", "float"):
            return SQL("COALESCE(%s, 0) <> 0", column)
        return SQL("%s IS NOT NULL", column)

    # ------------------------------------------------------------------ what is mandatory
    def _sdw_profile_missing(self):
        """{partner: labels of the mandatory things his card lacks}; without a query of its own per partner."""
        labels = dict(self.env["sdw.card.item"]._selection_field_name())
        owners = {partner: partner.sudo().commercial_partner_id for partner in self}
        return {
            partner: [labels[name] for name in (owner.sdw_profile_lacking or "").split(",") if name in labels]
            for partner, owner in owners.items()
        }

    def _sdw_check_profile(self):
        """Raise for customers whose cards lack what is mandatory (A-43, A-44)."""
        missing = {partner: names for partner, names in self._sdw_profile_missing().items() if names}
        if missing:
            lines = [
                self.env._("The file of %(name)s lacks: %(names)s.", name=partner.display_name, names=", ".join(names))
                for partner, names in list(missing.items())[:20]
            ]
            raise UserError("\n".join(lines))

    # ------------------------------------------------------------------ every night
    @api.model
    def _cron_sdw_profiles(self, today=None):
        """Compute every card anew, and remind the owners of those nobody has gone through for months (A-27)."""
        self._sdw_date_first_trade()
        self._sdw_refresh_all_profiles()
        for company in self.env["res.company"].sudo().search([("sdw_card_review_months", ">", 0)]):
            if company._sdw_mode(RULE) != "off":
                self.with_company(company)._sdw_remind_reviews(company, today or company._sdw_today())

    @api.model
    def _sdw_date_first_trade(self):
        """Trade started with the first confirmed order, where nobody has written when; one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner p SET sdw_traded_since = first.day
                     FROM (SELECT c.commercial_partner_id AS id, MIN(o.date_order)::date AS day
                             FROM sale_order o JOIN res_partner c ON c.id = o.partner_id
                            WHERE o.state = 'sale' GROUP BY c.commercial_partner_id) first
                    WHERE p.id = first.id AND p.sdw_traded_since IS NULL"""
            )
        )
        self.env["res.partner"].invalidate_model(["sdw_traded_since"], flush=False)

    def _sdw_remind_reviews(self, company, today):
        """One activity for the salesperson of each card that is due; who has one already gets none."""
        since = fields.Date.subtract(today, months=company.sdw_card_review_months)
        due = Domain("sdw_card_reviewed_on", "<", since) | (
            Domain("sdw_card_reviewed_on", "=", False) & Domain("create_date", "<", since)
        )
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY)
        told = self._sdw_activities()._search(
            [("res_model", "=", "res.partner"), ("activity_type_id", "=", kind), ("automated", "=", True)]
        )
        customers = Domain("parent_id", "=", False) & Domain("customer_rank", ">", 0) & Domain("user_id", "!=", False)
        ours = Domain("user_id.company_id", "=", company.id) & Domain("id", "not in", told.subselect("res_id"))
        cards = self._sdw_system().search(due & customers & ours, limit=BATCH, order="id")

        def summary(partner):
            return partner.env._("Go through the customer card: %(customer)s", customer=partner.display_name)

        cards._sdw_schedule(ACTIVITY, [(card, card.user_id, today, summary) for card in cards])

    def _sdw_review_done(self):
        self._sdw_done(ACTIVITY)
