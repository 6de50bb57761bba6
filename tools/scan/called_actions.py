"""The actions that a lambda's code needs, each on its resource, and the doubts about them. Pure.

A call whose resource is not known may use every resource of its kind that a variable or the trigger of the lambda
names. If code could not be followed, the role gets all usual permissions for the variables that the code may use: a
role must never be narrower than its code.
"""
import itertools
import re
from collections.abc import Collection, Iterable
from typing import Any

from aws.app import Called, CalledAction, Doubt, Lambda
from aws.iam import actions, arn_formats, dependent_actions, new_tags, role_actions, unlisted_types
from interpreter import models, origins, plain
from interpreter.observation import Call, Observation
from interpreter.unresolved import METHODS
from scan import unknown_params
from scan.called_resources import KINDS, OFTEN_OF_OTHERS, Names, nested, resource, scopes, widest
from scan.doubts import distinct, doubt_of, escapes, passed_names, unknown_resource, unlisted_action, uses_of_the_role
from scan.lent_uses import lent_pairs
from scan.sent_values import ANSWER, UNKNOWN, all_fields, answered_names, variants

# The operations of methods that unknown receivers have, where the name is not the operation's.
OF_METHODS = {"batch_writer": "BatchWriteItem", "upload_file": "PutObject", "upload_fileobj": "PutObject",
              "download_file": "GetObject", "download_fileobj": "GetObject", "copy_from": "CopyObject",
              "send_messages": "SendMessageBatch", "receive_messages": "ReceiveMessage",
              "generate_presigned_post": "PutObject", "get_queue_by_name": "GetQueueUrl"}
# What AWS takes for an absent parameter.
# docs.aws.amazon.com/athena/latest/ug/workgroups-manage-queries-control-costs.html
DEFAULTS = {**dict.fromkeys([("athena", "StartQueryExecution"), ("athena", "ListQueryExecutions")],
                            {"WorkGroup": "primary"}), ("cloudwatch", "DescribeAlarms"): {"AlarmTypes": "MetricAlarm"}}
# {(service, operation): {its token: the parameter with what AWS derives it from}}
ORIGINS = {("kinesis", "GetRecords"): {"ShardIterator": "StreamName"}, ("kinesis", "ListShards"): {
               "NextToken": "StreamName"}}
SOMETHING = {"kind": ""}  # of a loop that reads the next token: all others are of the same stream
PARTIQL = {"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}
TRANSACTIONS = {"TransactGetItems": "GetItem", "TransactWriteItems": "ConditionCheckItem DeleteItem PutItem UpdateItem"}
PLACEHOLDER = re.compile(r"\$\{[^}]*\}?")  # in a text of the code: in the role it would be CloudFormation's
SERVICES = ("lambda", "s3", "secretsmanager", "sns")  # of actions that calls of other services need
Result = tuple[list[CalledAction], list[Doubt]]


def permissions(fn: Lambda, observation: Observation, own: Collection[str] = ()) -> Called:
    """The actions of a lambda's code, and its doubts (see above). own: of called_resources.Names"""
    names_ = Names(fn, own)
    live = [call for call in observation["calls"]
            if not call["dead"] and not models.is_anonymous(call["service"], call["operation"])]
    live = unknown_params.without_first_rounds(live)
    results = [*(of_call(call, names_) for call in live), *of_results(live, names_)]
    results += [of_unresolved(call, names_) for call in observation["unresolved"] if not call["dead"]]
    calls = [entry for more, _doubts in results for entry in more]
    doubts = [*(doubt for _calls, more in results for doubt in more), *escapes(observation, names_)]
    if observation["missing_keys"]:
        calls += listings(calls)
    if not observation["whole"] and (calls or fn["env"]):
        file, line = observation["gave_up"] or (fn["path"], 0)
        doubts.append(doubt_of(None, (file, line), "too much code to follow from here", names_))
    return {"calls": distinct_calls(calls), "doubts": distinct(doubts)}


def of_call(call: Call, names_: Names) -> Result:
    """([CalledAction], [Doubt]) of a call of boto3."""
    calls: list[CalledAction] = []
    doubts: list[Doubt] = []
    if call["service"] == "apigatewaymanagementapi":
        call = {**call, "args": {**call["args"], "endpointUrl": call.get("ids", {}).get("Url")}}
    if names_.keeps(call["service"]):
        return calls, doubts
    own, call = names_.own_variables, with_origin(call)
    fields = [*all_fields(call["args"], own)]
    for params, scope in itertools.product(all_variants(call, own), scopes(call.get("region"), own)):
        for action, arn in [*required(call, params, fields, scope), *lent_pairs(call, fields, own, scope)]:
            more, doubts_of_action = of_action(action, arn, call, scope, names_)
            calls += more
            doubts += doubts_of_action
    doubts += [*passed_names(call, calls, fields, names_), *uses_of_the_role(call)]
    if call["operation"] in ("Query", "Scan") and not call["whole"] and "IndexName" not in call["args"]:
        calls += [called(entry["action"], {**entry["on"], "index": "*"}, call) for entry in calls
                  if isinstance(entry["on"], dict) and entry["on"]["kind"] == "table"]
    return calls, doubts


def with_origin(call: Call) -> Call:
    """A call with the parameter for what AWS derived its id or token from: the stream of a shard iterator."""
    args, (ids, parents) = dict(call["args"]), origins.PARENTS.get(call["service"], ((), ()))
    fields = {name: parents[0] for name in args if str(name).removesuffix("s") in ids}
    for field, parameter in {**ORIGINS.get((call["service"], call["operation"]), {}), **fields}.items():
        value = args.get(field)
        items = value.get("list", [value]) if isinstance(value, dict) else []
        options = [option for item in items for option in plain.options(item)]
        are_tokens = parameter == "StreamName" and len(options) > 1
        options = [option.get("derived", option) if isinstance(option, dict) else option for option in options
                   if option != SOMETHING or not are_tokens]
        if options and parameter not in args:
            args[parameter] = {"any": options} if len(options) > 1 else options[0]
    return {**call, "args": args}


def of_action(action: str, arn: str | None, call: Any, scope: dict, names_: Names) -> Result:
    """([CalledAction], [Doubt]) of an action that a call needs.

    arn  of the resource, with the marks of the scan; None: of a resource that is not known
    """
    doubts = [] if actions.is_listed(action) else [unlisted_action(action, call)]
    arn = arn and PLACEHOLDER.sub(UNKNOWN, arn)
    prefix = action.partition(":")[0]
    service = prefix if prefix in SERVICES else call["service"]
    target = resource(arn, service, names_)
    if target is None and ANSWER in (arn or "") and action != actions.PASS_ROLE:
        names_of_aws = {*answered_names(call["args"])}
        if names_.is_open(service) or {listed for listed, _field in names_of_aws} == {service}:  # no code can spell it
            target = widest(any_arn(arn, action, scope, [field for _listed, field in names_of_aws]))
    if target is not None:
        return [called(action, target, call)], doubts
    targets = names_.of_service(service)
    calls = [called(action, {"kind": kind, "name": name, **wildcard_fields(action, kind, call)}, call)
             for kind, name in targets]
    # Of the app's own kinds nothing is allowed that the lambda does not name; and no role, because who may pass every
    # role may do everything.
    if names_.is_open(service) and action != actions.PASS_ROLE:
        calls.append(called(action, widest(any_arn(arn, action, scope)), call))
    if not targets or not all(target in names_.own for target in targets):
        doubts.append(unknown_resource(action, call))
    return calls, doubts


def of_results(calls: list, names_: Names) -> list[Result]:
    """[([CalledAction], [Doubt])] of the calls that read results of a query of Athena that another program started:
    only that program names their bucket. docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html"""
    operations = {call["operation"] for call in calls if call["service"] == "athena"}
    return [of_action("s3:GetObject", None, call, {}, names_) for call in calls
            if (call["service"], call["operation"]) == ("athena", "GetQueryResults")
            and "StartQueryExecution" not in operations]


def all_variants(call: Any, own: dict[str, str | None]) -> list[dict]:
    """[params] that a call may send; also without arguments that may be absent (**query) and change its actions.

    own  of variants()
    """
    certain = {key: value for key, value in call["args"].items() if key not in ("IndexName", "VersionId")}
    is_open = not call["whole"] and len(certain) < len(call["args"])
    return variants(call["args"], own) + (variants(certain, own) if is_open else [])


def required(call: Any, params: dict, fields: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN or None)] of a call with params, in the region of a scope. fields: of all_fields()"""
    service, operation = call["service"], call["operation"]
    if (service, operation) in DEFAULTS:  # which an argument that is not known may replace
        (name, text), = DEFAULTS[service, operation].items()
        params = {name: text if call["whole"] else UNKNOWN, **params}
    if service == "ec2" and call.get("type") and operation in ("CreateTags", "DeleteTags"):
        return new_tags.tags_of_object(operation, call["type"], scope)
    if service == "glue" and not call["whole"]:
        params = {"CatalogId": UNKNOWN, **params}
    if call["via"] == "batch":
        name = params.get("TableName")
        operation, params = "BatchWriteItem", {"RequestItems": {name if isinstance(name, str) else UNKNOWN: []}}
    if operation in TRANSACTIONS and not params.get("TransactItems"):  # AWS wants an item: code that was not followed
        return [(f"dynamodb:{name}", None) for name in TRANSACTIONS[operation].split()]
    if service == "dynamodb" and operation in PARTIQL and not is_readable(params):
        return [(f"dynamodb:PartiQL{verb}", None) for verb in ("Delete", "Insert", "Select", "Update")]
    try:
        marked = {**unknown_params.with_unknown(service, operation, params),
                  **({} if call["whole"] else {unlisted_types.MAY_HAVE_MORE: UNKNOWN})}
        pairs = role_actions.narrowest(service, operation, marked, scope)
        pairs = [pair for action, arn in pairs for pair in (
            [(action, arn)] if arn is not None or service in KINDS else nested(action, params, fields, scope))]
        pairs += new_tags.tags_of_new(service, operation, params, pairs, scope)
        pairs += dependent_actions.dependent_permissions(service, operation, params, fields, scope)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        if operation in TRANSACTIONS:
            return [(f"dynamodb:{name}", None) for name in TRANSACTIONS[operation].split()]
        return [(action, None) for action in actions.existing_actions(service, operation, params)]
    pairs = [(action, own) for action, arn in pairs
             for own in ([arn] if isinstance(arn, str) else of_any(action, service, scope))]  # boto3 refuses a dict
    return unknown_params.typed_by_answers(pairs, call, scope) if service in unknown_params.OF_ANY_TYPE else pairs


def of_any(action: str, service: str, scope: dict) -> list[str | None]:
    """[ARN] of any resource of an action whose resource a call does not name; [None] if the app's own may be meant."""
    every: list = role_actions.any_resources(action, scope)
    is_own = action == actions.PASS_ROLE or service in KINDS and (every == ["*"] or service in OFTEN_OF_OTHERS)
    if every == ["*"] and not is_own:
        return [arn_formats.every(pattern, scope) for pattern in arn_formats.of_named_type(action)[:1]] or every
    return [None] if is_own else every


def any_arn(arn: str | None, action: str, scope: dict, fields: Iterable[str] = ()) -> str:
    """An ARN with marks; of one that is not known at all that of any resource of the action's type. fields: as of
    role_actions.any_of_type()"""
    return arn if arn and arn.startswith("arn:") else role_actions.any_of_type(action, scope, fields)


def is_readable(params: dict) -> bool:
    """Whether the verbs of all of a call's PartiQL statements are known."""
    many = params.get("Statements") or params.get("TransactStatements") or []
    statements = [params] if "Statement" in params else many
    texts = [entry.get("Statement") if isinstance(entry, dict) else None for entry in statements]
    return bool(texts) and all(isinstance(text, str) and text.split()[0].isascii() for text in texts)


def of_unresolved(call: Any, names_: Names) -> Result:
    """([CalledAction], [Doubt]) of a call that may be one of boto3: exact where its arguments name the resource."""
    service, method = call["service"], call["method"]
    operation = OF_METHODS.get(method) or models.operations(service).get(method) if service else None
    is_named = unknown_params.FIELDS.get(service) in call["args"] or service == "events" and "Entries" in call["args"]
    if operation and is_named and METHODS.get(method) == service:
        calls, doubts = of_call({**call, "operation": operation, "via": "client"}, names_)
        if not doubts:
            return calls, []
    why = f"the object whose {method}() is called is not known" if method else \
        "the function that is called here is not known, and may be one of boto3"
    return [], [doubt_of(service or None, (call["file"], call["line"]), why, names_)]


def wildcard_fields(action: str, kind: str, call: Any) -> dict:
    """The fields of CalledAction.on besides kind and name, for a resource of that kind: {"key": "*"}, all objects of a
    bucket or website; {"index": "*"}, all indexes of a table, if the call may name one; else {}."""
    if kind == "table" and action in ("dynamodb:Query", "dynamodb:Scan") and (
            "IndexName" in call["args"] or not call["whole"]):
        return {"index": "*"}
    is_of_bucket = any(word in action for word in ("List", "Bucket")) and "Object" not in action
    return {"key": "*"} if kind in ("bucket", "website") and not is_of_bucket else {}


def listings(calls: list[CalledAction]) -> list[CalledAction]:
    """s3:ListBucket for each bucket whose objects are read: without it, S3 returns 403 for a missing object."""
    reads = [entry for entry in calls if entry["action"] == "s3:GetObject"]
    return [{**entry, "action": "s3:ListBucket", "on": {"kind": entry["on"]["kind"], "name": entry["on"]["name"]}
             if isinstance(entry["on"], dict) else entry["on"].partition("/")[0]} for entry in reads]


def called(action: str, on: Any, call: Any) -> CalledAction:
    """A CalledAction at the line of a call."""
    return {"action": action, "on": on, "file": call["file"], "line": call["line"]}


def distinct_calls(calls: list[CalledAction]) -> list[CalledAction]:
    """The calls in the order of their lines, without those that have the action and resource of an earlier one."""
    by_key: dict = {}
    for entry in sorted(calls, key=lambda entry: (entry["file"], entry["line"], entry["action"])):
        by_key.setdefault((entry["action"], repr(entry["on"])), entry)
    return [*by_key.values()]
