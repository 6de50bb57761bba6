"""endpoint: a route of the app's one REST API.

    infra:
      endpoint:
        api: public
        method: GET
        path: /orders/{id}
        parameters: [currency]
"""
import hashlib
import re

import orjson

from aws import cfn
from aws.app import AppModel, Lambda
from kit import draft4, names
from kit.problems import KeyProblem
from recipes import api, body_schema, event_shapes, function, nothing

API_ID, STAGE_ID = "Api", "ApiStage"
# An account has 10,000 requests a second for all its APIs: one app must not use them all.
RATE, BURST = 1000, 500

METHODS = ["ANY", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
BODILESS = ("GET", "HEAD")
LARGEST_SCHEMA = 400 * 1024  # bytes: docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html
SEGMENT = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\}")
VARIABLE, CALLER_WAITS = None, True  # see recipes/__init__.py
INVOKED, EXAMPLE = "it is called over HTTP", "an example of a request to its endpoint"
SCHEMA = {
    "title": "endpoint",
    "description": "A route of the app's one REST API. The gateway validates the query string or the body "
                   "before the lambda is called, and answers 400 itself.",
    "type": "object",
    "properties": {
        "api": {"type": "string", "enum": ["private", "public"],
                "description": "public: anybody may call; private: users signed in to the app's user pool"},
        "method": {"type": "string", "enum": METHODS,
                   "description": "ANY is every method that no other lambda has"},
        "path": {"type": "string",
                 "description": "`/orders/{id}`; `{rest+}` at the end matches the rest of the path"},
        "parameters": {"type": "array", "items": {
            "type": "string", "pattern": "^[A-Za-z0-9._$-]+$", "description": "letters, digits, ., _, $ and -"},
                       "default": [], "description": "names that the query string must hold"},
        "schema": {"type": "object", "description": "JSON Schema (draft 4) of the body, whatever its content type"},
        "key": {"type": "boolean", "default": False,
                "description": "whether callers need an API key (x-api-key)"},
        "binary": {"type": "array", "minItems": 1, "items": {
            "type": "string", "pattern": r"^(\*/\*|[a-z]+/(\*|[A-Za-z0-9.+-]+))$",
            "description": "a media type: image/png, image/* or */*"},
            "description": "media types whose bodies are bytes, in the whole API: the event has a body as base64, and "
                           "isBase64Encoded of a response counts if Accept begins with one of them"}},
    "required": ["api", "method", "path"],
    "additionalProperties": False,
    "examples": [{"api": "public", "method": "GET", "path": "/orders", "parameters": ["customer"]},
                 {"api": "private", "method": "POST", "path": "/orders",
                  "schema": {"type": "object", "required": ["sku"],
                             "properties": {"sku": {"type": "string"}}}}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of an endpoint: a path or a body schema that API Gateway would refuse."""
    faults = path_problems(block["path"])
    faults += [(f"parameters.{at}", f"parameter {name!r} is there twice", "write it once")
               for at, name in enumerate(block.get("parameters", [])) if name in block["parameters"][:at]]
    if "schema" not in block:
        return faults
    if block.get("parameters"):
        faults.append(("schema", "endpoint has both parameters and schema",
                       "let the gateway check one, and the code the other"))
    if block["method"] in BODILESS:
        faults.append(("schema", f"{block['method']} has no body to validate",
                       "write parameters, or another method"))
    faults += [(key.removeprefix("endpoint."), message, hint)
               for key, message, hint in draft4.problems(block["schema"], "endpoint.schema")]
    size = len(orjson.dumps(block["schema"]))
    if size > LARGEST_SCHEMA:
        faults.append(("schema", f"the schema has {size:,} bytes, and API Gateway takes {LARGEST_SCHEMA:,}",
                       "let the code check a part of it"))
    return faults + [(f"schema{key and '.' + key}", message, hint)
                     for key, message, hint in body_schema.problems(block["schema"])]


def path_problems(path: str) -> list[KeyProblem]:
    """[(key, message, hint)] of a path that API Gateway would refuse; the first slash is optional, as in pareto 0.7."""
    segments = path.strip("/").split("/") if path.strip("/") else []
    faults = [("path", f"{segment!r} cannot be a part of a path",
               "letters, digits and . _ - : between slashes, or {name}") for segment in segments
              if not SEGMENT.fullmatch(segment)]
    faults += [("path", f"{segment} must come last", "it matches the rest of the path")
               for segment in segments[:-1] if segment.endswith("+}")]
    names = [segment.strip("{+}") for segment in segments if segment.startswith("{")]
    return faults + [("path", f"{{{name}}} is there twice", "give each part its own name")
                     for at, name in enumerate(names) if name in names[:at]]


def normal(block: dict) -> dict:
    """The block with a path that begins with a slash and ends without: "orders/" -> "/orders"."""
    return {**block, "path": "/" + block["path"].strip("/")}


def event_shape(block: dict) -> dict:
    """The shape of a request to the REST API."""
    return event_shapes.of_endpoint(block)


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersEndpointPermission": ...}: the API may call the lambda for this route, and for no other."""
    endpoint = fn["infra"]["endpoint"]
    method = "*" if endpoint["method"] == "ANY" else endpoint["method"]
    path = re.sub(r"\{[^}]*\}", "*", endpoint["path"])
    source = cfn.sub(f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{API_ID}}}"
                     f"/${{Stage}}/{method}{path}")
    return {names.logical_id(fn["name"], "endpoint", "permission"): function.invoke_permission(
        names.logical_id(fn["name"], "function"), "apigateway.amazonaws.com", source)}


def shared(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource}: the API, its deployment and stage, and an API key if a route needs one."""
    body = api.body(app, fns)
    # A deployment is a snapshot: only one with a new id serves a changed body.
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()[:10]
    deployment_id = f"ApiDeployment{digest}"
    return {
        API_ID: cfn.resource("AWS::ApiGateway::RestApi", {
            "Body": body,
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            # An import creates an EDGE API, and the property alone takes effect too late.
            "Parameters": {"endpointConfigurationTypes": "REGIONAL"}}),
        deployment_id: cfn.resource("AWS::ApiGateway::Deployment", {"RestApiId": cfn.ref(API_ID)}),
        STAGE_ID: cfn.resource("AWS::ApiGateway::Stage", {
            "RestApiId": cfn.ref(API_ID),
            "DeploymentId": cfn.ref(deployment_id),
            "StageName": cfn.ref("Stage"),
            "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*",
                                "ThrottlingBurstLimit": BURST, "ThrottlingRateLimit": RATE}]}),
        **(key_resources() if has_key(fns) else {}),
    }


def key_resources() -> dict[str, dict]:
    """{logical id: resource}: one API key, and the usage plan that allows it at the stage."""
    return {
        "ApiKey": cfn.resource("AWS::ApiGateway::ApiKey", {"Enabled": True}),
        "ApiUsagePlan": cfn.resource("AWS::ApiGateway::UsagePlan", {
            "ApiStages": [{"ApiId": cfn.ref(API_ID), "Stage": cfn.ref(STAGE_ID)}]}),
        "ApiUsagePlanKey": cfn.resource("AWS::ApiGateway::UsagePlanKey", {
            "KeyId": cfn.ref("ApiKey"), "KeyType": "API_KEY", "UsagePlanId": cfn.ref("ApiUsagePlan")}),
    }


def shared_outputs(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{"ApiId", "ApiUrl", and "ApiKeyId" for callers of routes with a key}"""
    return {
        "ApiId": {"Value": cfn.ref(API_ID)},
        "ApiUrl": {"Value": cfn.sub(f"https://${{{API_ID}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}"
                                    f"/${{{STAGE_ID}}}")},
        **({"ApiKeyId": {"Value": cfn.ref("ApiKey")}} if has_key(fns) else {}),
    }


def has_key(fns: list[Lambda]) -> bool:
    """Whether any endpoint needs an API key."""
    return any(fn["infra"]["endpoint"]["key"] for fn in fns)


statements = nothing.no_statements
outputs = nothing.none
