"""What API Gateway does with a request besides its route: slashes, trace ids, health checks, headers, deployments."""
import json
import re

import pytest
from botocore.exceptions import ClientError

from localcloud import api
from localcloud.moto import state
from tests.fixtures.cases import cases
from tests.fixtures.raw_requests import send
from tests.fixtures.rest_apis import EXTENSION, REGION, body_of, deploy, environ, ok, proxied

ROOT = "1-3152b799-8954dae64eda91bc9a23a7e8"


@pytest.mark.parametrize("path, event_path, context_path", [
    ("/a", "/a", "/dev/a"), ("//a", "/a", "/dev//a"), ("///a/b", "/a/b", "/dev///a/b"), ("/a/", "/a/", "/dev/a/"),
    ("/a//b", "/a//b", "/dev/a//b"),
])
def test_slashes_before_a_path_are_one_in_the_event_and_stay_in_its_context(functions, path, event_path, context_path):
    api_id = deploy(body_of({"/{proxy+}": {"get": proxied(functions.add("shop-slash", lambda event: ok()))}}))
    assert api.handle(None, api_id, "dev", path, environ(path=path), b"")[0] == 200
    event = functions.calls[0]
    assert (event["path"], event["requestContext"]["path"]) == (event_path, context_path)


@pytest.mark.parametrize("sent, pattern", [
    (None, r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}"),
    (f"Root={ROOT}", rf"Root={ROOT};Parent=[0-9a-f]{{16}}"),
    (f"Self=1-5;Root={ROOT};Parent=53995c3f42cd8ad8;Sampled=1", rf"Root={ROOT};Parent=[0-9a-f]{{16}}"),
    ("anything", r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}"),
])
def test_the_root_of_a_trace_is_the_clients(functions, sent, pattern):
    api_id = deploy(body_of({"/": {"get": proxied(functions.add("shop-trace", lambda event: ok()))}}))
    more = {"X_Amzn_Trace_Id": sent} if sent else {}
    _status, headers, _payload = api.handle(None, api_id, "dev", "/", environ(**more), b"")
    event = functions.calls[0]
    trace = dict(headers)["X-Amzn-Trace-Id"]
    assert re.fullmatch(pattern, trace) and event["headers"]["X-Amzn-Trace-Id"] == trace
    assert event["multiValueHeaders"]["X-Amzn-Trace-Id"] == [trace]


def test_a_method_without_an_integration_is_imported_and_not_deployed(functions):
    client = state.client("apigateway", REGION)
    api_id = client.create_rest_api(name="shop")["id"]
    api.import_body(REGION, api_id, body_of({"/": {"get": {}}}))
    deployment = client.create_deployment(restApiId=api_id)["id"]
    with pytest.raises(ClientError, match="No integration defined for method"):
        api.deployed(REGION, api_id, deployment)
    assert client.get_deployments(restApiId=api_id)["items"] == []


@pytest.fixture(scope="module")
def shop_api(local_cloud):
    """The id of a REST API at api.shop.test, whose lambda answers every path, with a header beyond Latin-1."""
    arn = local_cloud.function("shop-answers", "def handler(event, context):\n"
                               "    return {'statusCode': 200, 'body': 'lambda', 'headers': {'X-Name': '\u0141\u00f3d\u017a'}}\n")
    gateway = local_cloud.client("apigateway")
    api_id = gateway.import_rest_api(body=json.dumps(body_of({"/{proxy+}": {"get": proxied(arn)}})))["id"]
    gateway.create_deployment(restApiId=api_id, stageName="dev")
    local_cloud.client("lambda").add_permission(FunctionName="shop-answers", StatementId="api",
                                                Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    gateway.create_domain_name(domainName="api.shop.test")
    gateway.create_base_path_mapping(domainName="api.shop.test", restApiId=api_id, stage="dev")
    return api_id


@cases("path, body", [("/ping", b"healthy"), ("/sping", b"healthy"), ("/pings", b"lambda"),
                                        ("/ping/x", b"lambda"), ("/x/ping", b"lambda")])
def test_a_domains_health_checks_are_the_gateways_own(local_cloud, shop_api, path, body):
    status, _headers, answer = send(local_cloud, "GET", path, headers=[("Host", "api.shop.test")])
    assert (status, answer) == (200, body)


def test_below_a_stage_ping_is_a_path_as_any_other(local_cloud, shop_api):
    host = [("Host", f"{shop_api}.execute-api.{REGION}.amazonaws.com")]
    assert send(local_cloud, "GET", "/dev/ping", headers=host)[2] == b"lambda"
    assert send(local_cloud, "GET", "/ping", headers=host)[2] == b"healthy"


@pytest.mark.parametrize("length, is_taken", [(6 * 1024 * 1024 + 98, True), (6 * 1024 * 1024 + 99, False)])
def test_a_response_of_six_megabytes_and_a_hundred_bytes_is_the_largest(local_cloud, length, is_taken):
    name = f"shop-length-{length}"
    local_cloud.function(name, "def handler(event, context):\n    return 'x' * event\n")  # JSON adds its quotes
    answer = local_cloud.client("lambda").invoke(FunctionName=name, Payload=str(length))
    assert ("FunctionError" in answer, len(answer["Payload"].read()) > length) == (not is_taken, is_taken)


def test_a_header_beyond_latin_1_is_answered_as_utf_8(local_cloud, shop_api):
    status, headers, _body = send(local_cloud, "GET", f"/_aws/execute-api/{shop_api}/dev/x")
    assert (status, headers["x-name"].encode("latin-1").decode()) == (200, "\u0141\u00f3d\u017a")


@cases("text, status, body", [("***", 500, None), ("some text", 500, None), ("YWJj\n", 200, b"abc"), ("YW Jj", 500, None)])
def test_a_body_that_is_no_base64_is_an_error(functions, text, status, body):
    arn = functions.add("shop-text", lambda event: ok(text, isBase64Encoded=True))
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}, **{EXTENSION + "binary-media-types": ["image/*"]}))
    actual = api.handle(None, api_id, "dev", "/", environ(Accept="image/png"), b"")
    assert (actual[0], actual[2] if body else None) == (status, body)
