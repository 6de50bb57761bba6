"""Routes with AWS_IAM: a request must be signed for API Gateway; the handler learns who signed."""
import json

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from localcloud.authorization import callers
from localcloud.moto import state
from tests.fixtures.fake_functions import policy
from tests.fixtures.rest_apis import ACCOUNT, EXTENSION, REGION, ask, body_of, deploy, ok, proxied

SCHEME = {"securityDefinitions": {"Iam": {"type": "apiKey", "name": "Authorization", "in": "header",
                                          EXTENSION + "authtype": "awsSigv4"}}}


def signed(service="execute-api", region=REGION, key="AKIDX"):
    """{header: value} of a signed request, as keywords of ask()."""
    request = AWSRequest("GET", "https://x.execute-api.eu-west-1.amazonaws.com/dev/a")
    SigV4Auth(Credentials(key, "secret"), service, region).add_auth(request)
    return {"Authorization": request.headers["Authorization"], "X_Amz_Date": request.headers["X-Amz-Date"]}


def api(functions, **operation):
    """The id of an API whose one route returns requestContext.identity."""
    arn = functions.add("shop", lambda event: ok(json.dumps(event["requestContext"]["identity"])))
    return deploy(body_of({"/a": {"get": proxied(arn, **operation)}}, **SCHEME))


@pytest.mark.parametrize("operation", [{"security": [{"Iam": []}]}, {EXTENSION + "auth": {"type": "aws_iam"}}])
def test_who_signed_is_in_the_event(functions, operation):
    status, identity = ask(api(functions, **operation), path="/a", **signed())
    assert (status, identity["accessKey"], identity["accountId"]) == (200, "AKIDX", ACCOUNT)
    assert identity["userArn"] == f"arn:aws:iam::{ACCOUNT}:root" and identity["sourceIp"] == "127.0.0.1"


@pytest.mark.parametrize("headers, message", [
    ({}, "Missing Authentication Token"),
    ({"Authorization": "Bearer x"}, "Authorization header requires 'Credential' parameter. Authorization header requires "
     "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=Bearer x"),
    (signed("lambda"), "Credential should be scoped to correct service: 'execute-api'."),
    (signed(region="us-east-1"), "Credential should be scoped to a valid region, not 'us-east-1'."),
])
def test_a_request_that_is_not_signed_for_the_api_is_refused(functions, headers, message):
    assert ask(api(functions, security=[{"Iam": []}]), path="/a", **headers) == (403, {"message": message})
    assert functions.calls == []


def test_a_function_that_signs_needs_the_permission_by_its_role(functions):
    iam, id_ = state.client("iam", REGION), api(functions, security=[{"Iam": []}])
    role = iam.create_role(RoleName="signing", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    headers = signed(key=callers.credentials(role, "shop")[0])
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/signing/shop"
    assert ask(id_, path="/a", **headers) == (403, {"message": (
        f"User: {session} is not authorized to perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:{REGION}:********9012:{id_}/dev/GET/a")})
    iam.put_role_policy(RoleName="signing", PolicyName="p", PolicyDocument=json.dumps(policy(
        "execute-api:Invoke", Resource=f"arn:aws:execute-api:*:*:{id_}/*/GET/*")))
    assert ask(id_, path="/a", **headers)[1]["userArn"] == session


def test_a_signed_url_counts_too(functions):
    query = f"X-Amz-Credential=AK%2F20260101%2F{REGION}%2Fexecute-api%2Faws4_request&X-Amz-Signature=1"
    assert ask(api(functions, security=[{"Iam": []}]), path="/a", query=query)[0] == 200


def test_other_authorization_types_are_refused_by_name(functions):
    with pytest.raises(ValueError, match="auth CUSTOM of GET /a"):
        api(functions, **{EXTENSION + "auth": {"type": "custom"}})
