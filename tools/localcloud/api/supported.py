"""What of Amazon's extensions this API serves; the rest is refused by name, never passed in silence. Pure."""

EXTENSION = "x-amazon-apigateway-"

# Read here, or without effect on a request (endpoint types, documentation, names of an export).
TOP = {"gateway-responses", "request-validators", "request-validator", "binary-media-types", "api-key-source",
       "endpoint-configuration", "documentation", "importexport-version", "tag-value"}
PATH = {"any-method"}
OPERATION = {"integration", "request-validator", "auth"}
SCHEME = {"authtype", "authorizer"}

# Keys of an integration object by its type. For a proxy AWS keeps `responses` and does not use them.
INTEGRATION = {
    "aws_proxy": {"type", "uri", "httpMethod", "timeoutInMillis", "passthroughBehavior", "responses",
                  "contentHandling", "cacheNamespace", "cacheKeyParameters"},
    "mock": {"type", "requestTemplates", "responses", "passthroughBehavior", "timeoutInMillis",
             "contentHandling", "cacheNamespace", "cacheKeyParameters"},
}
AUTHORIZER = {
    "cognito_user_pools": {"type", "providerARNs", "identityValidationExpression"},
    "token": {"type", "authorizerUri", "identitySource", "identityValidationExpression",
              "authorizerResultTtlInSeconds"},
    "request": {"type", "authorizerUri", "identitySource", "authorizerResultTtlInSeconds"},
}


def refuse_unknown(body, schemes):
    """ValueError that names every Amazon extension of the body that nothing here reads."""
    found = _unknown(body, TOP, "the definition")
    if body.get("security"):
        found.append("`security` at the top (API Gateway ignores it there: say it in each operation)")
    for path, item in body.get("paths", {}).items():
        found += _unknown(item, PATH, path)
        for method, operation in item.items():
            if isinstance(operation, dict):
                found += _unknown(operation, OPERATION, f"{method.upper()} {path}")
    for name, scheme in schemes.items():
        found += _unknown(scheme, SCHEME, f"security scheme {name}")
    if found:
        raise ValueError(f"not supported by the local cloud: {'; '.join(found)}")


def refuse_unknown_keys(node, table, noun, where):
    """ValueError if the type of an integration or authorizer, or a key of it, is not served here."""
    kind = str(node.get("type", "")).lower()
    if kind not in table:
        raise ValueError(f"not supported by the local cloud: {noun} type {node.get('type')!r} of {where}"
                         f" (supported: {', '.join(sorted(table))})")
    unknown = sorted(set(node) - table[kind])
    if unknown:
        raise ValueError(f"not supported by the local cloud: {', '.join(unknown)} in the {noun} of {where}")
    return kind


def _unknown(node, known, where):
    """["x-amazon-apigateway-policy of the definition"], for the extensions of a node that are not known."""
    return [f"{key} of {where}" for key in sorted(node)
            if key.startswith(EXTENSION) and key[len(EXTENSION):] not in known]
