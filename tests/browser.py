"""A real browser for tests: Chromium without a window, driven as W3C WebDriver says, with nothing to install from PyPI.

    with Browser(folder) as browser:
        browser.open("http://127.0.0.1:4566/...")
        browser.type("[name=email]", "ann@example.com")
        browser.click("button")
        assert browser.text("h1") == "Weather"

https://www.w3.org/TR/webdriver2/
"""
import base64
import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from conftest import PATIENCE

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what the standard calls an element
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--no-default-browser-check", "--metrics-recording-only", "--no-proxy-server",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost", "--window-size=1000,900"]


def missing():
    """Why no browser can be driven here, or ""."""
    if not any(map(shutil.which, CHROMIUMS)):
        return "no Chromium here: apt-get install chromium chromium-driver"
    return "" if shutil.which("chromedriver") else "no chromedriver here: apt-get install chromium-driver"


class Browser:
    """One window. folder: an empty one, for its profile."""

    def __init__(self, folder, *flags):
        self.folder, self.flags = Path(folder), [*FLAGS, *flags]
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self):
        log = self.folder / "chromedriver.log"
        with open(log, "wb") as output:
            self.driver = subprocess.Popen([shutil.which("chromedriver"), "--port=0"], stdout=output, stderr=output,
                                           stdin=subprocess.DEVNULL)
        try:
            port = self.until(lambda: re.search(r"successfully on port (\d+)", log.read_text()))[1]
            self.session = f"http://127.0.0.1:{port}/session"
            made = self.ask("POST", "", {"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {
                    "binary": next(filter(None, map(shutil.which, CHROMIUMS))),
                    "args": [*self.flags, f"--user-data-dir={self.folder / 'profile'}"]}}}})
            self.session += f"/{made['sessionId']}"
        except BaseException:
            self.driver.kill()
            raise
        return self

    def __exit__(self, *_error):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(PATIENCE)

    def ask(self, method, path, body=None):
        """The value that the driver answers. AssertionError with the driver's words if it refuses."""
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.session + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"].split("\n")[0]) from None

    def open(self, url):
        """Goes to a page, and waits until it is loaded."""
        self.ask("POST", "/url", {"url": url})

    def element(self, selector):
        """The id of the first element that a CSS selector finds and that is shown; waits for it."""
        def shown():
            found = self.ask("POST", "/elements", {"using": "css selector", "value": selector})
            return next((one[ELEMENT] for one in found if self.ask("GET", f"/element/{one[ELEMENT]}/displayed")), None)
        return self.until(shown, f"nothing shown is {selector}")

    def type(self, selector, text):
        """Types into a field that is empty."""
        self.ask("POST", f"/element/{self.element(selector)}/value", {"text": text})

    def click(self, selector):
        """Clicks, and waits for the page that a link leads to."""
        self.ask("POST", f"/element/{self.element(selector)}/click")

    def text(self, selector):
        """What a person reads there."""
        return self.ask("GET", f"/element/{self.element(selector)}/text")

    def run(self, script):
        """What a line of JavaScript returns."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def complaints(self):
        """What the browser's console holds of errors."""
        return [each["message"] for each in self.ask("POST", "/se/log", {"type": "browser"}) if each["level"] == "SEVERE"]

    def picture(self, path):
        """Writes what the window shows as a PNG."""
        Path(path).write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    @staticmethod
    def until(true, why="it does not come"):
        """What a function answers, once that is something; asked for PATIENCE seconds."""
        end = time.monotonic() + PATIENCE
        while not (answer := true()):
            assert time.monotonic() < end, why
            time.sleep(0.05)
        return answer
