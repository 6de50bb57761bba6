"""CORS of the REST API, by `cors:` of app.yaml: preflight requests, and the gateway's own errors.

API Gateway passes the headers of a handler's response on, and adds none
(docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html). The handler reads APP_CORS_ORIGINS.
"""
from aws.app import AppModel
from kit.cors_settings import ANY_ORIGIN
from recipes import authorizer

ANY = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
HEADERS = ["Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Security-Token", "X-Api-Key"]
DEFAULTS = {"origins": [ANY_ORIGIN], "credentials": False, "headers": [], "exposed": []}
# Clients of HTTP/2 send names in lower case, and $input.params distinguishes. A header is overridden once at most.
# docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
SELECTED = """#set($origin = $input.params("Origin"))
#if($origin == "")#set($origin = $input.params("origin"))#end
#if({})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end
"""
# Of the gateway's own errors; the header x-amzn-RequestId has the id too, which a page of another origin cannot read.
ERROR_BODY = '{"message":$context.error.messageString,"requestId":"$context.requestId"}'


def settings(app: AppModel) -> dict:
    """`cors` of app.yaml with its defaults: {"origins", "credentials", "headers", "exposed"}, and "age" if set."""
    return {**DEFAULTS, **app["settings"].get("cors", {})}


def origins_text(app: AppModel, _name: str) -> str:
    """The value of APP_CORS_ORIGINS: the origins, with commas; "*" without `cors`."""
    return ",".join(settings(app)["origins"])


def quoted(names: list[str]) -> str:
    """A static value of a mapping: ["GET", "PUT"] -> "'GET,PUT'"."""
    return f"'{','.join(names)}'"


def allowed_headers(app: AppModel) -> list[str]:
    """The headers that a page may send: API Gateway's own, those of authorizers, and `headers` of app.yaml."""
    names = {name.lower(): name for name in [*settings(app)["headers"], *authorizer.headers(app), *HEADERS]}
    own = [name for name in HEADERS if names.pop(name.lower())]
    return [*own, *names.values()]


def preflight(cors: dict, methods: list[str], headers_text: str) -> dict[str, dict]:
    """The operation of the OPTIONS method of a path: it permits these methods to pages of the app's origins.

    cors  of settings(); headers_text: quoted() of allowed_headers(), which looks at all lambdas
    """
    allowed = sorted({"OPTIONS", *(ANY if "ANY" in methods else methods)})
    headers = {"Access-Control-Allow-Headers": headers_text,
               "Access-Control-Allow-Methods": quoted(allowed),
               "Access-Control-Allow-Origin": quoted(cors["origins"][:1]),
               **credentials(cors)}
    if "age" in cors:
        headers["Access-Control-Max-Age"] = f"'{cors['age']}'"
    response = {"statusCode": "200", "responseParameters": {
        f"method.response.header.{name}": value for name, value in headers.items()}}
    if len(cors["origins"]) > 1:
        conditions = " || ".join(f'$origin == "{origin}"' for origin in cors["origins"])
        response["responseTemplates"] = {"application/json": SELECTED.replace("{}", conditions)}
    return {
        "responses": {"200": {"description": "CORS", "headers": {name: {"type": "string"} for name in headers}}},
        "x-amazon-apigateway-integration": {
            "type": "mock", "requestTemplates": {"application/json": '{"statusCode":200}'},
            "responses": {"default": response}},
    }


def credentials(cors: dict) -> dict[str, str]:
    """{header: static value} that permits cookies, and `Vary`, as a response depends on the origin; or {}."""
    return {**({"Access-Control-Allow-Credentials": "'true'"} if cors["credentials"] else {}),
            **({"Vary": "'Origin'"} if len(cors["origins"]) > 1 else {})}


def gateway_response(cors: dict, headers_text: str) -> dict[str, dict]:
    """The gateway response of every 4xx and 5xx: a page must be able to read the gateway's own errors too.

    It has no conditions (its templates are not Velocity), so it cannot choose among several origins. Without
    credentials it permits any origin; with credentials the request's, which may then read a status, a fixed text and
    the request's id.
    Parameters as of preflight().
    """
    origin = quoted(cors["origins"]) if len(cors["origins"]) == 1 else \
        "method.request.header.Origin" if cors["credentials"] else "'*'"
    headers = {"Access-Control-Allow-Headers": headers_text, "Access-Control-Allow-Origin": origin,
               **credentials(cors),
               **({"Access-Control-Expose-Headers": quoted(cors["exposed"])} if cors["exposed"] else {})}
    return {"responseParameters": {f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            "responseTemplates": {"application/json": ERROR_BODY}}
