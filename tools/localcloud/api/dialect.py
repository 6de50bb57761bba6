"""One view of Swagger 2.0 and OpenAPI 3.0. Pure.

A body is the whole definition of an API as a dict, an operation the value of paths/path/method.
"""
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method")
LOCATIONS = {"header": "header", "path": "path", "query": "querystring"}  # of a parameter: {in OpenAPI: in API Gateway}


def resolved(body, node):
    """The node itself, or the target of its {"$ref": "#/definitions/Order"}.

    Raises ValueError without a target: AWS refuses such a definition too.
    """
    followed = []
    while isinstance(node, dict) and "$ref" in node:
        pointer = node["$ref"]
        if pointer in followed or not pointer.startswith("#/"):
            raise ValueError(f"cannot follow the reference {pointer!r}")
        followed.append(pointer)
        node = body
        for step in pointer[2:].split("/"):
            step = unquote(step).replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or step not in node:
                raise ValueError(f"the reference {pointer!r} points at nothing")
            node = node[step]
    return node


def check_references(body, node, followed=None):
    """ValueError if a reference anywhere below a node, or below a reference's target, has no target."""
    followed = set() if followed is None else followed
    if isinstance(node, list):
        for part in node:
            check_references(body, part, followed)
    if isinstance(node, dict):
        pointer = node.get("$ref")
        if isinstance(pointer, str) and pointer not in followed:
            followed.add(pointer)
            check_references(body, resolved(body, node), followed)
        for part in node.values():
            check_references(body, part, followed)


def operations(body):
    """Yields (path, "GET" or "ANY", parameters, operation) of every operation, in the order of the body."""
    for path, item in body.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                name = "ANY" if method.startswith("x-") else method.upper()
                operation = item[method]
                yield path, name, parameters(body, item, operation), operation


def parameters(body, item, operation):
    """The parameters of an operation: those of the path, unless the operation declares one of the same name."""
    by_location = {}
    for parameter in item.get("parameters", []) + operation.get("parameters", []):
        parameter = resolved(body, parameter)
        by_location[parameter["in"], parameter["name"]] = parameter
    return list(by_location.values())


def models(body, params, operation):
    """{"application/json": JSON Schema} of the request's body, by content type, or {}."""
    content = resolved(body, operation.get("requestBody", {})).get("content", {})
    if content:
        return {kind: entry["schema"] for kind, entry in content.items() if "schema" in entry}
    schemas = [parameter["schema"] for parameter in params if parameter["in"] == "body"]
    kinds = operation.get("consumes") or body.get("consumes") or ["application/json"]
    return {kind: schemas[0] for kind in kinds} if schemas else {}


def declared_headers(body, operation):
    """{"200": {"access-control-allow-origin"}}: the headers that each declared response may have."""
    return {str(status): {name.lower() for name in resolved(body, response).get("headers", {})}
            for status, response in operation.get("responses", {}).items()}


def security_schemes(body):
    """{name: scheme}, from securityDefinitions or components/securitySchemes."""
    return body.get("securityDefinitions") or body.get("components", {}).get("securitySchemes", {})
