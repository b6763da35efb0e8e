"""The checks that need no database: `checks.py [RESULT.json]`."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from lxml import etree

import coverage
import translations

REPO = Path(__file__).resolve().parent.parent
ADDON = REPO / "sales_dept_workflow"
BIN = Path(sys.executable).parent
MAX_FILE, MAX_METHOD = 300, 40


def tool(*command):
    """Run a program in the repository; its output is the list of problems."""
    run = subprocess.run([*map(str, command)], cwd=REPO, capture_output=True, text=True)
    return (run.stdout + run.stderr).splitlines() or [f"exit status {run.returncode}"] if run.returncode else []


def ruff_check():
    return tool(BIN / "ruff", "check", "--no-cache", "--output-format=concise", ".")


def ruff_format():
    return tool(BIN / "ruff", "format", "--no-cache", "--check", ".")


def pylint_odoo():
    return tool(sys.executable, "-m", "pylint", "--rcfile=.pylintrc", ADDON.name)


def shellcheck():
    return tool(BIN / "shellcheck", "-x", *sorted((REPO / "scripts").glob("*.sh")), REPO / ".ci" / "run")


def python_files(*roots):
    for root in roots:
        yield from (path for path in sorted(root.glob("**/*.py")) if "tests" not in path.relative_to(REPO).parts[1:])


def sizes():
    """Short files, short methods. Tests may be longer."""
    problems = []
    for path in python_files(ADDON, REPO / "scripts"):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(REPO)
        if len(text.splitlines()) > MAX_FILE:
            problems.append(f"{name}: {len(text.splitlines())} lines, at most {MAX_FILE}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= MAX_METHOD:
                length = node.end_lineno - node.lineno + 1
                problems.append(f"{name}:{node.lineno}: {node.name} has {length} lines, at most {MAX_METHOD}")
    return problems


def xml_well_formed():
    problems = []
    for path in sorted(ADDON.glob("**/*.xml")):
        try:
            etree.parse(str(path))
        except etree.XMLSyntaxError as error:
            problems.append(f"{path.relative_to(REPO)}: {error}")
    return problems


def chinese_simplified():
    return translations.incomplete("zh_CN")


def chinese_traditional():
    return translations.incomplete("zh_TW")


def requirements():
    return coverage.problems()


CHECKS = (
    ruff_check,
    ruff_format,
    pylint_odoo,
    shellcheck,
    sizes,
    xml_well_formed,
    chinese_simplified,
    chinese_traditional,
    requirements,
)


def main(result=None):
    outcomes = {}
    for check in CHECKS:
        found = check()
        outcomes[check.__name__] = ["failed" if found else "passed", "\n".join(found), 0]
        print(f"{'FAILED' if found else 'ok':6} {check.__name__}", *found, sep="\n    ", flush=True)
    if result:
        Path(result).write_text(json.dumps(outcomes))
    return int(any(status == "failed" for status, *_ in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
