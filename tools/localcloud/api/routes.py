"""The resource of a path: literal parts have precedence over {name} and {proxy+}. Pure.

Rules: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
"""
from collections.abc import Iterable


def table(paths: Iterable[str]) -> dict:
    """The tree of all resource paths, one node for each part.

    {"/orders/{id}"} -> {"literal": {"orders": {"variable": {"part": "{id}", "path": "/orders/{id}", ...}}}, ...}
    ValueError for two variables in one position, of two names or {name} beside {name+}, which AWS refuses.
    """
    root = _node()
    for path in paths:
        node = root
        for part in [part for part in path.split("/") if part]:
            if node["part"].endswith("+}"):
                raise ValueError(f"{path}: {node['part']} must come last, since it matches the rest of the path")
            if part.startswith("{") and part.endswith("}"):
                node["variable"] = node["variable"] or _node(part)
                node = node["variable"]
                if node["part"] != part:
                    raise ValueError(f"{path}: a sibling ({node['part']}) of this resource already has a variable path "
                                     "part -- only one is allowed")
            else:
                node = node["literal"].setdefault(part, _node(part))
        node["path"] = path
    return root


def match(tree: dict, path: str) -> tuple[str, dict[str, str]] | None:
    """(resource path, {"id": "7"}) for a request's path, or None. A trailing slash does not count.

    Values stay percent-encoded, as in REST APIs.
    """
    parts = path.strip("/").split("/") if path.strip("/") else []
    return _match(tree, parts, 0, {})


def _match(node, parts, position, values):
    """(resource's path, {variable: value}) of the best resource below a node for parts[position:], or None."""
    if position == len(parts):
        return (node["path"], values) if node["path"] else None
    part, matched, variable = parts[position], None, node["variable"]
    if part in node["literal"]:
        matched = _match(node["literal"][part], parts, position + 1, values)
    if matched is None and variable and variable["part"].endswith("+}"):
        return variable["path"], {**values, variable["part"][1:-2]: "/".join(parts[position:])}
    if matched is None and variable and part:
        return _match(variable, parts, position + 1, {**values, variable["part"][1:-1]: part})
    return matched


def _node(part=""):
    """A node of the tree of routes, without children. part: as it is written in the path"""
    return {"literal": {}, "variable": None, "path": None, "part": part}
