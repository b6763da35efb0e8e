"""What the whole-system tests stand on: a real server on a copy of the demo database, and HTTP clients."""

import contextlib
import ctypes
import http.cookiejar
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
from passlib.context import CryptContext

REPO = Path(__file__).resolve().parent.parent
ADDON = "sales_dept_workflow"
STORY_LOGINS = """
    SELECT DISTINCT u.login FROM res_users u
      JOIN res_groups_users_rel r ON r.uid = u.id
      JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid AND d.module = %s
     WHERE u.active AND NOT u.share AND u.login != 'admin' ORDER BY u.login
"""


def covers(*requirements):
    """The mark of `sales_dept_workflow/tests/common.py`, for tests that run outside Odoo."""
    return lambda test: test


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def die_with_parent():
    ctypes.CDLL(None).prctl(1, 15)  # PR_SET_PDEATHSIG, SIGTERM: nothing outlives the tests, however they end


def wait_until(condition, what, timeout=60):
    """Poll until the condition gives something true, and return that."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(0.1)
    raise AssertionError(f"not within {timeout} s: {what}")


class Server:
    """Odoo on a database of its own, copied from the demo story. Use it with `with`."""

    def __init__(self, *options):
        self.template = os.environ["SDW_TEMPLATE"]
        self.filestore = Path(os.environ["SDW_FILESTORE"])
        self.database = f"system_{secrets.token_hex(4)}"
        self.options = options
        self.process = None

    def __enter__(self):
        subprocess.run(["createdb", "-T", self.template, "--strategy=file_copy", self.database], check=True)
        with contextlib.suppress(FileNotFoundError):
            shutil.copytree(self.filestore / self.template, self.filestore / self.database, copy_function=os.link)
        self.log = tempfile.NamedTemporaryFile("w+", prefix="odoo-", suffix=".log")
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        subprocess.run(["dropdb", "-f", "--if-exists", self.database], check=True)
        shutil.rmtree(self.filestore / self.database, ignore_errors=True)
        self.log.close()

    def start(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        odoo = Path(sys.executable).parent / "odoo"
        command = [odoo, "-d", self.database, "--db-filter", f"^{self.database}$", "--http-port", str(self.port)]
        command += ["--max-cron-threads=0", "--log-level=warn", *self.options]
        self.process = subprocess.Popen(
            [*map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=die_with_parent,
        )
        wait_until(self.healthy, "the server is healthy")

    def stop(self, kill=False):
        """`kill=True` is a power cut: no time to finish anything."""
        (self.process.kill if kill else self.process.terminate)()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def healthy(self):
        assert self.process.poll() is None, f"the server ended:\n{self.read_log()}"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/web/health", timeout=2) as answer:
            return json.load(answer)["status"] == "pass"

    def read_log(self):
        return Path(self.log.name).read_text()

    def sql(self, query, *params):
        """Rows of a query, committed at once."""
        with contextlib.closing(psycopg2.connect(dbname=self.database)) as connection:
            with connection, connection.cursor() as cursor:
                cursor.execute(query, params)
                return cursor.fetchall() if cursor.description else []

    def logins(self):
        """The users of the demo story (password = login), or the administrator while there is none."""
        return [login for (login,) in self.sql(STORY_LOGINS, ADDON)] or ["admin"]

    def client(self, login, password=None):
        return Client(self, login, password or login)

    def api(self, login):
        return Api(self, login)


class RemoteError(Exception):
    """An answer that is an error; `name` is the Python class on the server."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


class Client:
    """What the web client does: a session cookie and `/web/dataset/call_kw`."""

    def __init__(self, server, login, password):
        self.server = server
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        params = {"db": server.database, "login": login, "password": password}
        self.session = self.post("/web/session/authenticate", params)
        self.uid = self.session["uid"]

    def get(self, path):
        with self.opener.open(self.server.url + path, timeout=120) as answer:
            return answer.read()

    def post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(self.server.url + path, body, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=120) as answer:
            reply = json.load(answer)
        if "error" in reply:
            data = reply["error"]["data"]
            raise RemoteError(data["name"], data["message"])
        return reply.get("result")  # a method that returns nothing leaves it out

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)


class Api:
    """An integration: `/json/2` with an API key. Arguments go by name: `call(model, method, ids=[1], …)`."""

    CRYPT = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)

    def __init__(self, server, login):
        self.server, self.key = server, secrets.token_hex(20)
        server.sql(
            """INSERT INTO res_users_apikeys (name, user_id, scope, expiration_date, key, index)
               SELECT 'test', id, 'rpc', now() at time zone 'utc' + interval '1 day', %s, %s
                 FROM res_users WHERE login = %s""",
            self.CRYPT.hash(self.key),
            self.key[:8],
            login,
        )

    def call(self, model, method, **kwargs):
        request = urllib.request.Request(
            f"{self.server.url}/json/2/{model}/{method}",
            json.dumps(kwargs).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"bearer {self.key}",
                "X-Odoo-Database": self.server.database,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            reply = json.load(error)
            raise RemoteError(reply["name"], reply["message"]) from error
