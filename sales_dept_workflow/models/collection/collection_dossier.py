import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from .codes import CASE

#: Who may have everything about a customer in one file.
DOSSIER_ROLES = ("group_sdw_legal", "group_sdw_finance", "group_sdw_sales_manager")


class SdwCollectionCase(models.Model):
    """The dossier of a case: made for the court, kept as it was made, each time on record (C-08)."""

    _inherit = CASE

    dossier_ids = fields.Many2many(
        "ir.attachment", "sdw_case_dossier_rel", string="Dossiers", readonly=True, copy=False
    )

    def action_make_dossier(self, lang=None):
        """Make the dossier as one PDF and one workbook; both stay on record with the case.

        :param str lang: code of an installed language, the caller's own by default
        :raise AccessError: for whoever is neither legal, finance nor sales manager (directors are managers, too)
        """
        self._sdw_check_role(*DOSSIER_ROLES)
        lang = lang or self.env.lang or "en_US"
        if lang not in dict(self.env["res.lang"].get_installed()):
            raise UserError(self.env._("This language is not installed: %(lang)s", lang=lang))
        for case in self._sdw_system():
            case.with_context(lang=lang)._make_dossier()
        return True

    def _make_dossier(self):
        case = self.with_company(self.company_id)
        dossier = self.env["sdw.legal.dossier"].with_env(case.env)
        sections = dossier._sections(case)
        content, kind, pages = dossier._bound(case, sections)
        title = self.env._("Legal dossier")
        name = f"{title} {case.name}".replace("/", "-")
        body = self._dossier_note(content, pages)
        files = [(f"{name}.{kind}", content), (f"{name}.xlsx", dossier._workbook(case, sections))]
        for file in files:
            self._sdw_file_paper(body, file)
            self.dossier_ids |= self.sdw_paper_ids.sorted("id")[-1:]
        self._log_step("dossier", body)

    def _dossier_note(self, content, pages):
        statement = self._get_statement()
        return self.env._(
            "Dossier made: %(amount)s owed, %(pages)s pages, SHA-256 %(digest)s.",
            amount=self.currency_id.format(statement["total"]),
            pages=pages,
            digest=hashlib.sha256(content).hexdigest(),
        )
