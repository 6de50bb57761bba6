"""API keys that an authorizer returns: which routes can have them."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import openapi
from tests.fixtures.cases import cases
from tests.fixtures.own_resources import app_of
from tests.fixtures.problems import problems_of

pytestmark = pytest.mark.usefixtures("own_folder")
ENDPOINT = "endpoint: {api: public, method: GET, path: /a, key: true}"


def test_a_key_of_a_route_without_an_authorizer_has_its_line():
    raised = problems_of(app_of, "", "api: {key_source: authorizer}\n", ENDPOINT)
    assert str(raised).startswith("lambdas/ask/index.py:2: key: true of api: public: with `key_source: authorizer`")


@cases("source, schemes", [("header", {"ApiKey"}), ("authorizer", set())])
def test_the_document_of_the_api_names_a_key_that_callers_send(source, schemes):
    app = app_of("", "api: {key_source: header}\n", ENDPOINT)
    app["settings"]["api"]["key_source"] = source
    assert openapi.document(app, "").get("components", {}).get("securitySchemes", {}).keys() == schemes


def test_an_http_api_has_no_source_of_keys():
    with pytest.raises(Problems, match="api.key_source is for REST APIs: an HTTP API has no API keys"):
        settings.settings("app.yaml", "name: demo\napi: {type: http, key_source: authorizer}\n")
