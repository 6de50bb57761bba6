"""Events of EventBridge: of tables, buckets and the app, made by the code that makes them in the cloud."""
import json
import time
from datetime import datetime, timezone
from decimal import Decimal
from types import SimpleNamespace

from boto3.dynamodb.types import TypeSerializer
from moto.s3.models import s3_backends

from aws import tables
from localcloud.events import entries, expiry, objects, stream_records
from localcloud.moto.state import ACCOUNT
from recipes import object_source
from recipes import table as recipe
from recipes.code import object_notifications, table_events
from testkit import failure, matching
from testkit.views import exact

# detail-type -> moto's name of the event of an object; two names of one detail-type have details of one shape
PYTHON_TYPES: dict[str, tuple] = {"S": (str,), "N": (int, float, Decimal), "B": (bytes, bytearray)}
TYPE_NAMES = {"S": "string", "N": "number", "B": "binary"}  # as in app.yaml
EVENT_NAMES = {description[0]: name for name, description in reversed(objects._EVENT_TYPES.items())}


def event(app, source, topic, detail, resources=()):
    """An EventBridge event as a target receives it; the detail passes through JSON, as in the cloud."""
    for noun, value, class_, shape in (("topic", topic, str, "a text"), ("detail", detail, dict, "a dict")):
        if not isinstance(value, class_):
            failure.misuse(f"the {noun} of an event is {value!r}, not {shape}", "event.app({...}, topic=...)")
    try:
        detail = json.loads(json.dumps(detail))
    except (TypeError, ValueError) as error:
        failure.misuse(f"the detail of an event is no JSON: {error}", "use texts, numbers, lists and dicts")
    return entries.event(source, topic, detail, app.region, time.time(), resources)


def of_table(world, name, physical, new, old, ttl):
    """The event of rows that changed together, made by the code behind every table's stream.

    name, physical  of the table, and its name in moto; new, old: a row, a list of rows, or None
    ttl             whether DynamoDB deleted the rows, as their time to live was over
    """
    records = of_stream(world, name, physical, new, old, ttl)["Records"]
    most = world.app.model["state"]["table"][name].get("settings", {}).get("batch", recipe.BATCH)
    if len(records) > most:
        failure.misuse(f"{len(records)} rows make several events: {name} has events of {most} changes at most",
                       "make one event for each, or write a larger `batch` in app.yaml")
    groups = table_events.groups(records)
    puts = [entry["put"] for group in groups for entry in table_events.split(group, "bus", recipe.ENTRY_LIMIT)]
    if len(puts) != 1:
        heads = [f"{{{group['head']}}}" for group in groups]
        failure.misuse(f"these rows make {len(puts)} events: {'; '.join(heads)}", "make one event for each")
    return event(world.app, puts[0]["Source"], puts[0]["DetailType"], json.loads(puts[0]["Detail"]))


def of_stream(world, name, physical, new, old, ttl):
    """{"Records": [...]} of rows that changed, as Lambda passes them from a stream; parameters of of_table()"""
    app, table = world.app, world.app.model["state"]["table"][name]
    if ttl and (new or not tables.time_to_live(table)):
        failure.misuse("DynamoDB deletes expired rows of a table with `ttl` in app.yaml",
                       "event.table(old={...}, ttl=True)")
    news, olds = rows(new), rows(old)
    if not news and not olds or news and olds and len(news) != len(olds):
        failure.misuse("which rows changed?", "event.table(new={...}) inserts, old={...} removes, both modify")
    pairs = zip(news or [None] * len(olds), olds or [None] * len(news))
    return {"Records": [record(app, table, physical, next(world.changes), *pair, ttl) for pair in pairs]}


def rows(value):
    """[row] of a row, a list of rows, or None."""
    return [] if value is None else value if isinstance(value, list) else [value]


def record(app, table, physical, at, new, old, ttl=False):
    """A record of a table's stream: the write of one row. new, old: the row after and before it, None for none

    table  of the app model; physical: its name in moto; at: the number of the change in the test; ttl as of of_table()
    """
    images = {name: typed(row) for name, row in (("NewImage", new), ("OldImage", old)) if row is not None}
    either, keys = new or old, tables.keys(table)
    for key, type_ in keys.items():
        if not is_of_type(either.get(key), type_):
            failure.misuse(f"the row {either!r} has no key {key!r} of the type {TYPE_NAMES[type_]}",
                           f"the key of the table is {key_words(keys)}")
        if new and old and new.get(key) != old.get(key):
            failure.misuse(f"the key {key!r} is {old.get(key)!r} before the change, and {new.get(key)!r} after it",
                           "another key is another row: old={...} alone is its removal, new={...} alone an insert")
    item = {"eventID": f"{at:032x}", "eventName": "MODIFY" if new and old else "INSERT" if new else "REMOVE",
            "eventSource": "aws:dynamodb", **({"userIdentity": expiry.BY_DYNAMODB} if ttl else {}),
            "dynamodb": {"Keys": typed({key: either[key] for key in keys}), **images,
                         "SequenceNumber": f"{at:021d}", "StreamViewType": "NEW_AND_OLD_IMAGES",
                         "ApproximateCreationDateTime": datetime.now(timezone.utc)}}
    return stream_records.record(item, f"arn:aws:dynamodb:{app.region}:{ACCOUNT}:table/{physical}/stream/1", app.region)


def is_of_type(value, type_):
    """Whether a value is one for a key of a type: S, N or B."""
    return isinstance(value, PYTHON_TYPES[type_]) and not isinstance(value, bool)


def key_words(keys):
    """The keys of a table in words: {"pk": "S", "n": "N"} is "'pk' (string) and 'n' (number)"."""
    return " and ".join(f"{key!r} ({TYPE_NAMES[type_]})" for key, type_ in keys.items())


def typed(row):
    """{"pk": "a", "n": 1.5} -> {"pk": {"S": "a"}, "n": {"N": "1.5"}}"""
    return {name: TypeSerializer().serialize(value) for name, value in exact(row).items()}


def of_object(app, physical, key, topic):
    """S3's EventBridge event of an object; the size of a missing or deleted object is 0.

    physical  the bucket's name in moto; topic: "Object Created"
    """
    if topic not in EVENT_NAMES:
        failure.misuse(f"S3 has no event {topic!r}", f"one of {', '.join(sorted(EVENT_NAMES))}")
    bucket = s3_backends[ACCOUNT]["global"].buckets[physical]
    object_ = bucket.keys.get(key)
    if not hasattr(object_, "size"):  # never written, or a delete marker
        object_ = SimpleNamespace(name=key, size=0, etag="d41d8cd98f00b204e9800998ecf8427e", version_id="null")
    detail = objects.detail(EVENT_NAMES[topic], bucket, object_, f"{time.time_ns() // 1000:018x}")
    return event(app, "aws.s3", topic, detail, [bucket.arn])


def in_form(rules, sent_event, bus):
    """The event as the lambda gets it: S3's notification if the first rule that matches the event has that form."""
    rule = next(iter(matching.matching_rules(rules, sent_event, bus)), None)
    if rule and object_source.is_notification(rule["block"]):
        return object_notifications.notification(sent_event, rule["name"])
    return sent_event


def refusal(rules, name, sent_event, bus):
    """(message, hint, dotted key of the infra block) of an event that no rule of the lambda `name` matches; else None.

    bus  "app", "default" or the name of another
    """
    if matching.matching_rules(rules, sent_event, bus):
        return None
    nearest = matching.nearest_rule(rules, sent_event, bus)
    if not nearest:
        source = {"app": "the app's bus", "default": "the events of AWS services"}.get(bus, f"the bus of {bus!r}")
        return f"{name} has no rule for {source}", "add one to `events`", "events"
    return (f"{name} is not called: {matching.mismatch(*nearest, sent_event)}",
            "change the event or the pattern; refused=True if that is right", f"{nearest[0]['key']}.pattern")
