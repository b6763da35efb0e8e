from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.customer.codes import PROPOSAL
from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerProposal(CardCase):
    """Somebody proposes, the archivist compares and takes over; nobody else does."""

    @covers("A-17", "A-18", "A-54")
    def test_proposed_by_a_visit(self):
        """What is said already is left out; source and document are kept; the card is unchanged until the review."""
        self.customer.sdw_owner = "Mr Zhou"
        order = self.order()
        proposal = self.customer.with_user(self.salesperson)._sdw_propose(
            {"sdw_owner": "Mr Zhou", "sdw_needs": "A pump a month", "sdw_founded_on": "1998-05-01"}, "visit", order
        )
        self.assertRecordValues(
            proposal, [{"source": "visit", "state": "review", "res_id": order.id, "user_id": self.salesperson.id}]
        )
        self.assertEqual(proposal.line_ids.mapped("field_name"), ["sdw_needs", "sdw_founded_on"])
        self.assertFalse(self.card().sdw_needs)
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_proposal")
        self.assertIn(
            self.archivist, proposal.sudo().activity_ids.filtered_domain([("activity_type_id", "=", kind.id)]).user_id
        )
        again = self.customer.with_user(self.salesperson)._sdw_propose({"sdw_needs": "Two a month"}, "visit", order)
        self.assertEqual((proposal.state, again.state), ("cancelled", "review"), "one living proposal of a document")
        filed = self.customer.with_user(self.sales_admin)._sdw_propose({"sdw_size": "200 people"}, "visit", order)
        self.assertEqual(filed.user_id, self.salesperson, "whoever answers for the document is the author")
        nothing = self.customer.with_user(self.salesperson)._sdw_propose({"sdw_owner": "Mr Zhou"}, "visit")
        self.assertFalse(nothing)

    @covers("A-17", "A-31", "B-21", "G-31")
    def test_taken_over(self):
        proposal = self.propose({"sdw_owner": "Ms Li", "sdw_potential": "Large"}, source="visit")
        keeper = proposal.with_user(self.archivist)
        keeper.line_ids.filtered(lambda line: line.field_name == "sdw_potential").accepted = False
        keeper.action_apply()
        self.assertEqual((self.card().sdw_owner, self.customer.sdw_potential), ("Ms Li", False))
        stamp = self.customer.sdw_card_stamps["basic"]
        self.assertEqual((stamp["source"], stamp["user"]), ("visit", self.salesperson.id))
        self.assertRecordValues(proposal, [{"state": "applied", "reviewer_id": self.archivist.id}])
        self.assertEqual(proposal.line_ids.mapped("taken_over"), [True, False])
        self.assertIn("Ms Li", str(self.customer.message_ids[:1].body))

    @covers("A-31", "B-21", "G-31")
    def test_nobody_else_takes_over(self):
        """By button and by a direct write, with forged contexts: the archivist alone, and never his own."""
        proposal = self.propose()
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            mine = proposal.with_user(user).with_context(sdw_skip=True, default_state="applied")
            for step in (
                mine.action_apply,
                lambda mine=mine: mine.action_reject("No"),
                lambda mine=mine: mine.write({"state": "applied"}),
            ):
                with self.assertRaises(AccessError):
                    step()
        own = self.propose(user=self.archivist)
        with self.assertRaises(AccessError):
            own.with_user(self.archivist).action_apply()
        self.assertFalse(self.card().sdw_owner)

    @covers("A-17")
    def test_conflicts(self):
        """A card that has changed since, and another proposal that says otherwise, are shown."""
        proposal = self.propose({"sdw_owner": "Ms Li", "sdw_policy": "Cash"})
        self.assertFalse(proposal.conflict_count)
        self.customer.sdw_owner = "Mr Wang"
        other = self.propose({"sdw_policy": "Credit"}, source="agency")
        self.env.invalidate_all()
        conflicts = {line.field_name: line.conflict for line in proposal.line_ids}
        self.assertIn("changed", conflicts["sdw_owner"])
        self.assertIn("Another", conflicts["sdw_policy"])
        self.assertTrue(other.line_ids.conflict)
        self.assertEqual(proposal.conflict_count, 2)

    @covers("A-17")
    def test_conflicts_do_not_query_by_line(self):
        counts = []
        values = [f"sdw_{name}" for name in ("owner", "policy", "needs", "size", "problems", "strengths", "potential")]
        for names in (values[:2], values[:2], values):
            proposal = self.propose(dict.fromkeys(names, "Something new"), source="agency")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            proposal.line_ids.mapped("conflict")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)

    @covers("A-31", "A-50")
    def test_by_hand(self):
        """A salesperson writes his own; what was handed in stays as it is."""
        with Form(self.env[PROPOSAL].with_user(self.salesperson)) as form:
            form.partner_id = self.customer
            form.note = "He told me"
            with form.line_ids.new() as line:
                line.field_name = "sdw_founded_on"
                line.value_new = "1998-05-01"
        proposal = form.save()
        self.assertTrue(proposal.name.startswith("CP/"))
        proposal.action_submit()
        for change in (
            lambda: proposal.line_ids.write({"value_new": "1999-01-01"}),
            lambda: proposal.line_ids.unlink(),
            lambda: proposal.write({"line_ids": [Command.create({"field_name": "sdw_owner", "value_new": "X"})]}),
            lambda: proposal.write({"partner_id": self.company.partner_id.id}),
            lambda: proposal.unlink(),
            lambda: proposal.with_user(self.archivist).line_ids.write({"value_new": "1999-01-01"}),
        ):
            with self.assertRaises(UserError):
                change()
        proposal.with_user(self.archivist).action_apply()
        self.assertEqual(str(self.card().sdw_founded_on), "1998-05-01")

    @covers("A-31")
    def test_sent_back_and_rejected(self):
        proposal = self.propose()
        with self.assertRaises(UserError):
            proposal.with_user(self.archivist).action_reject(" ")
        proposal.with_user(self.archivist).action_send_back("Which Zhou?")
        self.assertEqual((proposal.state, proposal.reason), ("draft", "Which Zhou?"))
        proposal.with_user(self.salesperson).line_ids.value_new = "Zhou Min"
        proposal.with_user(self.salesperson).action_submit()
        proposal.with_user(self.archivist).action_reject("Not so")
        self.assertEqual(proposal.state, "rejected")
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_proposal_outcome")
        told = proposal.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        self.assertEqual(told.user_id, self.salesperson)
        with self.assertRaises(UserError):
            proposal.with_user(self.archivist).action_apply()

    @covers("A-15", "A-17")
    def test_values_are_read_strictly(self):
        """Hostile values and fields that are none of the card's are refused with a sentence."""
        for values in (
            {"credit_limit": 1000000},
            {"user_id": self.salesperson.id},
            {"sdw_founded_on": "yesterday"},
            {"sdw_assets": "a lot"},
            {"sdw_assets": "nan"},
            {"sdw_nature": "king"},
            {"industry_id": "99999999"},
        ):
            with self.assertRaises(UserError):
                self.propose(values)
        proposal = self.propose({"sdw_nature": "government", "sdw_assets": "1,250.50", "sdw_needs": "a\0b"})
        said = {line.field_name: line.value_new for line in proposal.line_ids}
        self.assertEqual(said, {"sdw_nature": "government", "sdw_assets": "1250.50", "sdw_needs": "ab"})
        with self.assertRaises(UserError):
            self.customer._sdw_propose({"sdw_owner": "X"}, "rumour")

    @covers("A-31")
    def test_forged_creation(self):
        """The source, the author and the state are the system's."""
        values = {"partner_id": self.customer.id}
        proposals = self.env[PROPOSAL].with_user(self.salesperson)
        for forged in ({"state": "review"}, {"source": "agency"}, {"user_id": self.manager.id}):
            with self.assertRaises(AccessError):
                proposals.create({**values, **forged})
        made = proposals.with_context(default_state="applied", default_source="agency").create(values)
        self.assertRecordValues(made, [{"state": "draft", "source": "salesperson"}])
        archive = {"field_name": "active", "value_new": ""}
        with self.assertRaises(UserError):
            proposals.create({**values, "line_ids": [Command.create(archive)]})

    @covers("A-31", "Z-29")
    def test_left_to_the_archivist(self):
        """Where the company leaves the cards to him, others propose; new customers are entered by everybody."""
        self.customer.customer_rank = 1
        mine = self.customer.with_user(self.salesperson)
        mine.write({"sdw_owner": "Mr Zhou"})
        self.switch("block", "customer_status")
        mine.write({"sdw_owner": "Mr Wang"})
        self.company.sdw_card_by_archivist = True
        self.switch("warn", "customer_status")
        mine.write({"sdw_owner": "Mr Zhang"})
        self.switch("block", "customer_status")
        for attempt in (mine, mine.with_context(sdw_skip=True), self.customer.with_user(self.sales_admin)):
            with self.assertRaises(AccessError):
                attempt.write({"sdw_owner": "Mr Qian"})
        mine.write({"sdw_owner": "Mr Zhang"})
        mine.create({"name": "New", "sdw_owner": "Mr New"})
        self.customer.with_user(self.archivist).write({"sdw_owner": "Mr Qian"})
        proposal = self.propose({"sdw_owner": "Ms Li"})
        proposal.with_user(self.archivist).action_apply()
        self.assertEqual(self.card().sdw_owner, "Ms Li")

    def test_who_sees_them(self):
        proposal = self.propose()
        self.assertTrue(proposal.with_user(self.manager).has_access("read"))
        self.assertFalse(proposal.with_user(self.second_salesperson).has_access("read"))
        for user in (self.portal, self.keeper, self.support):
            self.assertFalse(proposal.with_user(user).has_access("read"))
        other = self.env["res.company"].create({"name": "Other"})
        proposal.sudo().company_id = other
        self.assertFalse(proposal.with_user(self.archivist).has_access("read"))
