"""The pages of the local cloud: what is deployed, what invokes each lambda, the operations of the app; no markup from links."""
import json
import os
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from localcloud import home, openapi_page
from localcloud.functions import calls
from recipes import openapi
from tests.fixtures.cases import cases
from tests.fixtures.raw_requests import EVIL, PRESIGNED, send
from tests.fixtures.recipe_apps import app_of, lambda_
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.browser", "tests.fixtures.chain"]
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def home_page(endpoint, path="/", **headers):
    """(status, type, text) of a request."""
    try:
        with urlopen(Request(endpoint + path, headers=headers)) as answer:
            return answer.status, answer.headers["content-type"], answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.headers["content-type"], refused.read().decode()


def test_a_browser_gets_the_page_of_what_is_deployed(chain):
    chain.http("GET", "/greetings/ann?word=x")
    chain.client("lambda").invoke(FunctionName="chain-local-sum", Payload=b"{}")
    status, kind, text = home_page(chain.cloud.endpoint, Accept=HTML)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    api = chain.outputs["ApiId"]
    assert f"<code>{chain.cloud.endpoint}/_aws/execute-api/{api}/local</code>" in text
    assert f"{chain.cloud.endpoint}/_aws/cloudfront/" in text and chain.outputs["UserPoolId"] in text
    for trigger in ("POST <code>/orders</code>", "GET <code>/greetings/{name}</code>", "timer <code>rate(1 minute)</code>",
                    "timer <code>every 10 seconds</code>", "queue <code>chain-local-JobsQueue",
                    "topic <code>chain-local-NewsTopic", "stream <code>chain-local-ChainTable",
                    "event <code>{&quot;detail", "[&quot;Paid&quot;]"):
        assert trigger in text, trigger
    assert "KeyError: &#x27;numbers&#x27;" in text and "lambdas/sum/index.py:8" in text
    assert "<script" not in text and "make logs" in text


@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_fits_its_window(chain, window, width):
    window.resize(width, 800)
    window.open(chain.cloud.endpoint + "/")
    assert window.text("h1") == "The local cloud"
    assert window.run("return document.documentElement.scrollWidth <= window.innerWidth")
    assert window.complaints() == []


def test_no_link_of_the_page_leads_to_an_error(chain):
    endpoint = chain.cloud.endpoint
    links = re.findall(rf'href="({endpoint}/_aws/execute-api/[^"]*)"', home_page(endpoint, Accept=HTML)[2])
    assert all(urlopen(link).status == 200 for link in links)


@cases("path, headers", [
    ("/", {"Accept": "*/*"}), ("/", {}), ("/?x=1", {"Accept": HTML}),
    ("/", {"Accept": HTML, "Authorization": "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/s3/aws4_request, "
                                            "SignedHeaders=host, Signature=0"}),
])
def test_nobody_else_gets_the_page(local_cloud, path, headers):
    assert "<title>The local cloud</title>" not in home_page(local_cloud.endpoint, path, **headers)[2]


def test_s3_lists_its_buckets_at_the_same_path(local_cloud):
    local_cloud.client("s3").create_bucket(Bucket="page-bucket", CreateBucketConfiguration={
        "LocationConstraint": "eu-west-1"})
    assert "page-bucket" in [bucket["Name"] for bucket in local_cloud.client("s3").list_buckets()["Buckets"]]


def test_another_host_keeps_its_own_root(chain):
    host = f"{chain.outputs['ApiId']}.execute-api.eu-west-1.amazonaws.com"
    assert "The local cloud" not in home_page(chain.cloud.endpoint, Accept=HTML, Host=host)[2]


@pytest.fixture
def nothing(monkeypatch, own_folder):
    """No stack, no call, and no app in the folder."""
    monkeypatch.setattr(home.regions, "every", list)
    monkeypatch.setattr(home.calls, "recent", list)


def page():
    """The text of the page."""
    return home.response("http://127.0.0.1:1")[2].decode()


def test_without_an_app_the_page_prints_what_to_do(nothing):
    assert "Nothing is deployed" in page() and "make deploy" in page()
    assert "No lambda was invoked yet" in page()


def test_nothing_is_taken_for_html(nothing, monkeypatch):
    evil = '"><script>alert(1)</script>&'
    resource = SimpleNamespace(type="AWS::Lambda::Function", ref=evil, properties={})
    rule = SimpleNamespace(type="AWS::Events::Rule", ref="r", properties={
        "EventPattern": {"source": [evil]}, "Targets": [{"Arn": f"arn:aws:lambda:r:1:function:{evil}"}]})
    outputs = [{"OutputKey": name, "OutputValue": f"{start}{evil}"} for name, start in (
        ("ApiUrl", "https://a1.execute-api.r.amazonaws.com/"), ("XDomainUrl", "https://"), ("UserPoolId", ""),
        ("UserPoolClientId", ""))]
    stack = SimpleNamespace(deleted=None, parent=None, name=evil, status=evil, outputs=outputs,
                            resources={"a": resource, "b": rule})
    monkeypatch.setattr(home.regions, "every", lambda: [stack])
    monkeypatch.setattr(home.calls, "recent", lambda: [calls.Call(evil, 0, 1, evil, evil, evil)])
    os.makedirs("build")
    lambda_ = {"name": evil, "infra": {}}
    with open("build/app.json", "w") as file:
        json.dump({"name": "demo", "lambdas": {evil: lambda_}, "settings": {}}, file)
    text = page()
    assert "<script" not in text and text.count("&lt;script&gt;") >= 8


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": 1}', '{"name": "x", "lambdas": 3, "settings": {}}'])
def test_a_broken_app_json_does_not_break_the_page(nothing, content):
    os.makedirs("build")
    with open("build/app.json", "w") as file:
        file.write(content)
    assert "<h1>The local cloud</h1>" in page()


MARKUP = quote("<img src=x onerror=alert(1)><svg onload=alert(1)></h2><b>")
LINK = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"),
        ("Accept", "text/html"), ("Referer", f"{EVIL}/")]


def elements(text):
    """The names of the elements of an HTML text."""
    names, parser = set(), HTMLParser()
    parser.handle_starttag = lambda tag, _attributes: names.add(tag)
    parser.feed(text)
    return names


@cases("path", ["/{}", "/{}/k", "/_aws/{}", "/_aws/cloudfront/{}", "/_aws/cloudfront/{}/x", "/_aws/execute-api/{}/local/x",
                "/_aws/execute-api/a1/{}/x", "/_aws/lambda-url/{}/x", "/_aws/calls/{}/event", "/?{}",
                "/b/{}?" + PRESIGNED.format("s3")])
@cases("host", ["{host}", "e1.cloudfront.net", "a1.execute-api.localhost", "a1.lambda-url.localhost"])
@cases("method", ["GET", "POST"])
def test_no_markup_of_an_address_gets_into_a_page(local_cloud, method, path, host):
    _status, headers, body = send(local_cloud, method, path.format(MARKUP), headers=[("Host", host), *LINK])
    shown = elements(body.decode()) if "html" in headers.get("content-type", "") else set()
    assert not shown & {"img", "svg", "b"}, body


ARN = "arn:aws:lambda:eu-west-1:123456789012:function:"


def invocation(name):
    return f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}{name}/invocations"


def test_authorizers_and_urls_are_triggers_too():
    body = {"paths": {"/a": {"get": {"x-amazon-apigateway-integration": {"uri": invocation("ask")}}}},
            "securityDefinitions": {"ApiKey": {"type": "apiKey"}, "Guard": {
                "x-amazon-apigateway-authorizer": {"authorizerUri": invocation("guard")}}}}
    resources = [SimpleNamespace(type="AWS::ApiGateway::RestApi", properties={"Body": body}),
                 SimpleNamespace(type="AWS::Lambda::Url", properties={"TargetFunctionArn": f"{ARN}hook"}),
                 SimpleNamespace(type="AWS::Lambda::Url", properties={"TargetFunctionArn": "named"})]
    assert home.triggers(resources) == {"ask": ["GET /a"], "guard": ["authorizer"], "hook": ["url"], "named": ["url"]}


def test_schedules_are_timers():
    resources = [SimpleNamespace(type="AWS::Scheduler::Schedule", properties={
        "ScheduleExpression": expression, "Target": {"Arn": f"{ARN}{name}"}, **zone})
        for name, expression, zone in (("daily", "cron(0 9 * * ? *)", {"ScheduleExpressionTimezone": "Europe/Oslo"}),
                                       ("once", "at(2027-01-31T09:00:00)", {}))]
    assert home.triggers(resources) == {"daily": ["timer cron(0 9 * * ? *) Europe/Oslo"],
                                        "once": ["timer at(2027-01-31T09:00:00) UTC"]}


PUBLIC = {"api": "public", "method": "GET", "path": "/orders"}


def text(*fns, url="http://127.0.0.1:4770/_aws/execute-api/a/local"):
    """The body of the page of an app of these lambdas."""
    return openapi_page.body(openapi.document(app_of(*fns), url))


@cases("endpoint, parts, absent", [
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
    assert b"No endpoint" in openapi_page.response("http://127.0.0.1:4770")[2]
    write_files({"build/app.json": json.dumps(app_of(lambda_("orders", endpoint=PUBLIC)))})
    assert b"<code>/orders</code>" in openapi_page.response("http://127.0.0.1:4770")[2]


@pytest.mark.parametrize("headers, status", [
    ({"Accept": "text/html", "User-Agent": "Mozilla/5.0"}, 200), ({"Origin": "https://evil.example"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "User-Agent": "Mozilla/5.0"}, 403)])
def test_only_a_person_at_this_machine_opens_the_page(local_cloud, headers, status):
    try:
        with urlopen(Request(f"{local_cloud.endpoint}/_aws/openapi", headers=headers)) as answer:
            assert answer.status == status and answer.headers["content-type"] == "text/html; charset=utf-8"
    except HTTPError as refused:
        assert refused.code == status
