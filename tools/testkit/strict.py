"""What AWS refuses and moto takes. Pure: each gives the (code, message) of AWS's refusal, or None."""
import re

from localcloud.events import entries

MOST_IN_A_BATCH = 25
# docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
UNSENDABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def refusal(service, operation, params):
    """Why AWS would refuse a call that moto takes; None if it would not."""
    check = CHECKS.get((service, operation))
    return check(params) if check else None


def of_batch_write(params):
    """A batch writes 25 rows at most; boto3's batch_writer keeps to it."""
    count = sum(map(len, params.get("RequestItems", {}).values()))
    return ("ValidationException", "1 validation error detected: Value at 'requestItems' failed to satisfy "
            f"constraint: Map value must satisfy constraint: [Member must have length less than or equal to "
            f"{MOST_IN_A_BATCH}, Member must have length greater than or equal to 1]") \
        if count > MOST_IN_A_BATCH else None


def of_update(params):
    """A key that is empty; moto breaks on it."""
    empty = any(value in ({"S": ""}, {"B": b""}) for value in params.get("Key", {}).values())
    return ("ValidationException", "One or more parameter values are not valid. The AttributeValue for a key "
            "attribute cannot contain an empty string value.") if empty else None


def of_send(params):
    """A message has a character at least, and only those that XML has."""
    if not params.get("MessageBody"):
        return "MissingParameter", "The request must contain the parameter MessageBody."
    wrong = UNSENDABLE.search(params["MessageBody"])
    return ("InvalidMessageContents", f"Invalid binary character {ascii(wrong[0])} was found in the message body, "
            "the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to "
            "#x10FFFF") if wrong else None


def of_send_batch(params):
    """The first message that is wrong; AWS would tell of it under Failed, if it is not empty."""
    return next(filter(None, map(of_send, params.get("Entries", []))), None)


def of_publish(params):
    """A message has a character at least."""
    return None if params.get("Message") else ("InvalidParameter", "Invalid parameter: Empty message")


def of_put_events(params):
    """Too many entries, or too large together."""
    said = entries.request_error(params.get("Entries", []))
    return ("ValidationException", said) if said else None


def of_entry(entry):
    """{"ErrorCode", "ErrorMessage"} of an entry that PutEvents refuses by itself; None if it takes it."""
    return entries.entry_error(entry)


CHECKS = {
    ("dynamodb", "BatchWriteItem"): of_batch_write,
    ("dynamodb", "UpdateItem"): of_update,
    ("events", "PutEvents"): of_put_events,
    ("sns", "Publish"): of_publish,
    ("sqs", "SendMessage"): of_send,
    ("sqs", "SendMessageBatch"): of_send_batch,
}


