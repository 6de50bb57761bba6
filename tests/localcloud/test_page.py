"""The page at `/` of the local cloud: for a browser only, whatever is deployed, and nothing in it is taken for HTML."""
import json
import os
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from localcloud import home
from localcloud.functions import calls

pytest_plugins = ["tests.fixtures.chain"]
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


@pytest.mark.parametrize("path, headers", [
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
    return home.answer("http://127.0.0.1:1")[2].decode()


def test_without_an_app_the_page_says_what_to_do(nothing):
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
