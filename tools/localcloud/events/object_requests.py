"""Requests to S3 that AWS rejects and moto accepts: objects, tags, parts of uploads, and notifications.

docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the replacements have the form of those of hooks.py.
"""
import re
import secrets

from moto.s3.exceptions import InvalidArgumentError, InvalidPartOrder, InvalidTagError, MalformedXML, S3ClientError

from localcloud.events import targets

MAX_KEY, MAX_METADATA, MAX_DELETED = 1024, 2048, 1000  # bytes, bytes, objects
METADATA = "x-amz-meta-"
KINDS = {"Queue": "queue", "Topic": "topic", "CloudFunction": "Lambda"}  # in S3's requests, and in its messages
INVALID_DESTINATION = "Unable to validate the following destination configurations"


def put_object(_world, original, self):
    """The replacement of PutObject, which checks the key and the metadata."""
    if len(self.parse_key_name().encode()) > MAX_KEY:
        raise S3ClientError("KeyTooLongError", "Your key is too long")
    metadata = {name.lower().removeprefix(METADATA): value for name, value in self.headers.items()
                if name.lower().startswith(METADATA)}
    if sum(len(name.encode()) + len(value.encode()) for name, value in metadata.items()) > MAX_METADATA:
        raise S3ClientError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
    return original(self)


def delete_objects(_world, original, self, bucket_name, objects_, *args, **options):
    """The replacement of DeleteObjects, which accepts a thousand objects."""
    if len(objects_) > MAX_DELETED:
        raise MalformedXML()
    return original(self, bucket_name, objects_, *args, **options)


def tags_from_xml(_world, original, self):
    """The replacement of what reads the tags of an object: none are valid, two with one key are not."""
    text = self.body.decode() if isinstance(self.body, bytes) else self.body
    names = re.findall(r"<Key>(.*?)</Key>", text, re.DOTALL)
    if len(names) > len(set(names)):
        raise InvalidTagError("Cannot provide multiple Tags with the same key")
    return original(self) if names else {}


def complete_parts(_world, original, self, body):
    """The replacement of the completion of an upload, which checks the order of the parts first."""
    parts = list(body)
    numbers = [number for number, _etag in parts]
    if numbers != sorted(numbers):
        raise InvalidPartOrder()
    return original(self, iter(parts))


def notification_destinations(world, original, self):
    """The replacement of what reads notifications: S3 must be allowed to reach each destination, except if the request
    skips this check."""
    text = self.body.decode() if isinstance(self.body, bytes) else self.body
    destinations = re.findall(rf"<({'|'.join(KINDS)})>\s*([^<\s]*)\s*</", text)
    for kind, arn in destinations:
        if arn.count(":") < 5:
            raise InvalidArgumentError("The ARN could not be parsed", kind, arn)
    configuration = original(self)
    if self.headers.get("x-amz-skip-destination-validation", "").lower() == "true":
        return configuration
    caller = {"service": "s3.amazonaws.com", "arn": self.backend.get_bucket(self.bucket_name).arn}
    for kind, arn in destinations:
        reason = "FIFO SQS queues are not supported." if kind == "Queue" and arn.endswith(".fifo") else ""
        try:
            targets.check_target(world, arn, caller)
        except targets.Undeliverable as error:
            name = KINDS[kind]
            reason = f"The destination {name} does not exist" if error.code == "NO_RESOURCE" else (
                f"Permissions on the destination {name} do not allow S3 to publish notifications from this bucket")
        if reason:
            raise InvalidArgumentError(INVALID_DESTINATION, arn, reason)
    return configuration


def test_event(_world, original, bucket_name):
    """The replacement of the event that S3 sends to a new destination, which adds the ids of the request."""
    return {**original(bucket_name), "RequestId": secrets.token_hex(8).upper(), "HostId": secrets.token_hex(32)}
