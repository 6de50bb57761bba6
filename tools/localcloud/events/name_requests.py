"""Names of queues, buckets and tables that AWS rejects and moto accepts, and prefixes of names. The replacements have
the form of hooks.py."""
import re

from moto.dynamodb.exceptions import MockValidationException
from moto.s3.exceptions import InvalidBucketName
from moto.sqs.exceptions import SQSException

from kit import names

QUEUE, FIFO_QUEUE = re.compile(r"[A-Za-z0-9_-]{1,80}"), re.compile(r"[A-Za-z0-9_-]{1,75}\.fifo")
TABLE = re.compile(r"[A-Za-z0-9_.-]{3,255}")


def create_queue(_world, original, self, name, *arguments, **attributes):
    """The replacement of CreateQueue, which checks the name."""
    is_fifo = str(attributes.get("FifoQueue", "")).lower() == "true"
    if not (FIFO_QUEUE if is_fifo else QUEUE).fullmatch(name):
        raise SQSException(
            "InvalidParameterValue", "The name of a FIFO queue can only include alphanumeric characters, hyphens, or "
            "underscores, must end with .fifo suffix and be 1 to 80 in length." if is_fifo else
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
    return original(self, name, *arguments, **attributes)


def create_bucket(_world, original, self, bucket_name, *arguments, **more):
    """The replacement of CreateBucket, which checks the name."""
    if not re.fullmatch(names.BUCKET, bucket_name):
        raise InvalidBucketName()
    return original(self, bucket_name, *arguments, **more)


def create_table(_world, original, self, name, *arguments, **more):
    """The replacement of CreateTable, which checks the name."""
    if not TABLE.fullmatch(name):
        raise MockValidationException(
            f"1 validation error detected: Value '{name}' at 'tableName' failed to satisfy constraint: Member must "
            "satisfy regular expression pattern: [a-zA-Z0-9_.-]+, and have length between 3 and 255")
    return original(self, name, *arguments, **more)


def list_queues(_world, original, self, queue_name_prefix):
    """The replacement of ListQueues, whose prefix is a text: moto takes it for a regular expression, which may be none,
    or one whose search never ends."""
    return original(self, queue_name_prefix and re.escape(queue_name_prefix))


def list_rules(_world, original, self, prefix=None, *arguments, **more):
    """The replacement of ListRules, whose prefix is a text, as that of ListQueues."""
    return original(self, prefix and re.escape(prefix), *arguments, **more)
