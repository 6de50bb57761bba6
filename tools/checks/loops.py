"""Loops: lambdas that call themselves, also by way of others, and nothing ever stops them.

An edge from one lambda to another is a call of AWS that is made whenever the first one runs (see
interpreter/conditions.py), and that calls the other for certain: what it sends is heard by every rule on the way.
"""
from checks import emitted, patterns, rows, rules, sources, verdicts
from checks.check import Check, Finding
from interpreter.plain import options

SENDS = {"SendMessage": ("QueueUrl", "queue"), "SendMessageBatch": ("QueueUrl", "queue"),
         "Publish": ("TopicArn", "topic"), "PublishBatch": ("TopicArn", "topic"),
         "Invoke": ("FunctionName", "function")}
SAME = {"detail.pk": (["detail", "pk"], ["detail", "records", "[]", "pk"],
                      ["detail", "records", "[]", "newImage", "pk"]),
        "detail.sk": (["detail", "records", "[]", "sk"], ["detail", "records", "[]", "newImage", "sk"]),
        "detail.object.key": (["detail", "object", "key"],)}
STORES = frozenset({"PutObject", "CopyObject"})


def loops(subject):
    """Every round that lambdas make, once."""
    found = edges(subject)
    for name in sorted(found):
        way = round_trip(found, name)
        if way and name == min(way):
            call, by = found[name][way[1]]
            told = f"{name} calls itself" if len(way) == 2 else " calls ".join(way)
            yield Finding(call["file"], call["line"],
                          f"{told}, and nothing stops it: {by} {ways_of(found, way)}".strip(),
                          "write where its rule does not listen, or look first whether there is something to do",
                          "nothing: it runs until somebody sees the bill; some loops Lambda stops after 16 rounds")


def ways_of(found, way):
    """By what the rest of a round goes: "(b: sends to the queue of a)"."""
    told = [f"{first}: {found[first][then][1]}" for first, then in zip(way[1:], way[2:])]
    return f"({'; '.join(told)})" if told else ""


def round_trip(found, start):
    """The shortest way from a lambda back to itself: ["a", "b", "a"]; None if there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop(0)
        for then in sorted(found.get(way[-1], {})):
            if then == start:
                return [*way, then]
            if then not in seen:
                seen.add(then)
                ways.append([*way, then])
    return None


def edges(subject):
    """{lambda: {lambda: (call, by what)}}"""
    found = {}
    for name, call in subject.all_calls:
        if call["reached"] and call["sure"] and call["always"]:
            for then, by in called(subject, name, call):
                found.setdefault(name, {}).setdefault(then, (call, by))
    return found


def called(subject, name, call):
    """(lambda, by what) that a call surely calls."""
    operation, args = call["operation"], call["args"]
    if operation in SENDS:
        word, kind = SENDS[operation]
        to = subject.named(name, args.get(word, call["ids"].get("Url", call["ids"].get("Arn"))))
        if to[0] == kind and args.get("InvocationType") != "DryRun" and surely_some(args.get("Entries", True)):
            yield to[1], {"queue": "it sends to the queue of ", "topic": "it publishes to the topic of ",
                          "function": "it invokes "}[kind] + to[1]
    elif operation == "PutEvents" and surely_some(args.get("Entries")):
        for held in emitted.elements(args["Entries"]):
            known = emitted.entries_of(subject, name, call, held)
            if len(known) == 1:
                yield from by_event(subject, known[0])
    elif operation in ("PutItem", "UpdateItem") and "ConditionExpression" not in args:
        yield from by_row(subject, name, call)
    elif operation in STORES and not call["method"].startswith("generate"):
        yield from by_object(subject, name, call)


def surely_some(value):
    """Whether a list of entries is never empty."""
    return value is True or isinstance(value, dict) and bool(value.get("list")) \
        and (not value["open"] or value.get("some", False))


def by_event(subject, entry):
    """Those whose rule surely hears an entry."""
    for one in rules.asked(subject, entry["topic"]) if entry["bus"] == "app" and entry["topic"] else ():
        if verdicts.verdict(one["ways"], entry["event"]) is True:
            yield one["lambda"], f"it tells {entry['topic']}, which its rule {one['name']} hears" \
                if one["lambda"] == entry["lambda"] else f"it tells {entry['topic']}"


def by_row(subject, name, call):
    """Those whose rule surely hears of the row that a call writes, however often it is written."""
    for table, row in rows.written_by(subject, name, call):
        for one in rules.rules(subject) if row and table else ():
            if one["source"] != ("table", table) or one["refused"]:
                continue
            same = [field for field, key in (("detail.pk", "pk"), ("detail.sk", "sk"))
                    if is_own(subject, name, one) and is_same(row[key], field)]
            fixed = all(isinstance(row[key], str) for key in ("pk", "sk")) or len(same) == 2
            events = [row_event(table, row, topic) for topic in (["MODIFY"] if fixed else ["INSERT", "MODIFY"])]
            if all(verdicts.verdict(without(one["ways"], same), event) is True for event in events):
                yield one["lambda"], f"it writes a row of {table!r}, which the rule {one['name']} hears of"


def row_event(table, row, topic):
    """What the table tells of a row."""
    event = next(iter(sources.table_events(table, row["pk"], rows.kind(row["sk"]), [topic])))
    detail = event["dict"]["detail"]["dict"]
    if row["names"] is not None and topic == "MODIFY":
        detail["diffKeys"] = {"list": sorted(row["names"] - {"pk", "sk"}), "open": False}
    if row["item"] is not None:
        detail["records"]["list"][0]["dict"]["newImage"] = row["item"]
    return event


def by_object(subject, name, call):
    """Those whose rule surely hears of the object that a call stores."""
    bucket = call["args"].get("Bucket", call["ids"].get("BucketName", call["ids"].get("Name")))
    key = call["args"].get("Key", call["ids"].get("Key", emitted.NOTHING))
    for one in rules.rules(subject):
        if not one["source"] or one["source"][0] not in ("bucket", "website") or one["refused"]:
            continue
        here = subject.named(name, bucket) == one["source"] or is_own(subject, name, one) \
            and isinstance(bucket, dict) and bucket.get("event") == ["detail", "bucket", "name"]
        same = ["detail.object.key"] if is_own(subject, name, one) and is_same(key, "detail.object.key") else []
        event = next(iter(sources.object_events(" ".join(one["source"]))))
        event["dict"]["detail"]["dict"]["object"]["dict"].update(key=key, size=1000)
        if here and verdicts.verdict(without(one["ways"], same), event) is True:
            yield one["lambda"], f"it stores an object in {one['source'][1]!r}, which the rule {one['name']} hears of"


def is_own(subject, name, one):
    """Whether a rule is the only one of a lambda: then what calls it has passed this rule."""
    return one["lambda"] == name and len(subject.model["lambdas"][name]["infra"]["events"]) == 1


def is_same(value, field):
    """Whether a value is that of the very event."""
    return all(isinstance(one, dict) and one.get("event") in SAME[field] for one in options(value))


def without(ways, fields):
    """A pattern's alternatives without some fields."""
    return [[part for part in way if part[0] not in fields] for way in ways]


TABLE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    pattern: {sk: [%s]}\n---\n" \
    "for record in event['detail']['records']:\n" \
    "    table.put_item(Item={'pk': record['pk'], 'sk': f\"sum#{event['id']}\", 'at': event['time']})"
CHECKS = [
    Check("P810", "A lambda that calls itself, and nothing stops it",
          "It runs until somebody sees the bill. Found only where every step is made whenever the lambda runs.",
          TABLE % "sum", TABLE % "reading", loops, {"lambdas/b/index.py": patterns.WRITER["lambdas/b/index.py"]}),
]
