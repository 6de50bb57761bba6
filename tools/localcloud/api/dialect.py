"""What Swagger 2.0 and OpenAPI 3.0 say in two ways, said in one. Pure.

A body is the whole definition of an API as a dict, an operation what stands under paths/path/method.
"""
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method")


def resolved(body, node):
    """The node itself, or what its {"$ref": "#/definitions/Order"} points at.

    Raises ValueError if nothing is there: AWS refuses such a definition too.
    """
    seen = []
    while isinstance(node, dict) and "$ref" in node:
        pointer = node["$ref"]
        if pointer in seen or not pointer.startswith("#/"):
            raise ValueError(f"cannot follow the reference {pointer!r}")
        seen.append(pointer)
        node = body
        for step in pointer[2:].split("/"):
            step = unquote(step).replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or step not in node:
                raise ValueError(f"the reference {pointer!r} points at nothing")
            node = node[step]
    return node


def follow(body, node, seen=None):
    """ValueError if a reference anywhere below a node, or below what it points at, points at nothing."""
    seen = set() if seen is None else seen
    if isinstance(node, list):
        for part in node:
            follow(body, part, seen)
    if isinstance(node, dict):
        pointer = node.get("$ref")
        if isinstance(pointer, str) and pointer not in seen:
            seen.add(pointer)
            follow(body, resolved(body, node), seen)
        for part in node.values():
            follow(body, part, seen)


def operations(body):
    """(path, "GET" or "ANY", parameters, operation) of every operation, in the order of the body."""
    for path, item in body.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                name = "ANY" if method.startswith("x-") else method.upper()
                operation = item[method]
                yield path, name, parameters(body, item, operation), operation


def parameters(body, item, operation):
    """The parameters of an operation: the path's, which the operation's own of the same name replace."""
    found = {}
    for parameter in item.get("parameters", []) + operation.get("parameters", []):
        parameter = resolved(body, parameter)
        found[parameter["in"], parameter["name"]] = parameter
    return list(found.values())


def models(body, params, operation):
    """{"application/json": JSON Schema} of the request's body, by content type; {} without one."""
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
