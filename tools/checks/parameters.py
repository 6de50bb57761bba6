"""Calls of AWS that botocore itself would refuse, or that the service has no such thing for: by botocore's models."""
from checks.check import Check, Finding
from interpreter import models
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

# Of DynamoDB's resource: Python's own values and boto3's conditions stand for these.
LOOSE = {"AttributeValue", "ConditionExpression", "KeyExpression"}
KINDS = {"string": {"text", "time"}, "blob": {"text", "bytes"}, "boolean": {"bool"},
         "integer": {"whole", "bool"}, "long": {"whole", "bool"}, "float": {"float", "whole", "decimal", "bool"},
         "double": {"float", "whole", "decimal", "bool"}, "list": {"list"}, "map": {"map"}, "structure": {"map"}}
WORDS = {"string": "a text", "blob": "bytes or a text", "boolean": "True or False", "integer": "a whole number",
         "long": "a whole number", "float": "a number", "double": "a number", "list": "a list", "map": "a mapping",
         "structure": "a mapping"}
CHECKED = frozenset({"client", "resource", "paginator", "waiter", "batch"})
TRANSFERS = {*models.S3_TRANSFERS, "generate_presigned_post"}


def whats(kind):
    """The check of the complaints of one kind about the parameters of all calls."""
    def found(subject):
        for _name, call in subject.calls():
            if call["via"] in CHECKED and call["method"] not in TRANSFERS and call["sure"]:
                for what, hint in call_complaints(call).get(kind, []):
                    yield Finding(call["file"], call["line"], f"{call['method']}: {what}", hint,
                                  "botocore.exceptions.ParamValidationError" if kind != "placed" else "")
    return found


def call_complaints(call):
    """{"unknown" | "missing" | "type" | "value" | "placed": [(what, hint)]} of a call."""
    found = {}
    name = models.input_shape(call["service"], call["operation"])
    if call["placed"] and call["via"] != "waiter" or call["placed"] and call["via"] in ("client", "paginator"):
        found["placed"] = [("its parameters must be named",
                            f"say {_first(call, name)}=... for the first of them")]
        return found
    if name is None:
        for key in call["args"]:
            found.setdefault("unknown", []).append((f"takes no parameter {key!r}", "it takes none"))
        return found
    value = {"dict": call["args"], "maybe": [], "open": not call["whole"]}
    for kind, what, hint in complaints(call, name, value, ""):
        found.setdefault(kind, []).append((what, hint))
    return found


def _first(call, name):
    """The parameter that a call's first argument is likely to be."""
    shape = models.shape(call["service"], name) if name else {}
    wanted = [one for one in shape.get("required", []) if one not in call["filled"]]
    return (wanted or list(shape.get("members", {"Name": 0})))[0]


def complaints(call, name, value, place):
    """(kind, what, hint) of a plain value that stands where a shape is wanted."""
    if value is None and not place:
        return
    shape = models.shape(call["service"], name)
    python_values = call["service"] == "dynamodb" and call["python"]
    if python_values and (name in LOOSE or isinstance(value, dict) and "condition" in value):
        return
    if isinstance(value, dict) and "any" in value:
        for one in value["any"]:
            yield from complaints(call, name, one, place)
        return
    kind = kind_of(value)
    if name == "CopySource" and kind == "map":
        return  # botocore writes it as a text
    if kind and shape.get("type") in KINDS and kind not in KINDS[shape["type"]] and place not in call["filled"]:
        if not (shape["type"] == "string" and kind in ("time",)):
            yield "type", f"{place} must be {WORDS[shape['type']]}, not {said(value, kind)}", \
                hint_of(shape, value, kind)
        return
    if shape.get("type") == "structure" and "dict" in (value if isinstance(value, dict) else ()):
        yield from _structure(call, shape, value, place)
    elif shape.get("type") == "list" and isinstance(value, dict):
        for one in value.get("list", []):
            yield from complaints(call, shape["member"]["shape"], one, f"{place}[]")
    elif shape.get("type") == "map" and isinstance(value, dict):
        for key, one in fields(value).items():
            yield from complaints(call, shape["value"]["shape"], one, f"{place}.{key}")
    elif shape.get("enum") and isinstance(value, str) and value not in shape["enum"]:
        close = nearest(value, shape["enum"], 0.75) or nearest(value.upper(), shape["enum"], 0.9)
        if close:
            yield "value", f"{place} cannot be {value!r}", close


def _structure(call, shape, value, place):
    """Members that the shape has not, members that it wants, and what is wrong inside them."""
    before = f"{place}." if place else ""
    for key, one in fields(value).items():
        if key in shape["members"]:
            yield from complaints(call, shape["members"][key]["shape"], one, before + key)
        else:
            near = nearest(key, shape["members"])
            takes = listed(sorted(shape["members"]))
            yield "unknown", f"it has no parameter {before + key!r}", near or f"it takes {takes}"
    if not value["open"]:
        wanted = [key for key in shape.get("required", []) if not shape["members"][key].get("idempotencyToken")]
        for key in wanted:  # botocore makes tokens itself
            if key not in value["dict"] and key not in (call["filled"] if not place else ()):
                yield "missing", f"it needs {before + key!r}", f"add {key}=..." if not place else f"add {key!r}: ..."


def kind_of(value):
    """The Python type of a plain value in KINDS' words; "" if it is not known."""
    if value is None:
        return "None"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (str, int)):
        return "text" if isinstance(value, str) else "whole"
    for key, kind in (("dict", "map"), ("list", "list"), ("float", "float"), ("text", "text"), ("env", "text")):
        if key in value:
            return kind
    if "event" in value:
        return {"map": "map", "list": "list", "text": "text"}.get(value["is"], "")
    kind = value.get("kind", "")
    return kind if kind in ("text", "whole", "float", "bytes", "bool", "decimal", "set", "uuid", "time", "list") else ""


def said(value, kind):
    """What stands there, in words: 5, a mapping, bytes."""
    if value is None or isinstance(value, (str, int, bool)):
        return repr(value)
    return {"map": "a mapping", "list": "a list", "text": "a text", "float": "a float", "whole": "a whole number",
            "time": "a date or time", "uuid": "a UUID", "bool": "a bool", "set": "a set"}.get(kind, kind)


def hint_of(shape, value, kind):
    """How to make the one into the other."""
    if shape["type"] in ("string", "blob"):
        return "json.dumps(...)" if kind in ("map", "list") else ".decode()" if kind == "bytes" else "str(...)"
    if shape["type"] in ("integer", "long") and kind in ("text", "float", "decimal"):
        return "int(...)"
    return "[...]" if shape["type"] == "list" else ""


def methods(subject):
    """Methods, services, paginators and waiters that boto3 does not have."""
    for _name, note in subject.notes("no-method", "no-service"):
        if note["note"] == "no-service":
            near = nearest(note["name"], models.services())
            yield Finding(note["file"], note["line"], f"boto3 has no {note['what']} {note['name']!r}", near,
                          "botocore.exceptions.UnknownServiceError")
            continue
        whose = f"{note['service']}'s {note['type'] or 'client'}"
        yield Finding(note["file"], note["line"], f"{whose} has no {note['name']!r}",
                      nearest(note["name"], note["has"]), "AttributeError")


def answers(subject):
    """Fields that AWS's answers do not have."""
    for _name, note in subject.notes("no-answer"):
        where = "".join(f"[{part!r}]" for part in note["path"] if part != "[]")
        yield Finding(note["file"], note["line"],
                      f"what {note['operation']} answers{' in ' + where if where else ''} has no {note['key']!r}",
                      nearest(note["key"], note["has"]) or f"it has {listed(note['has'])}", "KeyError")


# docs.aws.amazon.com: what a service takes at most, where botocore's model does not say so.
MOST = {("SendMessage", "DelaySeconds"): 900, ("SendMessageBatch", "DelaySeconds"): 900,
        ("ReceiveMessage", "WaitTimeSeconds"): 20, ("ReceiveMessage", "MaxNumberOfMessages"): 10,
        ("ChangeMessageVisibility", "VisibilityTimeout"): 43200}
WEEK = 7 * 24 * 3600


def too_much(subject):
    """Numbers over the services' limits."""
    for _name, call in subject.calls():
        entries = call["args"].get("Entries")
        inner = entries.get("list", []) if isinstance(entries, dict) else []
        for held in (call["args"], *map(fields, inner)) if call["sure"] else ():
            for key, value in held.items():
                most = MOST.get((call["operation"], key))
                if most and type(value) is int and value > most:
                    yield Finding(call["file"], call["line"], f"{key} is {value}, and {most} at most", f"{key}={most}",
                                  f"InvalidParameterValue: Value {value} for parameter {key} is invalid")
    for _name, note in subject.notes("presigned"):
        if note["seconds"] > WEEK:
            yield Finding(note["file"], note["line"], f"an address for {note['seconds']} s, and a week is the most",
                          f"ExpiresIn={WEEK}; it ends with the lambda's own credentials, hours later, in any case",
                          "AuthorizationQueryParametersError: X-Amz-Expires must be less than a week")


QUEUE = "infra:\n  permissions: ['sqs:SendMessage']\n---\n"
SEND = QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'], %s)"
WHY = "botocore looks at parameters before it calls: ParamValidationError when the line is run."
CHECKS = [
    Check("P201", "A method that boto3 does not have", "AttributeError when the line is run.",
          "table.put_items(Item={'pk': 'a', 'sk': 'b'})", "table.put_item(Item={'pk': 'a', 'sk': 'b'})", methods),
    Check("P202", "A parameter that the call does not have", WHY,
          "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Content='x')",
          "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x')", whats("unknown")),
    Check("P203", "A parameter that the call must have", WHY,
          QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'])",
          SEND % "MessageBody='x'", whats("missing")),
    Check("P204", "A parameter of the wrong type", WHY,
          QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'], MessageBody={'id': 1})",
          SEND % "MessageBody=json.dumps({'id': 1})",
          whats("type")),
    Check("P205", "A parameter without its name", "TypeError: boto3's calls take named parameters only.",
          "table.put_item({'pk': 'a', 'sk': 'b'})", "table.put_item(Item={'pk': 'a', 'sk': 'b'})", whats("placed")),
    Check("P206", "A field that AWS's answer does not have", "KeyError when the line is run; .get gives None always.",
          "return table.query(KeyConditionExpression=Key('pk').eq('a'))['Item']",
          "return table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']", answers),
    Check("P207", "A value that the call does not know", "ValidationException, or the service's own word for it.",
          "table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_OLDD')",
          "table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_OLD')", whats("value")),
    Check("P208", "A number over the service's limit", "InvalidParameterValue when the line is run.",
          SEND % "MessageBody='x', DelaySeconds=3600", SEND % "MessageBody='x', DelaySeconds=600", too_much),
]
