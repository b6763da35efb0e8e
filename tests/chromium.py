"""A real browser, driven through its DevTools protocol."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import websocket

from system import REPO, die_with_parent, wait_until

SCREENSHOTS = Path(os.environ.get("SDW_SCREENSHOTS", REPO / "build" / "screenshots"))
DESKTOP, PHONE = (1366, 768), (390, 844)


class Browser:
    """Headless Chromium, driven through its DevTools protocol. Use it with `with`."""

    def __init__(self, server, size=DESKTOP):
        self.server, self.size = server, size
        self.errors = []  # what the pages logged as errors
        self.counter = 0

    def __enter__(self):
        binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        assert binary, "no Chromium: browser tests are never skipped"
        self.profile = tempfile.mkdtemp(prefix="chromium-")
        flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --mute-audio"
        flags += " --disable-background-networking --disable-extensions --remote-debugging-port=0 --lang=en-US"
        self.process = subprocess.Popen(
            [binary, *flags.split(), f"--user-data-dir={self.profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        active = Path(self.profile) / "DevToolsActivePort"
        port = wait_until(lambda: active.exists() and active.read_text().split("\n")[0], "Chromium listens", 30)
        self.socket = websocket.create_connection(self.page_address(port), suppress_origin=True, timeout=60)
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setTimezoneOverride", timezoneId="Asia/Shanghai")  # where the people of the story live
        self.resize(*self.size)
        return self

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    @staticmethod
    def page_address(port):
        def first_page():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=5) as answer:
                return next((t["webSocketDebuggerUrl"] for t in json.load(answer) if t["type"] == "page"), None)

        return wait_until(first_page, "Chromium has a page", 30)

    def send(self, method, **params):
        self.counter += 1
        self.socket.send(json.dumps({"id": self.counter, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.counter:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            self.notice(message)

    def notice(self, event):
        params = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif event.get("method") == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.errors.append(" ".join(str(a.get("value", a.get("description", ""))) for a in params["args"]))

    def resize(self, width, height):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setDeviceMetricsOverride", **metrics)
        self.send("Emulation.setTouchEmulationEnabled", enabled=width < 600)

    def evaluate(self, expression):
        reply = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in reply, f"{expression}: {reply['exceptionDetails']}"
        return reply["result"].get("value")

    def open(self, path):
        self.send("Page.navigate", url=self.server.url + path)
        wait_until(lambda: self.evaluate("document.readyState") == "complete", f"{path} is loaded")

    def wait_for(self, selector, text="", timeout=60):
        """Wait until an element that matches the selector, and contains the text, can be seen."""
        script = f"{self.seen(selector, text)}.length > 0"
        wait_until(lambda: self.evaluate(script), f"{selector} {text} is there (errors: {self.errors})", timeout)

    def wait_gone(self, selector, timeout=60):
        script = f"{self.seen(selector)}.length === 0"
        wait_until(lambda: self.evaluate(script), f"{selector} is gone (errors: {self.errors})", timeout)

    @staticmethod
    def seen(selector, text=""):
        found = f"[...document.querySelectorAll({json.dumps(selector)})].filter(e => e.getClientRects().length)"
        return f"{found}.filter(e => e.innerText.includes({json.dumps(text)}))" if text else found

    def text(self, selector="body"):
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText")

    def click(self, selector, text=""):
        self.wait_for(selector, text)
        self.evaluate(f"{self.seen(selector, text)}[0].click()")

    def type(self, selector, text):
        """Replace what stands in an input."""
        self.wait_for(selector)
        query = json.dumps(selector)
        self.evaluate(f"(e => {{ e.focus(); e.select?.(); }})(document.querySelector({query}))")
        self.send("Input.insertText", text=text)

    def upload(self, selector, path):
        """Choose a file."""
        wait_until(lambda: self.evaluate(f"!!document.querySelector({json.dumps(selector)})"), f"{selector} is there")
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def login(self, login, password=None):
        self.open("/web/login")
        self.type("input[name=login]", login)
        self.type("input[name=password]", password or login)
        self.click("form.oe_login_form button[type=submit]")
        self.wait_for(".o_web_client .o_main_navbar, .o_web_client .o_navbar")

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}-{self.size[0]}x{self.size[1]}.png"
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))
        return path
