"""Translations: `merge POT` updates the .po files after a fresh export, `check POT RESULT.json` compares with it."""

import json
import re
import sys
from pathlib import Path

import polib

I18N = Path(__file__).resolve().parent.parent / "sales_dept_workflow" / "i18n"
TEMPLATE = I18N / "sales_dept_workflow.pot"
LANGUAGES = ("zh_CN", "zh_TW")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}|<[a-z/][^>]*>")
TITLE = re.compile(r' title="[^"]*"')  # read by people, so translated


def header(language):
    return {
        "Project-Id-Version": "Odoo Server 19.0",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": "nplurals=1; plural=0;",
    }


def merge(pot_path):
    """Add new terms with an empty translation, drop those that are gone, keep all others."""
    pot = polib.pofile(pot_path)
    for key in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        pot.metadata.pop(key, None)
    pot.save(pot_path)
    for language in LANGUAGES:
        path = I18N / f"{language}.po"
        po = polib.pofile(str(path), wrapwidth=pot.wrapwidth) if path.exists() else polib.POFile()
        known = {entry.msgid: entry.msgstr for entry in po}
        new = polib.POFile(wrapwidth=pot.wrapwidth)
        new.header, new.metadata = pot.header, header(language)
        for entry in pot:
            new.append(
                polib.POEntry(
                    msgid=entry.msgid,
                    msgstr=known.get(entry.msgid, ""),
                    comment=entry.comment,
                    occurrences=entry.occurrences,
                    flags=entry.flags,
                )
            )
        new.save(str(path))
        gone = len(known.keys() - {entry.msgid for entry in pot})
        missing = sum(not entry.msgstr for entry in new)
        print(f"{path.name}: {len(new)} terms, {missing} without translation, {gone} dropped")


def placeholders(text):
    return sorted(TITLE.sub("", found) for found in PLACEHOLDER.findall(text))


def incomplete(language):
    """Terms of the shipped template that a language lacks, or whose placeholders differ."""
    path = I18N / f"{language}.po"
    known = {e.msgid: e for e in polib.pofile(str(path))} if path.exists() else {}
    problems = []
    for term in polib.pofile(str(TEMPLATE)) if TEMPLATE.exists() else []:
        entry = known.pop(term.msgid, None)
        if entry is None or not entry.msgstr or "fuzzy" in entry.flags:
            problems.append(f"not translated: {term.msgid!r}")
        elif placeholders(term.msgid) != placeholders(entry.msgstr):
            problems.append(f"placeholders differ: {term.msgid!r} → {entry.msgstr!r}")
    return problems + [f"not in the template: {msgid!r}" for msgid in known]


def differences(fresh_path):
    def terms(path):
        return {e.msgid: sorted(e.occurrences) for e in polib.pofile(str(path))} if Path(path).exists() else {}

    shipped, fresh = terms(TEMPLATE), terms(fresh_path)
    return [f"missing: {m!r}" for m in fresh.keys() - shipped.keys()] + [
        f"obsolete: {m!r}" for m in shipped.keys() - fresh.keys()
    ]


def check(fresh_path, result_path):
    problems = differences(fresh_path)
    detail = f"{len(problems)} terms differ: run `make i18n`\n" + "\n".join(sorted(problems)) if problems else ""
    outcome = ["failed" if problems else "passed", detail, 0]
    Path(result_path).write_text(json.dumps({"the template is what Odoo exports": outcome}))
    print(detail.partition("\n")[0] or "the template is what Odoo exports")
    return len(problems)


if __name__ == "__main__":
    sys.exit(min(1, globals()[sys.argv[1]](*sys.argv[2:]) or 0))
