"""The resource of a path: literal parts go before {name}, {name} before {proxy+}. Pure."""


def table(paths):
    """The tree of all resource paths, one node for each part.

    {"/orders/{id}"} -> {"literal": {"orders": {"any": {"name": "id", "path": "/orders/{id}", ...}}}, ...}
    ValueError where two paths give the same variable part two names, which AWS refuses.
    """
    root = _node()
    for path in paths:
        node = root
        for part in [part for part in path.split("/") if part]:
            if part.startswith("{") and part.endswith("}"):
                kind = "rest" if part.endswith("+}") else "any"
                name = part[1:-1].rstrip("+")
                node[kind] = node[kind] or _node(name)
                node = node[kind]
                if node["name"] != name:
                    raise ValueError(f"{path}: a sibling already has the variable {{{node['name']}}} there, "
                                     "and API Gateway allows only one")
            else:
                node = node["literal"].setdefault(part, _node())
        node["path"] = path
    return root


def match(tree, path):
    """(resource path, {"id": "7"}) for a request's path, or None. A trailing slash does not count.

    Values stay percent-encoded, as in REST APIs.
    """
    parts = path.strip("/").split("/") if path.strip("/") else []
    return _match(tree, parts, 0, {})


def _match(node, parts, position, values):
    """The best resource below a node for parts[position:]: a literal part goes before a variable."""
    if position == len(parts):
        return (node["path"], values) if node["path"] else None
    part = parts[position]
    matched = None
    if part in node["literal"]:
        matched = _match(node["literal"][part], parts, position + 1, values)
    if matched is None and node["any"] and part:
        matched = _match(node["any"], parts, position + 1, {**values, node["any"]["name"]: part})
    if matched is None and node["rest"] and node["rest"]["path"]:
        matched = node["rest"]["path"], {**values, node["rest"]["name"]: "/".join(parts[position:])}
    return matched


def _node(name=None):
    """A node without children. name: that of a path variable"""
    return {"literal": {}, "any": None, "rest": None, "path": None, "name": name}
