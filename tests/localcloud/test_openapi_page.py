"""The page of an app's operations: what it lists, that nothing of the app is HTML, and who gets it."""
import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from localcloud import openapi_page
from recipes import openapi
from tests.fixtures.recipe_apps import app_of, lambda_

PUBLIC = {"api": "public", "method": "GET", "path": "/orders"}


def text(*fns, url="http://127.0.0.1:4770/_aws/execute-api/a/local"):
    """The body of the page of an app of these lambdas."""
    return openapi_page.body(openapi.document(app_of(*fns), url))


@pytest.mark.parametrize("endpoint, parts, absent", [
    (PUBLIC, ["for everybody", '<a href="http://127.0.0.1:4770/_aws/execute-api/a/local/orders">'], []),
    ({**PUBLIC, "api": "private"}, ["for Users", "401: nobody is signed in"], ["<a "]),
    ({**PUBLIC, "path": "/orders/{id}"}, ["<code>/orders/{id}</code>", "path <code>id</code>"], ["<a "]),
    ({**PUBLIC, "method": "POST", "schema": {"type": "object", "title": "<b>"}},
     ["POST", "&quot;title&quot;: &quot;&lt;b&gt;&quot;", "400: refused by API Gateway"], ["<b>", "<a "])])
def test_each_operation_says_who_may_call_it_and_what_it_requires(endpoint, parts, absent):
    page = text(lambda_("orders", endpoint=endpoint))
    assert "lambda <code>orders</code>" in page
    assert [part for part in parts if part not in page] == [] == [part for part in absent if part in page]


def test_an_app_that_is_not_deployed_has_no_links():
    page = text(lambda_("orders", endpoint=PUBLIC), url="")
    assert "It is not deployed." in page and "<a " not in page
    assert "No endpoint" in text(lambda_("orders"))


def test_a_folder_without_an_app_has_an_empty_page(own_folder):
    assert b"No endpoint" in openapi_page.answer("http://127.0.0.1:4770")[2]
    Path("build").mkdir()
    Path("build/app.json").write_text(json.dumps(app_of(lambda_("orders", endpoint=PUBLIC))))
    assert b"<code>/orders</code>" in openapi_page.answer("http://127.0.0.1:4770")[2]


@pytest.mark.parametrize("headers, status", [
    ({"Accept": "text/html", "User-Agent": "Mozilla/5.0"}, 200), ({"Origin": "https://evil.example"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0"}, 403)])
def test_only_a_person_here_opens_it(local_cloud, headers, status):
    try:
        with urlopen(Request(f"{local_cloud.endpoint}/_aws/openapi", headers=headers)) as answer:
            assert answer.status == status and answer.headers["content-type"] == "text/html; charset=utf-8"
    except HTTPError as refused:
        assert refused.code == status
