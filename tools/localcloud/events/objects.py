"""Events of S3 objects: on the default bus, and as notifications to functions, queues and topics.

docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html and notification-content-structure.html;
checked against records of real events.
"""
import datetime
import itertools
import secrets
import time
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus

from moto.events.models import events_backends

from localcloud import tracing
from localcloud.events import entries, inputs, stamps, targets
from localcloud.moto.state import ACCOUNT

_SEQUENCE = itertools.count(time.time_ns() // 1000)

# moto's name of an event: (detail-type, reason, deletion-type); a None is omitted
_EVENT_TYPES = {
    "ObjectCreated:Put": ("Object Created", "PutObject", None),
    "ObjectCreated:Post": ("Object Created", "POST Object", None),
    "ObjectCreated:Copy": ("Object Created", "CopyObject", None),
    "ObjectCreated:CompleteMultipartUpload": ("Object Created", "CompleteMultipartUpload", None),
    "ObjectRemoved:Delete": ("Object Deleted", "DeleteObject", "Permanently Deleted"),
    "ObjectRemoved:DeleteMarkerCreated": ("Object Deleted", "DeleteObject", "Delete Marker Created"),
    "ObjectRestore:Post": ("Object Restore Initiated", None, None),
    "ObjectRestore:Completed": ("Object Restore Completed", None, None),
    "ObjectRestore:Delete": ("Object Restore Expired", None, None),
    "ObjectAcl:Put": ("Object ACL Updated", None, None),
    "ObjectTagging:Put": ("Object Tags Added", None, None),
    "ObjectTagging:Delete": ("Object Tags Deleted", None, None),
}

_calls = []  # current calls of S3's API whose events moto emits wrongly; guarded by LOCK, as all of moto


@contextmanager
def call_in_progress(call):
    """Marks a call as current: "tags" of an object, or "parts" that become one."""
    _calls.append(call)
    try:
        yield
    finally:
        _calls.remove(call)


def is_event_of_aws(name):
    """Whether AWS emits the event that moto just emitted: "ObjectTagging:Put", "ObjectCreated:Put", ..."""
    if name == "ObjectTagging:Put":
        return "tags" in _calls
    return not (name == "ObjectCreated:Put" and "parts" in _calls)


def emit(world, name, bucket, key):
    """Emits an event to the configured destinations of moto's bucket. name: "ObjectCreated:Put". Under LOCK."""
    configuration = bucket.notification_configuration
    if configuration is None or name not in _EVENT_TYPES:
        return
    sequence = f"{next(_SEQUENCE):018X}"
    for destination in [*configuration.cloud_function, *configuration.queue, *configuration.topic]:
        if destination.matches("s3:" + name, key.name):
            notification = {"Records": [record(name, bucket, key, destination.id, sequence)]}
            world.clock.soon(targets.send_or_log, world, destination.arn, inputs.compact(notification),
                             f"bucket {bucket.name}", {"service": "s3.amazonaws.com", "arn": bucket.arn})
    if configuration.event_bridge is not None:
        event = entries.event("aws.s3", _EVENT_TYPES[name][0], detail(name, bucket, key, sequence.lower()),
                              bucket.region_name, world.clock.now(), [bucket.arn])
        with tracing.carried(tracing.Trace()):
            world.publish(events_backends[ACCOUNT][bucket.region_name].event_buses["default"], event)


def detail(name: str, bucket: Any, key: Any, sequence: str) -> dict:
    """The detail of an object's EventBridge event; a deleted object has no size and no etag.

    name      of the event in a bucket's notifications: "ObjectCreated:Put"
    bucket    moto's bucket; key: its object
    sequence  16 hexadecimal digits that grow with each event of the object
    """
    _, reason, deletion = _EVENT_TYPES[name]
    facts = {
        "key": key.name,
        "size": None if deletion or name.startswith(("ObjectAcl", "ObjectTagging")) else key.size,
        "etag": None if deletion else _etag(key),
        "version-id": _version(bucket, key),
        "sequencer": sequence if reason else None,
    }
    content = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": _without_none(facts),
        "request-id": _request_id(),
        "requester": "s3.amazonaws.com" if name == "ObjectRestore:Completed" else ACCOUNT,
        "source-ip-address": "127.0.0.1",
        "reason": reason,
        "deletion-type": deletion,
        **_restore(name, key),
    }
    return _without_none(content)


def _restore(name, key):
    """The fields of an event of a restore, by its name: what the object is stored as, and until when it is restored."""
    if not name.startswith("ObjectRestore"):
        return {}
    return {"source-storage-class": key.storage_class,
            "restore-expiry-time": _restored_until(key) if name == "ObjectRestore:Completed" else None}


def _restored_until(key):
    """"2021-11-13T00:00:00Z": the midnight after the days of a restore; moto stores when they end."""
    return (key._expiry + datetime.timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z")


def record(name, bucket, key, configuration, sequence):
    """A record of a direct notification. Its key is URL-encoded, unlike in events."""
    deleted, is_of_content = name.startswith("ObjectRemoved"), not name.startswith(("ObjectAcl", "ObjectTagging"))
    facts = {
        "key": quote_plus(key.name, safe="/"),
        "size": key.size if is_of_content and not deleted else None,
        "eTag": None if deleted else _etag(key),
        "versionId": _version(bucket, key),
        "sequencer": sequence if is_of_content else None,
    }
    return {
        "eventVersion": "2.1" if is_of_content else "2.3",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": stamps.milliseconds(time.time()),
        "eventName": name,
        "userIdentity": {"principalId": f"AWS:{ACCOUNT}"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": _request_id(),
                             "x-amz-id-2": secrets.token_hex(32)},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration,
            "bucket": {"name": bucket.name, "ownerIdentity": {"principalId": ACCOUNT}, "arn": bucket.arn},
            "object": _without_none(facts),
        },
        **({"glacierEventData": {"restoreEventData": {
            "lifecycleRestorationExpiryTime": _restored_until(key),
            "lifecycleRestoreStorageClass": key.storage_class}}} if name == "ObjectRestore:Completed" else {}),
    }


def _request_id():
    """The id of the current request of S3, or a new one for what S3 does itself."""
    return tracing.current().s3_request or secrets.token_hex(8).upper()


def _etag(key):
    """The etag without the quotes of the header, which moto stores."""
    return key.etag.replace('"', "")


def _version(bucket, key):
    """The version id as text, None if the bucket has no versioning. bucket, key: moto's records."""
    return str(key.version_id) if bucket.is_versioned else None


def _without_none(facts):
    """The facts without those that are None, as S3 omits them."""
    return {name: value for name, value in facts.items() if value is not None}
