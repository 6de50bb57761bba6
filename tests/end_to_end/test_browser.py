"""The whole way, in a real browser: a person signs in, and what she sends through a private endpoint is on a page.

The pages come from `localhost`, the API and Cognito answer at 127.0.0.1: other origins, as on AWS.
"""
import json
from pathlib import Path

import pytest
import requests

import delete_stack
import manage_users
import publish_site
from tests.fixtures.chain import make_deploy
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import EXAMPLE

pytest_plugins = ["tests.fixtures.browser"]
ANN, PASSWORD = "ann@example.com", "Correct-Horse-9"


@pytest.fixture
def example(cloud_folder, monkeypatch, local_cloud):
    """(API, website) of the example, deployed, with its site published and one user."""
    Path("app.yaml").write_text((EXAMPLE / "app.yaml").read_text())
    Path("lambdas").symlink_to(EXAMPLE / "lambdas")
    make_deploy()
    publish_site.main(["build/app.json", str(EXAMPLE / "site")])
    monkeypatch.setenv("PASSWORD", PASSWORD)
    manage_users.main(["build/app.json", "create", "--email", ANN])
    outputs = json.loads(Path("build/local/stack.json").read_text())["outputs"]
    distribution = outputs["DemoWebsiteUrl"].removeprefix("https://").partition(".")[0]
    origin = local_cloud.endpoint.replace("127.0.0.1", "localhost")
    yield json.loads(Path("build/local/config.json").read_text())["api"], f"{origin}/_aws/cloudfront/{distribution}"
    delete_stack.main(["build/app.json", "--yes"])


def page_with(window, url, text):
    """Reloads a page until it holds the text, once it is there: the browser's log would keep the 404s."""
    window.until(lambda: requests.get(url, timeout=PATIENCE).ok, f"{url} is not there")

    def there():
        window.open(url)
        return text in window.run("return document.body.textContent")
    window.until(there, f"{url} never holds {text}")


def test_a_page_shows_what_came_in_through_a_private_endpoint_after_signing_in(window, example):
    api, website = example
    reading = f"{api}/readings/oslo/2026-05-01T12:00Z"
    assert requests.put(reading, json={"celsius": 1}, timeout=PATIENCE).status_code == 401
    requests.post(f"{api}/readings", timeout=PATIENCE, json={
        "station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 11.5}).raise_for_status()
    page_with(window, f"{website}/stations/oslo.html", "11.5°")
    window.click("a[href*=correct]")
    assert window.text("h1") == "Correct a reading"

    window.type("[name=email]", "Ann@Example.com")
    window.type("[name=password]", "wrong")
    window.click("#entry button")
    assert window.text("[role=status].wrong") == "Incorrect username or password."
    assert window.run("return document.forms.correction.hidden")

    window.run("document.forms.entry.password.value = ''")
    window.type("[name=password]", PASSWORD)
    window.click("#entry button")
    window.type("[name=celsius]", "-3")
    window.until(lambda: window.text("[name=time]") == "12:00 · 11.5 °C", "the reading is not offered")
    window.click("#correction button")
    window.click("[role=status] a")
    assert window.text("h1") == "Oslo"
    page_with(window, f"{website}/stations/oslo.html", "−3.0°")
    assert "11.5" not in window.run("return document.body.textContent")
    page_with(window, f"{website}/", "−3.0°")
    # The wrong password, and nothing else: no origin was refused, and nothing fetched that is not there.
    assert [line for line in window.complaints() if "status of 400" not in line] == []
