"""Which resource a path belongs to: literal parts before {name}, {name} before {proxy+}. Pure."""


def table(paths):
    """The tree of all resource paths, one step per part.

    {"/orders/{id}"} -> {"literal": {"orders": {"any": {"name": "id", "path": "/orders/{id}", ...}}}, ...}
    ValueError where two paths call the same variable part by two names, which AWS refuses.
    """
    root = _node()
    for path in paths:
        here = root
        for part in [part for part in path.split("/") if part]:
            if part.startswith("{") and part.endswith("}"):
                kind = "rest" if part.endswith("+}") else "any"
                name = part[1:-1].rstrip("+")
                here[kind] = here[kind] or _node(name)
                here = here[kind]
                if here["name"] != name:
                    raise ValueError(f"{path}: a sibling already has the variable {{{here['name']}}} there, "
                                     "and API Gateway allows only one")
            else:
                here = here["literal"].setdefault(part, _node())
        here["path"] = path
    return root


def match(tree, path):
    """(resource path, {"id": "7"}) for a request's path, or None. A trailing slash is no part of it.

    Values stay percent-encoded, as REST APIs leave them.
    """
    parts = path.strip("/").split("/") if path.strip("/") else []
    return _match(tree, parts, 0, {})


def _match(node, parts, at, values):
    """The best resource below node for parts[at:]: what a literal leads to goes before a variable."""
    if at == len(parts):
        return (node["path"], values) if node["path"] else None
    part = parts[at]
    found = None
    if part in node["literal"]:
        found = _match(node["literal"][part], parts, at + 1, values)
    if found is None and node["any"] and part:
        found = _match(node["any"], parts, at + 1, {**values, node["any"]["name"]: part})
    if found is None and node["rest"] and node["rest"]["path"]:
        found = node["rest"]["path"], {**values, node["rest"]["name"]: "/".join(parts[at:])}
    return found


def _node(name=None):
    """An empty step; name is what a variable step calls its value."""
    return {"literal": {}, "any": None, "rest": None, "path": None, "name": name}
