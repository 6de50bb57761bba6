"""AWS::SNS: topics, their policies and subscriptions."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import nothing, one_call

TOPIC = ("ContentBasedDeduplication", "DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig",
         "ArchivePolicy", "FifoThroughputScope")
SUBSCRIPTION = ("DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy",
                "SubscriptionRoleArn")


def create_topic(task):
    """Creates a topic and its Subscription. Ref is the topic's ARN."""
    fifo = str(task.properties.get("FifoTopic", False)).lower() == "true"
    name = task.name if task.name.endswith(".fifo") or not fifo else f"{task.name}.fifo"
    attributes = task.pick(" ".join(TOPIC)) | ({"FifoTopic": True} if fifo else {})
    arn = task.call("sns", "create_topic", Name=name, Attributes=attributes, **task.pick("Tags"))["TopicArn"]
    task.mark_created(arn, TopicArn=arn, TopicName=name)
    for listener in task.properties.get("Subscription", []):
        task.call("sns", "subscribe", TopicArn=arn, **listener)


def update_topic(task):
    """Changes a topic's attributes, tags and Subscription."""
    for name in TOPIC:
        if task.changed(name):
            task.call("sns", "set_topic_attributes", TopicArn=task.ref, AttributeName=name,
                      AttributeValue=task.properties.get(name, ""))
    before, after = (properties.get("Subscription", []) for properties in (task.before, task.properties))
    for listener in [listener for listener in after if listener not in before]:
        task.call("sns", "subscribe", TopicArn=task.ref, **listener)
    removed_listeners = [listener for listener in before if listener not in after]
    for subscription in task.call("sns", "list_subscriptions_by_topic", TopicArn=task.ref)["Subscriptions"] \
            if removed_listeners else []:
        if {"Endpoint": subscription["Endpoint"], "Protocol": subscription["Protocol"]} in removed_listeners:
            task.call("sns", "unsubscribe", SubscriptionArn=subscription["SubscriptionArn"])
    task.retag("sns", ResourceArn=task.ref)


def write_topic_policy(task):
    """Sets a policy on its topics; a topic removed from the list keeps the policy."""
    for arn in task.properties["Topics"]:
        task.call("sns", "set_topic_attributes", TopicArn=arn, AttributeName="Policy",
                  AttributeValue=task.properties["PolicyDocument"])
    task.mark_created(task.name)


def create_subscription(task):
    """Subscribes an endpoint to a topic. Ref is the subscription's ARN."""
    attributes = task.pick(" ".join(SUBSCRIPTION))
    response = task.call("sns", "subscribe", Attributes=attributes, ReturnSubscriptionArn=True,
                         **task.pick("Endpoint Protocol TopicArn"))
    task.mark_created(response["SubscriptionArn"], Arn=response["SubscriptionArn"])


def update_subscription(task):
    """Changes a subscription's attributes; a removed attribute is set to an empty text."""
    for name in SUBSCRIPTION:
        if task.changed(name):
            empty = {"RawMessageDelivery": False, "FilterPolicyScope": "MessageAttributes"}.get(name, {})
            task.call("sns", "set_subscription_attributes", SubscriptionArn=task.ref, AttributeName=name,
                      AttributeValue=task.properties.get(name, empty))


TYPES = {
    "AWS::SNS::Topic": Kind(
        create_topic, update_topic, one_call("sns", "delete_topic", "TopicArn"), name="TopicName",
        properties="FifoTopic Subscription Tags TopicName " + " ".join(TOPIC),
        attributes="TopicArn TopicName", replacing="FifoTopic TopicName"),
    "AWS::SNS::TopicPolicy": Kind(
        write_topic_policy, write_topic_policy,
        nothing,  # SNS has no operation that deletes a policy. AWS's CloudFormation resets it to the default.
        properties="PolicyDocument Topics"),
    "AWS::SNS::Subscription": Kind(
        create_subscription, update_subscription, one_call("sns", "unsubscribe", "SubscriptionArn"),
        properties="Endpoint Protocol TopicArn " + " ".join(SUBSCRIPTION),
        attributes="Arn", replacing="Endpoint Protocol TopicArn"),
}
