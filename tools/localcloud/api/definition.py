"""The definition of a REST API (Swagger 2.0 or OpenAPI 3.0, with Amazon's extensions), compiled. Pure.

A definition is {
  "paths": the tree of routes.table, "routes": {("/orders/{id}", "GET"): route},
  "responses": {"DEFAULT_4XX": gateway response}, "binary": ["image/png"], "key_source": "HEADER"}
and a route {
  "path", "method", "resource": "ab12cd" (its id), "operation": operationId or None,
  "integration": {...} or None, "required": [("header", "X-Name")], "models": {"application/json": validator} or None,
  "authorizer": {...} or None, "scopes": [...], "key": whether an API key is required,
  "iam": whether a signature is}.
"""
import base64
import hashlib
import re

from jsonschema import FormatChecker
from jsonschema.exceptions import SchemaError

from kit import draft4, draft4_validator
from localcloud.api import dialect, gateway_responses, routes, supported, templates, velocity

_EXTENSION = supported.EXTENSION
_LAMBDA = re.compile(r"arn:[\w-]+:apigateway:[\w-]+:lambda:path/2015-03-31/functions/(.+)/invocations")


def definition(body: dict) -> dict:
    """The compiled definition. ValueError names what AWS, or the local cloud, refuses."""
    if not (str(body.get("swagger", "")) == "2.0" or str(body.get("openapi", "")).startswith("3.0")):
        raise ValueError("the definition is neither Swagger 2.0 nor OpenAPI 3.0")
    schemes = dialect.security_schemes(body)
    supported.refuse_unsupported(body, schemes)
    operations = {(path, method): _route(body, schemes, path, method, params, operation)
                  for path, method, params, operation in dialect.operations(body)}
    if not operations:
        raise ValueError("the REST API doesn't contain any methods")
    return {"paths": routes.table(path for path, _method in operations), "routes": operations,
            "responses": _gateway_responses(body), "binary": body.get(_EXTENSION + "binary-media-types", []),
            "key_source": body.get(_EXTENSION + "api-key-source", "HEADER")}


def resource_id(path):
    """An id in API Gateway's form, always the same for a path: "/orders" -> "k3vqz1"."""
    digest = hashlib.sha256(path.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:6]


def _route(body, schemes, path, method, params, operation):
    """The route of one operation."""
    where = f"{method} {path}"
    integration = operation.get(_EXTENSION + "integration")
    checks = _checks(body, operation, where)
    models = _validators(body, params, operation, where) if checks.get("validateRequestBody") else None
    return {"path": path, "method": method, "resource": resource_id(path),
            "operation": operation.get("operationId"),
            "integration": integration and _integration(integration, dialect.declared_headers(body, operation), where),
            "required": _required(params) if checks.get("validateRequestParameters") else [],
            "models": models, **_security(schemes, operation, where)}


def _checks(body, operation, where):
    """The request validator of the operation, else that of the definition: {"validateRequestBody": True}"""
    key = _EXTENSION + "request-validator"
    name = operation.get(key, body.get(key))
    validators = body.get(_EXTENSION + "request-validators", {})
    if name is not None and name not in validators:
        raise ValueError(f"{where} names the request validator {name!r}, which is not defined")
    return validators.get(name, {})


def _required(params):
    """[("header", "X-Name"), ("querystring", "page")]: the required parameters, in AWS's order."""
    return sorted((dialect.LOCATIONS[parameter["in"]], parameter["name"]) for parameter in params
                  if parameter.get("required") and parameter["in"] in dialect.LOCATIONS)


def _validators(body, params, operation, where):
    """{"application/json": a draft 4 validator}; references point into the whole definition."""
    shared = {key: body[key] for key in ("definitions", "components") if key in body}
    validators = {}
    for kind, schema in dialect.models(body, params, operation).items():
        expanded = dialect.resolved(body, schema)
        dialect.check_references(body, expanded)
        try:
            # Without formats: "regex" would be Python's.
            draft4_validator.Validator.check_schema(expanded, format_checker=FormatChecker([]))
        except SchemaError as error:
            raise ValueError(f"the model of {where} is no JSON Schema of draft 4: {error.message}") from error
        for _key, message, hint in draft4.pattern_problems({"model": expanded, **shared}, where):
            raise ValueError(f"the model of {message}: {hint}")
        validators[kind.lower()] = draft4_validator.Validator({"allOf": [schema], **shared})
    return validators


def _security(schemes, operation, where):
    """What an operation requires of its caller: all that `security` lists, not one of them, as on AWS."""
    auth_type = operation.get(_EXTENSION + "auth", {}).get("type", "NONE").upper()
    if auth_type not in ("NONE", "AWS_IAM"):
        raise ValueError(f"not supported by the local cloud: {_EXTENSION}auth {auth_type} of {where}")
    security = {"authorizer": None, "scopes": [], "key": False, "iam": auth_type == "AWS_IAM"}
    for name, scopes in [pair for entry in operation.get("security", []) for pair in entry.items()]:
        scheme = schemes.get(name)
        if scheme is None:
            raise ValueError(f"{where} names the security scheme {name!r}, which is not defined")
        authorizer = scheme.get(_EXTENSION + "authorizer")
        if authorizer:
            security["authorizer"] = _authorizer(name, scheme, authorizer)
            security["scopes"] = list(scopes)
        elif scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key":
            security["key"] = True
        elif scheme.get(_EXTENSION + "authtype") == "awsSigv4":
            security["iam"] = True
        else:
            raise ValueError(f"not supported by the local cloud: security scheme {name!r} of {where}")
    return security


def _authorizer(name, scheme, authorizer):
    """{"name", "kind": "token", "sources": ["method.request.header.Authorization"], "function", "pools"}"""
    kind = supported.refuse_unsupported_keys(authorizer, supported.AUTHORIZER, "authorizer", name)
    header = scheme.get("name", "Authorization")
    default = "" if kind == "request" else f"method.request.header.{header}"
    sources = [part.strip() for part in (authorizer.get("identitySource") or default).split(",")]
    if kind == "request" and not sources[0] and authorizer.get("authorizerResultTtlInSeconds", 300):
        raise ValueError(f"the authorizer {name} has no identitySource, which its cache needs")
    function = None if kind == "cognito_user_pools" else lambda_of_uri(authorizer.get("authorizerUri"), name)
    return {"name": name, "kind": kind, "sources": [part for part in sources if part], "function": function,
            "pools": authorizer.get("providerARNs", []),
            "ttl": int(authorizer.get("authorizerResultTtlInSeconds", 300)),
            "expression": authorizer.get("identityValidationExpression")}


def lambda_of_uri(uri, where):
    """The function's name or ARN in an integration's URI."""
    match = _LAMBDA.fullmatch(uri or "")
    if not match:
        raise ValueError(f"not supported by the local cloud: the uri {uri!r} of {where}, which is not a lambda's")
    return match[1]


def _integration(node, headers, where):
    """{"kind", "seconds", "function"} of a proxy, {"kind", "seconds", "requests", "responses"} of a mock."""
    kind = supported.refuse_unsupported_keys(node, supported.INTEGRATION, "integration", where)
    integration = {"kind": kind, "seconds": node.get("timeoutInMillis", 29_000) / 1000}
    if kind == "aws_proxy":
        if str(node.get("httpMethod")).upper() != "POST":
            raise ValueError(f"the integration of {where} must have httpMethod POST: Lambda accepts no other")
        return {**integration, "function": lambda_of_uri(node.get("uri"), where)}
    for template in node.get("requestTemplates", {}).values():
        templates.refuse_velocity(template, where)
    responses = [_mock_response(pattern, response, headers, where)
               for pattern, response in node.get("responses", {}).items()]
    return {**integration, "requests": node.get("requestTemplates", {}), "responses": responses,
            "passthrough": str(node.get("passthroughBehavior", "when_no_match")).lower()}


def _mock_response(pattern, response, headers, where):
    """{"pattern" of statuses, "status", "headers", "templates"} of a mock's response. AWS requires declared headers."""
    status = str(response.get("statusCode", "200"))
    if status not in headers:
        raise ValueError(f"{where} answers {status}, which its `responses` do not declare")
    response_headers = {}
    for parameter, expression in response.get("responseParameters", {}).items():
        name = parameter.removeprefix("method.response.header.")
        if name.lower() not in headers[status]:
            raise ValueError(f"{where}: invalid mapping expression parameter {parameter}: "
                             f"its response {status} does not declare the header {name}")
        response_headers[name] = expression
    for template in response.get("responseTemplates", {}).values():
        try:
            text, _headers = velocity.rendered(template or "", None)
        except ValueError as error:
            raise ValueError(f"not supported by the local cloud: {error} of {where}") from error
        templates.refuse_velocity(text, where)
    return {"pattern": pattern, "status": int(status), "headers": response_headers,
            "templates": response.get("responseTemplates", {})}


def _gateway_responses(body):
    """{"DEFAULT_4XX": {"statusCode", "responseParameters", "responseTemplates"}}; ValueError for an unknown kind."""
    responses = body.get(_EXTENSION + "gateway-responses", {})
    unknown = sorted(set(responses) - set(gateway_responses.KINDS))
    if unknown:
        raise ValueError(f"no such gateway response: {', '.join(unknown)}")
    return responses
