"""The events of tables, S3 and CodeBuild in plain form (interpreter/plain.py)."""
from aws import tables
from aws.tables import CHANGES

TEXT, NUMBER = {"kind": "text"}, {"kind": "number"}
# docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html, and ev-events.html of its fields
OBJECT_TOPICS = ("Object Created", "Object Deleted", "Object Restore Initiated", "Object Restore Completed",
                 "Object Restore Expired", "Object Storage Class Changed", "Object Access Tier Changed",
                 "Object ACL Updated", "Object Tags Added", "Object Tags Deleted")
REASONS = {"Object Created": ["PutObject", "POST Object", "CopyObject", "CompleteMultipartUpload"],
           "Object Deleted": ["DeleteObject", "Lifecycle Expiration"]}
# docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
STATUSES = ["SUCCEEDED", "FAILED", "STOPPED", "IN_PROGRESS", "FAULT", "TIMED_OUT"]
BUILD_TOPICS = ("CodeBuild Build State Change", "CodeBuild Build Phase Change")


def mapping(open_=False, maybe=(), **members):
    """A plain mapping of the keyword arguments; "_" in a name stands for "-".

    open_  whether it may have other keys; maybe: the names that may be absent
    """
    return {"dict": {key.replace("_", "-"): value for key, value in members.items()}, "maybe": list(maybe),
            "open": open_}


def enveloped(source, topic, detail):
    """An event with its envelope, in plain form."""
    return {"dict": {"source": source, "detail-type": topic, "detail": detail, "account": TEXT, "region": TEXT,
                     "time": TEXT, "id": TEXT, "version": TEXT}, "maybe": [], "open": True}


def table_events(table, pk, sk, topics=CHANGES, expires=False):
    """[event] in plain form that recipes/code/table_events.py emits for writes of items with these keys (plain values).

    topics   ["INSERT"]: of these kinds of writes
    expires  whether the table has time to live
    """
    sk = {"kind": "text", "never": "#"} if sk is None else sk
    return keyed_events(table, {"pk": pk, "sk": sk}, {"pk": pk, "sk": TEXT}, topics, {"ttl": True} if expires else {})


def described_events(table, keys, expires):
    """The events of a table of app.yaml. keys: {"customer": "S", "placed": "N"}; expires: with time to live"""
    if keys == tables.DEFAULT_KEYS:
        head = {"pk": TEXT, "sk": {"kind": "text", "never": "#"}}
    else:
        head = {name: NUMBER if type_ == "N" else TEXT for name, type_ in keys.items()}
    values = {name: NUMBER if type_ == "N" else TEXT for name, type_ in keys.items()}
    return keyed_events(table, head, values, CHANGES, {"ttl": True} if expires else {})


def keyed_events(table, head, keys, topics, expiring):
    """The events of a table, as recipes/code/table_events.py emits them.

    head, keys  the keys of the event, and those of its records, in plain form
    expiring    the fields that only the event of an expired item has
    """
    image = {"dict": keys, "maybe": [], "open": True}
    for topic in topics:
        # the keys never differ between the two images of an item; after an insert or a removal there is only one
        names = {"list": [{**TEXT, "not": tuple(keys)} if topic == "MODIFY" else TEXT], "open": True, "alike": True}
        record = {"dict": {**keys, "newImage": None if topic == "REMOVE" else image,
                           "oldImage": None if topic == "INSERT" else image, "truncated": True},
                  "maybe": ["truncated"], "open": False}
        more = dict(expiring) if topic == "REMOVE" else {}
        detail = {**head, "eventName": topic, "diffKeys": names, "records": {"list": [record], "open": False}, **more}
        yield enveloped(f"table {table}", topic, {"dict": detail, "maybe": [*more], "open": False})


def object_events(bucket):
    """Yields the events in plain form that a bucket emits for an object. bucket: "bucket demo"."""
    for topic in OBJECT_TOPICS:
        created = topic == "Object Created"
        object_ = mapping(key=TEXT, etag=TEXT, version_id=TEXT, sequencer=TEXT,
                          maybe=["etag", "version-id", "sequencer"],
                          **({} if topic == "Object Deleted" else {"size": NUMBER}))
        detail = mapping(version=TEXT, bucket=mapping(name=bucket), object=object_, request_id=TEXT, requester=TEXT,
                         source_ip_address=TEXT, open_=topic not in REASONS, maybe=["source-ip-address", "request-id"])
        if topic in REASONS:
            detail["dict"]["reason"] = {"any": REASONS[topic]}
        if not created and topic in REASONS:
            detail["dict"]["deletion-type"] = {"any": ["Permanently Deleted", "Delete Marker Created"]}
        yield enveloped("aws.s3", topic, detail)


def build_events(project):
    """Yields the events in plain form that a CodeBuild project emits."""
    shared = {"build_id": TEXT, "project_name": project, "version": TEXT, "additional_information": mapping(open_=True)}
    yield enveloped("aws.codebuild", BUILD_TOPICS[0], mapping(
        build_status={"any": STATUSES}, current_phase=TEXT, current_phase_context=TEXT, **shared))
    yield enveloped("aws.codebuild", BUILD_TOPICS[1], mapping(
        completed_phase=TEXT, completed_phase_status={"any": STATUSES + ["CLIENT_ERROR"]}, completed_phase_start=TEXT,
        completed_phase_end=TEXT, completed_phase_context=TEXT, completed_phase_duration_seconds=NUMBER, **shared))


def events_of(source):
    """[event] in plain form: every kind of event of a rule's source, {"type": "table", "name": "demo"}.

    That of a described table has its "keys", and "ttl" if it has time to live.
    """
    type_, name = source["type"], source["name"]
    if type_ == "table":
        return list(described_events(name, source.get("keys", tables.DEFAULT_KEYS), "ttl" in source))
    return list(build_events(name) if type_ == "builder" else object_events(f"{type_} {name}"))
