"""The proxy event of a REST API, field by field as AWS sends it (payload format 1.0)."""
import base64
import secrets
import time
import uuid

from localcloud.moto import state

_NOBODY = ("cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "sourceIp", "principalOrgId",
           "accessKey", "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "userAgent",
           "user")


def context(request, call):
    """$context, which is also the event's requestContext.

    call  {"region", "api", "stage", "deployment"}; what a match adds comes by with_route
    """
    now = time.time()
    domain, prefix = _domain(request.host, call)
    behind = f"{request.base}{request.path}" if _custom(request.host) else f"/{call['stage']}{request.path}"
    return {
        "resourceId": None, "resourcePath": None, "httpMethod": request.method,
        "extendedRequestId": secrets.token_urlsafe(11) + "=",
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "path": behind, "accountId": state.ACCOUNT, "protocol": "HTTP/1.1", "stage": call["stage"],
        "domainPrefix": prefix, "requestTimeEpoch": int(now * 1000), "requestId": str(uuid.uuid4()),
        "identity": {**dict.fromkeys(_NOBODY), "sourceIp": request.source,
                     "userAgent": request.header("User-Agent")},
        "domainName": domain, "deploymentId": call["deployment"], "apiId": call["api"]}


def event(request, route, values, context, variables, binary):
    """The event of a request that matched a route.

    values     path parameters; variables  of the stage; binary  whether the body is sent as base64
    """
    headers, many = {}, {}
    for name, value in request.headers + [("X-Amzn-Trace-Id", trace(context))]:
        headers[name] = value
        many.setdefault(name, []).append(value)
    queries = {}
    for name, value in request.query:
        queries.setdefault(name, []).append(value)
    return {"resource": route["path"], "path": request.base + request.path, "httpMethod": request.method,
            "headers": headers, "multiValueHeaders": many,
            "queryStringParameters": request.query_values() or None,
            "multiValueQueryStringParameters": queries or None,
            "pathParameters": values or None, "stageVariables": variables or None,
            "requestContext": context, "body": _body(request.body, binary),
            "isBase64Encoded": bool(binary and request.body)}


def with_route(context, route):
    """The context of a request that matched a route."""
    operation = {"operationName": route["operation"]} if route["operation"] else {}
    return {**context, "resourceId": route["resource"], "resourcePath": route["path"], **operation}


def trace(context):
    """The X-Ray root of a request, from its id: "Root=1-5759e988-bd862e3fe1be46a994272793"."""
    return f"Root=1-{context['requestTimeEpoch'] // 1000:08x}-{context['requestId'].replace('-', '')[:24]}"


def matches(kinds, content_type):
    """Whether a content type is one of the binary media types: image/png, image/*, */*."""
    kind = content_type.partition(";")[0].strip().lower()
    return any(found in ("*/*", kind) or found.endswith("/*") and kind.startswith(found[:-1])
               for found in (name.replace("~1", "/").lower() for name in kinds))


def _body(body, binary):
    """The body as a string; None when there is none. AWS, too, mangles bytes that are no text."""
    if not body:
        return None
    return base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace")


def _domain(host, call):
    """(domainName, domainPrefix): the host's own if it names the API, else the name that AWS would give."""
    name = host.partition(":")[0]
    if not _custom(host) and ".execute-api." not in name:
        name = f"{call['api']}.execute-api.{call['region']}.amazonaws.com"
    return name, name.partition(".")[0]


def _custom(host):
    """Whether a host is a domain of the user's: neither this machine nor an execute-api name."""
    name = host.partition(":")[0].strip("[]")
    here = name in ("", "localhost") or name.endswith(".localhost") or not name.strip("0123456789.:")
    return not here and ".execute-api." not in name
