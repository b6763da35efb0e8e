"""When the meetings of a department are due. Plain Python: days in, days out."""

from datetime import timedelta

#: Months in which a kind is due; the others are due in every month.
MONTHS = {"quarterly": (1, 4, 7, 10), "half_year": (7,), "annual": (12,)}
SATURDAY = 5


def workday(day):
    """``day``, or the Monday after it on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def workdays(day):
    """The days from Monday to Friday from ``day`` on, without end.

    >>> from datetime import date
    >>> days = workdays(date(2026, 11, 27))
    >>> next(days), next(days)
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 30))
    """
    while True:
        day = workday(day)
        yield day
        day += timedelta(days=1)


def is_due(kind, when, day):
    """Whether a meeting is due on ``day``.

    :param when: weekday (0 is Monday) of a weekly one, day of the month of another; 0 there means never

    >>> from datetime import date
    >>> is_due("weekly", 4, date(2026, 11, 27)), is_due("monthly", 0, date(2026, 11, 27))
    (True, False)
    >>> is_due("half_year", 8, date(2026, 7, 8)), is_due("half_year", 8, date(2026, 10, 8))
    (True, False)
    >>> is_due("monthly", 5, date(2026, 12, 7)), is_due("monthly", 5, date(2026, 12, 5))
    (True, False)
    """
    if kind == "weekly":
        return day.weekday() == when
    if not 1 <= when <= 28 or day.month not in MONTHS.get(kind, (day.month,)):
        return False
    return day == workday(day.replace(day=when))


def due_days(kind, when, start, end):
    """The days from ``start`` to ``end``, both included, on which a meeting of this kind is due."""
    days = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return [day for day in days if is_due(kind, when, day)]


def period(kind, day):
    """The first day of the week, month, quarter, half-year or year ``day`` lies in: one meeting of a kind in each.

    >>> from datetime import date
    >>> period("weekly", date(2026, 11, 27)), period("quarterly", date(2026, 11, 27))
    (datetime.date(2026, 11, 23), datetime.date(2026, 10, 1))
    """
    if kind == "weekly":
        return day - timedelta(days=day.weekday())
    months = {"monthly": 1, "quarterly": 3, "half_year": 6}.get(kind, 12)
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)
