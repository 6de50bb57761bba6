"""What puts messages into a queue besides code: a topic, or a rule of EventBridge; and the queue's policy for it.

A message that cannot be delivered is tried again for a day by EventBridge, and for 23 days by SNS.
"""
from aws import cfn
from aws.app import AppModel, Lambda
from recipes import event, permission


def of_topic(stem: str, queue_id: str, topic_arn: dict, more: dict) -> dict[str, dict]:
    """{logical id: resource}: the subscription of a queue, and the queue's policy. The body is the message itself.

    stem  of the logical ids: "OrdersQueue"
    more  properties of the subscription: its filter
    """
    return {
        f"{stem}Policy": policy(queue_id, "sns.amazonaws.com", topic_arn),
        f"{stem}Subscription": cfn.resource("AWS::SNS::Subscription", {
            "TopicArn": topic_arn, "Protocol": "sqs", "Endpoint": cfn.arn(queue_id), "RawMessageDelivery": True,
            **more})}


def of_rule(app: AppModel, fn: Lambda, stem: str, queue_id: str, entry: dict) -> dict[str, dict]:
    """{logical id: resource}: the rule whose target is a queue, and the queue's policy. The body is the event as JSON.

    entry  in normal form, as one of `events`
    """
    group = {"SqsParameters": {"MessageGroupId": fn["name"]}} if fn["infra"]["queue"]["fifo"] else {}
    return {
        f"{stem}Policy": policy(queue_id, "events.amazonaws.com", cfn.arn(f"{stem}Rule")),
        f"{stem}Rule": cfn.resource("AWS::Events::Rule", {
            **event.on_bus(app, entry), "EventPattern": event.event_pattern(entry), "State": "ENABLED",
            "Targets": [{"Id": "target", "Arn": cfn.arn(queue_id), **group}]})}


def policy(queue_id: str, service: str, source_arn: dict) -> dict:
    """The AWS::SQS::QueuePolicy that lets one topic or rule send to a queue."""
    return cfn.resource("AWS::SQS::QueuePolicy", {
        "Queues": [cfn.ref(queue_id)],
        "PolicyDocument": permission.document([{
            "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": cfn.arn(queue_id),
            "Principal": {"Service": service}, "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}}}])})
