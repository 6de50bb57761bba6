"""REST APIs over moto in this process, with lambdas that are Python functions: the fixture `functions`.

    pytest_plugins = ["api_fixture"]

    def test_x(functions):
        arn = functions.add("shop-get", lambda event: ok())
        api_id = deploy(body_of({"/orders": {"get": proxied(arn)}}))
        assert ask(api_id, path="/orders") == (200, ...)
"""
import json
from types import SimpleNamespace

import pytest

from localcloud import api
from localcloud.moto import state

REGION, ACCOUNT = "eu-west-1", "123456789012"
EXTENSION = "x-amazon-apigateway-"
VALIDATORS = {EXTENSION + "request-validators": {
    "all": {"validateRequestBody": True, "validateRequestParameters": True},
    "parameters": {"validateRequestBody": False, "validateRequestParameters": True}}}
CORS = {"responses": {"200": {"description": "", "headers": {"Access-Control-Allow-Origin": {"type": "string"}}}},
        EXTENSION + "integration": {
            "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": ""},
                                      "responseParameters": {
                                          "method.response.header.Access-Control-Allow-Origin": "'*'"}}}}}


class Functions:
    """Functions that are Python callables: event -> answer. Kept by ARN, as a runner keeps them."""

    def __init__(self):
        self.by_name, self.calls = {}, []

    def add(self, name, code, timeout=5, source="*"):
        """A function that apigateway may call from source; "" for one without any permission."""
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
        statements = [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": arn,
                       "Principal": {"Service": "apigateway.amazonaws.com"},
                       "Condition": {"ArnLike": {"AWS:SourceArn": source}}}] if source else []
        self.by_name[arn] = SimpleNamespace(function_name=name, function_arn=arn, timeout=timeout, code=code,
                                            policy=SimpleNamespace(statements=statements))
        return arn

    def find(self, name, region=None):
        return self.by_name.get(name)

    def invoke(self, function, payload):
        self.calls.append(json.loads(payload))
        try:
            response = function.code(self.calls[-1])
        except Exception as error:
            failed = {"errorMessage": str(error), "errorType": type(error).__name__}
            return SimpleNamespace(error=True, payload=json.dumps(failed).encode(), log="", request_id="r")
        return SimpleNamespace(error=False, payload=response if isinstance(response, bytes) else json.dumps(response).encode(),
                               log="", request_id="r")


@pytest.fixture
def functions():
    """An empty set of functions, installed, over moto's state."""
    state.start()
    functions_ = Functions()
    api.install(functions_)
    return functions_


def proxied(arn, **more):
    """An operation whose integration is a function."""
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
    return {EXTENSION + "integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}, **more}


def body_of(paths, **more):
    """A Swagger 2.0 definition."""
    return {"swagger": "2.0", "info": {"title": "shop", "version": "1"}, "paths": paths, **more}


def deploy(body, stage="dev", variables=None):
    """The id of a new API, deployed to a stage."""
    client = state.client("apigateway", REGION)
    api_id = client.create_rest_api(name="shop")["id"]
    api.import_body(REGION, api_id, body)
    deployment = client.create_deployment(restApiId=api_id)["id"]
    api.deployed(REGION, api_id, deployment)
    client.create_stage(restApiId=api_id, stageName=stage, deploymentId=deployment, variables=variables or {})
    return api_id


def environ(method="GET", path="/", query="", uri=None, **headers):
    """A WSGI environ; headers as Content_Type="text/plain"."""
    environ_ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": "127.0.0.1",
                "SERVER_PORT": "4566", "wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1:4566"}
    environ_ |= {("" if name == "Content_Type" else "HTTP_") + name.upper(): value for name, value in headers.items()}
    return {**environ_, "REQUEST_URI": uri} if uri else environ_


def ask(api_id, method="GET", path="/", body=b"", stage="dev", **more):
    """(status, parsed body) of a request."""
    status, _headers, payload = api.handle(None, api_id, stage, path, environ(method, path, **more), body)
    return status, json.loads(payload) if payload else None


def ok(body="ok", **more):
    """A lambda's answer."""
    return {"statusCode": 200, "body": body, **more}
