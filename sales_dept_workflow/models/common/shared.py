"""What one step of a document asks several times is computed once; what two people want at once, one gets; lines are
read with their document.
"""

from contextlib import contextmanager

from odoo.fields import Domain
from odoo.tools import SQL


@contextmanager
def shared(cr, key):
    """While this block runs, ``cr.cache[key]`` is a dict in which results may be kept.

    It lives in the server's own transaction: no client reaches it, and it ends with the block. Whatever changes what
    the results rest on empties it (:func:`forget`).
    """
    if key in cr.cache:
        yield cr.cache[key]
        return
    cr.cache[key] = {}
    try:
        yield cr.cache[key]
    finally:
        cr.cache.pop(key, None)


def forget(cr, key):
    """Drop the results kept under ``key``."""
    cr.cache.get(key, {}).clear()


def once(records, key, compute):
    """``compute(records)``, a dict by record; inside a block that shares ``key``, only for those not yet computed.

    :param compute: function of records to {record: result}; a record it leaves out counts as computed
    """
    kept = records.env.cr.cache.get(key)
    if kept is None:
        return compute(records)
    new = records.browse(record.id for record in records if record.id not in kept)
    if new:
        kept.update(dict.fromkeys(new.ids))
        kept.update({record.id: (record, result) for record, result in compute(new).items()})
    return dict(kept[record.id] for record in records if kept[record.id])


def read_lines(records, name, *deeper):
    """Read lines with all their columns in one query, where the ORM asks for their ids first; none if they are known.

    :param str name: a one2many of ``records``
    :param deeper: one2many fields of these lines, of theirs, …
    """
    field = records._fields[name]
    known = field._get_cache(records.env)
    fresh = records.browse(record.id for record in records if record.id and record.id not in known)
    if fresh:
        lines = records.env[field.comodel_name].with_context(**{"active_test": False, **field.context})
        found = lines.search_fetch(field.get_comodel_domain(fresh) & Domain(field.inverse_name, "in", fresh.ids))
        by_record = found.grouped(field.inverse_name)
        field._insert_cache(fresh, [by_record[record]._ids if record in by_record else () for record in fresh])
    if deeper:
        read_lines(records[name], *deeper)


def claim(records):
    """Let nobody else work on what hangs on these records until this transaction ends.

    A lock alone is not enough: under *repeatable read* whoever waited for it would go on with his old snapshot and not
    see what the other one did. So the rows are updated in place: the second one gets a serialization failure, which
    the server answers by running his whole request again, on what is then the truth.
    """
    if not records:
        return
    ids, table = tuple(sorted(records.ids)), SQL.identifier(records._table)
    if len(ids) > 1:
        # In order, so that two who claim several do not wait for each other.
        records.env.execute_query(SQL("SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", table, ids))
    records.env.cr.execute(SQL("UPDATE %s SET write_date = write_date WHERE id IN %s", table, ids))
