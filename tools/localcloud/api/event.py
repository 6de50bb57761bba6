"""The proxy event of a REST API, field by field as AWS sends it (payload format 1.0)."""
import base64
import re
import secrets
import time
import uuid

from localcloud.api.request import Request
from localcloud.moto import state

_ROOT = re.compile(r"(?:^|;)\s*root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)", re.IGNORECASE)
_UNSET_IDENTITY = ("cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "sourceIp", "principalOrgId",
                   "accessKey", "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "userAgent",
                   "user")


def context(request: Request, call: dict[str, str]) -> dict:
    """The variable $context of mapping templates, which is also the event's requestContext.

    call  {"region", "api", "stage", "deployment"}; with_route adds the route
    """
    now = time.time()
    domain, prefix = domain_of(request.host, call)
    full_path = f"{request.base}{request.path}" if _is_custom(request.host) else f"/{call['stage']}{request.path}"
    return {
        "resourceId": None, "resourcePath": None, "httpMethod": request.method,
        "extendedRequestId": secrets.token_urlsafe(11) + "=",
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "path": full_path, "accountId": state.ACCOUNT, "protocol": "HTTP/1.1", "stage": call["stage"],
        "domainPrefix": prefix, "requestTimeEpoch": int(now * 1000), "requestId": str(uuid.uuid4()),
        "identity": {**dict.fromkeys(_UNSET_IDENTITY), "sourceIp": request.source,
                     "userAgent": request.header("User-Agent")},
        "domainName": domain, "deploymentId": call["deployment"], "apiId": call["api"]}


def event(request: Request, route: dict, values: dict[str, str], context: dict, variables: dict[str, str] | None,
          is_binary: bool) -> dict:
    """The event that a handler gets of a request that matched a route.

    values     {name: text} of the path's parameters
    variables  {name: text} of the stage
    is_binary  whether the event has the body as base64
    """
    headers, multi_values = {}, {}
    for name, value in request.headers + [("X-Amzn-Trace-Id", trace(request, context))]:
        headers[name] = value
        multi_values.setdefault(name, []).append(value)
    query_lists = {}
    for name, value in request.query:
        query_lists.setdefault(name, []).append(value)
    path = "/" + request.path.lstrip("/")  # several slashes before it are one; only the context has them all
    return {"resource": route["path"], "path": request.base + path, "httpMethod": request.method,
            "headers": headers, "multiValueHeaders": multi_values,
            "queryStringParameters": request.query_values() or None,
            "multiValueQueryStringParameters": query_lists or None,
            "pathParameters": values or None, "stageVariables": variables or None,
            "requestContext": context, "body": _body(request.body, is_binary),
            "isBase64Encoded": bool(is_binary and request.body)}


def with_route(context: dict, route: dict) -> dict:
    """The `requestContext` of an event with the fields of the route that the request matched."""
    operation = {"operationName": route["operation"]} if route["operation"] else {}
    return {**context, "resourceId": route["resource"], "resourcePath": route["path"], **operation}


def trace(request, context):
    """The X-Ray header of a request: "Root=1-5759e988-bd862e3fe1be46a994272793".

    The root is the client's, if it sent one, with a parent of the gateway's; else it is made of the request's id.
    """
    request_id = context["requestId"].replace("-", "")
    root = _ROOT.search(request.trace or "")
    if root:
        return f"Root={root[1]};Parent={request_id[:16]}"
    return f"Root=1-{context['requestTimeEpoch'] // 1000:08x}-{request_id[:24]}"


def matches(kinds: list[str], content_type: str) -> bool:
    """Whether a content type is one of the binary media types: image/png, image/*, */*."""
    kind = content_type.partition(";")[0].strip().lower()
    return any(binary_type in ("*/*", kind) or binary_type.endswith("/*") and kind.startswith(binary_type[:-1])
               for binary_type in (name.replace("~1", "/").lower() for name in kinds))


def _body(body, binary):
    """The body as a string; None for an empty one. AWS, too, replaces bytes that are not UTF-8."""
    if not body:
        return None
    return base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace")


def domain_of(host, call):
    """(domainName, domainPrefix): the request's host if it names the API, else the name that the API has on AWS."""
    name = host.partition(":")[0]
    if not _is_custom(host) and ".execute-api." not in name:
        name = f"{call['api']}.execute-api.{call['region']}.amazonaws.com"
    return name, name.partition(".")[0]


def _is_custom(host):
    """Whether a host is a custom domain name: neither this machine nor an execute-api name."""
    name = host.partition(":")[0].strip("[]")
    is_local = name in ("", "localhost") or name.endswith(".localhost") or not name.strip("0123456789.:")
    return not is_local and ".execute-api." not in name
