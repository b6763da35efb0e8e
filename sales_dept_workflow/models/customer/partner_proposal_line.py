from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from .codes import BLOCK_OF, PROPOSAL

LENGTH = 4000
ARCHIVE = "active"


class SdwPartnerProposalLine(models.Model):
    """One field of a proposal: what the card said, what it says now, what it should say (A-17)."""

    _name = "sdw.partner.proposal.line"
    _description = "Proposed Value"
    _inherit = ["sdw.guard.mixin"]
    _order = "proposal_id, id"
    _rec_name = "field_name"

    proposal_id = fields.Many2one(PROPOSAL, required=True, readonly=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one(related="proposal_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="proposal_id.company_id", store=True)
    state = fields.Selection(related="proposal_id.state", store=True, string="Proposal State")
    field_name = fields.Selection("_selection_field_name", "Card Item", required=True)
    value_new = fields.Text("Proposed Value", help="As it is written: a date as 2026-12-31, a choice by its name.")
    value_old = fields.Text("Value Then", readonly=True, copy=False)
    shown_now = fields.Char("The Card Says", compute="_compute_shown")
    shown_new = fields.Char("Proposed", compute="_compute_shown")
    shown_old = fields.Char("The Card Said", compute="_compute_shown")
    conflict = fields.Char(compute="_compute_conflict")
    accepted = fields.Boolean("Take over", default=True, copy=False)
    taken_over = fields.Boolean(readonly=True, copy=False)

    _field_uniq = models.Constraint("UNIQUE(proposal_id, field_name)", "Each question is there once.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"value_old", "taken_over", "partner_id", "company_id", "state"}

    @api.model
    def _selection_field_name(self):
        return [*self.env["res.partner"]._sdw_card_labels(), (ARCHIVE, self.env._("Customer's file in use"))]

    def _label(self):
        return dict(self._selection_field_name())[self.field_name]

    # ------------------------------------------------------------------ comparing
    @api.depends("field_name", "value_new", "value_old", "partner_id")
    @api.depends_context("lang")
    def _compute_shown(self):
        for line in self:
            if not line.field_name:
                line.shown_now = line.shown_new = line.shown_old = False
                continue
            line.shown_now = line._say(line._text_now())
            line.shown_old = line._say(line.value_old)
            line.shown_new = line._say(line.value_new)

    @api.depends("field_name", "value_new", "value_old", "partner_id")
    @api.depends_context("lang")
    def _compute_conflict(self):
        """Why the archivist should look twice: the card has changed since, or somebody else proposes otherwise."""
        domain = [("partner_id", "in", self.partner_id.ids), ("state", "=", "review"), ("id", "not in", self.ids)]
        others = {}
        for other in self.env["sdw.partner.proposal.line"].sudo().search_fetch(domain) if self.partner_id else ():
            others.setdefault((other.partner_id.id, other.field_name), set()).add(other.value_new or "")
        for line in self:
            line.conflict = line._conflict(others.get((line.partner_id.id, line.field_name), set()))

    def _conflict(self, others):
        if not self.field_name or self.state != "review":
            return False
        if self._text_now() != (self.value_old or ""):
            return self.env._("The card has changed since")
        if others - {self.value_new or ""}:
            return self.env._("Another proposal says otherwise")
        return False

    def _text_now(self):
        partner = self.sudo().partner_id
        return self._text(self.field_name, partner[self.field_name]) if partner else ""

    @api.model
    def _text(self, name, value):
        """A value of a field of the card as text, which :meth:`_sdw_parse` reads again."""
        field = self.env["res.partner"]._fields[name]
        if field.type == "many2one":
            return str(value.id or "") if isinstance(value, models.BaseModel) else str(value or "")
        if field.type == "many2many":
            return ",".join(map(str, sorted(value._ids)))
        if field.type == "boolean":
            return "1" if value else ""
        if field.type == "monetary":
            return f"{value:.2f}" if value else ""
        return str(value or "")

    def _say(self, text):
        """Such a text as a reader reads it: names instead of numbers, dates and amounts in his way of writing."""
        field = self.env["res.partner"]._fields[self.field_name]
        if not text:
            return self.env._("No") if field.type == "boolean" else ""
        if field.type == "many2one":
            return self.env[field.comodel_name].sudo().browse(int(text)).exists().display_name or text
        if field.type == "many2many":
            found = self.env[field.comodel_name].sudo().browse(map(int, text.split(","))).exists()
            return ", ".join(found.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(text, text)
        if field.type == "date":
            return format_date(self.env, text)
        if field.type == "monetary":
            return format_amount(self.env, float(text), self.company_id.currency_id or self.env.company.currency_id)
        return self.env._("Yes") if field.type == "boolean" else text

    # ------------------------------------------------------------------ what may be written
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._canonical(vals, vals.get("field_name")) for vals in vals_list])
        lines._check_open("create", set())
        return lines

    def write(self, vals):
        self._check_open("write", set(vals))
        if not {"field_name", "value_new"}.intersection(vals):
            return super().write(vals)
        for line in self:
            super(SdwPartnerProposalLine, line).write(line._canonical(vals, vals.get("field_name") or line.field_name))
        return True

    def unlink(self):
        self._check_open("unlink", set())
        return super().unlink()

    def _check_open(self, operation, names):
        """Its author fills a proposal in; what he handed in, the archivist ticks or not, and nothing else changes."""
        if self.env.su:
            return
        archivist = self.env["res.partner"]._sdw_is_archivist()
        for proposal in self.sudo().proposal_id:
            ticking = operation == "write" and names == {"accepted"} and archivist and proposal.state == "review"
            filling = proposal.state == "draft" and proposal.user_id == self.env.user
            if not ticking and not filling:
                raise UserError(self.env._("What was handed in stays as it is: %(name)s.", name=proposal.name))
        if ARCHIVE in self.sudo().mapped("field_name"):
            raise UserError(self.env._("The archive of a file is proposed on the customer himself."))

    @api.model
    def _canonical(self, vals, name):
        if "value_new" not in vals:
            return vals
        return {**vals, "value_new": self._sdw_parse(name, vals["value_new"])}

    @api.model
    def _sdw_parse(self, name, raw):
        """The canonical text of what somebody wrote for a field of the card.

        :raise UserError: for a field that is none of the card's, or a value that makes no sense there
        """
        if name not in BLOCK_OF and name != ARCHIVE:
            raise UserError(self.env._("This is no question of the customer card."))
        field = self.env["res.partner"]._fields[name]
        if raw in (None, False, "") or (isinstance(raw, models.BaseModel) and not raw):
            return ""
        reader = getattr(self, f"_parse_{field.type}", None)
        try:
            return reader(field, raw) if reader else str(raw).replace("\0", "").strip()[:LENGTH]
        except (ValueError, TypeError, OverflowError) as error:
            label = field._description_string(self.env)
            raise UserError(self.env._("%(field)s cannot be “%(value)s”.", field=label, value=str(raw)[:80])) from error

    def _parse_date(self, _field, raw):
        return str(fields.Date.to_date(str(raw).strip()))

    def _parse_monetary(self, _field, raw):
        amount = float(str(raw).replace(",", "").strip())
        if not abs(amount) < 1e15:
            raise ValueError(raw)
        return f"{amount:.2f}"

    def _parse_boolean(self, _field, raw):
        return "1" if raw in (True, 1, "1") else ""

    def _parse_selection(self, field, raw):
        wanted = str(raw).strip().casefold()
        for key, label in field._description_selection(self.env):
            if wanted in (key, label.casefold()):
                return key
        raise ValueError(raw)

    def _parse_many2one(self, field, raw):
        records = self.env[field.comodel_name]
        if isinstance(raw, models.BaseModel):
            return str(raw.id)
        text = str(raw).strip()
        found = records.browse(int(text)).exists() if text.isascii() and text.isdigit() else records.browse()
        if not found:
            found = records.browse([row[0] for row in records.name_search(text, operator="=", limit=2)])
        if len(found) != 1:
            raise ValueError(raw)
        return str(found.id)

    def _parse_many2many(self, field, raw):
        """Several of them: records, their numbers, or their names with commas between."""
        if not isinstance(raw, models.BaseModel):
            parts = [part.strip() for part in str(raw).replace("，", ",").split(",")]
            raw = {int(self._parse_many2one(field, part)) for part in parts if part}
        return ",".join(map(str, sorted(raw.ids if isinstance(raw, models.BaseModel) else raw)))

    # ------------------------------------------------------------------ taking over
    def _value(self):
        """The value as the card's field is written."""
        field = self.env["res.partner"]._fields[self.field_name]
        if field.type == "boolean":
            return bool(self.value_new)
        if field.type == "many2many":
            return [fields.Command.set([int(part) for part in (self.value_new or "").split(",") if part])]
        if not self.value_new:
            return False
        return {"many2one": int, "monetary": float}.get(field.type, str)(self.value_new)

    def _check_values(self):
        for line in self:
            if line.field_name == "name" and not line.value_new:
                raise UserError(self.env._("A customer has a name."))

    def _keep_old(self):
        for line in self:
            line.value_old = line._text_now()
