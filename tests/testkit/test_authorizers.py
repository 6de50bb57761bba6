"""What a test sends to an authorizer, and what the test kit says of its policy."""
import pytest

from tests.fixtures.tested_lambdas import ECHO, problem_lines

POLICY = '''
def handler(event, context):
    effect = "Allow" if event.get("authorizationToken", "ok") == "ok" else "Deny"
    return {"principalId": "ann", "context": {"level": 3}, "policyDocument": {"Version": "2012-10-17", "Statement": [
        {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
'''
ENDPOINT = 'endpoint: {api: custom, authorizer: guard, routes: [GET /a, "POST /a/{id}"]}'
REQUEST = "authorizer: {sources: [header.X-Team, query.key]}"


def test_a_token_comes_with_the_arn_of_a_route(written):
    this = written(guard=("authorizer: {header: X-T}", POLICY), ask=(ENDPOINT, ECHO)).this
    event = this.event.authorizer("ok", {"id": 7}, method="POST")
    assert event == {"type": "TOKEN", "authorizationToken": "ok",
                     "methodArn": "arn:aws:execute-api:eu-west-1:123456789012:testapi/test/POST/a/7"}
    policy = this.call(event)
    assert policy.allows and policy["principalId"] == "ann" and policy.context == {"level": "3"}
    assert not this.call(this.event.authorizer("guess")).allows
    assert this.event.authorizer("ok")["methodArn"].endswith("/test/GET/a")


def test_a_request_comes_whole_and_without_a_body(written):
    this = written(guard=(REQUEST, POLICY), ask=(ENDPOINT, ECHO)).this
    event = this.event.authorizer(path="/a/7", headers={"X-Team": "red"}, query={"key": "k"})
    assert (event["type"], event["resource"], event["pathParameters"]) == ("REQUEST", "/a/{id}", {"id": "7"})
    assert event["headers"]["X-Team"] == "red" and "body" not in event and this.call(event).allows


def test_an_authorizer_can_be_tested_before_an_endpoint_names_it(written):
    this = written(guard=("authorizer: {}", POLICY)).this
    assert this.call(this.event.authorizer("ok")).allows


@pytest.mark.parametrize("block, request_, message", [
    ("authorizer: {header: X-T}", {}, "API Gateway responds with 401: the request has no header.X-T"),
    ('authorizer: {pattern: "[a-z]+"}', {"token": "a1"},
     "API Gateway responds with 401: the token does not match the pattern"),
    (REQUEST, {"headers": {"X-Team": "red"}}, "API Gateway responds with 401: the request has no query.key"),
])
def test_a_request_that_the_gateway_refuses_itself_fails(written, block, request_, message):
    event = written(guard=(block, POLICY), ask=(ENDPOINT, ECHO)).this.event
    assert problem_lines(event.authorizer, **request_)[0] == f"handlers/guard/index.py:4: {message}"
    event.authorizer(**request_, refused=True)


@pytest.mark.parametrize("code, message", [
    ("return None", "None, not an object"), ("return {}", "there is no principalId"),
    ("return {'principalId': 'a'}", "there is no policyDocument"),
    ("return {'principalId': 'a', 'policyDocument': {}}", "the policyDocument has no Statement"),
    ("return {'principalId': 'a', 'policyDocument': {'Statement': [{'Effect': 'allow'}]}}",
     "the Effect of a statement is 'allow', not Allow or Deny"),
    ("return {'principalId': 'a', 'policyDocument': {'Statement': {'Effect': 'Allow', 'Resource': '*'}}}",
     "a statement has no Action"),
    ("return {'principalId': 'a', 'context': {'roles': []}, 'policyDocument': {'Statement': {'Effect': 'Allow', "
     "'Action': '*', 'Resource': '*'}}}", "roles of the context is a list, and must be a text, a number or a boolean"),
])
def test_a_policy_that_the_gateway_cannot_read_fails(written, code, message):
    this = written(guard=("authorizer: {}", f"def handler(event, context):\n    {code}\n"), ask=(ENDPOINT, ECHO)).this
    assert problem_lines(this.call, this.event.authorizer("t"))[0] == \
        f"handlers/guard/index.py:4: API Gateway responds with 500 instead of this: {message}"


def test_a_handler_behind_an_authorizer_gets_its_context(written):
    event = written(ask=(ENDPOINT, ECHO), guard=("authorizer: {}", POLICY)).this.event
    context = event.api(authorizer={"principalId": "ann", "level": 3, "old": True})["requestContext"]
    assert context["authorizer"] == {"principalId": "ann", "integrationLatency": 0, "level": "3", "old": "true"}
    assert problem_lines(event.api)[0].endswith("the test names nobody whom it lets in")
    assert problem_lines(event.api, claims={"sub": "a"}, authorizer={"a": 1})[0].endswith("is custom, so its lambda never "
                                                                                     "receives claims")


def test_a_public_endpoint_has_no_authorizer(written):
    event = written(ask=("endpoint: {api: public, method: GET, path: /a}", ECHO)).this.event
    assert problem_lines(event.api, authorizer={"principalId": "a"})[0].endswith("the endpoint has no authorizer")
