"""The binary media types of endpoints: one list in the API's definition, and none without the field."""
import pytest

from kit import schema
from recipes import api, endpoint
from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import EXTENSION


def fns(*lists):
    """Lambdas with endpoints of these binary media types; None for an endpoint without the field."""
    return [{"name": f"fn{at}", "infra": {"endpoint": {
        "api": "public", "method": "GET", "path": f"/{at}", "parameters": [], "key": False,
        **({"binary": types} if types else {})}}} for at, types in enumerate(lists)]


@pytest.mark.parametrize("lists, types", [
    ([None, None], None), ([["image/*"], None], ["image/*"]),
    ([["image/*", "application/pdf"], ["image/*"]], ["application/pdf", "image/*"])])
def test_an_api_has_the_types_of_all_its_endpoints_once(lists, types):
    body = api.body({"name": "demo", "lambdas": {}, "settings": {}}, fns(*lists))
    assert body.get(EXTENSION + "binary-media-types") == types


@cases("media_type, is_right", [
    ("image/png", True), ("image/*", True), ("*/*", True), ("application/vnd.api+json", True), ("image", False),
    ("*/png", False), ("image/png; q=1", False), ("", False)])
def test_a_media_type_is_a_type_and_a_subtype(media_type, is_right):
    block = {"api": "public", "method": "GET", "path": "/a", "binary": [media_type]}
    assert (schema.problems(endpoint.SCHEMA, block, "endpoint") == []) is is_right
