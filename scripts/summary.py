"""Closes a test run: `summary.py FOLDER STAGE…` reads each stage's results and prints one line that counts them all."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

MAX_LINES = 40


def read_json(path):
    return json.loads(path.read_text())


def read_junit(path):
    outcomes = {}
    for case in ElementTree.parse(path).iter("testcase"):
        detail, status = "", "passed"
        for tag, name in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
            for element in case.findall(tag):
                status, detail = name, element.text or element.get("message") or ""
        outcomes[f"{case.get('file') or case.get('classname')}::{case.get('name')}"] = [status, detail, 0]
    return outcomes


def read(folder, stage):
    """The outcomes of a stage; a stage that died before it wrote any counts as one failure."""
    for suffix, reader in ((".json", read_json), (".xml", read_junit)):
        path = folder / (stage + suffix)
        if path.exists():
            outcomes = reader(path)
            return outcomes or {stage: ["failed", "no test was selected", 0]}
    return {stage: ["failed", f"the stage did not finish: see the log test-{stage}.log", 0]}


def shorten(detail):
    """Long lists and tracebacks keep their ends."""
    lines = detail.strip().splitlines()
    return "\n".join(lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES // 2], "…", *lines[-MAX_LINES // 2 :]])


def main(folder, *stages):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    print()
    for stage in stages:
        outcomes = read(Path(folder), stage)
        counts = dict.fromkeys(total, 0)
        for name, (status, detail, _seconds) in outcomes.items():
            counts[status] += 1
            total[status] += 1
            if status == "failed":
                print(f"---- FAILED {stage}: {name}\n{shorten(detail)}\n")
            elif status == "skipped":
                print(f"---- skipped {stage}: {name}: {detail.strip().splitlines()[-1] if detail.strip() else ''}")
        print(f"{stage:>13}: " + ", ".join(f"{n} {status}" for status, n in counts.items() if n or status != "skipped"))
    print("\n" + ", ".join(f"{n} {status}" for status, n in total.items()), flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
