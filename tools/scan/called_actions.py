"""The actions that a lambda's code needs, each on its resource, and the doubts about them. Pure.

    permissions(fn, observation, kinds)
    -> {"calls": [aws.app.CalledAction], "doubts": [aws.app.Doubt]}

A call whose resource is not known may be on everything of its kind that the lambda can name: by a variable, or by its
trigger. Code that could not be followed keeps the whole permissions of the variables that it may use: a role must never
be narrower than its code.
"""
import re

from aws.app import Called, CalledAction, Doubt, Lambda
from aws.iam import actions
from interpreter import models
from interpreter.observation import Observation
from interpreter.unresolved import METHODS
from scan.sent_values import ANSWER, EVENT, EVENT_END, SIGN, UNKNOWN, VARIABLE, variants

# Marks, because an ARN is split at its colons: text_of() replaces them.
SCOPE = {"partition": "\ue004", "region": "\ue005", "account": "\ue006"}
PSEUDO = {"\ue004": "${AWS::Partition}", "\ue005": "${AWS::Region}", "\ue006": "${AWS::AccountId}"}
KINDS = {"dynamodb": ("table",), "s3": ("bucket", "website"), "sqs": ("queue",), "sns": ("topic",), "events": ("bus",),
         "lambda": ("function",), "secretsmanager": ("secret",), "cognito-idp": ("user_pool",)}
PATTERNS = {
    "dynamodb": re.compile(r"arn:[^:]+:dynamodb:[^:]+:[^:]+:table/(?P<name>[^/]*)(/index/(?P<index>.*))?"),
    "s3": re.compile(r"arn:[^:]*:s3:::(?P<name>[^/]*)(/(?P<key>.*))?", re.DOTALL),
    "sqs": re.compile(r"arn:[^:]+:sqs:[^:]+:[^:]+::?(?P<name>.*)"),
    "events": re.compile(r"arn:[^:]+:events:[^:]+::?[^:]+:event-bus/(?P<name>.*)"),
    "lambda": re.compile(r"arn:[^:]+:lambda:[^:]+:[^:]+::?function:(?P<name>.*)"),
    "secretsmanager": re.compile(r"arn:[^:]+:secretsmanager:[^:]+:[^:]+::?secret:(?P<name>.*)-\?{6}"),
    "cognito-idp": re.compile(r"arn:[^:]+:cognito-idp:[^:]+:[^:]+::?userpool/(?P<name>.*)")}
EVENT_PART = re.compile(f"{EVENT}([^{EVENT_END}]*){EVENT_END}")
NAMES_IN_EVENTS = {"s3": ("name",), "dynamodb": ("source",), "sqs": ("eventSourceARN",), "sns": ("TopicArn",),
                   "events": ("source",)}
WILD = re.compile(r"[*?$]")
# The operations of methods that unknown receivers have, where the name is not the operation's.
OF_METHODS = {"batch_writer": "BatchWriteItem", "upload_file": "PutObject", "upload_fileobj": "PutObject",
              "download_file": "GetObject", "download_fileobj": "GetObject", "copy_from": "CopyObject",
              "send_messages": "SendMessageBatch", "receive_messages": "ReceiveMessage",
              "generate_presigned_post": "PutObject", "get_queue_by_name": "GetQueueUrl"}


class Names:
    """What a lambda can name: by its variables, and by the events that its trigger sends."""

    def __init__(self, fn: Lambda):
        self.variables = {variable["name"]: (variable["kind"], variable["of"]) for variable in fn["env"]}
        self.events = fn["infra"].get("events", [])
        self.own = [(event["source"]["type"], event["source"]["name"]) for event in fn["infra"].get("events", [])
                    if "source" in event]
        self.own += [(word, fn["name"]) for word in ("queue", "topic") if word in fn["infra"]]

    def of_service(self, service):
        """[(kind, name)] of a service that the lambda can name, each once."""
        kinds = KINDS.get(service, ())
        return [*dict.fromkeys(target for target in (*self.own, *self.variables.values()) if target[0] in kinds)]


def permissions(fn: Lambda, observation: Observation) -> Called:
    """The actions of a lambda's code, and its doubts (see above)."""
    calls, doubts, names_ = [], [], Names(fn)
    for call in observation["calls"]:
        if not call["dead"] and not models.is_anonymous(call["service"], call["operation"]):
            more, doubt = of_call(call, names_)
            calls += more
            doubts += doubt
    for call in observation["unresolved"]:
        if not call["dead"]:
            more, doubt = of_unresolved(call, names_)
            calls += more
            doubts += doubt
    doubts += escapes(observation, names_)
    if observation["missing_keys"]:
        calls += listings(calls)
    if not observation["whole"]:
        file, line = observation["gave_up"] or (fn["path"], 0)
        doubts.append(doubt_of(None, file, line, "too much code to follow from here", names_))
    return {"calls": distinct(calls), "doubts": settled(fn, doubts)}


def of_call(call, names_):
    """([CalledAction], [Doubt]) of a call of boto3."""
    calls, doubts = [], []
    for params in variants(call["args"]):
        for action, arn in required(call, params):
            service = SERVICES.get(action.partition(":")[0], call["service"])
            target = resource(arn, service, names_)
            if target is not None:
                calls.append(called(action, target, call))
                continue
            if isinstance(arn, str) and ANSWER in arn and service not in KINDS:
                calls.append(called(action, widest(arn), call))  # no code can spell it
                continue
            targets = names_.of_service(service)
            by_trigger = [target for target in targets if target in names_.own]
            from_event = by_trigger and targets == by_trigger
            calls += [called(action, {"kind": kind, "name": name, **whole_of(action, kind)}, call)
                      for kind, name in targets] or [called(action, widest(arn), call)]
            if not from_event:
                doubts.append({"variables": [], "action": action, "file": call["file"], "line": call["line"],
                               "why": f"the resource of {call['method']}() is not known"})
        if call["operation"] in ("Query", "Scan") and not call["whole"] and "IndexName" not in call["args"]:
            calls += [called(entry["action"], {**entry["on"], "index": "*"}, call) for entry in calls
                      if isinstance(entry["on"], dict) and entry["on"]["kind"] == "table"]
    return calls, doubts


def required(call, params):
    """[(action, ARN or None)] of a call with params."""
    service, operation = call["service"], call["operation"]
    if call["via"] == "batch":
        operation, params = "BatchWriteItem", {"RequestItems": {params.get("TableName", UNKNOWN): []}}
    if service == "dynamodb" and operation in PARTIQL and not is_readable(params):
        return [(f"dynamodb:PartiQL{verb}", None) for verb in ("Delete", "Insert", "Select", "Update")]
    try:
        pairs = actions.narrowest(service, operation, with_unknown(service, operation, params), SCOPE)
        pairs += actions.dependent_permissions(service, params, SCOPE)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return [(actions.existing_action(actions.prefix(service), operation), None)]
    return [(action, "*" if arn is None and service not in KINDS else arn) for action, arn in pairs]


PARTIQL = {"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}
SERVICES = {"s3": "s3", "secretsmanager": "secretsmanager"}  # of actions that calls of other services need


def is_readable(params):
    """Whether the verbs of a call's PartiQL statements are known."""
    statements = [params, *(params.get("Statements") or []), *(params.get("TransactStatements") or [])]
    texts = [entry.get("Statement") for entry in statements if isinstance(entry, dict) and "Statement" in entry]
    return bool(texts) and len(texts) >= len(statements) - 1 and all(
        isinstance(text, str) and text.split()[0].isascii() for text in texts if text)


def widest(arn):
    """The text of an ARN whose resource is any of its type: arn:aws:ec2:...:instance/*."""
    if not isinstance(arn, str) or arn.count(":") < 5:
        return "*"
    start, own = arn.split(":", 5)[:5], arn.split(":", 5)[5]
    kind = re.match(r"[\w-]+/(?=[\ue000-\uf8ff])", own)
    return re.sub("[\ue004-\ue006]", lambda mark: PSEUDO[mark[0]], f"{':'.join(start)}:{kind[0] if kind else ''}*")


FIELDS = {"dynamodb": "TableName", "s3": "Bucket", "sqs": "QueueUrl", "sns": "TopicArn", "lambda": "FunctionName",
          "secretsmanager": "SecretId", "cognito-idp": "UserPoolId"}


def with_unknown(service, operation, params):
    """The params, with an unknown value for the field that names the resource where it is absent."""
    field = FIELDS.get(service)
    absent = field and not params.keys() & {field, "QueueName", "TargetArn", "PhoneNumber"}
    params = {**params, **({field: UNKNOWN} if absent else {})}
    if service == "s3":
        params.setdefault("Key", UNKNOWN)
        params.setdefault("CopySource", f"{UNKNOWN}/{UNKNOWN}")
        if isinstance(params["CopySource"], dict):
            params["CopySource"] = {"Bucket": UNKNOWN, "Key": UNKNOWN, **params["CopySource"]}
        if operation == "DeleteObjects" and not (isinstance(params.get("Delete"), dict) and isinstance(
                params["Delete"].get("Objects"), list) and params["Delete"]["Objects"]):
            params["Delete"] = {"Objects": [{"Key": UNKNOWN}]}
    if service == "events":
        entries = [params["Entries"]] if isinstance(params.get("Entries"), dict) else params.get("Entries")
        params["Entries"] = entries if isinstance(entries, list) and entries and all(
            isinstance(entry, dict) for entry in entries) else [{"EventBusName": UNKNOWN}]
    if operation.startswith("Batch") and not (isinstance(params.get("RequestItems"), dict) and params["RequestItems"]):
        params["RequestItems"] = {UNKNOWN: []}
    return params


def of_unresolved(call, names_):
    """([CalledAction], [Doubt]) of a call that may be one of boto3: exact where its arguments name the resource."""
    service, method = call["service"], call["method"]
    operation = OF_METHODS.get(method) or models.operations(service).get(method) if service else None
    field = FIELDS.get(service)
    named = operation and (field in call["args"] or service == "events" and "Entries" in call["args"])
    if named and METHODS.get(method, "") == service:
        calls, doubts = of_call({**call, "operation": operation, "via": "client"}, names_)
        if not doubts:
            return calls, []
    what = f"{method}()" if method else "a function"
    return [], [doubt_of(service or None, call["file"], call["line"],
                         f"the object whose {what} is called is not known" if method else
                         "the function that is called here is not known, and may be one of boto3", names_)]


def escapes(observation, names_):
    """[Doubt] of boto3's objects and variables' values that are passed to code outside the app."""
    for note in observation["notes"]:
        if note["note"] != "escaped" or note["pure"] or is_harmless(note["to"]):
            continue
        to = f" to {note['to']}" if note["to"] else ""
        if note["service"]:
            yield doubt_of(note["service"], note["file"], note["line"],
                           f"an object of boto3 is passed{to}, which is no code of the app", names_)
            continue
        kinds = [kind for kinds in KINDS.values() for kind in kinds]
        variables = [name for name in note["variables"] if names_.variables.get(name, ("",))[0] in kinds]
        if variables:
            yield {"variables": variables, "action": "", "file": note["file"], "line": note["line"],
                   "why": f"{variables[0]} is passed{to or ' on'}, to code that is not the app's"}


HARMLESS = re.compile(r"^(aws_lambda_powertools\.(?!utilities\.(parameters|idempotency|feature_flags|data_masking|"
                      r"streaming))|aws_xray_sdk\.|logging\.|structlog\.|builtins\.(\w*Error|\w*Exception)$|"
                      r"unittest\.|requests\.|urllib\.|json\.|re\.|os\.path\.|pathlib\.)")


def is_harmless(name):
    """Whether a function outside the app makes no calls of AWS with its arguments."""
    return bool(HARMLESS.match(name))


def doubt_of(service, file, line, why, names_) -> Doubt:
    """The Doubt about all variables of a service; None: about all variables."""
    kinds = KINDS.get(service, ()) if service else [kind for kinds in KINDS.values() for kind in kinds]
    return {"variables": sorted(name for name, (kind, _of) in names_.variables.items() if kind in kinds),
            "action": f"{actions.prefix(service)}:*" if service else "", "file": file, "line": line, "why": why}


def resource(arn, service, names_):
    """Called.on of an ARN with markers (scan/sent_values.py); None if its name is not known."""
    if arn is None or not isinstance(arn, str) or arn.startswith((UNKNOWN, EVENT, ANSWER)):
        return None
    if arn == "*":
        return arn
    variable = VARIABLE.fullmatch(arn)
    if variable:
        kind, name = names_.variables.get(variable[1], ("", None))
        if kind in KINDS.get(service, ()):
            return {"kind": kind, "name": name}
        return f"${{env:{variable[1]}}}" if kind == "value" else None
    pattern = PATTERNS.get(service)
    match = pattern.fullmatch(arn) if pattern else None
    if match:
        target = named(match["name"], service, names_)
        if target is not None:
            key = key_of_event(match.groupdict().get("key"), target["name"], names_)
            return {**target, **parts_of(match.groupdict()), **({"key": key} if key else {})}
    return text_of(arn, names_)


def named(name, service, names_):
    """{"kind", "name"} of a name that is a variable's value, or that the event names; None for other names."""
    variable, part = VARIABLE.fullmatch(name), EVENT_PART.fullmatch(name)
    if variable:
        kind, of = names_.variables.get(variable[1], ("", None))
        return {"kind": kind, "name": of} if kind in KINDS.get(service, ()) else None
    own = [target for target in names_.own if target[0] in KINDS.get(service, ())]
    if part and len(own) == 1 and part[1].split("\n")[-1] in NAMES_IN_EVENTS.get(service, ()):
        return {"kind": own[0][0], "name": own[0][1]}
    return None


def key_of_event(key, bucket, names_):
    """The key "inbox/*" of an object that the event names, by the patterns of the lambda's rules; None: it may be any."""
    part = EVENT_PART.fullmatch(key or "")
    if not part or part[1].split("\n")[-2:] != ["object", "key"]:
        return None
    keys = [event.get("pattern", {}).get("object", {}).get("key") for event in names_.events
            if event.get("source", {}).get("name") == bucket]
    key = keys[0][0] if len(keys) == 1 and isinstance(keys[0], list) and len(keys[0]) == 1 else None
    text = key if isinstance(key, str) else key.get("wildcard") or f"{key['prefix']}*" if isinstance(key, dict) \
        and key.keys() & {"wildcard", "prefix"} and isinstance(key.get("prefix", ""), str) else None
    return text if text and not re.search(r"[?$\\]", text) else None


def parts_of(groups):
    """{"index": "owner-index"} or {"key": "reports/*"} of the groups of a pattern: "*" for what is not known."""
    return {part: pattern_of(groups[part]) for part in ("index", "key") if groups.get(part) is not None}


def pattern_of(text):
    """A text with "*" from its first part on that is not known; and where its own characters are wildcards."""
    start = re.split(f"[{UNKNOWN}{EVENT}{ANSWER}{SIGN}]", text)[0]
    wild = WILD.search(start)
    start = start[:wild.start()] if wild else start
    return text if start == text else f"{start}*"


def text_of(arn, names_):
    """An ARN as text: ${env:NAME} for a variable's value, "*" for unknown parts; None if nothing of its name is known."""
    if not arn.startswith("arn:") or arn.count(":") < 5:
        return None
    text = VARIABLE.sub(lambda match: f"${{env:{match[1]}}}" if names_.variables.get(match[1], ("",))[0] == "value"
                        else UNKNOWN, arn)
    head, own = text[:len(text) - len(text.split(":", 5)[5])], text.split(":", 5)[5]
    text = re.sub(f"[{UNKNOWN}{ANSWER}]", "*", head) + (
        own if "*" in own else re.sub(f"[{UNKNOWN}{EVENT}{ANSWER}].*", "*", own, flags=re.DOTALL))
    own, is_open = text.split(":", 5)[5], "*" not in arn
    if is_open and re.fullmatch(r"([\w-]+[/:])?\*(/.*)?", own):
        return None
    return re.sub("[\ue004-\ue006]", lambda mark: PSEUDO[mark[0]], text)


def whole_of(action, kind):
    """{"key": "*"} for an action on objects of a bucket, else {}."""
    is_listing = any(word in action for word in ("List", "Bucket")) and "Object" not in action
    return {"key": "*"} if kind in ("bucket", "website") and not is_listing else {}


def listings(calls):
    """s3:ListBucket for each bucket whose objects are read: without it, S3 returns 403 for a missing object."""
    return [{**entry, "action": "s3:ListBucket", "on": {key: entry["on"][key] for key in ("kind", "name")}}
            for entry in calls if entry["action"] == "s3:GetObject" and isinstance(entry["on"], dict)]


def called(action, on, call) -> CalledAction:
    """A CalledAction at the line of a call."""
    return {"action": action, "on": on, "file": call["file"], "line": call["line"]}


def distinct(calls):
    """The calls, of equal actions and resources the first, in the order of their places."""
    by_key = {}
    for entry in sorted(calls, key=lambda entry: (entry["file"], entry["line"], entry["action"])):
        by_key.setdefault((entry["action"], repr(entry["on"])), entry)
    return [*by_key.values()]


def settled(fn, doubts):
    """The doubts, each once; those that an entry of `permissions:` for the service settles are left out."""
    result = {}
    for doubt in doubts:
        result.setdefault((doubt["file"], doubt["line"], doubt["why"]), doubt)
    return [doubt for _key, doubt in sorted(result.items())]
