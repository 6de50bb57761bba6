"""The events of tables, S3 and CodeBuild in plain form (interpreter/plain.py)."""
TEXT, NUMBER, BOOL = {"kind": "text"}, {"kind": "number"}, {"kind": "bool"}
CHANGES = ("INSERT", "MODIFY", "REMOVE")
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


def table_events(table, pk=TEXT, sk=None, topics=CHANGES):
    """[event] in plain form that recipes/code/table_events.py emits for writes of items with these keys (plain values).

    topics  ["INSERT"]: of these kinds of writes
    """
    sk = {"kind": "text", "never": "#"} if sk is None else sk
    image = {"dict": {"pk": pk, "sk": TEXT}, "maybe": [], "open": True}
    for topic in topics:
        # the keys never differ between the two images of an item; after an insert or a removal there is only one
        names = {"list": [{**TEXT, "not": ("pk", "sk")} if topic == "MODIFY" else TEXT], "open": True, "alike": True}
        record = {"dict": {"pk": pk, "sk": TEXT, "newImage": None if topic == "REMOVE" else image,
                           "oldImage": None if topic == "INSERT" else image, "truncated": True},
                  "maybe": ["truncated"], "open": False}
        detail = {"pk": pk, "sk": sk, "eventName": topic, "diffKeys": names,
                  "records": {"list": [record], "open": False}}
        yield enveloped(f"table {table}", topic, {"dict": detail, "maybe": [], "open": False})


def object_events(bucket):
    """[event] in plain form that a bucket emits for an object. bucket: "bucket demo"."""
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
    """[event] in plain form that a CodeBuild project emits."""
    shared = {"build_id": TEXT, "project_name": project, "version": TEXT,
              "additional_information": mapping(open_=True)}
    yield enveloped("aws.codebuild", BUILD_TOPICS[0], mapping(
        build_status={"any": STATUSES}, current_phase=TEXT, current_phase_context=TEXT, **shared))
    yield enveloped("aws.codebuild", BUILD_TOPICS[1], mapping(
        completed_phase=TEXT, completed_phase_status={"any": STATUSES + ["CLIENT_ERROR"]}, completed_phase_start=TEXT,
        completed_phase_end=TEXT, completed_phase_context=TEXT, completed_phase_duration_seconds=NUMBER, **shared))


def events_of(source):
    """[event] in plain form: every kind of event of a source, ("table", "demo")."""
    type_, name = source
    emitter = {"table": table_events, "builder": build_events}.get(type_)
    return list(emitter(name) if emitter else object_events(f"{type_} {name}"))
