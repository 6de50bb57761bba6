"""Topics and metrics: subjects and messages that SNS refuses, and namespaces that CloudWatch refuses."""
import ast
import re

from checks import emitted
from checks.characters import TITLES
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from checks.python_types import description, kind_of
from checks.subject import per_subject
from checks.syntax import keywords, method_name
from interpreter.plain import fields, options, possible_elements
from interpreter.sources import nodes_of
from recipes import body_schema, routes

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LONGEST = 100  # docs.aws.amazon.com/sns/latest/api/API_Publish.html


def refused_subjects(subject: Subject) -> Findings:
    """Subjects with a line break or a control character, or too long, as far as their text is known."""
    limits = limited_texts(subject)
    for _name, call in subject.calls("sns", frozenset({"Publish", "PublishBatch"})):
        batch = call["args"].get("PublishBatchRequestEntries")
        titles = {name for line, name, length in subject.of_tree(written_subjects, call["file"])
                  if line == call["line"] and length + limits.get(name, LONGEST + 1) > LONGEST}
        if titles:
            yield finding(call, f"the subject has a text that people write, {min(titles)!r}: it may have "
                          f"more than {LONGEST} characters", "a subject with ids alone, and the text in Message",
                          "InvalidParameterException: Invalid parameter: Subject")
        subjects = [entry.get("Subject") for entry in (call["args"], *map(fields, possible_elements(batch)))]
        for value in (option for text in subjects for option in options(text)):
            parts = [value] if isinstance(value, str) else value.get("text", []) if isinstance(value, dict) else []
            text = "".join(part for part in parts if isinstance(part, str))
            control = CONTROL.search(text)
            if control or len(text) > LONGEST:
                fault = "contains a line break" if control and control[0] in "\r\n" else \
                    f"contains {control[0]!r}" if control else f"has {len(text)} characters"
                yield finding(call, f"the subject {fault}",
                              f"a subject is one line of at most {LONGEST} characters: put the rest into the message",
                              "InvalidParameterException: Invalid parameter: Subject")


def written_subjects(tree):
    """Yields (line, key of a text for people, length of the rest) of publish(Subject=f"... {row['title']}")."""
    for node in nodes_of(tree, ast.Call):
        text = keywords(node).get("Subject") if method_name(node) == "publish" else None
        parts = [part.value for part in text.values if isinstance(part, ast.FormattedValue)] \
            if isinstance(text, ast.JoinedStr) else [text]
        for part in parts:
            name = getattr(getattr(part, "slice", None), "value", getattr(part, "attr", ""))
            if name in TITLES:
                fixed = [part.value for part in getattr(text, "values", []) if isinstance(part, ast.Constant)]
                yield node.lineno, name, len("".join(map(str, fixed)))


@per_subject
def limited_texts(subject):
    """{key: most characters} of texts whose length a schema of an endpoint of the app limits."""
    limited, waiting = {}, [
        route["schema"] for _name, route in routes.of_app(subject.model) if route.get("schema")]
    while waiting:
        inside = [(key, schema) for key, schema in body_schema.subschemas(waiting.pop()) if schema is not None]
        waiting += [schema for _key, schema in inside]
        for key, schema in inside:
            if key.startswith("properties.") and "maxLength" in schema:
                name = key.removeprefix("properties.")
                limited[name] = max(schema["maxLength"], limited.get(name, 0))
    return limited


def structured_messages(subject: Subject) -> Findings:
    """Messages of MessageStructure="json" that are no JSON object, or have no text for `default`."""
    for _name, call in subject.calls("sns", frozenset({"Publish", "PublishBatch"})):
        batch = call["args"].get("PublishBatchRequestEntries")
        for args in (call["args"], *(entry.get("dict", {}) for entry in possible_elements(batch)
                                     if isinstance(entry, dict))):
            if args.get("MessageStructure") == "json" and call["sure"] and "Message" in args:
                yield from (finding(call, fault, "json.dumps({'default': '...', 'sqs': json.dumps({...})})",
                                    "InvalidParameterException: Invalid parameter: Message Structure")
                            for fault in structure_faults(emitted.content(args["Message"])))


def structure_faults(content):
    """Yields what SNS refuses in the content, in plain form, of a message with MessageStructure="json"."""
    is_list = isinstance(content, dict) and "list" in content
    if content == emitted.NOT_JSON or isinstance(content, (str, int)) or is_list:
        yield "the message is no JSON object with a text for each protocol"
    elif isinstance(content, dict) and "dict" in content:
        default = content["dict"].get("default", emitted.UNKNOWN)
        if "default" not in content["dict"] and not content["open"]:
            yield "the message has no 'default'"
        elif "default" in content["dict"] and kind_of(default) in ("map", "list", "None"):
            yield f"'default' is {description(default, kind_of(default))}, not a text"


def namespaces_of_aws(subject: Subject) -> Findings:
    """put_metric_data(Namespace="AWS/...")"""
    for _name, call in subject.calls("cloudwatch", frozenset({"PutMetricData"})):
        for value in options(call["args"].get("Namespace")):
            start = value.get("text", [None])[0] if isinstance(value, dict) else value
            if isinstance(start, str) and start.startswith("AWS/"):
                yield finding(call, f"the namespace {start!r} belongs to AWS",
                              f"a name of the app: {start.removeprefix('AWS/')!r}",
                              "InvalidParameterValue: The value AWS/ for parameter Namespace is invalid")


ALARM = lambda_file("alarm", "infra:\n  topic: {}\n---\nreturn None")
PUBLISH = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], MessageStructure='json', " \
    "Message=json.dumps({'%s': 'Due today'}))"
METRIC = "infra:\n  permissions: ['cloudwatch:PutMetricData']\n---\n" \
    "boto3.client('cloudwatch').put_metric_data(Namespace='%s', MetricData=[{'MetricName': 'Orders', 'Value': 1}])"
CHECKS = [
    Check("P209", "A subject that SNS refuses",
          "InvalidParameterException; the local cloud accepts it.",
          "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
          "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject='Due\\ntoday')",
          "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject='Due today')",
          refused_subjects, files=ALARM),
    Check("P211", "A message for protocols without a default",
          "InvalidParameterException: with MessageStructure='json' the message is a JSON object with a text for "
          "`default`.",
          "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
          PUBLISH % "sqs", PUBLISH % "default", structured_messages, files=ALARM),
    Check("P214", "A metric in a namespace of AWS",
          "InvalidParameterValue: namespaces that begin with AWS/ are for AWS's own metrics.",
          "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html",
          METRIC % "AWS/Orders", METRIC % "Orders", namespaces_of_aws),
]
