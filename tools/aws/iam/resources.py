"""The ARNs that a call of AWS's API is about, from what it sends. Pure.

Each function takes the params of a call and the place {"partition", "region", "account"}, and returns a list of
ARNs; [None] where it cannot be said, ["*"] where IAM knows no narrower resource. A name may be an ARN already.
A tuple of ARNs stands for one of them: which one, only the account knows.
"""
import email
import re
from email.utils import parseaddr

TABLE_OF = re.compile(r'\b(?:from|into|update)\s+"?([\w.-]+)"?(?:\."([\w.-]+)")?', re.IGNORECASE)


def arn(service, rest, place):
    """"arn:aws:sqs:eu-west-1:123456789012:jobs", or `rest` itself if it is an ARN."""
    return rest if rest.startswith("arn:") else \
        f"arn:{place['partition']}:{service}:{place['region']}:{place['account']}:{rest}"


def unknown(_params, _place):
    """A resource, and nobody knows which."""
    return [None]


def anything(_params, _place):
    """IAM allows it for everything or for nothing."""
    return ["*"]


def field(name):
    """The function that takes the ARN from a field of the params."""
    return lambda params, _place: [params.get(name)]


def one_table(name, place):
    """The ARN of a table by its name, or by its ARN."""
    return name if name.startswith("arn:") else arn("dynamodb", f"table/{name}", place)


def table(params, place):
    """TableName."""
    return [one_table(params["TableName"], place)]


def table_or_index(params, place):
    """A query of an index needs leave for the index alone."""
    found = one_table(params["TableName"], place)
    return [f"{found}/index/{params['IndexName']}"] if "IndexName" in params else [found]


def requested_tables(params, place):
    """The keys of RequestItems."""
    return [one_table(name, place) for name in sorted(params.get("RequestItems", {}))]


def partiql_table(text, place):
    """SELECT ... FROM "demo"."owner-index" -> the index's ARN."""
    found = TABLE_OF.search(text)
    if not found:
        return [None]
    return table_or_index({"TableName": found[1], **({"IndexName": found[2]} if found[2] else {})}, place)


def s3_bucket(params, place):
    """Buckets are in no region and no account."""
    bucket = params["Bucket"]
    return [bucket if bucket.startswith("arn:") else f"arn:{place['partition']}:s3:::{bucket}"]


def s3_object(params, place):
    """An object of a bucket."""
    return [f"{s3_bucket(params, place)[0]}/{params['Key']}"]


def copy_source(source):
    """"bucket/key?versionId=1" -> {"Bucket": "bucket", "Key": "key", "VersionId": "1"}; a dict is so already."""
    if isinstance(source, dict):
        return source
    path, _, version = source.lstrip("/").partition("?versionId=")
    bucket, _, key = path.partition("/")
    return {"Bucket": bucket, "Key": key, **({"VersionId": version} if version else {})}


def queue(params, place):
    """The last part of a queue's URL is its name."""
    return [arn("sqs", (params.get("QueueUrl") or params.get("QueueName")).rpartition("/")[2], place)]


def topic(params, place):
    """A topic, or a device's endpoint; a text message to a phone is on no resource."""
    return [params.get("TopicArn") or params.get("TargetArn") or "*"]


def buses(params, place):
    """Each bus of the entries; without a name it is the account's default one."""
    named = {entry.get("EventBusName", "default") for entry in params.get("Entries", [])}
    return [arn("events", name if name.startswith("arn:") else f"event-bus/{name}", place)
            for name in sorted(named)]


def function(params, place):
    """A function's name, its ARN, or "123456789012:function:name"; what comes after a colon is a version."""
    name = params["FunctionName"]
    if name.startswith("arn:"):
        return [name]
    return [arn("lambda", f"function:{name.partition('function:')[2] or name}", place)]


def parameters(params, place):
    """Name, Names or Path of SSM; the ARN of "/a/b" has one slash after parameter."""
    named = params.get("Names") or [params.get("Name") or params.get("Path")]
    return [arn("ssm", f"parameter/{name.lstrip('/')}", place) for name in named]


def identity(params, place):
    """Who sends a mail: the address if it is verified, else its domain. A raw mail says so itself, or in its params.

    docs.aws.amazon.com/ses/latest/dg/control-user-access.html
    """
    said = params.get("FromEmailAddressIdentityArn") or params.get("SourceArn")
    if said:
        return [said]
    address = parseaddr(params.get("Source") or params.get("FromEmailAddress") or raw_sender(params))[1]
    domain = address.rpartition("@")[2]
    return [tuple(arn("ses", f"identity/{one}", place) for one in (address, domain))] if "@" in address else [None]


def raw_sender(params):
    """The From of a mail that is sent as it is, "" if it cannot be read."""
    data = (params.get("RawMessage") or params.get("Content", {}).get("Raw") or {}).get("Data", b"")
    mail = email.message_from_bytes(data) if isinstance(data, bytes) else email.message_from_string(data)
    return mail.get("From") or ""
