"""Which rows of docs/requirements.csv are proved: reads the `@covers("Q-04")` marks of the tests.

`coverage.py` prints the state per process and what is not proved yet; `--all` also lists what is. An id that the
file does not know is an error.
"""

import ast
import csv
import sys
from collections import defaultdict
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
CATALOGUE = REPO / "docs" / "requirements.csv"
TEST_FOLDERS = (REPO / "sales_dept_workflow" / "tests", REPO / "tests")
KINDS = {"HARD", "DEADLINE", "RECORD", "REPORT", "SOFT", "READING"}


def catalogue():
    with CATALOGUE.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def marks_of(path):
    """Yield (id, test name) for every mark in a file; a mark on a class counts for the class."""

    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.ClassDef | ast.FunctionDef):
                continue
            name = f"{prefix}.{child.name}" if prefix else child.name
            for call in child.decorator_list:
                if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "covers":
                    yield from ((ast.literal_eval(arg), name) for arg in call.args)
            yield from visit(child, name)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")), "")


def marks(folders=TEST_FOLDERS):
    """All marks: id → the tests that carry it."""
    found = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.glob("**/*.py")):
            for requirement, name in marks_of(path):
                found[requirement].append(f"{path.relative_to(folder.parent)}:{name}")
    return found


def problems(found=None):
    """Unknown ids, and rows whose `implemented_in` names files that are not there."""
    rows, found = catalogue(), marks() if found is None else found
    known = {row["id"] for row in rows}
    unknown = [
        f"no such requirement: {name} ({', '.join(tests)})" for name, tests in found.items() if name not in known
    ]
    kinds = [f"{row['id']}: unknown kind {row['kinds']}" for row in rows if set(row["kinds"].split("+")) - KINDS]
    places = [(row["id"], path) for row in rows for path in row["implemented_in"].split()]
    lost = [f"{name}: implemented in {path}, which is not there" for name, path in places if not (REPO / path).exists()]
    twice = [] if len(known) == len(rows) else ["an id stands twice in docs/requirements.csv"]
    return unknown + kinds + lost + twice


def report(verbose):
    rows, found = catalogue(), marks()
    groups = defaultdict(list)
    for row in rows:
        groups[row["id"].partition("-")[0]].append(row)
    for letter, members in groups.items():
        proved = [row for row in members if row["id"] in found]
        print(f"{letter}  {len(proved):3} of {len(members):3} proved")
        for row in members:
            if row["id"] in found and verbose:
                print(f"    + {row['id']:6} {row['kinds']:16} {', '.join(found[row['id']])}")
            elif row["id"] not in found:
                print(f"    - {row['id']:6} {row['kinds']:16} {row['meaning'][:90]}")
    hard = [row for row in rows if "HARD" in row["kinds"]]
    for label, members in (("HARD rows", hard), ("all rows", rows)):
        print(f"{label}: {sum(row['id'] in found for row in members)} of {len(members)} proved")


def main(*args):
    report("--all" in args)
    wrong = problems()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
