def covers(*requirements):
    """Say which rows of ``docs/requirements.csv`` a test proves: ``@covers("Q-04", "Q-05")`` on a method or a class.

    ``make coverage`` reads the marks from the source, so the ids are written out as strings.
    """

    def mark(test):
        test.covers = requirements
        return test

    return mark
