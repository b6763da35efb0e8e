import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .codes import ARCHIVIST, BLOCK_OF, BLOCKS, RULE

NAMES = frozenset(BLOCK_OF)


def source(label):
    return fields.Char(label, compute="_compute_sdw_sources", groups="base.group_user")


class ResPartner(models.Model):
    """Each block of the card says from whom it is and of which day; each change is a new version (A-13, A-14, A-27).

    Where the company has set it so, an existing card is changed by the archivist alone, and others propose (A-31).
    """

    _inherit = "res.partner"

    sdw_card_version = fields.Integer("Version of the Card", readonly=True, copy=False, groups="base.group_user")
    sdw_card_stamps = fields.Json("Sources of the Card", readonly=True, copy=False, groups="base.group_user")
    sdw_source_basic = source("Source of the Basic Information")
    sdw_source_features = source("Source of the Features")
    sdw_source_business = source("Source of the Business Status")
    sdw_source_trade = source("Source of the Transaction Status")
    sdw_card_reviewed_on = fields.Date("Card Reviewed on", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_card_version", "sdw_card_stamps", "sdw_card_reviewed_on"}

    @api.depends("sdw_card_stamps")
    @api.depends_context("lang")
    def _compute_sdw_sources(self):
        for partner, stamps in self._sdw_card_sources().items():
            for block in BLOCKS:
                stamp = stamps[block]
                partner[f"sdw_source_{block}"] = ", ".join(filter(None, stamp.values()))

    def _sdw_card_sources(self):
        """{partner: {block: {source, date, user}}} in words, for all of self at once."""
        sources = dict(self.env["sdw.partner.proposal"]._fields["source"]._description_selection(self.env))
        users = {stamp["user"] for partner in self for stamp in (partner.sdw_card_stamps or {}).values()}
        names = {user.id: user.name for user in self.env["res.users"].sudo().browse(users).exists()}
        result = {}
        for partner in self:
            stamps = partner.sdw_card_stamps or {}
            result[partner] = {
                block: {
                    "source": sources.get(stamps.get(block, {}).get("source"), ""),
                    "date": stamps.get(block, {}).get("date", ""),
                    "user": names.get(stamps.get(block, {}).get("user"), ""),
                }
                for block in BLOCKS
            }
        return result

    # ------------------------------------------------------------------ what is changed is stamped
    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        touched = {
            partner: {BLOCK_OF[name] for name, value in vals.items() if value and name in NAMES}
            for partner, vals in zip(partners, vals_list, strict=True)
        }
        partners._sdw_stamp_card(touched)
        return partners

    def write(self, vals):
        names = NAMES.intersection(vals)
        if not names:
            return super().write(vals)
        touched = {
            partner: {BLOCK_OF[name] for name in names if partner._sdw_differs(name, partner._sdw_given(name, vals))}
            for partner in self
        }
        self.browse().union(*(partner for partner, blocks in touched.items() if blocks))._sdw_check_card_change()
        result = super().write(vals)
        self._sdw_stamp_card(touched)
        return result

    def _sdw_given(self, name, vals):
        """What is written, as the field reads it afterwards: a date as a date, an amount as a number."""
        field, value = self._fields[name], vals[name]
        if field.type == "date":
            return fields.Date.to_date(value)
        if field.type == "many2many":
            return field.convert_to_cache(value, self, validate=False)
        return value.id if isinstance(value, models.BaseModel) else value

    def _sdw_stamp_card(self, touched, source="salesperson", user=None, again=False):
        """Stamp the blocks that were changed with source, day and person; set-based.

        :param dict touched: {partner: names of its changed blocks}; contacts of a customer have no card
        :param bool again: the version has been counted already, only the source is put right
        """
        groups = {}
        for partner, blocks in touched.items():
            if blocks and partner.sudo().commercial_partner_id == partner:
                groups.setdefault(frozenset(blocks), []).append(partner.id)
        if not groups:
            return
        stamp = {
            "source": source,
            "date": str(self.env.company.sudo()._sdw_today()),
            "user": (user or self.env.user).id,
        }
        self.env["res.partner"].flush_model(["sdw_card_version", "sdw_card_stamps"])
        for blocks, ids in groups.items():
            self.env.cr.execute(
                SQL(
                    """UPDATE res_partner SET sdw_card_version = COALESCE(sdw_card_version, 0) + %s,
                              sdw_card_stamps = COALESCE(sdw_card_stamps, '{}'::jsonb) || %s::jsonb
                        WHERE id IN %s""",
                    0 if again else 1,
                    json.dumps(dict.fromkeys(sorted(blocks), stamp)),
                    tuple(ids),
                )
            )
        self.invalidate_recordset(["sdw_card_version", "sdw_card_stamps"], flush=False)

    def _sdw_check_card_change(self):
        """Raise when the company leaves the cards to the archivist and somebody else changes an existing one."""
        if not self or self.env.su or self._sdw_is_archivist():
            return
        reviewed = any(
            company.sdw_card_by_archivist and company._sdw_mode(RULE) == "block"
            for company in self.env.user.sudo().company_ids
        )
        cards = self.filtered(lambda partner: partner.sudo()._sdw_is_customer()) if reviewed else self.browse()
        if cards:
            raise AccessError(
                self.env._(
                    "The archivist keeps the customers' files. Please propose the change: %(names)s.",
                    names=", ".join(cards.mapped("display_name")),
                )
            )

    @api.model
    def _sdw_is_archivist(self):
        return self.env.user.has_group(f"sales_dept_workflow.{ARCHIVIST}")

    def _sdw_is_customer(self):
        """Whether there is a customer's file on this partner (not on its contacts, not on mere suppliers)."""
        self.ensure_one()
        own = self.commercial_partner_id == self
        status = self.customer_status if "customer_status" in self._fields else False
        return own and bool(self.customer_rank or status or not self.supplier_rank) and not self.user_ids

    def action_sdw_card_reviewed(self):
        """Say that the cards were gone through and are right; they are due again after the company's months (A-27)."""
        self.env["sale.order"]._sdw_check_role("group_sdw_salesperson", ARCHIVIST)
        self.check_access("read")
        owners = self.commercial_partner_id
        for owner in owners.filtered(lambda partner: partner.sudo().user_id != self.env.user):
            owner.env["sale.order"]._sdw_check_role("group_sdw_supervisor", "group_sdw_sales_admin", ARCHIVIST)
        owners._sdw_system().write({"sdw_card_reviewed_on": self.env.company._sdw_today()})
        self.env[self._name].browse(owners.ids)._sdw_review_done()
        return True
