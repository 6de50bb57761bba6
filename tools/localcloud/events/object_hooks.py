"""Replacements of moto's S3: answers and events of objects in which moto differs from AWS. In hooks.py's form."""
import fnmatch
import itertools
import re
from types import SimpleNamespace

from moto.s3.exceptions import InvalidArgumentError, InvalidFilterRuleName
from moto.s3.models import FakeDeleteMarker

from localcloud.events import objects


def checksum(_world, original, self, response_headers):
    """The replacement of moto's _get_checksum, which adds to PutObject the type of its checksum, FULL_OBJECT."""
    algorithm, value = original(self, response_headers)
    if algorithm and self.data.get("Action") == "PutObject":
        response_headers["x-amz-checksum-type"] = "FULL_OBJECT"
    return algorithm, value


def delete_object(world, original, self, bucket_name, key_name, version_id=None, *args, **options):
    """The replacement of delete_object, which emits the event of a deleted version while others remain.

    It responds whether the version was a delete marker.
    """
    bucket = self.get_bucket(bucket_name)
    versions = bucket.keys.getlist(key_name) if version_id and bucket.is_versioned else []
    deleted = [key for key in versions or [] if str(key.version_id) == str(version_id)]
    result = original(self, bucket_name, key_name, version_id, *args, **options)
    if deleted and bucket.keys.getlist(key_name):
        objects.emit(world, "ObjectRemoved:Delete", bucket, deleted[0])
    if deleted and isinstance(deleted[0], FakeDeleteMarker):
        result[1]["delete-marker"] = "true"
    return result


def delete_objects(world, original, self, bucket_name, objects_, *args, **options):
    """The replacement of delete_objects, which emits an event for each key, also for an absent one.

    It responds which deleted versions were delete markers. In a versioned bucket an absent key gets a delete marker.
    """
    bucket = self.get_bucket(bucket_name)
    absent = [] if bucket.is_versioned else [key["Key"] for key in objects_ if key["Key"] not in bucket.keys]
    markers = {(key["Key"], key["VersionId"]) for key in objects_ if "VersionId" in key
               for version in bucket.keys.getlist(key["Key"], [])
               if isinstance(version, FakeDeleteMarker) and str(version.version_id) == key["VersionId"]}
    deleted, errors = original(self, bucket_name, objects_, *args, **options)
    for name in absent:
        objects.emit(world, "ObjectRemoved:Delete", bucket, SimpleNamespace(name=name))
    return [(name, version, version if (name, version) in markers else marker)
            for name, version, marker in deleted], errors


def put_suspended(_world, original, self, bucket_name, key_name, *args, **options):
    """The replacement of put_object: in a bucket whose versioning is suspended the earlier versions stay.

    Only the version "null" is overwritten; moto drops all.
    docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
    """
    bucket = self.get_bucket(bucket_name)
    versions = numbered_versions(bucket, key_name)
    null = [version for version in bucket.keys.getlist(key_name, []) if version not in versions]
    if not versions:
        return original(self, bucket_name, key_name, *args, **options)
    dict.__setitem__(bucket.keys, key_name, null)  # moto's own setlist closes the files of what it drops
    try:
        return original(self, bucket_name, key_name, *args, **options)
    finally:
        dict.__setitem__(bucket.keys, key_name, [*versions, *bucket.keys.getlist(key_name)])


def delete_suspended(_world, original, self, bucket_name, key_name, version_id=None, *args, **options):
    """The replacement of delete_object: in a bucket whose versioning is suspended the earlier versions stay.

    Only the version "null" is deleted, for which there is a delete marker with that id; moto drops all.
    docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersionSuspendedBuckets.html
    """
    bucket = self.get_bucket(bucket_name)
    versions = numbered_versions(bucket, key_name)
    if bucket.versioning_status != "Suspended" or not versions and version_id is None:
        return original(self, bucket_name, key_name, version_id, *args, **options)
    bucket.versioning_status = "Enabled"
    try:
        result = original(self, bucket_name, key_name, version_id, *args, **options)
    finally:
        bucket.versioning_status = "Suspended"
    if version_id is None:
        marker = bucket.keys.getlist(key_name)[-1]
        marker._version_id = result[1]["version-id"] = "null"
        bucket.keys.setlist(key_name, [*versions, marker])
    return result


def numbered_versions(bucket, key_name):
    """The versions of an object in a bucket whose versioning is suspended, without "null"; [] in other buckets."""
    versions = bucket.keys.getlist(key_name, []) if bucket.versioning_status == "Suspended" else []
    return [version for version in versions if str(version.version_id) != "null"]


def restore_object(world, original, self, bucket_name, key_name, *args, **options):
    """The replacement of restore_object, which emits the event of a completed restore: on AWS it takes hours."""
    result = original(self, bucket_name, key_name, *args, **options)
    key = self.get_object(bucket_name, key_name)
    if key.expiry_date:
        objects.emit(world, "ObjectRestore:Completed", self.get_bucket(bucket_name), key)
    return result


def notification_configuration(_world, original, self):
    """The replacement that takes names of filter rules in any case, and returns them capitalized, as S3 does.

    It rejects notifications that overlap:
    docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
    """
    body = self.body.decode() if isinstance(self.body, bytes) else self.body
    for name in re.findall(r"<FilterRule>.*?<Name>(.*?)</Name>", body, re.DOTALL):
        if name.lower() not in ("prefix", "suffix"):
            raise InvalidFilterRuleName(name)
    self.body = re.sub(r"(?i)(?<=<Name>)(prefix|suffix)(?=</Name>)", lambda match: match[0].lower(), body)
    configuration = original(self)
    notifications = [notification for kind in ("Topic", "Queue", "CloudFunction")
                     for notification in configuration.get(f"{kind}Configuration") or []]
    for rule in (rule for notification in notifications for rule in filter_rules(notification)):
        rule["Name"] = rule["Name"].capitalize()
    check_notifications(notifications)
    return configuration


def filter_rules(notification):
    """[{"Name", "Value"}] of a notification, [] without a filter."""
    return ((notification.get("Filter") or {}).get("S3Key") or {}).get("FilterRule", [])


def check_notifications(notifications):
    """Raises InvalidArgumentError for a filter with two prefixes, and for two notifications that one event matches."""
    filters = []
    for notification in notifications:
        rules = {rule["Name"]: rule["Value"] for rule in filter_rules(notification)}
        if len(rules) < len(names := [rule["Name"] for rule in filter_rules(notification)]):
            name = next(name for name in names if names.count(name) > 1)
            raise InvalidArgumentError(f"Cannot specify more than one {name.lower()} rule in a filter.", name, "")
        filters.append((rules.get("Prefix", ""), rules.get("Suffix", "")[::-1], notification["Event"]))
    for (*keys, events), (*other_keys, other_events) in itertools.combinations(filters, 2):
        if all(map(overlap, keys, other_keys)) and any(
                fnmatch.fnmatchcase(first, second) or fnmatch.fnmatchcase(second, first)
                for first, second in itertools.product(events, other_events)):
            raise InvalidArgumentError(
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes "
                "are overlapping for the same event type.", "NotificationConfiguration", "")


def overlap(first, second):
    """Whether one of two texts begins with the other."""
    return first.startswith(second) or second.startswith(first)


def key_matches(_world, original, self, key_name):
    """The replacement of moto's _key_matches, for rules named Prefix and Suffix, as S3 returns them."""
    rules = self.filters.get("S3Key", {}).get("FilterRule", [])
    tests = {"prefix": key_name.startswith, "suffix": key_name.endswith}
    return all(tests[rule["Name"].lower()](rule["Value"]) for rule in rules)
