from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingTalk(SalesMeetingCase):
    """One-on-one talks: of the two, confirmed by the other one, followed until closed, convened ahead (R-28)."""

    def talk(self, user=None, person=None, **values):
        user, person = user or self.manager, person or self.salesperson
        known = {"kind": "talk", "attendee_ids": [Command.set(person.ids)], "user_id": user.id}
        return self.meeting(user, **{**known, **values})

    def written(self, talk):
        """Held, and written down by the chair."""
        talk.action_hold()
        talk.minutes = "<p>She wants to lead a team</p>"
        return talk

    @covers("R-28")
    def test_nobody_else_reads_it(self):
        self.sales_admin.sudo().group_ids |= self.env.ref("sales_dept_workflow.group_sdw_supervisor")
        colleague = self.supervisor
        colleague.sudo().group_ids |= self.env.ref("sales_dept_workflow.group_sdw_sales_manager")
        self.manager.sale_team_id.sudo().user_id = self.manager
        talk = self.talk()
        point = self.point(talk)
        self.written(talk)
        for record in (talk, point, talk.report_ids):
            for user in (self.manager, self.salesperson, self.director, self.vp):
                self.assertEqual(record.with_user(user).search([("id", "=", record.id)]), record, user.name)
            for user in (self.sales_admin, colleague, self.second_salesperson, self.accountant, self.legal):
                forged = record.with_user(user).with_context(sdw_system=True, su=True, active_test=False)
                self.assertFalse(forged.search([("id", "=", record.id)]), user.name)
                with self.assertRaises(AccessError):
                    forged.read(["display_name"])
        messages = self.env["mail.message"].with_user(self.sales_admin)
        self.assertFalse(messages.search([("model", "=", talk._name), ("res_id", "=", talk.id)]))

    @covers("R-28")
    def test_the_calendar_keeps_it_to_itself(self):
        event = self.talk(date=self.coming()).event_id.sudo()
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.partner_ids, (self.manager | self.salesperson).partner_id)

    @covers("R-28")
    def test_of_two_and_no_more(self):
        for values in (
            {"attendee_ids": [Command.set((self.salesperson | self.supervisor).ids)]},
            {"attendee_ids": [Command.clear()]},
            {"attendee_ids": [Command.set(self.manager.ids)]},
            {"user_id": self.sales_admin.id},
        ):
            with self.assertRaises(UserError):
                self.talk(**values)
        for user in (self.salesperson, self.supervisor):
            with self.assertRaises(AccessError):
                self.talk(user, self.second_salesperson)
        talk = self.talk()
        for values in (
            {"kind": "weekly"},
            {"attendee_ids": [Command.set(self.supervisor.ids)]},
            {"chair_id": self.director.id},
        ):
            with self.assertRaises(UserError):
                talk.with_context(default_kind="weekly").write(values)

    @covers("R-28")
    def test_the_other_one_confirms(self):
        talk = self.talk()
        with self.assertRaises(UserError):
            talk.with_user(self.salesperson).action_confirm_talk()
        self.written(talk)
        for step in (talk.action_submit_minutes, lambda: talk.action_request_approval("minutes", "please")):
            with self.assertRaises(UserError):
                step()
        for user in (self.manager, self.director):
            self.assertFalse(talk.with_user(user).can_confirm_talk)
            with self.assertRaises(AccessError):
                talk.with_user(user).action_confirm_talk()
        with self.assertRaises(AccessError):
            talk.with_user(self.salesperson).write({"state": "approved"})
        own = talk.with_user(self.salesperson)
        self.assertTrue(own.can_confirm_talk)
        own.action_confirm_talk()
        self.assertRecordValues(talk, [{"state": "approved", "deadline_state": "met"}])
        self.assertFalse(self.env["sdw.approval"].search([("res_model", "=", talk._name), ("res_id", "=", talk.id)]))
        with self.assertRaises(UserError):
            talk.minutes = "<p>Never mind</p>"
        paper = talk.sdw_paper_ids.with_user(self.sales_admin)
        with self.assertRaises(AccessError):
            paper.read(["raw"])

    @covers("R-28", "R-30")
    def test_what_was_agreed_comes_back_between_the_two(self):
        first = self.talk()
        point = self.point(first, "A course on pumps")
        self.written(first)
        weekly, other = self.meeting(), self.talk(person=self.supervisor)
        above = self.talk(self.director, self.manager)
        (weekly | other).action_refresh_agenda()
        above.action_refresh_agenda()
        self.assertFalse((weekly | other | above).point_ids)
        second = self.talk()
        second.action_refresh_agenda()
        self.assertEqual(second.point_ids.carried_from_id, point)
        self.written(second)
        second.point_ids.with_user(self.salesperson).action_done("Booked for May")
        third = self.talk()
        third.action_refresh_agenda()
        self.assertFalse(third.point_ids)

    @covers("R-28")
    def test_what_is_late_goes_to_nobody_who_may_not_read_it(self):
        group = "sales_dept_workflow.group_sdw_sales_manager"
        new_test_user(self.env, "sdw_other_manager", groups=group)  # by the ladder he would hear of it
        talk = self.talk()
        theirs, own = self.point(talk, days=1), self.point(talk, user=self.manager, days=1)
        self.written(talk)
        system = talk._sdw_system()
        end = system._sdw_end_of_day(self.ahead(6))
        system._sweep_deadlines(end)
        theirs._sdw_system()._sweep_deadlines(end)
        self.assertEqual(theirs.sudo().escalated_to_id, self.manager)
        for late in (talk, own):
            self.assertTrue(late.sudo().escalated_to_id.has_group("sales_dept_workflow.group_sdw_director"))

    @covers("R-28")
    def test_convened_every_quarter(self):
        (self.env["crm.team"].search([]) - self.team).user_id = False
        self.env["res.users"].search([("id", "not in", self.users_of_team())]).sudo().sdw_superior_id = False
        self.company.partner_id.tz = "Asia/Shanghai"
        self.company.write({"sdw_meetings_planned": True, "sdw_meeting_weekday": "0"})
        self.manager.sdw_superior_id = self.director
        made = self.convene("2030-06-11 01:00")
        pairs = {(talk.chair_id, talk.attendee_ids) for talk in made}
        self.assertLessEqual(
            {(self.manager, self.salesperson), (self.manager, self.supervisor), (self.director, self.manager)}, pairs
        )
        mine = made.filtered(lambda talk: talk.chair_id == self.manager)
        self.assertEqual(len(set(mine.mapped("date"))), len(mine), "one after the other")
        self.assertEqual(mine.user_id, self.manager, "the sales admin takes no minutes of them")
        self.assertFalse(self.convene("2030-06-12 01:00"), "once a quarter")
        again = self.convene("2030-09-24 01:00")
        self.assertEqual({(talk.chair_id, talk.attendee_ids) for talk in again}, pairs)
        self.company.sdw_talk_months = 0
        self.assertFalse(self.convene("2031-06-12 01:00"))

    def users_of_team(self):
        return (self.salesperson | self.supervisor | self.manager).ids

    def convene(self, moment):
        talks = self.meetings.sudo().search([("kind", "=", "talk")])
        self.meetings._cron_meetings(self.at(moment))
        return self.meetings.sudo().search([("kind", "=", "talk")]) - talks
