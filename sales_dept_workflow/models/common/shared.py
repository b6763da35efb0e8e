"""What one step of a document asks several times is computed once."""

from contextlib import contextmanager


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
