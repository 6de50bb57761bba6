"""`buckets:` of app.yaml: how long objects are kept, where they are archived, and which pages may upload.

    buckets:
      demo:
        expire: {after: 30 days, prefix: tmp/}
        archive: {after: 90 days, to: glacier}
        incomplete_uploads: {after: 1 day}
        cors: [https://example.com]
        versioning: false
        writers: [ses.amazonaws.com]

docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html and
intro-lifecycle-rules.html have the limits.
"""
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

from kit import cors_settings, names, schema
from kit.problems import KeyProblem

AFTER: dict = {"type": "string", "pattern": "^(1 day|([2-9]|[1-9][0-9]{1,4}) days)$", "examples": ["30 days"],
               "description": "the age of the object: 1 day, 30 days"}
WITHOUT_STAR_AFTER = r"^[^\x00-\x1f]*[^*\x00-\x1f]$"  # S3 and EventBridge compare the * of `tmp/*` with a * in the key
PREFIX: dict = {"type": "string", "minLength": 1, "maxLength": 1024, "pattern": WITHOUT_STAR_AFTER,
                "examples": ["tmp/"], "description": "only objects whose key begins with it, without a * at its end"}
# S3's storage classes, in the order in which it moves objects from one to the next.
CLASSES = ["standard_ia", "intelligent_tiering", "onezone_ia", "glacier_ir", "glacier", "deep_archive"]
INFREQUENT, LEAST_DAYS = ("standard_ia", "onezone_ia"), 30  # before a move to one of these, and in it before the next


def one_or_more(entry: dict, description: str, example: dict) -> dict:
    """The schema of an entry or a list of entries."""
    return {"anyOf": [entry, {"type": "array", "items": entry, "minItems": 1, "maxItems": 100}],
            "description": description, "examples": [example]}


def entry_schema(required: list[str], **fields) -> dict:
    """The schema of an entry: {after: 30 days, ...}."""
    return {"type": "object", "properties": {"after": AFTER, **fields}, "required": required,
            "additionalProperties": False}


EXPIRE, ARCHIVE = entry_schema(["after"], prefix=PREFIX), entry_schema(
    ["after", "to"], prefix=PREFIX, to={"type": "string", "enum": CLASSES,
                                        "description": "the storage class of S3, in lower case"})
NAMED = "bucket", "uploads"  # what its variables name, and the end of a valid name
BUCKET: dict = {
    "type": "object",
    "description": "a bucket",
    "examples": [{"expire": {"after": "30 days"}}],
    "properties": {
        "expire": one_or_more(EXPIRE, "when S3 deletes objects", {"after": "30 days", "prefix": "tmp/"}),
        "archive": one_or_more(ARCHIVE, "when S3 moves objects to a cheaper storage class", {
            "after": "90 days", "to": "glacier"}),
        "incomplete_uploads": {**entry_schema(["after"]), "default": {"after": "7 days"}, "description":
                               "when S3 deletes the parts of a multipart upload that was never completed"},
        "cors": {"type": "array", "minItems": 1, "maxItems": 100, "items": {
            "type": "string",
            "description": "a page's scheme, host and port in lower case, without a path", "examples": [
                "https://example.com"]},
            "description": "the origins of pages that may use presigned URLs of the bucket, to upload and download",
            "examples": [["https://example.com", "http://localhost:5173"]]},
        "versioning": {"type": "boolean", "default": True,
                       "description": "whether S3 keeps an overwritten or deleted object for another 30 days"},
        "writers": {"type": "array", "minItems": 1, "maxItems": 20, "items": {
            "type": "string", "pattern": r"^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$",
            "description": "the name of a service in policies: ses.amazonaws.com", "examples": ["ses.amazonaws.com"]},
            "description": "AWS services that may store objects for this account: ses.amazonaws.com received mail, "
                           "logging.s3.amazonaws.com access logs, cloudtrail.amazonaws.com its trail",
            "examples": [["ses.amazonaws.com"]]}},
    "elsewhere": {"lifecycle": "expire: {after: 30 days}; archive: {after: 90 days, to: glacier}"},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "additionalProperties": BUCKET,
    "description": "buckets that need more than the defaults: when objects are deleted or archived, and uploads from "
                   "pages (docs/buckets.md). The code names them as any other bucket: `demo` is DEMO_BUCKET",
    "examples": [{"demo": {"expire": {"after": "30 days", "prefix": "tmp/"}, "cors": ["https://example.com"]}}],
}


class Move(TypedDict):
    """A deletion of objects, or a move to a storage class."""

    after: int  # days
    prefix: str  # "" for all objects
    to: NotRequired[str]  # "GLACIER"; absent in a deletion


class BucketSettings(TypedDict):
    """A bucket of app.yaml."""

    expire: list[Move]
    archive: list[Move]
    incomplete_uploads: int  # days
    cors: list[str]
    versioning: bool
    writers: NotRequired[list[str]]  # ["ses.amazonaws.com"]
    line: int  # in app.yaml


def normal(buckets: dict, lines: dict[str, int]) -> dict[str, BucketSettings]:
    """{bucket: BucketSettings} of a valid `buckets`. lines: {dotted key of app.yaml: line}"""
    result: dict[str, BucketSettings] = {}
    for name, written in buckets.items():
        bucket = schema.filled(BUCKET, written)
        writers: Any = {"writers": bucket["writers"]} if "writers" in bucket else {}
        result[name] = {**writers, "expire": moves(bucket.get("expire")), "archive": moves(bucket.get("archive")),
                        "incomplete_uploads": days(bucket["incomplete_uploads"]), "cors": bucket.get("cors", []),
                        "versioning": bucket["versioning"], "line": schema.line_of(lines, f"buckets.{name}")}
    return result


def entries(value: Any) -> list[dict]:
    """[entry] of `expire` or `archive`: one entry, a list, or None."""
    return value if isinstance(value, list) else [value] if value else []


def moves(value: Any) -> list[Move]:
    """[Move] of `expire` or `archive`."""
    return [{"after": days(entry), "prefix": entry.get("prefix", ""),
             **({"to": entry["to"].upper()} if "to" in entry else {})} for entry in entries(value)]


def days(entry: dict) -> int:
    """30 of {"after": "30 days"}."""
    return int(entry["after"].partition(" ")[0])


def problems(buckets: dict) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a valid `buckets`: problems that the schema cannot express."""
    faults: list[KeyProblem] = []
    for name, written in buckets.items():
        key, bucket = f"buckets.{name}", written or {}
        faults += lifecycle_problems(key, bucket)
        faults += cors_settings.list_problems(f"{key}.cors", bucket.get("cors", []), 1)
    return faults


def lifecycle_problems(key: str, bucket: dict) -> Iterator[KeyProblem]:
    """What S3 refuses of `expire` and `archive` for the same objects."""
    archive = entries(bucket.get("archive"))
    for prefix in dict.fromkeys(entry.get("prefix", "") for entry in archive):
        of_prefix = sorted((entry for entry in archive if entry.get("prefix", "") == prefix), key=days)
        yield from archive_problems(f"{key}.archive", of_prefix)
    seen: dict[str, dict] = {}
    for entry in entries(bucket.get("expire")):
        prefix = entry.get("prefix", "")
        if prefix in seen:
            yield f"{key}.expire", f"{key}.expire: {objects(prefix)} expire twice", "write one `after`"
        seen[prefix] = entry
        late = [move for move in archive if move.get("prefix", "") == prefix and days(move) >= days(entry)]
        if late:
            yield (f"{key}.expire", f"{key}: {objects(prefix)} expire after {entry['after']}, before they move to "
                   f"{late[0]['to']}", f"S3 requires that they expire later than {late[0]['after']}")


def archive_problems(key: str, in_order: list[dict]) -> Iterator[KeyProblem]:
    """What S3 refuses of the moves of the same objects, the earliest first."""
    for entry in in_order:
        if entry["to"] in INFREQUENT and days(entry) < LEAST_DAYS:
            yield (key, f"{key}: S3 moves no object to {entry['to']} before it is {LEAST_DAYS} days old",
                   f"after: {LEAST_DAYS} days")
    for before, entry in zip(in_order, in_order[1:]):
        if CLASSES.index(entry["to"]) <= CLASSES.index(before["to"]):
            yield (key, f"{key}: S3 moves no object from {before['to']} to {entry['to']}",
                   f"its order: {', '.join(CLASSES)}")
        elif days(entry) == days(before) or before["to"] in INFREQUENT and days(entry) - days(before) < LEAST_DAYS:
            least = LEAST_DAYS if before["to"] in INFREQUENT else 1
            yield (key, f"{key}: an object stays in {before['to']} for {names.quantity(least, 'day')} at least",
                   f"move it to {entry['to']} after {days(before) + least} days")


def objects(prefix: str) -> str:
    """The objects of a prefix, for a message."""
    return f"objects below {prefix}" if prefix else "all objects"
