from odoo import api, fields, models
from odoo.tools import SQL

from .codes import CARE, DIRECTIONS, VISIT, WAYS

#: Documents of which the customers' messages are part of the history: (model, table, column of the customer).
DISCUSSED = [
    ("res.partner", "res_partner", "id"),
    ("crm.lead", "crm_lead", "partner_id"),
    ("sale.order", "sale_order", "partner_id"),
]
#: What a message says, without its tags; signs that HTML writes otherwise are written as they are read.
WORDS = SQL(
    "REPLACE(REPLACE(REPLACE(REPLACE(REGEXP_REPLACE(m.body, '<[^>]*>', ' ', 'g'),"
    " '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')"
)


class SdwContactHistory(models.Model):
    """Everything said between us and a customer, in both directions: contacts and care written down, visits made, and
    the mails and portal messages that Odoo keeps, which nobody has to write down again (A-33).

    One row per event. Internal notes are no contact. Whose row it is follows the document it stands on.
    """

    _name = "sdw.contact.history"
    _description = "Contact History"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "subject"
    _depends = {
        CARE: [
            *("commercial_partner_id", "company_id", "user_id", "direction", "channel", "contact_id", "date", "note"),
            *("kind", "occasion"),
        ],
        VISIT: ["commercial_partner_id", "company_id", "user_id", "state", "mode", "date_done", "topics", "result"],
        "mail.message": [
            *("model", "res_id", "message_type", "author_id", "date", "subject", "body", "is_internal"),
        ],
        "mail.notification": ["mail_message_id", "res_partner_id"],
        "res.partner": ["commercial_partner_id", "company_id", "user_id", "partner_share"],
        "crm.lead": ["partner_id", "company_id", "user_id"],
        "sale.order": ["partner_id", "company_id", "user_id"],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    date = fields.Date(readonly=True)
    direction = fields.Selection(DIRECTIONS, readonly=True)
    channel = fields.Selection([*WAYS, ("portal", "Portal")], "Way of Contact", readonly=True)
    contact_id = fields.Many2one("res.partner", "Talked to", readonly=True)
    subject = fields.Char("What It Was about", readonly=True)
    user_id = fields.Many2one("res.users", "Who of Us", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        parts = [self._sql_logs(), self._sql_visits(), *(self._sql_messages(*row) for row in DISCUSSED)]
        return SQL(
            """
            SELECT h.ref * 8 + h.source AS id, h.partner_id, h.date, h.direction, h.channel, h.contact_id, h.subject,
                   h.user_id, h.company_id, h.res_model, h.res_id
              FROM (%s) h
            """,
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _sql_logs(self):
        return SQL(
            """
            SELECT 0 AS source, g.id::bigint AS ref, g.commercial_partner_id AS partner_id, g.date, g.direction,
                   COALESCE(g.channel, CASE WHEN g.kind = 'call' THEN 'phone' END) AS channel, g.contact_id,
                   COALESCE(g.note, g.occasion) AS subject, g.user_id, g.company_id, %s AS res_model, g.id AS res_id
              FROM sdw_care_log g
            """,
            CARE,
        )

    @api.model
    def _sql_visits(self):
        return SQL(
            """
            SELECT 1, v.id::bigint, v.commercial_partner_id, v.date_done::date,
                   CASE WHEN v.mode = 'reverse' THEN 'in' ELSE 'out' END,
                   CASE v.mode WHEN 'phone' THEN 'phone' WHEN 'mail' THEN 'email' ELSE 'person' END, NULL,
                   COALESCE(v.topics, v.result), v.user_id, v.company_id, %s, v.id
              FROM sdw_visit v
             WHERE v.state IN ('recorded', 'filed') AND v.outcome IS DISTINCT FROM 'not_met'
            """,
            VISIT,
        )

    @api.model
    def _sql_messages(self, model, table, column):
        """What customers wrote, and what was sent to them; a line that reached nobody outside is none of it."""
        number = [row[0] for row in DISCUSSED].index(model) + 2
        return SQL(
            """
            SELECT %(number)s, m.id::bigint, p.commercial_partner_id, m.date::date,
                   CASE WHEN author.partner_share THEN 'in' ELSE 'out' END,
                   CASE WHEN m.message_type = 'comment' AND author.partner_share THEN 'portal' ELSE 'email' END,
                   CASE WHEN author.partner_share THEN author.id END,
                   LEFT(COALESCE(NULLIF(BTRIM(%(words)s), ''), m.subject), 200),
                   seller.id, COALESCE(d.company_id, owner.company_id, seller.company_id, %(main)s), m.model, m.res_id
              FROM %(table)s d
              JOIN res_partner p ON p.id = d.%(column)s
              JOIN res_partner owner ON owner.id = p.commercial_partner_id
              JOIN mail_message m ON m.model = %(model)s AND m.res_id = d.id
              JOIN res_partner author ON author.id = m.author_id
              LEFT JOIN res_users seller ON seller.id = COALESCE(d.user_id, owner.user_id)
             WHERE m.message_type IN ('email', 'comment', 'email_outgoing') AND m.is_internal IS NOT TRUE
               AND (author.commercial_partner_id = p.commercial_partner_id
                    OR author.partner_share IS NOT TRUE AND EXISTS (
                           SELECT FROM mail_notification n JOIN res_partner reader ON reader.id = n.res_partner_id
                            WHERE n.mail_message_id = m.id
                              AND reader.commercial_partner_id = p.commercial_partner_id))
            """,
            number=number,
            words=WORDS,
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            model=model,
            main=self.env["ir.model.data"]._xmlid_to_res_id("base.main_company", raise_if_not_found=True),
        )

    def action_open(self):
        """Open what it stands on, if the reader may."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }
