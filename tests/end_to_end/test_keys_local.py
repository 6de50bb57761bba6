"""make keys on the local cloud: a key opens an endpoint with `key: true`, until it is replaced or deleted."""
import json
import urllib.error
import urllib.request

import pytest

import manage_keys
from kit.problems import Problems
from tests.fixtures.lambda_texts import lambda_text

GUARDED = lambda_text(
    "endpoint: {api: public, method: GET, path: /, key: true}", 'return {"statusCode": 200, "body": "{}"}')
OPEN = GUARDED.replace(", key: true", "")


@pytest.fixture
def keys(capsys):
    """keys("create", "--name", "ann") -> what the tool prints."""
    def run(*words):
        capsys.readouterr()
        manage_keys.main(["build/app.json", *words])
        return capsys.readouterr().out.strip()
    return run


def test_a_key_opens_until_it_is_replaced_or_deleted(deploy_app, keys, local_cloud):
    outputs = deploy_app("name: door\napi: {quota: 3 in a month}\n", {"open": GUARDED})

    def status(key):
        request = urllib.request.Request(f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local/", headers={"x-api-key": key})
        try:
            return urllib.request.urlopen(request).status
        except urllib.error.HTTPError as error:
            return error.code
    ann, bob = keys("create", "--name", "ann"), keys("create", "--name", "bob")
    assert (status(ann), status(bob), status("none")) == (200, 200, 403)
    assert [row["key"] for row in json.loads(keys("list", "--json"))] == ["ann", "bob"]
    with pytest.raises(Problems, match="there is a key ann"):
        keys("create", "--name", "ann")
    new = keys("rotate", "--name", "ann", "--yes")
    assert (status(ann), status(new), status(bob)) == (403, 200, 200)
    assert [status(bob), status(bob)] == [200, 429]  # its fourth request
    keys("delete", "--name", "bob", "--yes")
    assert (status(new), status(bob)) == (200, 403)
    with pytest.raises(Problems, match="there is no key bob\n.*there are: ann"):
        keys("delete", "--name", "bob", "--yes")
    with pytest.raises(Problems, match="which key"):
        keys("create")
    keys("delete", "--name", "ann", "--yes")


def test_an_app_without_keys_is_a_problem_with_the_line_to_write(deploy_app, keys):
    deploy_app("name: door\n", {"open": OPEN})
    with pytest.raises(Problems, match="no endpoint of door-local needs an API key\n.*key: true"):
        keys("list")
    with pytest.raises(Problems, match="no endpoint of door-local needs an API key"):
        keys("create", "--name", "ann")


def test_an_app_with_an_http_api_has_no_keys(deploy_app, keys):
    deploy_app("name: door\napi: {type: http}\n", {"open": OPEN})
    with pytest.raises(Problems, match="needs an API key\n.*an HTTP API has no API keys: write `type: rest`"):
        keys("list")


def test_a_key_outside_the_usage_plan_is_refused_and_can_be_replaced_or_deleted(deploy_app, keys):
    def statuses():
        return {row["key"]: row["status"] for row in json.loads(keys("list", "--json"))}
    deploy_app("name: door\n", {"open": GUARDED})
    keys("create", "--name", "ann"), keys("create", "--name", "bob")
    assert statuses() == {"ann": "valid", "bob": "valid"}
    deploy_app("name: door\n", {"open": OPEN})
    assert statuses() == {"ann": "refused", "bob": "refused"}
    with pytest.raises(Problems, match="no endpoint of door-local needs an API key"):
        keys("rotate", "--name", "ann", "--yes")
    keys("delete", "--name", "bob", "--yes")
    deploy_app("name: door\n", {"open": GUARDED})
    assert statuses() == {"ann": "refused"}
    keys("rotate", "--name", "ann", "--yes")
    assert statuses() == {"ann": "valid"}
    keys("delete", "--name", "ann", "--yes")
