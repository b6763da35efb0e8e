from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core moves foreign keys in SQL and would break a partial unique index: what exists once is joined before."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        cases = self.env["sdw.collection.case"]
        held = {company for _partner, company in src_partners._sdw_held_anywhere()}
        cases._partners_joined(src_partners, dst_partner.commercial_partner_id)
        self._sdw_move_documents(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        if held - {company for _partner, company in dst_partner._sdw_held_anywhere()}:
            raise UserError(
                self.env._(
                    "A contact of a customer on shipping hold is not merged into somebody who is not: %(name)s.",
                    name=dst_partner.display_name,
                )
            )
        return result

    def _sdw_move_documents(self, src_partners, dst_partner):
        """Approvals and findings about the merged partners follow; what is pending or open twice ends once."""
        approvals = (
            src_partners.sudo()
            .env["sdw.approval"]
            ._sdw_system()
            .search([("res_model", "=", "res.partner"), ("res_id", "in", src_partners.ids), ("state", "=", "pending")])
        )
        approvals._finish("cancelled")
        self.env.flush_all()
        values = {"model": "res.partner", "src": tuple(src_partners.ids), "dst": dst_partner.id}
        self.env.cr.execute(
            SQL(
                """UPDATE sdw_audit_finding f SET state = 'fixed'
                    WHERE f.res_model = %(model)s AND f.res_id IN %(src)s AND f.state = 'open'
                      AND EXISTS (SELECT 1 FROM sdw_audit_finding o
                                   WHERE o.res_model = f.res_model AND o.code = f.code AND o.state = 'open'
                                     AND o.id != f.id
                                     AND (o.res_id = %(dst)s OR (o.res_id IN %(src)s AND o.id < f.id)))""",
                **values,
            )
        )
        for table in ("sdw_audit_finding", "sdw_approval"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET res_id = %(dst)s WHERE res_model = %(model)s AND res_id IN %(src)s",
                    table=SQL.identifier(table),
                    **values,
                )
            )
        self.env.invalidate_all()
