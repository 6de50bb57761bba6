"""The entries of put_events by themselves, and what AWS says of a batch that it took only in part."""
import ast

from checks import emitted
from checks.check import Check, Finding
from checks.subject import per_subject
from interpreter.plain import options
from kit.schema import nearest

MOST = 10
# What a call answers of what it did not take, and how one looks at it.
FAILURES = {"PutEvents": ("FailedEntryCount", "Entries"), "SendMessageBatch": ("Failed",), "PublishBatch": ("Failed",),
            "BatchWriteItem": ("UnprocessedItems",), "PutRecords": ("FailedRecordCount", "Records"),
            "PutRecordBatch": ("FailedPutCount", "RequestResponses")}
WORDS = {"print", "log", "debug", "info", "warning", "error", "exception", "critical", "dumps", "str", "repr", "pprint"}


def incomplete(subject):
    """Entries that the bus does not take: without source, topic or detail, of AWS's own source, or too many."""
    said = "the entry is not taken: InvalidArgument: Parameter {} is not valid. Reason: {0} is a required argument"
    for entry in emitted.entries(subject):
        given, call = entry["held"], entry["call"]
        for key in ("Source", "DetailType", "Detail"):
            value = given["dict"].get(key, None)
            if value in (None, "") and not given["open"] and key not in given["maybe"]:
                near = nearest(key, [one for one in given["dict"] if one not in
                                     ("Source", "DetailType", "Detail", "EventBusName")], 0.6)
                yield Finding(call["file"], call["line"], f"the entry has no {key}", near or f"add {key!r}: ...",
                              said.replace("{}", key).replace("{0}", key))
        if isinstance(given["dict"].get("Source"), str) and given["dict"]["Source"].startswith("aws."):
            yield Finding(call["file"], call["line"], f"the source {given['dict']['Source']!r} is AWS's own",
                          "a source of the app, e.g. 'demo.orders'", "NotAuthorizedForSourceException")
    for _name, call in subject.calls("events", {"PutEvents"}):
        for held in options(call["args"].get("Entries")):
            if isinstance(held, dict) and "list" in held and not held["open"] and len(held["list"]) > MOST:
                yield Finding(call["file"], call["line"], f"{len(held['list'])} entries in one call",
                              "ten at a time", "ValidationException: Member must have length less than or equal to 10")


def no_objects(subject):
    """Details that are known to be no JSON object."""
    for entry in emitted.entries(subject):
        for value in options(emitted.content(entry["held"]["dict"].get("Detail", emitted.NOTHING))):
            what = not_object(value)
            if what:
                yield Finding(entry["call"]["file"], entry["call"]["line"], f"the detail is {what}, not a JSON object",
                              "json.dumps({...})", "the entry is not taken: MalformedDetail: Detail is malformed")


def not_object(value):
    """What a detail is instead of an object, "" if it is one or not known."""
    if value == emitted.BAD:
        return "no JSON"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    if isinstance(value, (str, int)):
        return "a text" if isinstance(value, str) else "a number"
    kind = "list" if "list" in value else "text" if "text" in value else value.get("is", value.get("kind"))
    return {"list": "a list", "text": "a text", "whole": "a number", "number": "a number"}.get(kind, "") \
        if "dict" not in value else ""


def elsewhere(subject):
    """Entries that go past the app's own bus, which its rules listen on."""
    said = "AccessDeniedException: not authorized to perform: events:PutEvents; else nobody hears it"
    for entry in emitted.entries(subject):
        fn, call = subject.model["lambdas"][entry["lambda"]], entry["call"]
        allowed = any("PutEvents" in action or action.endswith("*") for one in fn["infra"].get("permissions", [])
                      for action in one["action"])
        variable = f"{subject.model['name'].replace('-', '_').upper()}_BUS"
        if allowed or entry["bus"] in ("app", None):
            continue
        if entry["bus"] == "default":
            what = "the entry says no EventBusName, so it goes" if "EventBusName" not in entry["held"]["dict"] \
                else "the entry goes"
            yield Finding(call["file"], call["line"], f"{what} to the account's default bus",
                          f'"EventBusName": os.environ["{variable}"]', said)
        elif isinstance(entry["held"]["dict"]["EventBusName"], str):
            yield Finding(call["file"], call["line"], f"{entry['bus']!r} is not the app's bus",
                          f'"EventBusName": os.environ["{variable}"]', said)


def ignored_failures(subject):
    """Calls that take a batch in part, whose answer nobody looks at: they do not raise."""
    seen = set()
    for _name, call in subject.all_calls:
        if call["operation"] not in FAILURES or call["via"] != "client" and call["type"] not in ("Queue", None):
            continue
        place = call["file"], call["line"], call["method"]
        if place not in seen and is_ignored(subject, call):
            keys = FAILURES[call["operation"]]
            yield Finding(call["file"], call["line"], f"nobody looks at the {keys[0]} of {call['method']}",
                          f"answer = {call['method']}(...); if answer.get({keys[0]!r}): raise, or send them again",
                          "nothing: what is not taken is lost; the call does not raise")
        seen.add(place)


def is_ignored(subject, call):
    """Whether the answer is thrown away, only told, or read without its failures."""
    above = parents(subject, call["file"])
    nodes = [node for node in above if node.__class__ is ast.Call and node.lineno == call["line"]
             and getattr(node.func, "attr", "") == call["method"]]
    if len(nodes) != 1:
        return False
    user = above.get(nodes[0])
    while isinstance(user, (ast.Call, ast.JoinedStr, ast.FormattedValue, ast.keyword)) and is_telling(user):
        user = above.get(user)
    if isinstance(user, ast.Expr):
        return True
    if not isinstance(user, ast.Assign) or len(user.targets) != 1 or not isinstance(user.targets[0], ast.Name):
        return False
    inner = user
    while inner is not None and not isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
        inner = above.get(inner)
    return all(is_other_use(node, above, FAILURES[call["operation"]]) for node in ast.walk(inner)
               if isinstance(node, ast.Name) and node.id == user.targets[0].id and isinstance(node.ctx, ast.Load))


def is_telling(node):
    """Whether a node only tells of what is in it: print(...), log.info(json.dumps(...)), f"..."."""
    name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
    return not isinstance(node, ast.Call) or name in WORDS


def is_other_use(node, above, keys):
    """Whether an answer is only told, or read at other keys than those of failures."""
    user = above.get(node)
    if isinstance(user, ast.Subscript) and isinstance(user.slice, ast.Constant):
        return user.slice.value not in keys
    if isinstance(user, ast.Attribute) and user.attr == "get" and isinstance(above.get(user), ast.Call):
        first = next(iter(above[user].args), None)
        return isinstance(first, ast.Constant) and first.value not in keys
    while isinstance(user, (ast.Call, ast.JoinedStr, ast.FormattedValue, ast.keyword)) and is_telling(user):
        user = above.get(user)
    return isinstance(user, ast.Expr)


@per_subject
def parents(subject, path):
    """{node: the node that it is a part of} of a file."""
    return {inner: node for node in ast.walk(subject.tree(path)) for inner in ast.iter_child_nodes(node)}


PUT = "answer = boto3.client('events').put_events(Entries=[{%s}])\n" \
    "if answer['FailedEntryCount']:\n    raise RuntimeError(answer['Entries'])"
RULE = "infra:\n  timer: {rate: 1 day}\n---\n"
BUS, OWN = "'EventBusName': os.environ['DEMO_BUS'], ", "'Source': 'demo.a', 'DetailType': 'Told', "
DETAIL = "'Detail': json.dumps({'id': '1'})"
HEARS = {"lambdas/z/index.py": '"""Hears.\n\ninfra:\n  events:\n  - name: told\n    topic: Told\n"""\n\n\n'
         'def handler(event, context):\n    print(event["detail"])\n'}
ENTRY = "    " + BUS + OWN + DETAIL
CHECKS = [
    Check("P805", "An entry that the bus does not take", "put_events does not raise: its answer says what was refused.",
          RULE + PUT % (BUS + "'DetailType': 'Told', " + DETAIL), RULE + PUT % (BUS + OWN + DETAIL), incomplete, HEARS),
    Check("P806", "A detail that is no JSON object", "MalformedDetail, in the answer of put_events.",
          RULE + PUT % (BUS + OWN + "'Detail': json.dumps(['1'])"), RULE + PUT % (BUS + OWN + DETAIL), no_objects,
          HEARS),
    Check("P807", "An event that goes past the app's bus", "AccessDeniedException, or nobody hears it.",
          RULE + PUT % (OWN + DETAIL), RULE + PUT % (BUS + OWN + DETAIL), elsewhere, HEARS),
    Check("P808", "Failures that nobody looks at",
          "What was not taken (throttled, too large, refused) is in the answer. The call does not raise.",
          RULE + "boto3.client('events').put_events(Entries=[{%s}])" % (BUS + OWN + DETAIL),
          RULE + PUT % (BUS + OWN + DETAIL), ignored_failures, HEARS),
]
