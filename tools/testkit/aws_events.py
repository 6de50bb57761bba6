"""Events of EventBridge: those of tables, buckets and the app, made by the code that makes them in the cloud."""
import json
import time
from types import SimpleNamespace

from boto3.dynamodb.types import TypeSerializer
from moto.s3.models import s3_backends

from localcloud.events import entries, objects
from localcloud.moto.state import ACCOUNT
from recipes import table as recipe
from recipes.code import table_events
from testkit import blame, heard
from testkit.views import exact

# detail-type -> moto's word for what happened to an object; both ways of one detail-type make the same shape
HAPPENED = {told[0]: name for name, told in reversed(objects._EVENT_TYPES.items())}


def event(app, source, topic, detail, resources=()):
    """An event as a target sees it; the detail goes through JSON, as on its way."""
    try:
        detail = json.loads(json.dumps(detail))
    except (TypeError, ValueError) as error:
        blame.misuse(f"the detail of an event is no JSON: {error}", "texts, numbers, lists and dicts")
    return entries.event(source, topic, detail, app.region, time.time(), resources)


def of_table(app, name, physical, new, old):
    """The event of rows that changed together, by the very code behind every table's stream.

    new, old  a row, a list of rows, or None
    """
    news, olds = rows(new), rows(old)
    if not news and not olds or news and olds and len(news) != len(olds):
        blame.misuse("which rows changed?", "event.table(new={...}) inserts, old={...} removes, both modify")
    pairs = zip(news or [None] * len(olds), olds or [None] * len(news))
    records = [record(app, physical, at, *pair) for at, pair in enumerate(pairs)]
    groups = table_events.groups(records)
    made = [one["put"] for group in groups for one in table_events.split(group, "bus", recipe.ENTRY_LIMIT)]
    if len(made) != 1:
        heads = [json.dumps(group["head"]) for group in groups]
        blame.misuse(f"these rows make {len(made)} events: {'; '.join(heads)}", "make one event for each")
    return event(app, made[0]["Source"], made[0]["DetailType"], json.loads(made[0]["Detail"]))


def rows(said):
    """A list of rows, of one or many or none."""
    return [] if said is None else said if isinstance(said, list) else [said]


def record(app, physical, at, new, old):
    """A record of the table's stream."""
    images = {name: typed(row) for name, row in (("NewImage", new), ("OldImage", old)) if row is not None}
    any_ = new or old
    for key in ("pk", "sk"):
        if not isinstance(any_.get(key), str) or new and old and new[key] != old[key]:
            blame.misuse(f"the row {any_!r} has no one {key}", "a row has the texts pk and sk; a change keeps them")
    return {"eventName": "MODIFY" if new and old else "INSERT" if new else "REMOVE",
            "eventSourceARN": f"arn:aws:dynamodb:{app.region}:{ACCOUNT}:table/{physical}/stream/1",
            "dynamodb": {"Keys": typed({key: any_[key] for key in ("pk", "sk")}), "SequenceNumber": str(at), **images}}


def typed(row):
    """{"pk": "a", "n": 1.5} -> {"pk": {"S": "a"}, "n": {"N": "1.5"}}"""
    return {name: TypeSerializer().serialize(value) for name, value in exact(row).items()}


def of_object(app, physical, key, topic):
    """S3's event of an object; one that is not there (any more) has a size of 0."""
    if topic not in HAPPENED:
        blame.misuse(f"S3 has no event {topic!r}", f"one of {', '.join(sorted(HAPPENED))}")
    bucket = s3_backends[ACCOUNT]["global"].buckets[physical]
    there = bucket.keys.get(key)
    if not hasattr(there, "size"):  # never written, or a marker that says deleted
        there = SimpleNamespace(name=key, size=0, etag="d41d8cd98f00b204e9800998ecf8427e", version_id="null")
    detail = objects.detail(HAPPENED[topic], bucket, there, f"{time.time_ns() // 1000:018x}")
    return event(app, "aws.s3", topic, detail, [bucket.arn])


def refusal(rules, name, made, bus):
    """(message, hint, dotted key) of an event that no rule of a lambda hears; None if one does."""
    if heard.hearing(rules, made, bus):
        return None
    found = heard.nearest(rules, made, bus)
    if not found:
        where = "the app's bus" if bus == "app" else "the events of AWS services"
        return f"no rule of {name} hears {where}", "say one in `events`", "events"
    return (f"{name} is not called: {heard.stop(*found, made)}",
            "change the event or the pattern; refused=True if that is right", f"events.{found[0]['at']}.pattern")
