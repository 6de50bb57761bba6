"""indexes: global secondary indexes on the app's tables.

    infra:
      indexes:
      - name: owner
        type: S
        table: demo

The index is called `owner-index`, its key is the attribute `owner`, and it holds whole items: what
pareto 0.7 made, and so what its apps query.
"""

TYPES = {"S": "string", "N": "number", "B": "bytes"}
SCHEMA = {
    "title": "indexes",
    "description": "Global secondary indexes. Index `owner` is queried as `owner-index`; its key is the "
                   "attribute `owner`, and it holds whole items.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,249}$",
                     "description": "the attribute that is the key of the index: letters, digits, _, . and -"},
            "type": {"type": "string", "enum": sorted(TYPES),
                     "description": "of that attribute: S string, N number, B bytes"},
            "table": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$",
                      "description": "the table, as in its variable, `demo` is DEMO_TABLE: "
                                     "lower-case letters, digits and -"}},
        "required": ["name", "type", "table"],
        "additionalProperties": False},
    "default": [],
    "examples": [[{"name": "owner", "type": "S", "table": "demo"}]],
}


def complaints(block):
    """[(key, message, hint)]: one index said twice, or a key of the table given another type."""
    found, seen = [], set()
    for at, one in enumerate(block):
        if (one["table"], one["name"]) in seen:
            found.append((f"{at}.name", f"index {one['name']!r} on table {one['table']!r} is said twice",
                          "say it once"))
        if one["name"] in ("pk", "sk") and one["type"] != "S":
            found.append((f"{at}.type", f"{one['name']} is a string on every table", "say type: S"))
        seen.add((one["table"], one["name"]))
    return found


def normal(block):
    """The list as said: scan adds each index to its table's state."""
    return list(block)
