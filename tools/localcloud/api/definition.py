"""The definition of a REST API (Swagger 2.0 or OpenAPI 3.0, with Amazon's extensions), made ready. Pure.

A definition is {
  "paths": the tree of routes.table, "routes": {("/orders/{id}", "GET"): route},
  "responses": {"DEFAULT_4XX": gateway response}, "binary": ["image/png"], "key_source": "HEADER"}
and a route {
  "path", "method", "resource": "ab12cd" (its id), "operation": operationId or None,
  "integration": {...}, "required": [("header", "X-Name")], "models": {"application/json": validator} or None,
  "authorizer": {...} or None, "scopes": [...], "key": whether an API key is wanted}.
"""
import base64
import hashlib
import re

from jsonschema import Draft4Validator
from jsonschema.exceptions import SchemaError

from localcloud.api import dialect, refusals, routes, supported, templates

_EXTENSION = supported.EXTENSION
_LAMBDA = re.compile(r"arn:[\w-]+:apigateway:[\w-]+:lambda:path/2015-03-31/functions/(.+)/invocations")


def definition(body):
    """The definition of a body, compiled once. ValueError says what AWS, or the local cloud, refuses."""
    if not (str(body.get("swagger", "")) == "2.0" or str(body.get("openapi", "")).startswith("3.0")):
        raise ValueError("the definition is neither Swagger 2.0 nor OpenAPI 3.0")
    schemes = dialect.security_schemes(body)
    supported.refuse_unknown(body, schemes)
    found = {(path, method): _route(body, schemes, path, method, params, operation)
             for path, method, params, operation in dialect.operations(body)}
    if not found:
        raise ValueError("the REST API doesn't contain any methods")
    return {"paths": routes.table(path for path, _method in found), "routes": found,
            "responses": _gateway_responses(body), "binary": body.get(_EXTENSION + "binary-media-types", []),
            "key_source": body.get(_EXTENSION + "api-key-source", "HEADER")}


def resource_id(path):
    """An id as API Gateway makes them, the same for a path each time: "/orders" -> "k3vqz1"."""
    digest = hashlib.sha256(path.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:6]


def _route(body, schemes, path, method, params, operation):
    """One operation as a route."""
    where = f"{method} {path}"
    integration = operation.get(_EXTENSION + "integration")
    if integration is None:
        raise ValueError(f"no integration is defined for {where}")
    checks = _checks(body, operation, where)
    models = _validators(body, params, operation, where) if checks.get("validateRequestBody") else None
    auth_type = operation.get(_EXTENSION + "auth", {}).get("type", "NONE")
    if auth_type.upper() != "NONE":
        raise ValueError(f"not supported by the local cloud: {_EXTENSION}auth {auth_type} of {where}")
    return {"path": path, "method": method, "resource": resource_id(path),
            "operation": operation.get("operationId"),
            "integration": _integration(integration, dialect.declared_headers(body, operation), where),
            "required": _required(params) if checks.get("validateRequestParameters") else [],
            "models": models, **_security(schemes, operation, where)}


def _checks(body, operation, where):
    """What the operation's validator, or the whole definition's, checks: {"validateRequestBody": True}"""
    key = _EXTENSION + "request-validator"
    name = operation.get(key, body.get(key))
    validators = body.get(_EXTENSION + "request-validators", {})
    if name is not None and name not in validators:
        raise ValueError(f"{where} names the request validator {name!r}, which is not defined")
    return validators.get(name, {})


def _required(params):
    """[("header", "X-Name"), ("querystring", "page")]: what a request must have, in AWS's order."""
    places = {"header": "header", "path": "path", "query": "querystring"}
    return sorted((places[parameter["in"]], parameter["name"]) for parameter in params
                  if parameter.get("required") and parameter["in"] in places)


def _validators(body, params, operation, where):
    """{"application/json": a draft 4 validator}; its references are followed from the whole definition."""
    shared = {key: body[key] for key in ("definitions", "components") if key in body}
    found = {}
    for kind, schema in dialect.models(body, params, operation).items():
        whole = dialect.resolved(body, schema)
        dialect.follow(body, whole)
        try:
            Draft4Validator.check_schema(whole)
        except SchemaError as error:
            raise ValueError(f"the model of {where} is no JSON Schema of draft 4: {error.message}") from error
        found[kind.lower()] = Draft4Validator({"allOf": [schema], **shared})
    return found


def _security(schemes, operation, where):
    """Authorizer, scopes and key of an operation. AWS wants all that `security` lists, not one of it."""
    found = {"authorizer": None, "scopes": [], "key": False}
    for name, scopes in [pair for entry in operation.get("security", []) for pair in entry.items()]:
        scheme = schemes.get(name)
        if scheme is None:
            raise ValueError(f"{where} names the security scheme {name!r}, which is not defined")
        authorizer = scheme.get(_EXTENSION + "authorizer")
        if authorizer:
            found["authorizer"] = _authorizer(name, scheme, authorizer)
            found["scopes"] = list(scopes)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key":
            found["key"] = True
        else:
            raise ValueError(f"not supported by the local cloud: security scheme {name!r} of {where}")
    return found


def _authorizer(name, scheme, authorizer):
    """{"name", "kind": "token", "sources": ["method.request.header.Authorization"], "function", "pools"}"""
    kind = supported.refuse_unknown_keys(authorizer, supported.AUTHORIZER, "authorizer", name)
    header = scheme.get("name", "Authorization")
    usual = "" if kind == "request" else f"method.request.header.{header}"
    sources = [part.strip() for part in (authorizer.get("identitySource") or usual).split(",")]
    function = None if kind == "cognito_user_pools" else _function(authorizer.get("authorizerUri"), name)
    return {"name": name, "kind": kind, "sources": [part for part in sources if part], "function": function,
            "pools": authorizer.get("providerARNs", []),
            "expression": authorizer.get("identityValidationExpression")}


def _function(uri, where):
    """The function's name or ARN in an integration's URI."""
    found = _LAMBDA.fullmatch(uri or "")
    if not found:
        raise ValueError(f"not supported by the local cloud: the uri {uri!r} of {where} is no lambda's")
    return found[1]


def _integration(node, headers, where):
    """{"kind", "seconds", "function"} of a proxy, {"kind", "seconds", "requests", "responses"} of a mock."""
    kind = supported.refuse_unknown_keys(node, supported.INTEGRATION, "integration", where)
    found = {"kind": kind, "seconds": node.get("timeoutInMillis", 29_000) / 1000}
    if kind == "aws_proxy":
        if str(node.get("httpMethod")).upper() != "POST":
            raise ValueError(f"the integration of {where} must have httpMethod POST: lambda knows no other")
        return {**found, "function": _function(node.get("uri"), where)}
    for template in node.get("requestTemplates", {}).values():
        templates.refuse_velocity(template, where)
    answers = [_mock_answer(pattern, response, headers, where)
               for pattern, response in node.get("responses", {}).items()]
    return {**found, "requests": node.get("requestTemplates", {}), "responses": answers,
            "passthrough": str(node.get("passthroughBehavior", "when_no_match")).lower()}


def _mock_answer(pattern, response, headers, where):
    """One response of a mock: which status it answers for, and what. AWS wants its headers declared."""
    status = str(response.get("statusCode", "200"))
    if status not in headers:
        raise ValueError(f"{where} answers {status}, which its `responses` do not declare")
    found = {}
    for parameter, expression in response.get("responseParameters", {}).items():
        name = parameter.removeprefix("method.response.header.")
        if name.lower() not in headers[status]:
            raise ValueError(f"{where}: invalid mapping expression parameter {parameter}: "
                             f"its response {status} does not declare the header {name}")
        found[name] = expression
    for template in response.get("responseTemplates", {}).values():
        templates.refuse_velocity(template, where)
    return {"pattern": pattern, "status": int(status), "headers": found,
            "templates": response.get("responseTemplates", {})}


def _gateway_responses(body):
    """{"DEFAULT_4XX": {"statusCode", "responseParameters", "responseTemplates"}}, of kinds that AWS knows."""
    found = body.get(_EXTENSION + "gateway-responses", {})
    unknown = sorted(set(found) - set(refusals.KINDS))
    if unknown:
        raise ValueError(f"no such gateway response: {', '.join(unknown)}")
    return found
