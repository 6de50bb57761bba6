"""The extensions of Amazon that the local cloud implements; the others are refused by name, never ignored. Pure."""

EXTENSION = "x-amazon-apigateway-"

# Implemented, or without effect on a request (endpoint types, documentation, names of an export).
TOP = {"gateway-responses", "request-validators", "request-validator", "binary-media-types", "api-key-source",
       "endpoint-configuration", "documentation", "importexport-version", "tag-value"}
HTTP_TOP = {"cors", "importexport-version", "tag-value"}
PATH = {"any-method"}
OPERATION = {"integration", "request-validator", "auth"}
SCHEME = {"authtype", "authorizer"}

# Keys of an integration object by its type. For a proxy AWS accepts `responses` and does not use them.
INTEGRATION = {
    "aws_proxy": {"type", "uri", "httpMethod", "timeoutInMillis", "passthroughBehavior", "responses",
                  "contentHandling", "cacheNamespace", "cacheKeyParameters"},
    "mock": {"type", "requestTemplates", "responses", "passthroughBehavior", "timeoutInMillis",
             "contentHandling", "cacheNamespace", "cacheKeyParameters"},
}
HTTP_INTEGRATION = {"aws_proxy": {"type", "uri", "httpMethod", "timeoutInMillis", "payloadFormatVersion",
                                  "connectionType"}}
AUTHORIZER = {
    "cognito_user_pools": {"type", "providerARNs", "identityValidationExpression"},
    "token": {"type", "authorizerUri", "identitySource", "identityValidationExpression",
              "authorizerResultTtlInSeconds"},
    "request": {"type", "authorizerUri", "identitySource", "authorizerResultTtlInSeconds"},
}


def refuse_unsupported(body, schemes, top=frozenset(TOP)):
    """ValueError that names every extension of Amazon in the body that is not implemented. top: those at the top"""
    unknown = _unsupported(body, top, "the definition")
    if body.get("security"):
        unknown.append("`security` at the top (API Gateway ignores it there: write it in each operation)")
    for path, item in body.get("paths", {}).items():
        unknown += _unsupported(item, PATH, path)
        for method, operation in item.items():
            if isinstance(operation, dict):
                unknown += _unsupported(operation, OPERATION, f"{method.upper()} {path}")
    for name, scheme in schemes.items():
        unknown += _unsupported(scheme, SCHEME, f"security scheme {name}")
    if unknown:
        raise ValueError(f"not supported by the local cloud: {'; '.join(unknown)}")


def refuse_unsupported_keys(node, table, noun, where):
    """The type of an integration or authorizer; ValueError if the type, or a key, is not implemented."""
    kind = str(node.get("type", "")).lower()
    if kind not in table:
        raise ValueError(f"not supported by the local cloud: {noun} type {node.get('type')!r} of {where}"
                         f" (supported: {', '.join(sorted(table))})")
    unknown = sorted(set(node) - table[kind])
    if unknown:
        raise ValueError(f"not supported by the local cloud: {', '.join(unknown)} in the {noun} of {where}")
    return kind


def _unsupported(node, supported, where):
    """["x-amazon-apigateway-policy of the definition"], for the extensions of a node that are not supported."""
    return [f"{key} of {where}" for key in sorted(node)
            if key.startswith(EXTENSION) and key[len(EXTENSION):] not in supported]
