"""Runs Odoo test cases on a prepared database: `odoo_tests.py DATABASE RESULT.json [option…]`.

Odoo's own runner executes half of the tests only while a module is being installed. Here the database has the
add-on already, so both halves run one after the other, on a registry that was loaded once, and the outcome of each
test is written down.
"""

import argparse
import importlib
import itertools
import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
import types
from pathlib import Path

import odoo.http
import odoo.modules.registry
import odoo.service.server
import odoo.tests.loader
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules import Manifest
from odoo.tests.case import TestCase, _SubTest
from odoo.tests.result import OdooTestResult
from odoo.tools import config

ADDON = "sales_dept_workflow"
CLASS = re.compile(r"^\w+ \(odoo\.addons\.(\w+)\..*\.(\w+)\)$")
BROWSER_WORDS = ("websocket", "chrome", "browser")


class Result(OdooTestResult):
    """Remembers each test's outcome and prints one line for it."""

    def __init__(self):
        super().__init__()
        self.outcomes = {}  # test → [status, detail, seconds]
        self.began = time.time()

    def note(self, test, status, detail=""):
        name = self.name(test)
        seconds = time.time() - self.began if isinstance(test, TestCase) else 0
        if self.outcomes.get(name, ("",))[0] != "failed":
            self.outcomes[name] = [status, detail, round(seconds, 2)]
            print(
                f"{len(self.outcomes)} {status} {seconds:.1f}s {name} {detail.strip().rpartition(chr(10))[2]}".rstrip(),
                flush=True,
            )

    @staticmethod
    def name(test):
        while isinstance(test, _SubTest):
            test = test.test_case
        if not isinstance(test, TestCase):
            return str(test.id())
        cls = type(test)
        return f"/{cls.__module__.split('.')[2]}:{cls.__name__}.{test._testMethodName}"

    def startTest(self, test):
        super().startTest(test)
        self.began = time.time()

    def addSuccess(self, test):
        self.note(test, "passed")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        # Odoo skips a browser test silently when there is no browser to run it in
        without_browser = any(word in reason.lower() for word in BROWSER_WORDS)
        self.note(test, "failed" if without_browser else "skipped", reason)

    def addError(self, test, err):
        super().addError(test, err)
        if not self._soft_fail:
            self.note(test, "failed", self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        if not self._soft_fail:
            self.note(test, "failed", self._exc_info_to_string(err, test))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_odoo(database):
    config.parse_config(
        ["-d", database, "--http-port", str(free_port()), "--max-cron-threads=0", "--log-level=warn"]
        + ["--db-filter", f"^{database}$", "--screenshots", os.environ.get("SDW_SCREENSHOTS", "build/screenshots")],
        setup_logging=True,
    )
    odoo.service.server.load_server_wide_modules()
    server = odoo.service.server.server = odoo.service.server.ThreadedServer(odoo.http.root)
    server.http_spawn()
    registry = odoo.modules.registry.Registry(database)
    config["test_enable"] = True
    return registry


def run(registry, modules, tags, share):
    config["test_tags"] = tags
    result = Result()
    for position in ("at_install", "post_install"):
        suite = odoo.tests.loader.make_suite(modules, position)
        if suite.has_http_case():
            with registry.cursor() as cr:
                Environment(cr, SUPERUSER_ID, {})["ir.qweb"]._pregenerate_assets_bundles()
        odoo.modules.module.current_test = True
        for part in share(suite):
            part(result)
            result._previousTestClass = None  # it has been torn down
        odoo.modules.module.current_test = False
    return result


def whole(suite):
    return [suite]


class Lane:
    """Two processes share the tests: one takes the classes from the front, one from the back, each class once."""

    def __init__(self, claims, backwards):
        self.claims, self.backwards = Path(claims), backwards
        self.claims.mkdir(parents=True, exist_ok=True)

    def __call__(self, suite):
        parts = [(kind, list(tests)) for kind, tests in itertools.groupby(suite, key=type)]
        for kind, tests in reversed(parts) if self.backwards else parts:
            if self.claim(f"{kind.__module__}.{kind.__qualname__}"):
                yield type(suite)(tests)

    def claim(self, name):
        try:
            (self.claims / name).mkdir()
        except FileExistsError:
            return False
        return True


def see_addon_only():
    """Odoo's lint tests walk all add-ons and Odoo itself: narrow them to this add-on."""
    Manifest.all_addon_manifests = staticmethod(lambda: [Manifest.for_addon(ADDON)])
    test_pylint = importlib.import_module("odoo.addons.test_lint.tests.test_pylint")

    def run_without_odoo(command, **options):
        command = [part for part in command if part != config.root_path]
        return subprocess.run([*command, "--disable=unknown-option-value"], **options)  # those of pylint-odoo

    test_pylint.subprocess = types.SimpleNamespace(run=run_without_odoo)


def modules_of(tags):
    """The modules that the tags name; the add-on if they name none."""
    names = [tag.partition("/")[2].partition(":")[0].partition(".")[0] for tag in tags.split(",")]
    return sorted({name for name in names if name} or {ADDON})


def failed_in(path):
    """Tags of the tests that failed in another run; a class that could not be set up is named by its Python path."""
    with open(path) as results:
        names = [name for name, (status, *_) in json.load(results).items() if status == "failed"]
    return ",".join(CLASS.sub(r"/\1:\2", name) for name in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("result")
    parser.add_argument("--tags", default=f"/{ADDON}", help="Odoo test tags, separated by commas")
    parser.add_argument("--list", help="a file with one tag per line, instead of --tags")
    parser.add_argument("--again", help="the result of another run, instead of --tags: what failed there")
    parser.add_argument("--claims", help="a folder shared with another process that runs the same tests")
    parser.add_argument("--backwards", action="store_true", help="with --claims: begin with the last class")
    parser.add_argument("--addon-only", action="store_true", help="tests that walk all add-ons see this one only")
    args = parser.parse_args()
    tags = args.tags
    wanted = []
    if args.list:
        with open(args.list) as lines:
            wanted = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        tags = ",".join(wanted)
    if args.again:
        tags = failed_in(args.again)
    registry = start_odoo(args.database)
    if args.addon_only:
        see_addon_only()
    result = run(registry, modules_of(tags), tags, Lane(args.claims, args.backwards) if args.claims else whole)
    if args.backwards and not result.outcomes:
        result.outcomes["the other lane left nothing"] = ["skipped", "", 0]
    for tag in wanted:
        if "." in tag and tag not in result.outcomes:
            result.outcomes[tag] = ["failed", "there is no such test", 0]
    with open(args.result, "w") as out:
        json.dump(result.outcomes, out, indent=1)
    logging.shutdown()
    sys.stdout.flush()
    failed = any(status == "failed" for status, *_ in result.outcomes.values())
    os._exit(1 if failed or not result.outcomes else 0)


if __name__ == "__main__":
    sys.exit(main())
