"""Arguments that AWS refuses, as sentences of the kit: of the messages that a test sends, and of a lambda's calls."""
import json
import os
import re

from botocore.exceptions import ParamValidationError

from kit.problems import Problem
from localcloud.events import topic_requests
from testkit import failure, refusals

# A line of botocore's report; the rest of its lines are sentences already.
WRONG_TYPE = re.compile(r"Invalid type for parameter (.+?), value: (.*), type: <class '(.+?)'>, valid types: (.+)",
                        re.DOTALL)
CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")
HINT = "botocore refuses it before it sends anything, here and on AWS"


def message_text(message):
    """The text of a message: a text as it is, anything else as JSON. Fails the test for what SQS and SNS refuse."""
    try:
        text = message if isinstance(message, str) else json.dumps(message)
    except (TypeError, ValueError) as error:
        failure.misuse(f"the message {message!r} is no JSON: {error}", "use texts, numbers, lists and dicts")
    refused = refusals.of_send({"MessageBody": text})
    if refused:
        failure.misuse(f"a message is not valid: {refused[1]}" if text else "a message is empty",
                       "SQS and SNS refuse it")
    return text


def check_attributes(attributes):
    """Fails the test unless the attributes of a message are {name: text}."""
    if not isinstance(attributes, dict):
        failure.misuse(f"the attributes of a message are {attributes!r}, not a dict", 'attributes={"kind": "order"}')
    for name, value in attributes.items():
        if not isinstance(name, str) or not isinstance(value, str) or not value:
            failure.misuse(f"the attribute {name!r} of a message is {value!r}, not a text of one character or more",
                           "the kit sends attributes of the type String")


def check_group(group):
    """Fails the test unless the group of a FIFO message is a text."""
    if not isinstance(group, str) or not 0 < len(group) <= 128:
        failure.misuse(f"the group {group!r} of a message is not a text of 1 to 128 characters",
                       "a FIFO queue needs a MessageGroupId")


def check_subject(subject):
    """Fails the test unless SNS accepts the subject of a message; None is no subject."""
    if subject is not None and not (isinstance(subject, str) and topic_requests.SUBJECT.fullmatch(subject)):
        failure.misuse(f"the subject {subject!r} is not one line of 1 to 100 characters", "SNS refuses it")


def problem(app, fn, error: ParamValidationError) -> Problem:
    """The Problem of a call of a lambda that botocore refused, at the line of the lambda's code."""
    root = os.path.join(app.root, "")
    path, line, traceback = fn["path"], 0, error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(os.path.join(root, app.package, "")):
            path, line = os.path.relpath(file, root), traceback.tb_lineno
        traceback = traceback.tb_next
    report = [text for text in error.kwargs["report"].split("\n") if text]
    return Problem(path, line, "; ".join(map(sentence, report)), HINT)


def sentence(report):
    """A line of botocore's report as a sentence: "MessageBody is 5, an int, and must be a str"."""
    match = WRONG_TYPE.fullmatch(report)
    if not match:
        return report
    name, value, kind, valid = match.groups()
    return f"the argument {name} is {value}, of the type {kind}, and must be {' or '.join(CLASS.findall(valid))}"
