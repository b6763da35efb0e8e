from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from .codes import RULE

#: {(database, user): [day, customers read, how many of them are not in the database yet]}, of this process alone.
SEEN = {}


class SdwReadCounter(models.Model):
    """How many customers somebody reads in a day (decision 31): who may read can copy, so reading many is noticed.

    Counted in memory, each customer once a day, without a query; every tenth part of what is allowed is written down,
    and whoever has read as many as the company says is a finding.
    """

    _name = "sdw.read.counter"
    _description = "Customers Read in a Day"
    _inherit = ["sdw.guard.mixin"]
    _order = "day desc, records desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    records = fields.Integer("Customers Read", readonly=True)

    _day_uniq = models.UniqueIndex("(user_id, day)")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"user_id", "company_id", "day", "records"}

    @api.model
    def _count(self, keys):
        """Somebody reads these customers; each counts once a day.

        :param keys: ids of partners, or tuples for what else tells of a customer
        """
        limit = self._limit()
        if not limit:
            return
        today, key = date.today(), (self.env.cr.dbname, self.env.uid)
        entry = SEEN.get(key)
        if entry is None or entry[0] != today:
            entry = SEEN[key] = [today, set(), 0]
        if len(entry[1]) > limit:
            return
        new = {one for one in keys if isinstance(one, int | tuple)} - entry[1]
        entry[1] |= new
        entry[2] += len(new)
        full = len(entry[1]) >= limit and entry[2]
        if full or entry[2] >= max(1, limit // 10):
            count, entry[2] = entry[2], 0
            self._write_down(today, count, limit)

    @api.model
    def _count_groups(self, model, groupby, groups):
        """Somebody reads groups: of customers, or by a word of their files. Whoever works on reports reads groups of
        documents by customer as his work.
        """
        log = self.env["sdw.export.log"]
        if not self._limit() or (not log._is_file(model) and log._is_reporter()):
            return
        for spec in groupby:
            if log._tells(model, spec):
                self._count({self._group_key(spec, group.get(spec)) for group in groups} - {False})

    def _group_key(self, spec, value):
        return value[0] if isinstance(value, tuple | list) else bool(value) and (spec, value)

    def _limit(self):
        return 0 if self.env.su else self.env["res.company"]._sdw_read_limit(self.env.uid)

    def _write_down(self, today, count, limit):
        """Add to the day's count; a connection that only reads borrows another one for it."""
        if not self.env.cr.readonly:
            return self._add(today, count, limit)
        with self.pool.cursor() as cr:
            return self.with_env(self.env(cr=cr))._add(today, count, limit)

    def _add(self, today, count, limit):
        user = self.env.user.sudo()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO sdw_read_counter (user_id, company_id, day, records, create_uid, create_date)
                   VALUES (%(user)s, %(company)s, %(day)s, %(count)s, %(user)s, now() AT TIME ZONE 'UTC')
                   ON CONFLICT (user_id, day) DO UPDATE SET records = sdw_read_counter.records + %(count)s
                   RETURNING id, records""",
                user=user.id,
                company=user.company_id.id,
                day=today,
                count=count,
            )
        )
        counter_id, records = rows[0]
        if records >= limit > records - count:
            self._found(self.sudo().browse(counter_id), records)

    def _found(self, counter, records):
        message = self.env._("%(user)s read %(count)s customers in one day.", user=self.env.user.name, count=records)
        blocker = {"rule": RULE, "code": "mass_read", "message": message}
        self.env["sdw.audit.finding"].sudo()._file([(counter, blocker)], "audit")
