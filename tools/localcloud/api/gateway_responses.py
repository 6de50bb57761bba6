"""Gateway responses: the gateway's own errors, which no integration answers."""
import json

from localcloud.api import templates

_DEFAULT = {"application/json": '{"message":$context.error.messageString}'}
# Errors of an integration have a space there on AWS: 36 bytes for "Internal server error".
_DEFAULT_5XX = {"application/json": '{"message": $context.error.messageString}'}

# kind: status, and the x-amzn-ErrorType of the response.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
KINDS = {
    "ACCESS_DENIED": (403, "AccessDeniedException"),
    "API_CONFIGURATION_ERROR": (500, "InternalServerErrorException"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "AuthorizerConfigurationException"),
    "AUTHORIZER_FAILURE": (500, "AuthorizerFailureException"),
    "BAD_REQUEST_BODY": (400, "BadRequestException"),
    "BAD_REQUEST_PARAMETERS": (400, "BadRequestException"),
    "DEFAULT_4XX": (400, "BadRequestException"),
    "DEFAULT_5XX": (500, "InternalServerErrorException"),
    "EXPIRED_TOKEN": (403, "ExpiredTokenException"),
    "INTEGRATION_FAILURE": (504, "InternalServerErrorException"),
    "INTEGRATION_TIMEOUT": (504, "InternalServerErrorException"),
    "INVALID_API_KEY": (403, "ForbiddenException"),
    "INVALID_SIGNATURE": (403, "InvalidSignatureException"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "MissingAuthenticationTokenException"),
    "QUOTA_EXCEEDED": (429, "LimitExceededException"),
    "REQUEST_TOO_LARGE": (413, "BadRequestException"),  # github.com/koki-develop/lgtm-generator/issues/10
    "RESOURCE_NOT_FOUND": (404, "NotFoundException"),
    "THROTTLED": (429, "TooManyRequestsException"),
    "UNAUTHORIZED": (401, "UnauthorizedException"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "BadRequestException"),
    "WAF_FILTERED": (403, "ForbiddenException"),
}


class Refusal(Exception):
    """A response of the gateway itself, without the lambda: 4xx or 5xx.

    kind    one of KINDS: "BAD_REQUEST_BODY"
    status  if it differs from that of the kind
    detail  the validation errors, which a gateway response can show
    """

    def __init__(self, kind: str, message: str | None, status: int | None = None, detail: str | None = None):
        super().__init__(message)
        self.kind, self.message, self.detail = kind, message, detail
        self.status = status or KINDS[kind][0]


def response(refusal, responses, variables, request):
    """(status, headers, bytes) of a refusal, by the gateway responses of the definition.

    The kind's own response has precedence over DEFAULT_4XX and DEFAULT_5XX. A 413 cannot be customized, on AWS either.
    """
    shape = {}
    if refusal.kind != "REQUEST_TOO_LARGE":
        shape = responses.get(refusal.kind) or responses.get(f"DEFAULT_{refusal.status // 100}XX") or {}
    error = {"message": refusal.message, "messageString": json.dumps(refusal.message),
             "responseType": refusal.kind, "validationErrorString": refusal.detail}
    variables = {**variables, "context": {**variables["context"], "error": error}}
    default = _DEFAULT_5XX if refusal.status >= 500 else _DEFAULT
    kind, template = _template(shape.get("responseTemplates") or default, request)
    headers = [("Content-Type", kind), ("x-amzn-ErrorType", KINDS[refusal.kind][1])]
    for parameter, expression in shape.get("responseParameters", {}).items():
        value = templates.mapped(expression, variables, request)
        if value is not None:
            headers.append((parameter.removeprefix("gatewayresponse.header."), value))
    status = int(shape.get("statusCode") or refusal.status)
    return status, headers, templates.filled(template, variables).encode()


def _template(by_type, request):
    """(content type, template): that of the type which the client accepts, else of JSON, else the first."""
    accepted = (request.header("Accept") or "").split(",")[0].split(";")[0].strip()
    for kind in (accepted, "application/json", *by_type):
        if kind in by_type:
            return kind, by_type[kind]
