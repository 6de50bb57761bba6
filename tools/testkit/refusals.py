"""Requests that AWS refuses and moto accepts. Pure: each returns the (code, message) of AWS's error, or None."""
from aws.events import schedules
from localcloud.events import entries, message_requests

MOST_IN_A_BATCH = 25


def refusal(service, operation, params):
    """(code, message) of AWS's error for a call that moto accepts; None if AWS accepts it too."""
    check = CHECKS.get((service, operation))
    return check(params) if check else None


def of_batch_write(params):
    """(code, message) for a BatchWriteItem of more than 25 items, which boto3's batch_writer splits; else None."""
    count = sum(map(len, params.get("RequestItems", {}).values()))
    return ("ValidationException", "1 validation error detected: Value at 'requestItems' failed to satisfy "
            f"constraint: Map value must satisfy constraint: [Member must have length less than or equal to "
            f"{MOST_IN_A_BATCH}, Member must have length greater than or equal to 1]") \
        if count > MOST_IN_A_BATCH else None


def of_update(params):
    """(code, message) for an UpdateItem with an empty key, for which moto raises an exception of its own; else None."""
    empty = any(value in ({"S": ""}, {"B": b""}) for value in params.get("Key", {}).values())
    return ("ValidationException", "One or more parameter values are not valid. The AttributeValue for a key "
            "attribute cannot contain an empty string value.") if empty else None


def of_send(params):
    """(code, message) for a message that SQS rejects; else None."""
    if not params.get("MessageBody"):
        return "MissingParameter", "The request must contain the parameter MessageBody."
    return message_requests.fault(params, params.get("QueueUrl", "").endswith(".fifo"))


def of_send_batch(params):
    """The error of the first invalid message; AWS would report it under Failed, unless the message is empty."""
    url = params.get("QueueUrl", "")
    return next(filter(None, (of_send({**entry, "QueueUrl": url}) for entry in params.get("Entries", []))), None)


def of_publish(params):
    """(code, message) for an empty message of a topic; else None."""
    return None if params.get("Message") else ("InvalidParameter", "Invalid parameter: Empty message")


def of_put_events(params):
    """(code, message) for too many entries, or entries that are too large together; else None."""
    message = entries.request_error(params.get("Entries", []))
    return ("ValidationException", message) if message else None


def of_schedule(params):
    """(code, message) for a schedule with an invalid name, expression, time zone or input; else None."""
    message = schedules.request_problem(params["Name"], params["ScheduleExpression"],
                                        params.get("ScheduleExpressionTimezone"), params["Target"])
    return ("ValidationException", message) if message else None


CHECKS = {
    ("scheduler", "CreateSchedule"): of_schedule,
    ("scheduler", "UpdateSchedule"): of_schedule,
    ("dynamodb", "BatchWriteItem"): of_batch_write,
    ("dynamodb", "UpdateItem"): of_update,
    ("events", "PutEvents"): of_put_events,
    ("sns", "Publish"): of_publish,
    ("sqs", "SendMessage"): of_send,
    ("sqs", "SendMessageBatch"): of_send_batch,
}
