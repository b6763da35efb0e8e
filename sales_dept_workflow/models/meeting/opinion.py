import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .codes import DIRECTOR, OPINION

#: An opinion, not a book; and what a client sends is bounded.
LONGEST = 5000
LARGEST_ID = 2**31 - 1


class SdwOpinion(models.Model):
    """What somebody thinks and does not want to put his name to; and what became of it (R-28).

    Nothing here leads to the author: no user, no hour, no message, no activity, no mail, no counter. An opinion has the
    week it was given in; its number is drawn, so it tells no order; and management reads it only when that week is
    over, so that nobody sees it appear while somebody is at work. One statement writes it, and nothing else.

    Honest limits. Who runs the server can set the moment of a request in its web server's log, or the position of a row
    in the database and its backups, beside other things of that moment; a proxy may log what was sent. The words may
    give an author away, and so does being the only one who could know. In a week in which only one person worked the
    author is known from that alone.

    ===================  =========================================================================
    who                  does
    ===================  =========================================================================
    all staff            give opinions (``action_submit``), read what was published of them
    director and up      read opinions, answer with what is changed, close, publish the answer
    ===================  =========================================================================
    """

    _name = OPINION
    _description = "Anonymous Opinion"
    _inherit = ["sdw.guard.mixin"]
    _log_access = False
    _order = "week desc, topic, id"
    _rec_name = "topic"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    week = fields.Date("Week of", required=True, readonly=True, help="Its Monday. Nothing finer is kept.")
    topic = fields.Selection(
        [
            ("leading", "How We Are Led"),
            ("work", "The Daily Work"),
            ("customers", "Customers and Goods"),
            ("pay", "Pay and Distinctions"),
            ("other", "Something Else"),
        ],
        "What It Is about",
        required=True,
        readonly=True,
    )
    text = fields.Text("Opinion", required=True, readonly=True, groups=f"sales_dept_workflow.{DIRECTOR}")
    heard = fields.Text("What We Heard", help="In words of your own: the author's own might give him away.")
    improvement = fields.Text("What Is Changed")
    published = fields.Boolean(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("work", "Being Worked on"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )

    _published_idx = models.Index("(company_id, week) WHERE published")

    @api.depends("topic", "week")
    @api.depends_context("lang")
    def _compute_display_name(self):
        topics = dict(self._fields["topic"]._description_selection(self.env))
        for opinion in self:
            opinion.display_name = " ".join(filter(None, (topics.get(opinion.topic), str(opinion.week or ""))))

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"company_id", "week", "topic", "text", "published", "state"}

    # ------------------------------------------------------------------ giving one
    @api.model
    def action_submit(self, topic, text):
        """Give an opinion: any member of the staff, and nobody learns who.

        :param str topic: one of the topics
        :param str text: what one thinks
        :return: True, and nothing that could be traced: no number
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("This is for the company's own staff."))
        text = text.strip() if isinstance(text, str) else ""
        if not isinstance(topic, str) or topic not in dict(self._fields["topic"].selection):
            raise UserError(self.env._("Please say what your opinion is about."))
        if not text or len(text) > LONGEST:
            raise UserError(self.env._("Please write your opinion, in %(count)s characters at most.", count=LONGEST))
        company = self.env.company
        today = company.sudo()._sdw_today()
        self._keep(company.id, today - timedelta(days=today.weekday()), topic, text)
        return True

    @api.model
    def _keep(self, company_id, week, topic, text):
        """Not by the ORM: it would draw the next number, and numbers in order tell an order."""
        kept = []
        while not kept:
            kept = self.env.execute_query(
                SQL(
                    """INSERT INTO sdw_opinion (id, company_id, week, topic, text, state, published)
                       VALUES (%s, %s, %s, %s, %s, 'open', FALSE) ON CONFLICT (id) DO NOTHING RETURNING id""",
                    1 + secrets.randbelow(LARGEST_ID),
                    company_id,
                    week,
                    topic,
                    text,
                )
            )
        self.invalidate_model()

    # ------------------------------------------------------------------ what becomes of it
    def action_take_up(self):
        """Management works on it."""
        self._check_step("open")
        self._sdw_system().state = "work"
        return True

    def action_close(self):
        """It is settled, and what is changed is written down (or why nothing is)."""
        self._check_step("open", "work")
        if any(not (opinion.improvement or "").strip() for opinion in self):
            raise UserError(self.env._("Please write what is changed, or why nothing is."))
        self._sdw_system().state = "closed"
        return True

    def action_publish(self):
        """Everybody reads what was heard and what is changed; the opinion itself stays with management."""
        self._check_step("closed")
        if any(not (opinion.heard or "").strip() for opinion in self):
            raise UserError(self.env._("Please write what was heard, in words of your own."))
        self._sdw_system().published = True
        return True

    def action_withdraw(self):
        """Publish it no longer."""
        self._check_step("closed")
        self._sdw_system().published = False
        return True

    def write(self, vals):
        if not self.env.su and {"heard", "improvement"}.intersection(vals):
            self._check_step("open", "work", "closed")
            if any(opinion.published for opinion in self):
                raise UserError(self.env._("What was published stays as it is; withdraw it first."))
        return super().write(vals)

    def _check_step(self, *states):
        """The steps of management, and on opinions it may read."""
        if not self.env.su and not self.env.user.has_group(f"sales_dept_workflow.{DIRECTOR}"):
            raise AccessError(self.env._("Opinions are answered by management."))
        self.check_access("write")
        if any(opinion.state not in states for opinion in self):
            raise UserError(self.env._("This step is not open for these opinions."))
