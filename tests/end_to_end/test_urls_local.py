"""A lambda with a URL of its own on the local cloud: it answers there, and a deploy changes who may call."""
import json
import urllib.request

import pytest

from aws import clients
from deploy import addresses
from tests.fixtures.http_responses import json_response
from tests.fixtures.lambda_texts import lambda_text

HOOK = lambda_text(
    "url: {api: public}",
    'return {"path": event["rawPath"], "body": event.get("body"), "method": event["requestContext"]["http"]["method"]}')


@pytest.fixture
def answer(local_cloud):
    """answer(address of AWS, path, body, **headers) -> (status, parsed body)"""
    def ask(address, path="", body=None, **headers):
        request = urllib.request.Request(clients.reachable(address, "local").rstrip("/") + path, data=body,
                                         headers={"Content-Type": "application/json", **headers})
        return json_response(request)
    return ask


def test_a_url_answers_under_its_host_too_and_a_deploy_changes_who_may_call(deploy_app, local_cloud, answer):
    outputs = deploy_app("name: shop\n", {"hook": HOOK})
    address = outputs["HookUrl"]
    assert address.endswith(".lambda-url.eu-west-1.on.aws/")
    assert answer(address, "/a/b", b'{"n": 1}') == (200, {"path": "/a/b", "body": '{"n": 1}', "method": "POST"})
    assert answer(address)[1]["path"] == "/"
    host = address.removeprefix("https://").rstrip("/")
    assert answer(local_cloud.endpoint, "/x", Host=host) == (200, {"path": "/x", "body": None, "method": "GET"})
    app = json.loads(open("build/app.json").read())
    assert f"  url      {clients.reachable(address, 'local')}" in addresses.closing_lines(app, outputs, "local")
    signed = deploy_app("name: shop\n", {"hook": HOOK.replace("public", "iam")}, "--yes")["HookUrl"]
    assert signed == address
    assert answer(address) == (403, {"Message": "Missing Authentication Token"})
