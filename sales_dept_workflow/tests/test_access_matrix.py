import csv
import io
import os
from pathlib import Path

from odoo.tests import new_test_user, tagged

from .common import SdwCase

MATRIX = Path(__file__).with_name("access_matrix.csv")
#: Core documents that the roles work on; our own models are found by their names.
CORE = ("sale.order", "sale.order.line", "crm.lead", "stock.picking", "account.move", "res.partner")
OPERATIONS = {"read": "r", "write": "w", "create": "c", "unlink": "u"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(SdwCase):
    """Who may do what, as a reviewed file (decision 35): a row per model, a column per role, ``rwcu`` or ``-`` in it.

    After a deliberate change of access rights, or a merge, run this test with ``SDW_WRITE_MATRIX=1`` set in the
    environment: it writes the file anew. Review the difference like code. Record rules narrow further *which*
    records; this is about models.
    """

    def _matrix(self):
        admin = new_test_user(self.env, "sdw_system", groups="base.group_system")
        portal = new_test_user(self.env, "sdw_portal", groups="base.group_portal")
        users = {**self.users, "administrator": admin, "portal": portal}
        ours = sorted(name for name in self.registry if name.startswith("sdw.") and not self.env[name]._abstract)
        rows = [["model", *users]]
        for name in (*CORE, *ours):
            rows.append([name, *(self._cell(self.env[name].with_user(user)) for user in users.values())])
        return rows

    def _cell(self, model):
        return "".join(letter if model.has_access(operation) else "-" for operation, letter in OPERATIONS.items())

    def test_matrix_is_as_reviewed(self):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self._matrix())
        if os.environ.get("SDW_WRITE_MATRIX") == "1":
            MATRIX.write_text(text.getvalue())
        self.maxDiff = None
        self.assertEqual(
            MATRIX.read_text().splitlines(),
            text.getvalue().splitlines(),
            "Access rights differ from the reviewed tests/access_matrix.csv. "
            "If that is meant, run this test with SDW_WRITE_MATRIX=1.",
        )

    def test_what_no_role_may(self):
        """Whatever the file says: nobody touches what is on record, and customers reach nothing of ours."""
        header, *rows = self._matrix()
        cells = {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}
        for model in ("sdw.approval", "sdw.approval.decision", "sdw.audit.finding"):
            self.assertFalse(set("wcu").intersection("".join(cells[model].values())), model)
        for model, by_role in cells.items():
            if model.startswith("sdw."):
                self.assertFalse(set("wcu").intersection(by_role["portal"]), f"{model} is open to customers")
        for model in ("sdw.approval.type", "sdw.approval.step", "sdw.position"):
            writers = [role for role, cell in cells[model].items() if set("wcu").intersection(cell)]
            self.assertEqual(writers, ["administrator"], f"{model}: nobody loosens a rule that binds him")
