"""Where a failed message is sent again: to a queue, to a function, or to the function of a stream.

    from a lambda's dead-letter queue    to the lambda's queue
    from the failures queue, by form     Lambda's record of an asynchronous invocation: to the function
                                         Lambda's record of a stream's batch: to the function, with its records
                                         an event that EventBridge could not deliver: to the rule's target
                                         a message that SNS could not deliver: to the subscriber
                                         a message of another queue: to that queue
"""
import json
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from botocore.exceptions import ClientError

from aws import errors, stages
from aws.app import AppModel
from incidents import log_lines, messages, queues
from incidents.functions import Function


class ToQueue(NamedTuple):
    """A message for a queue."""

    url: str
    entry: dict[str, Any]  # of SendMessageBatch, without its Id


class ToFunction(NamedTuple):
    """An event for an asynchronous invocation."""

    function: str  # the physical id
    payload: str  # JSON


class ToStream(NamedTuple):
    """Records of a stream for a function that reads the stream."""

    function: str
    batch: dict[str, Any]  # Lambda's DDBStreamBatchInfo or KinesisBatchInfo


class Refused(NamedTuple):
    """A message that cannot be sent again; it stays in its queue."""

    reason: str


Delivery = ToQueue | ToFunction | ToStream | Refused


class Planner:
    """Decides where messages are sent; it requests each rule and subscription once from AWS."""

    def __init__(self, app: AppModel, stage: str, stage_queues: queues.StageQueues, functions: list[Function]):
        self.app, self.stage = app, stage
        self.urls = {arn_name(queue.url): queue.url for queue in stage_queues.queues.values()}
        self.functions = {function.physical_id: function.name for function in functions}
        self._targets: dict[str, Any] = {}

    def delivery(self, message: dict, queue: queues.Queue) -> Delivery:
        """Where a message of a dead-letter queue or the failures queue is sent."""
        source = message.get("Attributes", {}).get("DeadLetterQueueSourceArn", "")
        target = self.urls.get(source.rpartition(":")[2]) or queue.target
        if target:
            return ToQueue(target, entry(message))
        content = log_lines.json_object(message["Body"])
        context = content.get("requestContext")
        if isinstance(context, dict) and "functionArn" in context:
            return self.of_record(content, context)
        attributes = {name: messages.attribute_value(value)
                      for name, value in message.get("MessageAttributes", {}).items()}
        if "TARGET_ARN" in attributes:
            return self.of_rule(message["Body"], attributes)
        if content.get("Type") == "Notification":
            return self.of_topic(content)
        return Refused("its form is that of no service")

    def function(self, arn: str) -> str:
        """The physical id of a function's ARN, "" if the stage does not have it."""
        name = arn.partition(":function:")[2].partition(":")[0]
        return name if name in self.functions else ""

    def of_record(self, content: dict, context: dict) -> Delivery:
        """Of Lambda's record of a failed invocation or batch."""
        function = self.function(str(context["functionArn"]))
        if not function:
            return Refused(f"the stage has no function {context['functionArn']}")
        if batch := messages.batch_info(content):
            return ToStream(function, batch)
        if "requestPayload" in content:
            return ToFunction(function, json.dumps(content["requestPayload"]))
        return Refused("the record does not have the event")

    def of_rule(self, body: str, attributes: dict[str, str]) -> Delivery:
        """Of an event that EventBridge could not deliver: the body is the event, and the target gets its own input.

        docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
        """
        arn, text = attributes["TARGET_ARN"], body
        if "RULE_ARN" in attributes:
            target = self.rule_target(attributes["RULE_ARN"], arn)
            if target is None:
                return Refused(f"the rule {attributes['RULE_ARN']} or its target is gone")
            if "InputTransformer" in target or "InputPath" in target:
                return Refused("its rule changes the event, which only EventBridge can do")
            text = target.get("Input", body)
        if function := self.function(arn):
            return ToFunction(function, text)
        url = self.urls.get(arn.rpartition(":")[2])
        if url and not url.endswith(".fifo"):
            return ToQueue(url, {"MessageBody": text})
        return Refused(f"its target is {arn}, neither a function nor a queue of the stage")

    def rule_target(self, rule_arn: str, target_arn: str) -> dict | None:
        """A target of a rule, as EventBridge describes it; None if there is none."""
        if rule_arn not in self._targets:
            bus, _slash, rule = rule_arn.partition(":rule/")[2].rpartition("/")
            events = stages.client("events", self.app, self.stage)
            try:
                self._targets[rule_arn] = events.list_targets_by_rule(
                    Rule=rule, **({"EventBusName": bus} if bus else {}))["Targets"]
            except events.exceptions.ResourceNotFoundException:
                self._targets[rule_arn] = []
        return next((target for target in self._targets[rule_arn] if target["Arn"] == target_arn), None)

    def of_topic(self, content: dict) -> Delivery:
        """Of a message that SNS could not deliver: the subscriber gets it in the form of a function's event."""
        query = parse_qs(urlsplit(str(content.get("UnsubscribeURL", ""))).query)
        arn = query.get("SubscriptionArn", [""])[0]
        if arn not in self._targets:
            try:
                self._targets[arn] = stages.client("sns", self.app, self.stage).get_subscription_attributes(
                    SubscriptionArn=arn)["Attributes"]
            except ClientError as error:
                if errors.is_passing(error):
                    raise
                self._targets[arn] = {}
        function = self.function(self._targets[arn].get("Endpoint", ""))
        if not function:
            return Refused("its subscriber is no function of the stage: publish the message to the topic again")
        fields = {"Subject": None, "MessageAttributes": {}, **content}
        renamed = {"SigningCertURL": "SigningCertUrl", "UnsubscribeURL": "UnsubscribeUrl"}
        notice = {renamed.get(name, name): value for name, value in fields.items()}
        return ToFunction(function, json.dumps({"Records": [{
            "EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": arn, "Sns": notice}]}))

    def target_name(self, delivery: Delivery) -> str:
        """The name for people of a delivery's target."""
        if isinstance(delivery, ToQueue):
            return f"queue {arn_name(delivery.url)}"
        return "-" if isinstance(delivery, Refused) else self.functions[delivery.function]


def arn_name(url: str) -> str:
    """The last part of a queue's URL, which is that of its ARN too."""
    return url.rpartition("/")[2]


def entry(message: dict) -> dict[str, Any]:
    """The entry of SendMessageBatch with all that the sender of a message had set."""
    system = message.get("Attributes", {})
    attributes = {name: {key: part for key, part in value.items() if key in ("DataType", "StringValue", "BinaryValue")}
                  for name, value in message.get("MessageAttributes", {}).items()}
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": system.get("AWSTraceHeader")}}
    return {
        "MessageBody": message["Body"],
        **({"MessageAttributes": attributes} if attributes else {}),
        **({"MessageSystemAttributes": trace} if "AWSTraceHeader" in system else {}),
        **{name: system[name] for name in ("MessageGroupId", "MessageDeduplicationId") if name in system}}
