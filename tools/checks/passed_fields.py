"""What lambdas pass on beside their own content, against what is read of it: the attributes of messages, the metadata
of objects, and the parts of a request's body as it came."""
from checks import bucket_reads, emitted, message_filters, messages
from checks.bodies import BODY, within
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from interpreter.plain import fields, possible_elements
from kit.problems import listed
from kit.schema import nearest
from recipes import routes

ATTRIBUTES = {"queue": ["Records", "[]", "messageAttributes"], "topic": ["Records", "[]", "Sns", "MessageAttributes"]}
STORES = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload"})


def unsent_attributes(subject: Subject) -> Findings:
    """Attributes of messages that a lambda reads, and that no sender of the app sets."""
    for name, note in subject.notes("open-key"):
        infra = subject.model["lambdas"][name]["infra"]
        kind = next((kind for kind, path in ATTRIBUTES.items() if note["path"] == path and kind in infra), None)
        if kind is None or note["how"] != "item" or note["expected"] or note["guarded"] or not note["reached"] \
                or "from" in infra.get("queue", {}):
            continue
        deliveries = messages.sent_messages(subject, name, kind, message_filters.attributes)
        if deliveries and all(messages.has(content, [], note["key"]) is False for *_of, content in deliveries):
            sender, call, content = deliveries[0]
            names = sorted(fields(content))
            yield finding(note, f"{sender} sets no attribute {note['key']!r} of the message "
                          f"({call['file']}:{call['line']})", nearest(note["key"], names) or (
                              f"it sets {listed(names)}" if names else "MessageAttributes={...} of the sender"),
                          f"KeyError: {note['key']!r}")


def unset_metadata(subject: Subject) -> Findings:
    """Metadata of objects that a lambda reads, and that no write of the app to the bucket sets."""
    for name, note in subject.notes("read-metadata"):
        bucket = bucket_reads.bucket_of(subject, name, note["call"])
        keys = metadata_keys(subject, bucket) if bucket and not note["expected"] and note["reached"] else None
        if note["key"] != note["key"].lower() and not note["expected"]:
            yield finding(note, f"S3 returns the keys of metadata in lower case, and has no {note['key']!r}",
                          note["key"].lower(), f"KeyError: {note['key']!r}")
        elif keys is not None and note["key"] not in keys:
            yield finding(note, f"no lambda writes the metadata {note['key']!r} to objects of {bucket!r}",
                          nearest(note["key"], keys) or (f"they write {listed(sorted(keys))}" if keys else
                                                         "Metadata={...} of put_object"),
                          f"KeyError: {note['key']!r}")


def metadata_keys(subject, bucket):
    """{key} of the metadata that the app's writes to a bucket set, in the lower case in which S3 returns them; None if
    a write is unknown, or there is none."""
    keys: set | None = None
    for name in sorted(subject.observations):
        own = {variable for variable, use in subject.kinds[name].items() if use == ("bucket", bucket)}
        if own and emitted.has_unknown_use(subject, name, "s3", "bucket"):
            return None
        for call in subject.observations[name]["calls"]:
            if call["service"] != "s3" or not bucket_reads.is_write(subject, name, call, own):
                continue
            metadata = call["args"].get("Metadata", {"dict": {}, "open": not call["whole"]})
            if call["operation"] not in STORES or call["method"].startswith("generate") or not call["sure"] \
                    or not isinstance(metadata, dict) or "dict" not in metadata or metadata["open"] \
                    or call["operation"] == "CopyObject" and "Metadata" not in call["args"]:
                return None
            keys = (keys or set()) | {str(key).lower() for key in metadata["dict"]}
    return keys


def optional_parts(subject: Subject) -> Findings:
    """Fields that a lambda reads of a part of a body, which the sender passes on as it came, and which its schema does
    not require. A sender whose code knows the name may have tested it."""
    for name, notes in sorted(messages.reads(subject).items()):
        base, deliveries = messages.messages(subject, name)
        for note in notes if deliveries else ():
            if note["how"] != "item" or note["expected"] or not note["reached"] or note["path"][:len(base)] != base:
                continue
            for sender, call, content in deliveries:
                schema = schema_of_part(subject, sender, content, note["path"][len(base):])
                if schema and note["key"] not in schema.get("required", []) and not any(
                        note["key"] in subject.texts(path) for path in subject.observations[sender]["files"]):
                    yield finding(note, f"{sender} passes this part of its body on as it came "
                                  f"({call['file']}:{call['line']}), and its schema does not require {note['key']!r}",
                                  nearest(note["key"], schema.get("properties", {})) or
                                  f"required: [{', '.join([*schema.get('required', []), note['key']])}] in the schema",
                                  f"KeyError: {note['key']!r}")
                    break


def schema_of_part(subject, sender, content, steps):
    """The schema, with properties, of the object at a path of a message that a lambda passes on of its own body; None
    of what it makes itself, and without a schema."""
    for at, step in enumerate([*steps, None]):
        if isinstance(content, dict) and content.get("is") in ("map", "list") and "event" in content:
            endpoint = subject.model["lambdas"][sender]["infra"].get("endpoint")
            path = [*content["event"], *steps[at:]]
            return within(endpoint and routes.only_schema(endpoint), path[2:]) if path[:2] == BODY else None
        content = next(iter(possible_elements(content) or []), None) if step == "[]" else fields(content).get(step)
    return None


RECEIVER = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n" \
    "    print(record['messageAttributes']['%s']['stringValue'])"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody='x', " \
    "MessageAttributes={'kind': {'DataType': 'String', 'StringValue': 'paid'}})"
HEAD = "head = boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'])\n" \
    "return head['Metadata']['%s']"
STORE = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=event['key'], Body=b'', " \
    "Metadata={'owner': event['owner']})"
LINES = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n" \
    "    for line in json.loads(record['body'])['lines']:\n        print(line['%s'])"
BODY_SENDER = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: public\n    schema:\n" \
    "      type: object\n      required: [lines]\n      properties:\n        lines:\n          type: array\n" \
    "          items: {type: object, required: [article], properties: {article: {type: string}}}\n---\n" \
    "body = json.loads(event['body'])\nboto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], " \
    "MessageBody=json.dumps({'lines': body['lines']}))\nreturn {'statusCode': 202}"
CHECKS = [
    Check("P843", "An attribute of a message that no sender sets",
          "KeyError: messageAttributes has what the senders set, and nothing else.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html",
          RECEIVER % "type", RECEIVER % "kind", unsent_attributes, lambda_file("b", SEND)),
    Check("P844", "Metadata of an object that no write sets",
          "KeyError: Metadata has what put_object set, with names in lower case.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html",
          HEAD % "user", HEAD % "owner", unset_metadata, lambda_file("b", STORE)),
    Check("P845", "A field of a part of another lambda's body that its schema does not require",
          "KeyError in the lambda that gets the message: a request without the field passes the schema.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
          LINES % "count", LINES % "article", optional_parts, lambda_file("b", BODY_SENDER)),
]
