"""Keys of objects in events: S3's own notification encodes them, EventBridge does not."""
from checks.check import Check, Findings, Subject, finding
from checks.events_read import shown
from interpreter.plain import fields

MESSAGE, ENCODED = ["Records", "[]", "body", "()"], ["Records", "[]", "s3", "object", "key"]
ENCODED_KEYS = ENCODED, [*MESSAGE, *ENCODED]  # of an event, and of the body of a queue's message


def decoded_keys(subject: Subject) -> Findings:
    """Keys of objects that are decoded, though EventBridge does not encode them."""
    for name, note in subject.notes("decoded"):
        before = MESSAGE * ("from" in subject.model["lambdas"][name]["infra"].get("queue", {}))
        if note["path"] == [*before, "detail", "object", "key"]:
            yield finding(note, f"{shown(note['path'])} is not encoded: a '+' or '%' in it is a part of the key",
                          "event['detail']['object']['key'] as it is", "NoSuchKey for keys with a + or a %")


def encoded_keys(subject: Subject) -> Findings:
    """Keys of objects that S3's own notification encodes, in calls that need them as they are."""
    for _name, call in subject.calls():
        keys = [call["args"].get("Key", call["ids"].get("Key")), fields(call["args"].get("CopySource")).get("Key"),
                *(fields(fields(value).get("S3Object")).get("Name") for value in call["args"].values())]
        if any(isinstance(key, dict) and key.get("event") in ENCODED_KEYS for key in keys):
            yield finding(call, f"{shown(ENCODED)} is URL-encoded: a space in it is a '+'",
                          "urllib.parse.unquote_plus(record['s3']['object']['key'])",
                          "NoSuchKey for keys with a space or another letter than A to Z")
    notes = [note for _name, note in subject.notes("decoded") if note["path"] in ENCODED_KEYS]
    complete = {(note["file"], note["line"]) for note in notes if note["how"]}  # unquote_plus(unquote(key))
    for note in notes:
        if not note["how"] and (note["file"], note["line"]) not in complete:
            yield finding(note, f"unquote() leaves each '+' of {shown(ENCODED)}, which is a space",
                          "urllib.parse.unquote_plus(record['s3']['object']['key'])", "NoSuchKey for keys with a space")


OBJECT = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo}}\n---\n"
NOTIFICATION = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo, form: notification}}\n---\n"
GET_OBJECT = "s3 = event['Records'][0]['s3']\nboto3.client('s3').get_object(Bucket=s3['bucket']['name'], Key=%s)"
CHECKS = [
    Check("P411", "A key of an object that is decoded",
          "EventBridge passes keys as they are, unlike S3's own notifications: no object has a key that is decoded.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html",
          OBJECT + "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n"
          "    print(unquote_plus(event['detail']['object']['key']))",
          OBJECT + "print(event['detail']['object']['key'])", decoded_keys),
    Check("P412", "A key of S3's own notification that is not decoded",
          "In `form: notification` the key is URL-encoded, as in every notification of S3: no object has that key.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html",
          NOTIFICATION + GET_OBJECT % "s3['object']['key']",
          NOTIFICATION + "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    "
          + GET_OBJECT.replace("\n", "\n    ") % "unquote_plus(s3['object']['key'])", encoded_keys),
]
