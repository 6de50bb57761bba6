"""Format 2.0 of a function URL or an HTTP API: the event of a request, and the response that a handler returned.

docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""
import base64
import json
import time
import uuid
from urllib.parse import unquote

from localcloud.api.event import trace
from localcloud.api.proxy import body_text, check_header, kind, status_of
from localcloud.api.templates import text

# Other bodies are in base64, as of HTTP APIs: https://github.com/aws/aws-lambda-dotnet/issues/1055
JSON = "application/json"
TEXT_TYPES = ("text/", JSON, "application/javascript", "application/xml")
TEXT_SUFFIXES = ("+json", "+xml")
ANONYMOUS, DEFAULT = "anonymous", "$default"


def event(request, url_id, region, caller):
    """The event. caller: {"accountId", "accessKey", "userArn"...} of a signed request, None of a public URL's."""
    context = context_of(request, {
        "accountId": caller["accountId"] if caller else ANONYMOUS, "apiId": url_id,
        "domainName": f"{url_id}.lambda-url.{region}.on.aws", "routeKey": DEFAULT})
    if caller:
        context["authorizer"] = {"iam": signer(caller)}
    return {**request_parts(request, context), **body_of(request)}


def context_of(request, names):
    """The requestContext. names: {"accountId", "apiId", "domainName", "routeKey"}"""
    now = time.time()
    return {**names, "domainPrefix": names["domainName"].partition(".")[0], "http": {
                "method": request.method, "path": unquote(request.path), "protocol": "HTTP/1.1",
                "sourceIp": request.source, "userAgent": request.header("User-Agent") or ""},
            "requestId": str(uuid.uuid4()), "stage": DEFAULT,
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)), "timeEpoch": int(now * 1000)}


def signer(caller):
    """`authorizer.iam` of a signed request. caller: as of event()"""
    return {"accessKey": caller["accessKey"], "accountId": caller["accountId"], "callerId": caller["caller"],
            "cognitoIdentity": None, "principalOrgId": None, "userArn": caller["userArn"], "userId": caller["user"]}


def request_parts(request, context):
    """The event without its body: headers with names in lower case, cookies, and the query."""
    headers, cookies, query = {}, [], {}
    for name, value in request.headers:
        if name.lower() == "cookie":
            cookies += [cookie.strip() for cookie in value.split(";") if cookie.strip()]
        else:
            headers[name.lower()] = f"{headers[name.lower()]},{value}" if name.lower() in headers else value
    for name, value in request.query:
        query[name] = f"{query[name]},{value}" if name in query else value
    headers["x-amzn-trace-id"] = trace(request, {**context, "requestTimeEpoch": context["timeEpoch"]})
    return {"version": "2.0", "routeKey": context["routeKey"], "rawPath": request.path,
            "rawQueryString": request.raw_query,
            **({"cookies": cookies} if cookies else {}), "headers": headers,
            **({"queryStringParameters": query} if query else {}),
            "requestContext": context}


def body_of(request):
    """{"body", "isBase64Encoded"}, without "body" if it is empty; bytes that are no text are in base64."""
    if not request.body:
        return {"isBase64Encoded": False}
    content_type = (request.header("Content-Type") or "text/plain").partition(";")[0].strip().lower()
    if content_type.startswith(TEXT_TYPES) or content_type.endswith(TEXT_SUFFIXES):
        return {"body": request.body.decode("utf-8", "replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}


def response(payload, default_type=JSON):
    """(status, [(header, value)], bytes) of what a handler returned (bytes of JSON). ValueError names a fault.

    Without a statusCode the value itself is the body, as JSON: a text as it is.
    default_type  the content type of a response with a statusCode that has none
    """
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {payload[:200]!r}") from error
    if not isinstance(value, dict) or "statusCode" not in value:
        body = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        return 200, [("Content-Type", JSON)], body.encode()
    return status_of(value["statusCode"]), _headers(value, default_type), _body(value)


def _headers(value, default_type):
    """[(name, value)] of a response with a statusCode: its headers, a Set-Cookie for each cookie, a content type."""
    headers, cookies = value.get("headers") or {}, value.get("cookies") or []
    if not isinstance(headers, dict):
        raise ValueError(f"headers is {kind(headers)}, not an object")
    if not isinstance(cookies, list) or not all(isinstance(cookie, str) for cookie in cookies):
        raise ValueError("cookies is no list of texts")
    for name, header in headers.items():
        if not isinstance(header, (str, int, float)):
            raise ValueError(f"the header {name!r} is {kind(header)}, not a text")
        check_header(name, str(header))
    pairs = [(name, text(header)) for name, header in headers.items()]
    if not any(name.lower() == "content-type" for name in headers):
        pairs.append(("Content-Type", default_type))
    return [*pairs, *(("Set-Cookie", cookie) for cookie in cookies)]


def _body(value):
    """The bytes of a response's body."""
    body = body_text(value)
    if not value.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as error:
        raise ValueError(f"the body is no base64: {error}") from error
