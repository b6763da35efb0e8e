from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SdwCase, covers

#: Documents with a chatter that are no controlled papers, and why they carry no number.
UNNUMBERED = {
    "sdw.approval": "called as the document it decides on",
    "sdw.sales.meeting.point": "a line of its meeting, which has the number",
    "sdw.agent.evaluation": "named by agent and period, one for each",
    "sdw.audit.finding": "called as the document it is about",
    "sdw.collection.plan": "named by team and month, one for each",
    "sdw.visit.plan": "named by salesperson and period, one for each",
    "sdw.referral": "named by the inquiry and the distributor",
    "sdw.contract.milestone": "a part of its contract, which has the number",
    "sdw.contract.template": "a model for papers; each version of a contract is numbered with its order",
    "sdw.customer.level": "a table of settings",
    "sdw.customer.route": "a name on the map",
    "sdw.development.step": "a line of its plan, which has the number",
    "sdw.satisfaction.survey": "named by its half-year",
}


@tagged("post_install", "-at_install")
class TestDocumentNumbers(SdwCase):
    """Every controlled document has a number of its own, drawn from a sequence (S-14)."""

    def documents(self):
        """Our models with a chatter, a name and a company."""
        return {
            name
            for name, model in self.registry.items()
            if name.startswith("sdw.")
            and not model._abstract
            and model._auto
            and "message_ids" in model._fields
            and {"name", "company_id"} <= set(model._fields)
        }

    def sequences(self):
        return set(self.env["ir.sequence"].search([]).mapped("code"))

    @covers("S-14")
    def test_each_has_a_sequence(self):
        numbered = self.sequences()
        missing = {name for name in self.documents() if name not in numbered}
        self.assertEqual(missing, set(UNNUMBERED), "say why a new document has no number, or give it one")

    @covers("S-14")
    def test_the_number_is_the_server_s(self):
        """Nobody chooses it, copies it or changes it: it is among the fields that only the system writes."""
        titled = self.registry.descendants(["sdw.numbered.mixin"], "_inherit")
        for name in sorted(self.documents() & self.sequences()):
            model = self.env[name]
            field = model._fields["number" if name in titled else "name"]
            with self.subTest(model=name):
                self.assertTrue(field.readonly, "shown, never typed")
                self.assertIn(field.name, model._sdw_guarded_fields())

    @covers("S-14")
    def test_beside_a_title(self):
        """A document with a title has its number beside it; no client gives it, whatever he sends along."""
        suggestions = self.env["sdw.suggestion"].with_user(self.salesperson)
        values = {"name": "Shelves by order", "text": "Saves the way", "area": "warehouse"}
        values = {name: value for name, value in values.items() if name in suggestions._fields}
        with self.assertRaises(AccessError):
            suggestions.create({**values, "number": "SG/1"})
        made = suggestions.with_context(default_number="SG/FORGED").create(values)
        self.assertRegex(made.number, r"^SG/\d{5}$")
        with self.assertRaises(AccessError):
            made.number = "SG/2"

    @covers("S-14")
    def test_in_a_row(self):
        """Numbers follow each other, whoever writes and however many at once."""
        requests = self.env["sdw.support.request"].with_user(self.salesperson)
        made = requests.create([{"question": f"Question {number}"} for number in range(3)])
        digits = [int("".join(filter(str.isdigit, name.split("/")[-1]))) for name in made.mapped("name")]
        self.assertEqual(digits, list(range(digits[0], digits[0] + 3)))
        self.assertEqual(len(set(made.mapped("name"))), 3)
