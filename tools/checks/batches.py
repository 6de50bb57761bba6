"""Batches that are larger than a service accepts: by the models of botocore, and the limits that these do not have."""
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import leaves
from interpreter import models
from interpreter.plain import fields, options
from recipes import IDENTIFIERS

# docs.aws.amazon.com: the limits of lists that botocore's models do not have.
MAXIMA = {("sqs", "SendMessageBatchRequestEntryList"): 10, ("sqs", "DeleteMessageBatchRequestEntryList"): 10,
          ("sqs", "ChangeMessageVisibilityBatchRequestEntryList"): 10, ("sns", "PublishBatchRequestEntryList"): 10,
          ("s3", "ObjectIdentifierList"): 1000, ("events", "PutEventsRequestEntryList"): 10,
          ("cloudwatch", "MetricData"): 1000}

SMALL = 100  # a query returns more items than that in any table that grows


def large_batches(subject: Subject) -> Findings:
    """Lists with more elements than the service accepts, where their number is known: literals and slices."""
    for name, call in subject.calls():
        shape = models.input_shape(call["service"], call["operation"])
        if not call["sure"] or shape is None or call["via"] not in ("client", "resource"):
            continue
        for path, number, most in large_lists(call["service"], shape, {"dict": call["args"]}, "",
                                              most_records(subject, name)):
            yield finding(call, f"{call['method']}: {path} may have {number} elements, and the maximum is {most}",
                          f"batches of {most}", "the service refuses the whole call: TooManyEntriesInBatchRequest, or "
                          "ValidationException")


def most_records(subject, name):
    """The most records of an event of a lambda's queue or stream, of a table or Kinesis; None for other triggers."""
    infra = subject.model["lambdas"][name]["infra"]
    return next((infra[word]["batch"] for word in IDENTIFIERS if word in infra), None)


def large_lists(service, name, value, path, records):
    """Yields (path, number of elements, maximum) of the lists in a plain value that are longer than AWS accepts.

    name     of the value's shape in botocore's model of the service
    path     of the value in the call's arguments: "Entries"
    records  the most records of the lambda's event, None if it is not of a queue
    """
    shape = models.shape(service, name)
    for option in options(value):
        if shape.get("type") == "structure":
            for key, part in fields(option).items():
                if key in shape["members"]:
                    yield from large_lists(service, shape["members"][key]["shape"], part,
                                           f"{path}.{key}".lstrip("."), records)
        elif shape.get("type") == "map" and isinstance(option, dict):
            for part in (*fields(option).values(), *option.get("rest", [])):
                yield from large_lists(service, shape["value"]["shape"], part, path, records)
        elif shape.get("type") == "list" and isinstance(option, dict) and "list" in option:
            most, number = MAXIMA.get((service, name), shape.get("max")), length(option, records)
            if most and number > most:
                yield path, number, most
            elif most and most <= SMALL and option.get("unlimited") and option["open"]:
                yield path, "any number of", most


def length(value, records):
    """The number of elements of a plain list, 0 if it is unknown.

    records  the most records of a queue's event: a list made from these has at most as many
    """
    number = value.get("most", 0) if value["open"] else len(value["list"])
    from_records = records and any(isinstance(leaf, dict) and leaf.get("event", [""])[0] == "Records"
                                   for _path, leaf in leaves(value, ""))
    return min(number, records) if from_records else number


QUEUE = "infra:\n  queue: {}\n---\n"
SEND = QUEUE + "def chunks(rows, size):\n    for at in range(0, len(rows), size):\n        yield rows[at:at + size]" \
    "\n\n\ndef handler(event, context):\n    rows = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])" \
    ".query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n    for chunk in chunks(rows, %s):\n" \
    "        entries = [{'Id': str(at), 'MessageBody': row['pk']} for at, row in enumerate(chunk)]\n" \
    "        response = boto3.client('sqs').send_message_batch(" \
    "QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "        if response.get('Failed'):\n            raise RuntimeError(response['Failed'])"
CHECKS = [
    Check("P210", "A batch that is larger than the service accepts",
          "The service refuses the whole call: TooManyEntriesInBatchRequest of SQS and SNS, ValidationException of "
          "EventBridge and DynamoDB.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html",
          SEND % 100, SEND % 10, large_batches),
]
