from odoo import models

from .codes import RULE

#: Who has one of these is worked on, and known in full before.
KNOWN = ("base", "potential", "active")
EVIDENCE = "file_lacks"


class ResPartner(models.Model):
    """Who becomes a base customer, or signs a contract, has a file that tells what is mandatory (A-43, A-44, N-18).

    Asked for with the status and looked at again when it is decided; imported after what defines the status.
    """

    _inherit = "res.partner"

    def _sdw_status_evidence(self):
        result = super()._sdw_status_evidence()
        missing = self._sdw_profile_missing() if self._sdw_profile_enforced() else {}
        for partner, evidence in result.items():
            evidence[EVIDENCE] = missing.get(self.browse(partner.id), [])
        return result

    def _sdw_status_lacks(self, status, evidence):
        lacks = super()._sdw_status_lacks(status, evidence)
        if status in KNOWN and evidence.get(EVIDENCE):
            return [*lacks, self.env._("The file lacks: %(names)s.", names=", ".join(evidence[EVIDENCE]))]
        return lacks

    def _sdw_file_missing(self):
        missing = super()._sdw_file_missing()
        if self._sdw_profile_enforced():
            missing += [label for label in self._sdw_profile_missing()[self] if label not in missing]
        return missing

    def _sdw_profile_enforced(self):
        company = self.env.company.sudo()
        return company.sdw_profile_mandatory and company._sdw_mode(RULE) == "block"
