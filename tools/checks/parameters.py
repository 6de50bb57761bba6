"""Calls of AWS that botocore refuses, and names that a service does not have: by botocore's models."""
from checks.check import Check, Findings, Subject, finding
from checks.model_limits import excessive_numbers, is_arn, limit_fault
from checks.python_types import description, kind_of
from checks.subject import per_subject
from interpreter import models
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

# Shapes for which DynamoDB's resource takes Python's own values and boto3's conditions.
RESOURCE_SHAPES = {"AttributeValue", "ConditionExpression", "KeyExpression"}
CONDITIONS = {"ConditionExpression", "KeyExpression"}
KINDS = {"string": {"text", "time"}, "blob": {"text", "bytes"}, "boolean": {"bool"},
         **dict.fromkeys(("integer", "long"), {"whole", "bool", "number"}),
         **dict.fromkeys(("float", "double"), {"float", "whole", "decimal", "bool", "number"}),
         "list": {"list"}, "map": {"map"}, "structure": {"map"}}
DESCRIPTIONS = {"string": "a text", "blob": "bytes or a text", "boolean": "True or False",
                "integer": "a whole number", "long": "a whole number", "float": "a number", "double": "a number",
                "list": "a list", "map": "a mapping", "structure": "a mapping"}
# Shapes to whose values AWS has added none for years: other lists grow, and botocore's copy may lack a new value.
COMPLETE = frozenset("""StandardUnit Statistic ComparisonOperator ReturnValue ReturnConsumedCapacity Select
    ReturnItemCollectionMetrics ReturnValuesOnConditionCheckFailure InvocationType LogType ObjectCannedACL
    MetadataDirective TaggingDirective FlexibleTimeWindowMode ActionAfterCompletion ConversationRole""".split())
CHECKED = frozenset({"client", "resource", "paginator", "waiter", "batch"})
TRANSFERS = {*models.S3_TRANSFERS, "generate_presigned_post", *(method for _service, method in models.TOKENS)}


def check_of(kind):
    """The function of a Check of one kind of problem: "unknown", "missing", "type", "value", "limit" or "placed"."""
    def findings(subject):
        for call, problems_by_kind in checked_calls(subject):
            for message, hint in problems_by_kind.get(kind, []):
                yield finding(call, f"{call['method']}: {message}", hint,
                              "ValidationException, or the service's own error" if kind == "limit" else
                              "botocore.exceptions.ParamValidationError" if kind != "placed" else "")
    return findings


@per_subject
def checked_calls(subject):
    """[(call, call_problems())]"""
    return [(call, call_problems(call)) for _name, call in subject.calls()
            if call["via"] in CHECKED and call["method"] not in TRANSFERS and call["sure"]]


def call_problems(call):
    """{"unknown" | "missing" | "type" | "value" | "limit" | "placed": [(message, hint)]} of a call."""
    problems_by_kind = {}
    name = models.input_shape(call["service"], call["operation"])
    if call["placed"] and call["via"] != "waiter" or call["placed"] and call["via"] in ("client", "paginator"):
        problems_by_kind["placed"] = [("its parameters must be named",
                                       f"write {_first(call, name)}=... for the first of them")]
        return problems_by_kind
    if name is None:
        for key in call["args"]:
            problems_by_kind.setdefault("unknown", []).append((f"it has no parameter {key!r}", "it has no parameters"))
        return problems_by_kind
    value = {"dict": call["args"], "maybe": [], "open": not call["whole"]}
    for kind, message, hint in problems(call, name, value, ""):
        problems_by_kind.setdefault(kind, []).append((message, hint))
    return problems_by_kind


def _first(call, name):
    """The parameter that a call's first argument is probably for."""
    shape = models.shape(call["service"], name) if name else {}
    required = [member for member in shape.get("required", []) if member not in call["filled"]]
    return (required or list(shape.get("members", {"Name": 0})))[0]


def problems(call, name, value, path):
    """Yields (kind, message, hint) for a plain value that does not fit a shape in botocore's model of the service.

    name  of the shape; path: of the value in the call's arguments, for the message
    """
    if value is None and not path:
        return
    shape = models.shape(call["service"], name)
    python_values = call["service"] == "dynamodb" and call["python"]
    if python_values and (name in RESOURCE_SHAPES or isinstance(value, dict) and "condition" in value):
        yield from condition_problems(name, value, path)
        return
    if isinstance(value, dict) and "any" in value:
        for part in value["any"]:
            if part is not None:  # which a condition may exclude that the interpreter does not know
                yield from problems(call, name, part, path)
        return
    if path == "QueueUrl" and is_arn(value):
        yield "value", f"{path} cannot be an ARN", "the queue's URL: os.environ['..._QUEUE'], or get_queue_url(...)"
    kind = kind_of(value)
    if name == "CopySource" and kind == "map":
        return  # botocore turns it into a text
    if kind and shape.get("type") in KINDS and kind not in KINDS[shape["type"]] and path not in call["filled"]:
        if not (shape["type"] == "string" and kind in ("time",)):
            yield "type", f"{path} must be {DESCRIPTIONS[shape['type']]}, not {description(value, kind)}", \
                hint_of(shape, kind)
        return
    if fault := limit_fault(shape, value):
        yield "limit", f"{path} {fault[0]}", fault[1]
        return
    if shape.get("type") == "structure" and "dict" in (value if isinstance(value, dict) else ()):
        yield from _structure(call, shape, value, path)
    elif shape.get("type") == "list" and isinstance(value, dict):
        for part in value.get("list", []):
            yield from problems(call, shape["member"]["shape"], part, f"{path}[]")
    elif shape.get("type") == "map" and isinstance(value, dict):
        for key, part in fields(value).items():
            yield from problems(call, shape["value"]["shape"], part, f"{path}.{key}")
    elif shape.get("enum") and isinstance(value, str) and (hint := enum_hint(shape["enum"], value, name)):
        yield "value", f"{path} cannot be {value!r}", hint


def condition_problems(name, value, path):
    """Yields (kind, message, hint) of a value for which DynamoDB's resource takes a condition; as of problems()."""
    if name in CONDITIONS and kind_of(value) in ("map", "list", "whole"):
        yield "type", f"{path} must be a condition, not {description(value, kind_of(value))}", "Key('pk').eq(...)"


def enum_hint(accepted, value, name):
    """What a text may be that is none of those that botocore's model accepts; "" if it may be a newer one."""
    close = "" if value in accepted else nearest(value, accepted, 0.75) or nearest(value.upper(), accepted, 0.9)
    return close or (f"it can be {listed(accepted, 8)}" if value not in accepted and name in COMPLETE else "")


def _structure(call, shape, value, path):
    """Yields (kind, message, hint) of unknown members of a structure, of missing ones, and of problems inside them."""
    before = f"{path}." if path else ""
    aliases = {} if path else models.aliases(call["service"], call["operation"])
    for key, part in fields(value).items():
        key = aliases.get(key, key) if key not in shape["members"] else key
        if key in shape["members"]:
            yield from problems(call, shape["members"][key]["shape"], part, before + key)
        else:
            near = nearest(key, shape["members"])
            takes = listed(sorted(shape["members"]))
            yield "unknown", f"it has no parameter {before + str(key)!r}", near or f"it has {takes}"
    if not value["open"]:
        is_union = shape.get("union") or {"NULL", "BOOL"} < shape["members"].keys()  # of DynamoDB's AttributeValue
        if is_union and len(value["dict"]) != 1 and not value["maybe"]:
            yield "missing", f"{path} has {len(value['dict'])} parts, and it takes one", \
                f"one of {listed(sorted(shape['members']))}"
        for key in ("SS", "NS", "BS") if is_union else ():
            if fields(value).get(key) == {"list": [], "open": False}:
                yield "missing", f"{path} is an empty set", "omit the attribute"
        required = [key for key in shape.get("required", []) if not shape["members"][key].get("idempotencyToken")]
        names = {aliases.get(key, key) for key in value["dict"]}
        for key in required:  # botocore sets tokens itself
            if key not in names and (call["service"], key) not in models.SET_BY_BOTOCORE \
                    and key not in (call["filled"] if not path else ()):
                yield "missing", f"it needs {before + key!r}", f"add {key}=..." if not path else f"add {key!r}: ..."


def hint_of(shape, kind):
    """How to convert a value to the type of a shape, "" if there is no short way."""
    if shape["type"] in ("string", "blob"):
        return "json.dumps(...)" if kind in ("map", "list") else ".decode()" if kind == "bytes" else "str(...)"
    if shape["type"] in ("integer", "long") and kind in ("text", "float", "decimal"):
        return "int(...)"
    return "[...]" if shape["type"] == "list" else ""


def unknown_methods(subject: Subject) -> Findings:
    """Methods, services, paginators and waiters that boto3 does not have."""
    for _name, note in subject.notes("no-method", "no-service"):
        if note["note"] == "no-service":
            near = nearest(note["name"], models.services())
            yield finding(note, f"boto3 has no {note['what']} {note['name']!r}", near,
                          "botocore.exceptions.UnknownServiceError")
            continue
        whose = f"{note['service']}'s {note['type'] or 'client'}"
        yield finding(note, f"{whose} has no {note['name']!r}", nearest(note["name"], note["has"]), "AttributeError")


def unknown_response_fields(subject: Subject) -> Findings:
    """Fields that the responses of AWS do not have."""
    for _name, note in subject.notes("no-answer"):
        location = "".join(f"[{part!r}]" for part in note["path"] if part != "[]")
        yield finding(note,
                      f"the response of {note['operation']}{location and f' in {location}'} has no {note['key']!r}",
                      "ReturnValues='ALL_NEW' in the call" if note["how"] == "attributes" else
                      nearest(note["key"], note["has"]) or f"it has {listed(note['has'])}",
                      "no error: the condition is always the same" if note["how"] == "test" else "KeyError")


def items_of_objects(subject: Subject) -> Findings:
    """summary["Key"], bucket.objects.all()[0] and paginate(...)["Items"]: what boto3 returns there is neither a mapping
    nor a list."""
    for _name, note in subject.notes("no-item"):
        is_named = isinstance(note["key"], str)
        yield finding(note, f"this object of boto3's {note['name']} is no {'mapping' if is_named else 'list'}",
                      f"for page in pages: page[{note['key']!r}]" if note["name"] == "pages" else
                      "an attribute: .key" if is_named else "list(...)[0], or a loop",
                      "TypeError: object is not subscriptable")


QUEUE = "infra:\n  permissions: ['sqs:SendMessage']\n---\n"
SEND = QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'], %s)"
WHY = "botocore validates parameters before the request: ParamValidationError when the line runs."
CHECKS = [
    Check("P201", "A method that boto3 does not have",
          "AttributeError when the line runs.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html",
          "table.put_items(Item={'pk': 'a', 'sk': 'b'})", "table.put_item(Item={'pk': 'a', 'sk': 'b'})",
          unknown_methods),
    Check("P202", "A parameter that the call does not have",
          WHY,
          "https://docs.aws.amazon.com/botocore/latest/reference/config.html",
          "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Content='x')",
          "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x')", check_of("unknown")),
    Check("P203", "A required parameter that is missing",
          WHY,
          "https://docs.aws.amazon.com/botocore/latest/reference/config.html",
          QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'])",
          SEND % "MessageBody='x'", check_of("missing")),
    Check("P204", "A parameter of the wrong type",
          WHY,
          "https://docs.aws.amazon.com/botocore/latest/reference/config.html",
          QUEUE + "boto3.client('sqs').send_message(QueueUrl=os.environ['JOBS_URL'], MessageBody={'id': 1})",
          SEND % "MessageBody=json.dumps({'id': 1})",
          check_of("type")),
    Check("P205", "A parameter without its name",
          "TypeError: boto3's calls take named parameters only.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html",
          "table.put_item({'pk': 'a', 'sk': 'b'})", "table.put_item(Item={'pk': 'a', 'sk': 'b'})", check_of("placed")),
    Check("P206", "A field that the response does not have",
          "KeyError when the line runs; .get always returns None.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html",
          "return table.query(KeyConditionExpression=Key('pk').eq('a'))['Item']",
          "return table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']",
          lambda subject: [*unknown_response_fields(subject), *items_of_objects(subject)]),
    Check("P207", "A value that the call does not accept",
          "ValidationException, or the service's own error for it.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html",
          "table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_OLDD')",
          "table.delete_item(Key={'pk': 'a', 'sk': 'b'}, ReturnValues='ALL_OLD')", check_of("value")),
    Check("P208", "A number or a text beyond the service's limits",
          "InvalidParameterValue or ValidationException when the line runs.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
          SEND % "MessageBody='x', DelaySeconds=3600", SEND % "MessageBody='x', DelaySeconds=600",
          lambda subject: [*excessive_numbers(subject), *check_of("limit")(subject)]),
]
