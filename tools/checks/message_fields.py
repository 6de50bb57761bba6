"""The arguments and the subject that a lambda takes from a message, compared with those that its senders send."""
from decimal import Decimal

from checks import attribute_uses, messages
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import leaves
from checks.example import lambda_file
from interpreter.plain import fields, options, possible_elements
from kit.problems import listed
from kit.schema import nearest

SUBJECT = ["Records", "[]", "Sns", "Subject"]


def unfit_arguments(subject: Subject) -> Findings:
    """Messages whose keys are not the parameters of the function that gets the message as its arguments:
    Order(**event["detail"])."""
    for name, note in subject.notes("spread"):
        base, deliveries = messages.messages(subject, name)
        if note["path"][:len(base)] != base or note["tried"] or not note["reached"]:
            continue
        unfit = [(delivery, fault) for delivery in deliveries
                 for fault in [argument_fault(messages.at(delivery[2], note["path"][len(base):]), note)] if fault]
        if unfit and (len(unfit) == len(deliveries) or note["always"]):
            (sender, call, _content), fault = unfit[0]
            yield finding(note, f"{sender} sends {fault[0]} ({call['file']}:{call['line']})", fault[1],
                          f"TypeError: {fault[2]}")


def argument_fault(content, note):
    """(what is sent, hint, Python's message) of a mapping whose keys do not fit a function, else None."""
    if not isinstance(content, dict) or "dict" not in content:
        return None
    extra = sorted(fields(content).keys() - {*note["takes"], *content["maybe"]})
    missing = [] if content["open"] else sorted({*note["needs"]} - fields(content).keys())
    if extra:
        return (f"{extra[0]!r}, and no parameter has that name", nearest(extra[0], missing or note["takes"], 0.5),
                f"got an unexpected keyword argument {extra[0]!r}")
    return (f"no {missing[0]!r}, which is required", "", f"missing a required argument: {missing[0]!r}") \
        if missing else None


def unmapped_texts(subject: Subject) -> Findings:
    """Texts that a lambda sends, and that the mapping, or the Enum, lacks in which the receiver looks them up."""
    for name, note in subject.notes("looks-up"):
        base, deliveries = messages.messages(subject, name)
        if note["path"][:len(base)] != base or note["guarded"] or not note["reached"] \
                or note["expected"] and not note["by_caller"]:
            continue
        for sender, call, content in deliveries:
            sent = [text for text in options(messages.at(content, note["path"][len(base):])) if isinstance(text, str)]
            keys = [getattr(text, note["key"])() if note["key"] else text for text in sent]
            lacking = [(text, key) for text, key in zip(sent, keys) if key not in note["has"]]
            for text, key in lacking[:1]:
                yield finding(call, f"{sender} sends {text!r}, and {name} has no {key!r} in the mapping at "
                              f"{note['file']}:{note['line']}", nearest(key, note["has"], 0.5), f"KeyError: {key!r}")


def unmapped_attributes(subject: Subject) -> Findings:
    """Texts that the app writes to an attribute which each of its items has, and that a mapping lacks in which a lambda
    looks it up; not where a condition on the attribute chooses the items."""
    for name, note in subject.notes("looks-up-row"):
        table = subject.table_of(name, note["call"])
        writes = attribute_uses.known_writes(subject, table) if table else None
        if note["guarded"] or note["expected"] or not note["reached"] or note["key"] in str(note["call"]["args"]) \
                or any(kind == "Put" and note["key"] not in names for kind, _args, names in writes or ()):
            continue
        for text in sorted((writes and attribute_uses.written_texts(subject, table, note["key"]) or set())
                           - {*note["has"]})[:1]:
            yield finding(note, f"lambdas write {text!r} to {note['key']!r} of {table!r}, and this mapping has no such "
                          "key", nearest(text, note["has"], 0.5) or f"it has {listed(note['has'])}",
                          f"KeyError: {text!r}")


def unsent_subjects(subject: Subject) -> Findings:
    """Calls of AWS in every invocation of a topic's lambda with the subject as argument, which no sender sets."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        deliveries = messages.sent_messages(subject, name, "topic") if "topic" in fn["infra"] else []
        if not deliveries or any(map(may_have_subject, deliveries)):
            continue
        sender, publish, _content = deliveries[0]
        for call in subject.observations[name]["calls"]:
            if call["always"] and call["sure"] and any(isinstance(value, dict) and value.get("event") == SUBJECT
                                                       for _path, value in leaves({"dict": call["args"]}, "")):
                yield finding(call, f"the subject is None: {sender} sends none "
                              f"({publish['file']}:{publish['line']})", "Subject='...' in publish",
                              "ParamValidationError: Invalid type, value: None")


def decimals_of_floats(subject: Subject) -> Findings:
    """Decimals that a lambda makes of a message's number and writes to a table, where a sender sends a float."""
    for name, call in subject.all_calls:
        writes = call["service"] == "dynamodb" and call["python"]
        for path, value in leaves({"dict": call["args"]}, "") if writes else ():
            read: list = next((option["read"] for option in options(value) if isinstance(option, dict)
                         and option.get("kind") == "decimal" and "read" in option), [])
            base, deliveries = messages.messages(subject, name) if read else ([], [])
            for sender, sent, content in deliveries if read and read[:len(base)] == base else ():
                if is_inexact(messages.at(content, read[len(base):])):
                    yield finding(call, f"{path} is the Decimal of a float that {sender} sends "
                                  f"({sent['file']}:{sent['line']})", "send str(amount), or Decimal(str(...)) here",
                                  "decimal.Inexact: DynamoDB takes 38 digits, and a float has more")
                    break


def is_inexact(value):
    """Whether a plain value is a float whose Decimal has more digits than DynamoDB takes; of an unknown float, too."""
    if not isinstance(value, dict):
        return False
    return value.get("kind") == "float" or "float" in value and len(Decimal(value["float"]).as_tuple().digits) > 38


def may_have_subject(delivery):
    """Whether a message may have a subject. delivery: of messages.sent_messages()"""
    _sender, call, _content = delivery
    entries = possible_elements(call["args"].get("PublishBatchRequestEntries"))
    return not call["whole"] or "Subject" in call["args"] or any(
        not fields(entry) or entry["open"] or "Subject" in fields(entry) for entry in entries)


SPREAD = "infra:\n  queue: {}\n---\ndef store(%s):\n    print(id)\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        store(**json.loads(record['body']))"
TOPIC = "infra:\n  topic: {}\n  permissions: ['ses:SendEmail']\n---\nfor record in event['Records']:\n" \
    "    boto3.client('ses').send_email(Source='a@example.com', Destination={'ToAddresses': ['b@example.com']}, " \
    "Message={'Subject': {'Data': record['Sns']['Subject']}, 'Body': {'Text': {'Data': 'x'}}})"
PUBLISH = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_A_TOPIC'], Message='x'%s)"
AMOUNT = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body'])\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': record['messageId'], 'amount': Decimal(%s)})"
KIND = "HANDLERS = {'paid': print, 'sent': repr}\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        message = json.loads(record['body'])\n" \
    "        HANDLERS[message['kind']](message)"
SENT = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps({'kind': '%s'}))"
CHECKS = [
    Check("P826", "A message whose keys are no arguments",
          "TypeError: a key of the message is no parameter of the function or dataclass that gets **message, or a "
          "required parameter is not among the keys. Reported only where every sender of the app is known.",
          "https://docs.python.org/3/reference/expressions.html#calls",
          SPREAD % "id, count", SPREAD % "id, number", unfit_arguments,
          lambda_file("b", messages.TO_A % messages.NUMBER)),
    Check("P827", "A subject that no publisher sends",
          "Subject is None in the event of a message without one: ParamValidationError where AWS wants a text.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html",
          TOPIC, TOPIC, unsent_subjects,
          lambda_file("b", PUBLISH % ", Subject='Due'") | lambda_file("b", PUBLISH % "", "bad/")),
    Check("P829", "A Decimal of another lambda's float",
          "A float has more digits than it shows: DynamoDB's Decimal takes 38, and boto3 raises decimal.Inexact.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          AMOUNT % "message['amount']", AMOUNT % "str(message['amount'])", decimals_of_floats,
          lambda_file("b", "price = float(event['price'])\nboto3.client('sqs').send_message(QueueUrl="
                      "os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'amount': price}))")),
    Check("P842", "A text that its receiver looks up in a mapping without it",
          "KeyError in the receiver: the message moves to the dead-letter queue.",
          "https://docs.python.org/3/library/exceptions.html#KeyError",
          SENT % "refunded", SENT % "paid",
          lambda subject: [*unmapped_texts(subject), *unmapped_attributes(subject)],
          lambda_file("b", "infra:\n  queue: {}\n---\n" + KIND)),
]
