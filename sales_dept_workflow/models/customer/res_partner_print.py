from odoo import models

from ..common.rules import in_language
from .codes import BLOCKS, CARD


class ResPartner(models.Model):
    """What the printed customer card shows (A-13): the four blocks, each with its source and day."""

    _inherit = "res.partner"

    def _sdw_card_sections(self):
        """[{title, source, date, user, rows: [[(label, text), …]]}] of one customer, in the reader's language.

        What is asked of his nature is shown even when it is empty: the paper shows what is missing.
        """
        self.ensure_one()
        card = self.sudo()
        nature = card.sdw_nature or ("ordinary" if card.is_company else "individual")
        asked = {item.name for item in self.env["sdw.card.item"]._items() if nature in item.natures}
        sources = card._sdw_card_sources()[card]
        sections = []
        for block, names in CARD.items():
            names = [name for name in names if card[name] or name in asked]
            section = {"block": block, "title": in_language(self.env, BLOCKS[block]), **sources[block]}
            section["rows"] = self._sdw_card_rows(names)
            section["problems"] = self._sdw_readable_problems()
            sections.append(section)
        return sections

    def _sdw_card_rows(self, names):
        """[[(label, text), …]]: short answers two in a row, long ones in a row of their own."""
        card, lines, rows, half = self.sudo(), self.env["sdw.partner.proposal.line"], [], []
        for name in names:
            field = card._fields[name]
            text = lines.new({"field_name": name})._say(lines._text(name, card[name]))
            cell = (field._description_string(self.env), text)
            full = [half, [cell]] if field.type == "text" else [[*half, cell]] if half else []
            rows += filter(None, full)
            half = [] if full else [cell]
        return [*rows, half] if half else rows

    def _sdw_readable_problems(self):
        """The credit problems of this customer that the reader may read."""
        problems = self.env["sdw.credit.problem"]
        return problems.search([("partner_id", "=", self.id)]) if problems.has_access("read") else problems

    def _sdw_card_figures(self):
        """[(label, amount)] of what the customer bought, in the currency of the reader's company."""
        card = self.sudo()
        names = ("sdw_bought_this_year_company", "sdw_bought_last_year_company")
        return [(card._fields[name]._description_string(self.env), card[name]) for name in names]
