"""Texts with characters that a service refuses: metadata of S3, ids of FIFO queues; subjects of SNS that are too
long."""
import ast
import re
from typing import Any

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.example import lambda_file
from checks.syntax import bindings, keywords, method_name
from interpreter.plain import fields, options, possible_elements
from interpreter.sources import functions, nodes_of

# docs.aws.amazon.com, API_SendMessage: letters, digits and punctuation of ASCII
REFUSED_IN_IDS = re.compile(r"[^!-~]")
REFUSED_IN_TAGS = re.compile(r"[^A-Za-z0-9_.@-]")  # docs.aws.amazon.com, SES: API_MessageTag
IDS = ("MessageGroupId", "MessageDeduplicationId")
SENDING = frozenset("SendMessage SendMessageBatch Publish PublishBatch".split())
OF_ATTRIBUTES = re.compile(r"(String|Number|Binary)(\.|$)")
LONGEST_ID = 128
NAMES = {"name", "full_name", "fullName", "first_name", "last_name", "customer_name"}  # of people, in metadata
TITLES = {"title", "description", "caption", "comment", "subject", "headline", "summary"}


def known_parts(value):
    """[text] of the known parts of each option of a plain value: of an f-string those between its braces."""
    parts = [option["text"] if isinstance(option, dict) and "text" in option else [option] for option in options(value)]
    return [part for option in parts for part in option if isinstance(part, str)]


def messages_of(call):
    """[{parameter: plain value}] of the messages that a call sends: of its arguments, and of the entries of a batch."""
    batch = call["args"].get("Entries", call["args"].get("PublishBatchRequestEntries"))
    return [call["args"], *map(fields, possible_elements(batch) if batch else [])] if call["sure"] else []


def refused_ids(subject: Subject) -> Findings:
    """Group and deduplication ids with a character that SQS and SNS refuse, or that are too long."""
    for _name, call in subject.calls(None, SENDING):
        for entry in messages_of(call):
            for key in IDS:
                parts = known_parts(entry.get(key))
                refused = next((match[0] for part in parts if (match := REFUSED_IN_IDS.search(part))), "")
                is_written = is_title(entry.get(key), TITLES)
                if refused or is_written or sum(map(len, parts)) > LONGEST_ID and len(options(entry.get(key))) == 1:
                    yield finding(call, f"{key} contains {refused!r}" if refused else
                                  f"{key} is a text that people write, with spaces" if is_written else
                                  f"{key} has more than {LONGEST_ID} characters",
                                  "hashlib.sha256(...).hexdigest(): letters, digits and punctuation of ASCII",
                                  f"InvalidParameterValue: Value for parameter {key} is invalid")


def refused_metadata(subject: Subject) -> Findings:
    """Metadata of S3 with characters beyond ASCII."""
    for _name, call in subject.calls("s3"):
        for key, value in fields(call["args"].get("Metadata")).items() if call["sure"] else ():
            text = next((part for part in (key, *known_parts(value)) if not part.isascii()), None)
            if text is not None or is_title(value, TITLES | NAMES):
                yield finding(call, f"the metadata {key!r} contains {text!r}, which is not ASCII" if text is not None
                              else f"the metadata {key!r} is a text that people write: its letters may be beyond ASCII",
                              "urllib.parse.quote(text)", "ParamValidationError: Non ascii characters found in S3 "
                              "metadata")


def is_title(value, titles):
    """Whether a plain value is a text for people, of an item or of the event, as its key says. titles: such keys"""
    paths = [option.get("path", option.get("event")) for option in options(value) if isinstance(option, dict)]
    return bool(paths) and all(path and path[-1] in titles for path in paths)


def refused_tags(subject: Subject) -> Findings:
    """Tags of e-mails with a character that SES refuses."""
    for _name, call in [*subject.calls("ses"), *subject.calls("sesv2")]:
        sends = call["operation"].startswith("Send") and call["sure"]
        tags = [tag for word in ("Tags", "EmailTags", "DefaultTags", "DefaultEmailTags") if sends
                for tag in possible_elements(call["args"].get(word) or {"list": []})]
        for key, value in ((key, value) for tag in tags for key, value in fields(tag).items()):
            refused = next((match[0] for part in known_parts(value) if (match := REFUSED_IN_TAGS.search(part))), "")
            if refused or is_title(value, TITLES | NAMES):
                yield finding(call, f"the {key} of a tag contains {refused!r}" if refused else
                              f"the {key} of a tag is a text that people write, with spaces",
                              "letters, digits, _ and -", "InvalidParameterValue: Invalid tag value")


def empty_attributes(subject: Subject) -> Findings:
    """Attributes of messages whose value is an empty text, or without a value, or with a type that is none."""
    for _name, call in subject.calls(None, SENDING):
        for entry in messages_of(call):
            for key, attribute in fields(entry.get("MessageAttributes")).items():
                if fields(attribute).get("StringValue") == "":
                    yield finding(call, f"the attribute {key!r} of the message is an empty text", "omit the attribute",
                                  f"InvalidParameterValue: the message attribute {key!r} must "
                                  "contain non-empty message attribute value")
                    continue
                type_, is_whole = fields(attribute).get("DataType"), fields(attribute) and not attribute["open"]
                if isinstance(type_, str) and not OF_ATTRIBUTES.match(type_):
                    yield finding(call, f"the attribute {key!r} of the message has the type {type_!r}",
                                  "String, Number or Binary", f"InvalidParameterValue: the message attribute {key!r} "
                                  "has an invalid message attribute type")
                elif is_whole and not {"StringValue", "BinaryValue"} & attribute["dict"].keys():
                    yield finding(call, f"the attribute {key!r} of the message has no value", "'StringValue': ...",
                                  f"InvalidParameterValue: the message attribute {key!r} must contain a value")


def long_subjects(tree):
    """Yields pitfalls of a subject of SNS with a join of any number of texts, which nothing cuts."""
    for function in functions(tree):
        names = bindings(nodes_of(function, ast.Assign))
        for call in nodes_of(function, ast.Call):
            value: Any = keywords(call).get("Subject") if method_name(call) == "publish" else None
            value = names.get(getattr(value, "id", "")) or value
            parts = [part.value for part in value.values if isinstance(part, ast.FormattedValue)] \
                if isinstance(value, ast.JoinedStr) else [value.left, value.right] \
                if isinstance(value, ast.BinOp) else [value]
            if any(method_name(part) == "join" for part in parts):
                yield ["subject", value.lineno, "the subject has as many parts as the list, and may be longer "
                       "than 100 characters", "(...)[:100], or the list in the Message"]


PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', Metadata={'city': '%s'})"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody='m', " \
    "MessageGroupId=f\"%s{event['id']}\")"
KIND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody='m', " \
    "MessageAttributes={'kind': {'DataType': 'String', 'StringValue': '%s'}})"
SUBJECT = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ORDERS_TOPIC'], Message='m', " \
    "Subject=f\"Late: {', '.join(event['names'])}\"%s)"
MAIL = "infra:\n  permissions: [{action: ses:SendEmail, resource: '*'}]\n---\nboto3.client('ses').send_email(" \
    "Source='a@example.com', Destination={'ToAddresses': ['b@example.com']}, Message={'Subject': {'Data': 'a'}, " \
    "'Body': {'Text': {'Data': 'a'}}}, Tags=[{'Name': 'kind', 'Value': f\"order%s{event['id']}\"}])"
PITFALLS = [(("Subject",), long_subjects)]
CHECKS = [
    Check("P350", "A tag of an e-mail that SES refuses",
          "InvalidParameterValue: the names and values of tags have letters and digits of ASCII, _ and -.",
          "https://docs.aws.amazon.com/ses/latest/APIReference/API_MessageTag.html",
          MAIL % " ", MAIL % "-", refused_tags),
    Check("P218", "An id that a FIFO queue or topic refuses",
          "InvalidParameterValue: MessageGroupId and MessageDeduplicationId have letters, digits and punctuation of "
          "ASCII, and no space.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
          SEND % "order ", SEND % "order-", refused_ids,
          lambda_file("orders", "infra:\n  queue: {fifo: true}\n---\nreturn None")),
    Check("P220", "An attribute of a message without a value",
          "InvalidParameterValue: the value of an attribute has at least one character.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html",
          KIND % "", KIND % "order", empty_attributes, lambda_file("orders", "infra:\n  queue: {}\n---\nreturn None")),
    Check("P230", "A subject of SNS without a limit",
          "InvalidParameter: a subject has at most 100 characters.",
          "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
          SUBJECT % "", SUBJECT % "[:100]", pitfalls_of("subject", "InvalidParameter: Invalid parameter: Subject"),
          lambda_file("orders", "infra:\n  topic: {}\n---\nreturn None")),
    Check("P219", "Metadata of S3 that is not ASCII",
          "ParamValidationError: metadata are headers of HTTP.",
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html",
          PUT % "Tromsø", PUT % "Tromso", refused_metadata),
]
