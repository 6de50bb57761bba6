"""Turns S3's events of EventBridge into S3's own notifications, for the lambdas and queues that get those.

    {"function": "demo-dev-resize", "rule": "uploaded", "event": {"detail-type": "Object Created", ...}}   from the rule
    {"queue": "https://sqs...", "rule": "queue", "event": {...}}                               from that of a queue

docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html, ev-mapping-troubleshooting.html
and notification-how-to-event-types-and-destinations.html (the names of events)
"""
import json
from urllib.parse import quote_plus

import boto3

CREATED = {"PutObject": "Put", "POST Object": "Post", "CopyObject": "Copy",
           "CompleteMultipartUpload": "CompleteMultipartUpload"}
DELETED = {"Permanently Deleted": "Delete", "Delete Marker Created": "DeleteMarkerCreated"}
NAMES = {"Object Restore Initiated": "ObjectRestore:Post", "Object Restore Completed": "ObjectRestore:Completed",
         "Object Restore Expired": "ObjectRestore:Delete", "Object Storage Class Changed": "LifecycleTransition",
         "Object Access Tier Changed": "IntelligentTiering", "Object ACL Updated": "ObjectAcl:Put",
         "Object Tags Added": "ObjectTagging:Put", "Object Tags Deleted": "ObjectTagging:Delete"}


def handler(event, context):
    """Invokes the function of an order without waiting for it, or sends to its queue; if that fails, Lambda invokes
    this function again."""
    payload = json.dumps(notification(event["event"], event["rule"]), separators=(",", ":"))
    if "queue" in event:
        boto3.client("sqs").send_message(QueueUrl=event["queue"], MessageBody=payload)
    else:
        boto3.client("lambda").invoke(FunctionName=event["function"], InvocationType="Event", Payload=payload.encode())


def notification(event, rule):
    """S3's notification {"Records": [record]} of an event of EventBridge. rule: its name, the id of the configuration.

    EventBridge's event has no x-amz-id-2 and no milliseconds; its requester is an account, not a user.
    """
    detail, name = event["detail"], event_name(event)
    s3_object = detail["object"]
    facts = {"key": quote_plus(s3_object["key"], safe="/"), "size": s3_object.get("size"),
             "eTag": s3_object.get("etag"), "versionId": s3_object.get("version-id"),
             "sequencer": s3_object.get("sequencer", "").upper() or None}
    return {"Records": [{
        "eventVersion": "2.1" if name.startswith(("ObjectCreated", "ObjectRemoved")) else "2.3",
        "eventSource": "aws:s3",
        "awsRegion": event["region"],
        "eventTime": event["time"].replace("Z", ".000Z"),
        "eventName": name,
        "userIdentity": {"principalId": detail.get("requester", "")},
        "requestParameters": {"sourceIPAddress": detail.get("source-ip-address", "")},
        "responseElements": {"x-amz-request-id": detail.get("request-id", ""), "x-amz-id-2": ""},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": rule,
            "bucket": {"name": detail["bucket"]["name"], "ownerIdentity": {"principalId": event["account"]},
                       "arn": event["resources"][0]},
            "object": {key: value for key, value in facts.items() if value is not None}},
        **storage_data(name, detail),
    }]}


def event_name(event):
    """"ObjectCreated:Put", as a notification has it: without s3: before it."""
    topic, detail = event["detail-type"], event["detail"]
    if topic == "Object Created":
        return f"ObjectCreated:{CREATED[detail['reason']]}"
    if topic == "Object Deleted":
        cause = "ObjectRemoved" if detail["reason"] == "DeleteObject" else "LifecycleExpiration"
        return f"{cause}:{DELETED[detail['deletion-type']]}"
    return NAMES[topic]


def storage_data(name, detail):
    """The further fields of a record about the storage of an object: {} for most events."""
    if name == "ObjectRestore:Completed":
        return {"glacierEventData": {"restoreEventData": {
            "lifecycleRestorationExpiryTime": detail["restore-expiry-time"],
            "lifecycleRestoreStorageClass": detail["source-storage-class"]}}}
    if name == "LifecycleTransition":
        return {"lifecycleEventData": {"transitionEventData": {
            "destinationStorageClass": detail["destination-storage-class"]}}}
    if name == "IntelligentTiering":
        return {"intelligentTieringEventData": {"destinationAccessTier": detail["destination-access-tier"]}}
    return {}
