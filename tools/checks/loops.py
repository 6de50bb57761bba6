"""Loops: lambdas that invoke themselves, directly or through others, without a condition that ends the loop.

An edge from one lambda to another is a call of AWS that the first one makes in every invocation (see
interpreter/conditions.py), and that invokes the other for certain: each rule between them matches the event.
"""
from aws.app import rule_entries
from checks import emitted, partial_match, patterns, repeated_calls, rows, rules, source_events
from checks.check import Check, Findings, Subject, finding
from checks.subject import per_subject
from interpreter.plain import options, possible_elements
from recipes import queue

SEND_OPERATIONS = {"SendMessage": ("QueueUrl", "queue"), "SendMessageBatch": ("QueueUrl", "queue"),
                   "Publish": ("TopicArn", "topic"), "PublishBatch": ("TopicArn", "topic"),
                   "Invoke": ("FunctionName", "function")}
EVENT_PATHS = {"detail.pk": (["detail", "pk"], ["detail", "records", "[]", "pk"],
                             ["detail", "records", "[]", "newImage", "pk"]),
               "detail.sk": (["detail", "records", "[]", "sk"], ["detail", "records", "[]", "newImage", "sk"]),
               "detail.object.key": repeated_calls.KEY_PATHS}
BUCKET_PATHS = ["detail", "bucket", "name"], ["Records", "[]", "s3", "bucket", "name"]
STORES = frozenset({"PutObject", "CopyObject"})


def loops(subject: Subject) -> Findings:
    """The finding of every loop of lambdas, once."""
    graph = edges(subject)
    for name in sorted(graph):
        cycle = shortest_cycle(graph, name)
        if cycle and name == min(cycle):
            call, by = graph[name][cycle[1]]
            message = f"{name} invokes itself" if len(cycle) == 2 else " invokes ".join(cycle)
            yield finding(call,
                          f"{message}, and no condition ends the loop: {by} {remaining_steps(graph, cycle)}".strip(),
                          "write data that its rule does not match, or check first whether there is work to do",
                          "no error: the loop runs and costs until you stop it; Lambda ends some loops after 16 rounds")


def own_outputs(subject: Subject) -> Findings:
    """Results that a lambda stores, under whatever condition, in a folder below the one that its own rule matches, or
    beside the event's object, with an ending that the rule matches."""
    for name, call in subject.all_calls:
        key = call["args"].get("Key", call["ids"].get("Key"))
        parts = key.get("text", ()) if isinstance(key, dict) else (key,)
        if call["operation"] not in STORES or call["always"] or not call["sure"] or not call["reached"] or not parts:
            continue
        for rule, by in by_object(subject, name, call):
            own = rules.of_lambda(subject, name) if rule == name else ()
            added = [part for entry in own for part in repeated_calls.added_parts(parts, key, entry["alternatives"])]
            if added and repeated_calls.is_untested_output(subject.tree(call["file"]), call, max(added, key=len)):
                yield finding(call, f"{name} invokes itself: {by}, and no condition tests the key",
                              "another folder than that of the rule, or return first for such a key",
                              "no error: the lambda reads its own results as if they were new")


def remaining_steps(graph, cycle):
    """The further steps of a loop as text: "(b: it sends to the queue of a)"."""
    steps = [f"{first}: {graph[first][then][1]}" for first, then in zip(cycle[1:], cycle[2:])]
    return f"({'; '.join(steps)})" if steps else ""


def shortest_cycle(graph, start):
    """The shortest path from a lambda back to itself: ["a", "b", "a"]; None if there is none."""
    paths, visited = [[start]], set()
    while paths:
        path = paths.pop(0)
        for target in sorted(graph.get(path[-1], {})):
            if target == start:
                return [*path, target]
            if target not in visited:
                visited.add(target)
                paths.append([*path, target])
    return None


def edges(subject):
    """{lambda: {lambda that it invokes: (call, description of the step)}}"""
    graph = {}
    for name, call in subject.all_calls:
        if call["reached"] and call["sure"] and (call["always"] or call["operation"] in STORES
                                                 and repeated_calls.is_repeated(
                                                     subject.tree(call["file"]), call, has_same_key(call))):
            for target, by in invoked(subject, name, call):
                graph.setdefault(name, {}).setdefault(target, (call, by))
    return graph


def invoked(subject, name, call):
    """Yields (lambda, description of the step) of each lambda that a call of the lambda `name` certainly invokes."""
    operation, args = call["operation"], call["args"]
    if operation in SEND_OPERATIONS:
        word, kind = SEND_OPERATIONS[operation]
        receiver = subject.referenced(name, args.get(word, call["ids"].get("Url", call["ids"].get("Arn"))))
        if receiver[0] == kind and args.get("InvocationType") != "DryRun" and is_never_empty(args.get("Entries", True)):
            yield receiver[1], {"queue": "it sends to the queue of ", "topic": "it publishes to the topic of ",
                                "function": "it invokes "}[kind] + receiver[1]
    elif operation in ("PutRecord", "PutRecords") and is_never_empty(args.get("Records", True)):
        kind, stream = subject.referenced(name, args.get("StreamName"))
        for reader, fn in subject.model["lambdas"].items() if kind == "data_stream" else ():
            block = fn["infra"].get("kinesis", {})
            if block.get("stream") == stream and "filter" not in block:
                yield reader, f"it puts records on the stream of {reader}"
    elif operation == "PutEvents" and is_never_empty(args.get("Entries")):
        for mapping in possible_elements(args["Entries"]):
            candidates = emitted.entries_of(subject, name, call, mapping)
            if len(candidates) == 1:
                yield from by_event(subject, candidates[0])
    elif operation in ("PutItem", "UpdateItem") and "ConditionExpression" not in args:
        yield from by_row(subject, name, call)
    elif operation in STORES and not call["method"].startswith("generate"):
        yield from by_object(subject, name, call)


def is_never_empty(value):
    """Whether a list of entries is never empty."""
    return value is True or isinstance(value, dict) and bool(value.get("list")) \
        and (not value["open"] or value.get("some", False))


def by_event(subject, entry):
    """Yields (lambda, description) of the lambdas whose rule certainly matches an entry of PutEvents."""
    for rule in rules.for_topic(subject, entry["topic"]) if entry["bus"] == "app" and entry["topic"] else ():
        if partial_match.match(rule["alternatives"], entry["event"]) is True:
            yield rule["lambda"], f"it emits {entry['topic']}, which its rule {rule['name']} matches" \
                if rule["lambda"] == entry["lambda"] else f"it emits {entry['topic']}"


def by_row(subject, name, call):
    """Yields (lambda, description) of the lambdas that certainly get the event, or the stream's record, of each row."""
    for table, row in rows.writes_of_call(subject, name, call):
        events, pk = {}, next((pk for pk in options(row["pk"]) if isinstance(pk, str)), None) if row else None
        for rule, keys in rules_of_table(subject, table) if row and table else ():
            if pk and keys is not None and pk not in keys:
                continue
            same = [field for field, key in (("detail.pk", "pk"), ("detail.sk", "sk"))
                    if is_only_rule(subject, name, rule) and is_same(row[key], field)]
            fixed = all(isinstance(row[key], str) for key in ("pk", "sk")) or len(same) == 2
            # of items with new keys each one is an INSERT: in its own rule's lambda each invokes the lambda once more
            own = rule["lambda"] == name and len(same) < 2 and not isinstance(row["sk"], str)
            topics = ["MODIFY"] if fixed else ["INSERT"] if own else ["INSERT", "MODIFY"]
            events |= {topic: row_event(table, row, topic) for topic in topics if topic not in events}
            pattern = without_fields(rule["alternatives"], same)
            if all(partial_match.match(pattern, events[topic]) is True for topic in topics):
                reader = f"event the rule {rule['name']} matches" if rule["name"] else f"record {rule['lambda']} reads"
                yield rule["lambda"], f"it writes an item of {table!r}, whose {reader}"


def possible_keys(alternatives):
    """{pk} of the events that a pattern may match; None if it may match others."""
    conditions = [key for alternative in alternatives for key in dict(alternative).get("detail.pk", [None])]
    is_certain = all(isinstance(key, str) and ":" not in key for key in conditions)  # an IPv6 address has several forms
    return {*conditions} if is_certain else None


@per_subject
def rules_of_table(subject, table):
    """[(rule, its possible_keys())] of a table's events, without refused ones, and of its stream."""
    return [(rule, possible_keys(rule["alternatives"])) for rule in [*rules.rules(subject), *stream_rules(subject)]
            if rule["source"] == ("table", table) and not rule["refused"]]


def stream_rules(subject):
    """Yields a rule without a name for each lambda with the word `stream` whose filter tests only the eventName."""
    for name, fn in subject.lambdas:
        filters = queue.filters(fn["infra"].get("stream", {}))
        if "stream" in fn["infra"] and all(filter_.keys() == {"eventName"} for filter_ in filters):
            yield {"source": ("table", fn["infra"]["stream"]["table"]), "refused": "", "lambda": name, "name": "",
                   "alternatives": [[("detail-type", filter_["eventName"])] for filter_ in filters] or [[]]}


def row_event(table, row, topic):
    """The event that a table emits for a written row."""
    event = next(iter(source_events.table_events(table, row["pk"], rows.kind(row["sk"]), [topic])))
    detail = event["dict"]["detail"]["dict"]
    if row["names"] is not None and topic == "MODIFY":
        detail["diffKeys"] = {"list": sorted(row["names"] - {"pk", "sk"}), "open": False}
    if row["item"] is not None:
        detail["records"]["list"][0]["dict"]["newImage"] = row["item"]
    return event


def by_object(subject, name, call):
    """Yields (lambda, description) of the lambdas whose rule certainly matches the event of the object of a call."""
    bucket = call["args"].get("Bucket", call["ids"].get("BucketName", call["ids"].get("Name")))
    key = call["args"].get("Key", call["ids"].get("Key", emitted.UNKNOWN))
    for rule in rules.rules(subject):
        if not rule["source"] or rule["source"][0] not in ("bucket", "website") or rule["refused"]:
            continue
        same_bucket = subject.referenced(name, bucket) == rule["source"] or is_only_rule(subject, name, rule) \
            and isinstance(bucket, dict) and bucket.get("event") in BUCKET_PATHS
        same = ["detail.object.key"] if is_only_rule(subject, name, rule) and (
            is_same(key, "detail.object.key") or repeated_calls.is_suffix_same(key, rule["alternatives"])
            or repeated_calls.is_beginning_same(key, rule["alternatives"])) else []
        event = next(iter(source_events.object_events(" ".join(rule["source"]))))
        event["dict"]["detail"]["dict"]["object"]["dict"].update(key=key, size=1000)
        if same_bucket and partial_match.match(without_fields(rule["alternatives"], same), event) is True:
            yield rule["lambda"], (f"it stores an object in {rule['source'][1]!r}, whose event the rule "
                                   f"{rule['name']} matches")


def is_only_rule(subject, name, rule):
    """Whether a rule is the only one of the lambda `name`: then each event that invoked the lambda has matched it."""
    return rule["lambda"] == name and len(rule_entries(subject.model["lambdas"][name]["infra"])) == 1


def is_same(value, field):
    """Whether a plain value is that of a field of the event, "detail.sk", that invoked the lambda."""
    return all(isinstance(option, dict) and option.get("event") in EVENT_PATHS[field] for option in options(value))


def has_same_key(call):
    """Whether a call stores an object under the key of the event that invoked the lambda."""
    return is_same(call["args"].get("Key", call["ids"].get("Key")), "detail.object.key")


def without_fields(alternatives, fields):
    """The alternatives of a pattern without the conditions on some fields.

    fields  ["detail.sk"]: the code copies them from the event that invoked it, so that the pattern matches them again
    """
    return [[part for part in alternative if part[0] not in fields] for alternative in alternatives]


TABLE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    pattern: {sk: [%s]}\n---\n" \
    "for record in event['detail']['records']:\n" \
    "    table.put_item(Item={'pk': record['pk'], 'sk': f\"sum#{event['id']}\", 'at': event['time']})"
CHECKS = [
    Check("P810", "A lambda that invokes itself in an endless loop",
          "It runs, and costs, until you stop it. Reported only where every invocation makes every step of the loop.",
          "https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
          TABLE % "sum", TABLE % "reading", lambda subject: [*loops(subject), *own_outputs(subject)],
          patterns.WRITER),
]
