"""The entries of put_events, and the failed entries in AWS's response to a batch that it accepted only in part."""
import ast

from checks import emitted, partial_match, rules
from checks.check import Check, Finding, Findings, finding
from checks.example import lambda_file
from checks.subject import Subject
from checks.syntax import LOGS, method_name
from interpreter.plain import options
from interpreter.sources import called_name, constant_texts, nodes_of, parents
from kit import names
from kit.schema import nearest

# The fields of a response that list what a call did not take.
FAILURES = {"PutEvents": ("FailedEntryCount", "Entries"), "SendMessageBatch": ("Failed",), "PublishBatch": ("Failed",),
            "BatchWriteItem": ("UnprocessedItems",), "PutRecords": ("FailedRecordCount", "Records"),
            "PutRecordBatch": ("FailedPutCount", "RequestResponses"), "DeleteObjects": ("Errors",),
            "BatchGetItem": ("UnprocessedKeys",)}
LOGGING = LOGS | {"dumps", "str", "repr", "pprint"}


def incomplete(subject: Subject) -> Findings:
    """Entries that the bus refuses: without source, topic or detail, or with a source of AWS's own."""
    aws_message = "the entry fails: InvalidArgument: Parameter {} is not valid. Reason: {0} is a required argument"
    for entry in emitted.entries(subject):
        mapping, call = entry["mapping"], entry["call"]
        for key in ("Source", "DetailType", "Detail"):
            value = mapping["dict"].get(key, None)
            if value in (None, "") and not mapping["open"] and key not in mapping["maybe"]:
                near = nearest(key, [name for name in mapping["dict"] if name not in
                                     ("Source", "DetailType", "Detail", "EventBusName")], 0.6)
                yield finding(call, f"the entry has no {key}", near or f"add {key!r}: ...",
                              aws_message.replace("{}", key).replace("{0}", key))
        if isinstance(mapping["dict"].get("Source"), str) and mapping["dict"]["Source"].startswith("aws."):
            yield finding(call, f"the source {mapping['dict']['Source']!r} is AWS's own",
                          "a source of the app, e.g. 'demo.orders'", "NotAuthorizedForSourceException")


def details_without_object(subject: Subject) -> Findings:
    """Entries whose detail is certainly not a JSON object."""
    for entry in emitted.entries(subject):
        for value in options(emitted.content(entry["mapping"]["dict"].get("Detail", emitted.UNKNOWN))):
            actual = not_object(value)
            if actual:
                yield Finding(entry["call"]["file"], entry["call"]["line"],
                              f"the detail is {actual}, not a JSON object", "json.dumps({...})",
                              "the entry fails: MalformedDetail: Detail is malformed")


def not_object(value):
    """What a detail is instead of a JSON object, for a message: "a list"; "" if it is an object, or unknown."""
    if value == emitted.NOT_JSON:
        return "no JSON"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    if isinstance(value, (str, int)):
        return "a text" if isinstance(value, str) else "a number"
    kind = "list" if "list" in value else "text" if "text" in value else value.get("is", value.get("kind"))
    return {"list": "a list", "text": "a text", "whole": "a number", "number": "a number"}.get(kind, "") \
        if "dict" not in value else ""


def outside_app_bus(subject: Subject) -> Findings:
    """Entries for another bus than the app's own, on which its rules are."""
    variable = f"{names.prefix(names.own_prefix(subject.model))}_BUS"
    for entry in emitted.entries(subject):
        call, name = entry["call"], entry["mapping"]["dict"].get("EventBusName", "default")
        if entry["bus"] in ("app", None) or not isinstance(name, str):
            continue
        rule = expecting_rule(subject, entry)
        if not rule:  # the role allows the bus that the code names: another app, or one of AWS, may have rules there
            continue
        default = "the entry goes to the account's default bus" if name in entry["mapping"]["dict"].values() else \
            "the entry has no EventBusName, so it goes to the account's default bus"
        message = default if entry["bus"] == "default" else f"{name!r} is not the app's bus"
        yield finding(call, f"{message}, and the rule {rule['name']} of {rule['lambda']} is on the app's",
                      f'"EventBusName": os.environ["{variable}"]',
                      "no error: the other bus accepts the event, and no rule of the app matches it")


def expecting_rule(subject, entry):
    """The rule of the app's bus that expects the topic of an entry for another bus; None if there is none, or if the
    code puts such events on both buses."""
    same_topic = [other_entry for other_entry in emitted.entries(subject) if other_entry["bus"] == "app"
                  and other_entry["topic"] in (None, entry["topic"])]
    deliberate = "EventBusName" in entry["mapping"]["dict"] or any(
        other_entry["lambda"] == entry["lambda"] for other_entry in same_topic)
    if entry["topic"] is None or same_topic and deliberate or not entry["call"]["sure"]:
        return None
    return next((rule for rule in rules.by_topic(subject).get(entry["topic"], [])
                 if partial_match.match(rule["alternatives"], entry["event"]) is not False), None)


def ignored_failures(subject: Subject) -> Findings:
    """Calls that may take a batch in part without raising, and whose response the code does not read."""
    reported = set()
    for _name, call in subject.all_calls:
        if call["operation"] not in FAILURES or call["via"] != "client" and call["type"] not in ("Queue", None):
            continue
        site = call["file"], call["line"], call["method"]
        if site not in reported and is_ignored(subject, call):
            keys = FAILURES[call["operation"]]
            yield finding(call, f"the code ignores the {keys[0]} of {call['method']}",
                          f"response = {call['method']}(...); if response.get({keys[0]!r}): raise, or send those again",
                          "no error: the call does not raise, and the " + (
                              "items that it did not read are missing" if call["operation"] == "BatchGetItem" else
                              "entries that it did not accept are lost"))
        reported.add(site)


def is_ignored(subject, call):
    """Whether the code drops the response of a call, only logs it, or reads other fields than those of failures."""
    use = subject.of_tree(use_of_response, call["file"], call["line"], call["method"], call["operation"])
    return use is True or bool(use) and not any(use in subject.of_tree(imported_names, path) for path in subject.paths)


def imported_names(tree):
    """The names in the `from ... import` of a file."""
    return [alias.name for node in nodes_of(tree, ast.ImportFrom) for alias in node.names]


def use_of_response(tree, line, method, operation):
    """Whether a file ignores the response of a call as in is_ignored(); the name of a function that returns it, if all
    its callers in the file drop it."""
    nodes = [node for node in nodes_of(tree, ast.Call) if node.lineno == line and method_name(node) == method]
    if len(nodes) != 1:
        return False
    parent_of = parents(tree)
    user = behind_logging(parent_of.get(nodes[0]), parent_of)
    keys = FAILURES[operation]
    if isinstance(user, ast.Expr) or reads_others(user, parent_of, keys):
        return True
    if isinstance(user, ast.Return):
        return ignoring_function(parent_of, user)
    if not isinstance(user, ast.Assign) or len(user.targets) != 1 or not isinstance(user.targets[0], ast.Name):
        return False
    function = parent_of.get(user)
    while function is not None and not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
        function = parent_of.get(function)
    # boto3 raises for each other status: what stands after `if status == 200: return` never runs
    ends = [node.end_lineno or 0 for node in nodes_of(function, ast.If)
            if isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq)
            and "HTTPStatusCode" in constant_texts(node.test) and isinstance(node.body[-1], (ast.Return, ast.Break))]
    return all(ignores_failures(node, parent_of, keys) for node in nodes_of(function, ast.Name)
               if node.id == user.targets[0].id and isinstance(node.ctx, ast.Load)
               and node.lineno <= min(ends, default=node.lineno))


def behind_logging(user, parent_of):
    """The first node around a value, from its user on, that does more than log or format it: not print(...), f"...",
    log.info(json.dumps(...))."""
    while isinstance(user, (ast.JoinedStr, ast.FormattedValue, ast.keyword)) or called_name(user) in LOGGING:
        user = parent_of.get(user)
    return user


def ignores_failures(node, parent_of, keys):
    """Whether the code only logs a response or a part of it, or reads other keys of it than those of failures."""
    user = parent_of.get(node)
    if reads_others(user, parent_of, keys):
        return True
    while isinstance(user, ast.Subscript) or isinstance(user, ast.Attribute) and user.attr == "get":
        user = parent_of.get(parent_of.get(user) if isinstance(user, ast.Attribute) else user)
    return isinstance(behind_logging(user, parent_of), ast.Expr)


def reads_others(user, parent_of, keys):
    """Whether the user of a response reads a key of it that is none of those of failures: response["Other"]."""
    called = parent_of.get(user) if isinstance(user, ast.Attribute) and user.attr == "get" else None
    key = next(iter(called.args), None) if isinstance(called, ast.Call) else \
        user.slice if isinstance(user, ast.Subscript) else None
    return isinstance(key, ast.Constant) and key.value not in keys


def ignoring_function(parent_of, returned):
    """The name of the function that returns a response to callers in its file, if all of them drop it; else False."""
    function = returned
    while not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)):
        function = parent_of[function]
    name = getattr(function, "name", "handler")
    uses = [parent_of[node] for node in parent_of if isinstance(node, ast.Name) and node.id == name]
    return name != "handler" and isinstance(parent_of[function], ast.Module) and bool(uses) and all(
        isinstance(use, ast.Call) and isinstance(parent_of[use], ast.Expr) for use in uses) and name


PUT = "response = boto3.client('events').put_events(Entries=[{%s}])\n" \
    "if response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])"
RULE = "infra:\n  timer: {rate: 1 day}\n---\n"
BUS, OWN = "'EventBusName': os.environ['DEMO_BUS'], ", "'Source': 'demo.a', 'DetailType': 'OrderPaid', "
DETAIL = "'Detail': json.dumps({'id': '1'})"
RECEIVER = lambda_file("z", "infra:\n  events:\n  - name: paid\n    topic: OrderPaid\n---\nprint(event['detail'])")
CHECKS = [
    Check("P805", "An entry that the bus refuses",
          "put_events does not raise: its response lists the failed entries.",
          "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html",
          RULE + PUT % (BUS + "'DetailType': 'OrderPaid', " + DETAIL), RULE + PUT % (BUS + OWN + DETAIL),
          incomplete, RECEIVER),
    Check("P806", "A detail that is no JSON object",
          "MalformedDetail, in the response of put_events.",
          "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html",
          RULE + PUT % (BUS + OWN + "'Detail': json.dumps(['1'])"), RULE + PUT % (BUS + OWN + DETAIL),
          details_without_object, RECEIVER),
    Check("P807", "An event for another bus than the app's",
          "The other bus accepts the event, and no rule of the app matches it.",
          "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html",
          RULE + PUT % (OWN + DETAIL), RULE + PUT % (BUS + OWN + DETAIL), outside_app_bus, RECEIVER),
    Check("P808", "Failed entries that the code ignores",
          "The call does not raise: its response lists the failed entries (throttled, too large, refused).",
          "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html",
          RULE + "boto3.client('events').put_events(Entries=[{%s}])" % (BUS + OWN + DETAIL),
          RULE + PUT % (BUS + OWN + DETAIL), ignored_failures, RECEIVER),
]
