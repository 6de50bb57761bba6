"""What a handler reads of a request's body, against what the endpoint's schema makes callers send."""
from checks.check import Check, Finding
from checks.events_read import shown
from kit.schema import nearest

BODY = ["body", "()"]


def optional_fields(subject):
    """Fields that the schema knows, or lets pass, and that nobody has to send."""
    for name, note in subject.notes("maybe", "open-key"):
        if note["path"][:2] != BODY or note.get("how", "item") != "item" or note["caught"] or note["guarded"] \
                or note["inside"] and not note["always"]:
            continue
        schema = within(subject.model["lambdas"][name]["infra"].get("endpoint", {}).get("schema"), note["path"][2:])
        if not schema or note["note"] == "open-key" and nearest(note["key"], note["has"], 0.84):
            continue  # P406 says how it is spelt
        needed = ", ".join([*schema.get("required", []), note["key"]])
        known = "" if note["key"] in schema["properties"] else f", and {note['key']} in its properties"
        yield Finding(note["file"], note["line"], f"nobody has to send {note['key']!r} in {shown(note['path'])}",
                      f"required: [{needed}] in the schema{known}, or .get({note['key']!r}, ...)",
                      f"KeyError: {note['key']!r}, and 502 for whoever leaves it out")


def within(schema, steps):
    """The schema of the object at a path of a body; None if that is not known."""
    for step in steps:
        held = schema if isinstance(schema, dict) else {}
        schema = held.get("items") if step == "[]" else (held.get("properties") or {}).get(step)
    return schema if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) else None


POST = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n      type: object\n" \
    "      required: [%s]\n      properties: {name: {type: string}, size: {type: integer}}\n---\n" \
    "star = json.loads(event['body'])\nreturn {'statusCode': 200, 'body': json.dumps([star['name'], star['size']])}"
CHECKS = [
    Check("P408", "A field of a body that nobody has to send",
          "KeyError, and so 502. The gateway answers 400 to a body that lacks what the schema requires.",
          POST % "name", POST % "name, size", optional_fields),
]
