"""indexes: global secondary indexes on the app's tables.

    infra:
      indexes:
      - name: owner
        type: S
        table: demo

The index is called `owner-index`, its key is the attribute `owner`, and it holds whole items, as in
pareto 0.7, whose apps query it by this name.
"""
from kit.problems import KeyProblem
from recipes import nothing

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
                     "description": "the type of that attribute: S string, N number, B bytes"},
            "table": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$",
                      "description": "the table, as in its variable, `demo` is DEMO_TABLE: "
                                     "lower-case letters, digits and -"}},
        "required": ["name", "type", "table"],
        "additionalProperties": False},
    "default": [],
    "examples": [[{"name": "owner", "type": "S", "table": "demo"}]],
}


def problems(block: list[dict]) -> list[KeyProblem]:
    """[(key, message, hint)]: an index declared twice."""
    faults, seen = [], set()
    for at, index in enumerate(block):
        if (index["table"], index["name"]) in seen:
            faults.append((f"{at}.name", f"index {index['name']!r} on table {index['table']!r} is listed twice",
                           "write it once"))
        seen.add((index["table"], index["name"]))
    return faults


normal = nothing.unchanged  # the app model's state has the indexes of all lambdas by table (scan/app_model.py)
