"""Queues, topics and subscriptions as resources of a local stack."""
import json

from tests.fixtures.stacks import ALLOW, changed, resource, service


def test_queues_their_attributes_and_their_policy(deploy_resources):
    dead = resource("AWS::SQS::Queue", MessageRetentionPeriod="1209600")
    queue = resource("AWS::SQS::Queue", VisibilityTimeout="90", DelaySeconds=5, Tags=[{"Key": "a", "Value": "1"}],
                     RedrivePolicy={"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3})
    policy = resource("AWS::SQS::QueuePolicy", Queues=[{"Ref": "Queue"}], PolicyDocument=ALLOW)
    fifo = resource("AWS::SQS::Queue", FifoQueue="true", ContentBasedDeduplication="true")
    resources = deploy_resources({"Dead": dead, "Queue": queue, "Policy": policy, "Fifo": fifo}).resources

    def attributes(name):
        return service("sqs").get_queue_attributes(QueueUrl=resources[name].ref, AttributeNames=["All"])["Attributes"]

    values = attributes("Queue")
    assert (values["VisibilityTimeout"], values["DelaySeconds"]) == ("90", "5")
    assert json.loads(values["RedrivePolicy"])["maxReceiveCount"] == 3
    assert json.loads(values["Policy"]) == ALLOW
    assert resources["Fifo"].attributes["QueueName"].endswith(".fifo")
    assert attributes("Fifo")["ContentBasedDeduplication"] == "true"
    deploy_resources({"Dead": dead, "Queue": resource("AWS::SQS::Queue"), "Fifo": fifo})
    values = attributes("Queue")
    assert (values["VisibilityTimeout"], values["DelaySeconds"], values.get("RedrivePolicy")) == ("30", "0", None)
    assert not values.get("Policy")
    assert not service("sqs").list_queue_tags(QueueUrl=resources["Queue"].ref).get("Tags")


def test_a_name_that_is_a_number_is_a_text(deploy_resources):
    resources = deploy_resources({"Queue": resource("AWS::SQS::Queue", QueueName=20260301),
                                  "Topic": resource("AWS::SNS::Topic", TopicName=20260301)}).resources
    assert [resources[name].ref.rpartition("/")[2].rpartition(":")[2] for name in ("Queue", "Topic")] == ["20260301"] * 2


def test_a_topic_its_policy_and_a_filtered_subscription(deploy_resources):
    topic = resource("AWS::SNS::Topic", DisplayName="News")
    subscription = resource("AWS::SNS::Subscription", TopicArn={"Ref": "Topic"}, Protocol="sqs",
                            Endpoint={"Fn::GetAtt": ["Queue", "Arn"]}, FilterPolicy={"kind": ["a"]},
                            RawMessageDelivery=True)
    policy = resource("AWS::SNS::TopicPolicy", Topics=[{"Ref": "Topic"}], PolicyDocument=ALLOW)
    base = {"Queue": resource("AWS::SQS::Queue"), "Topic": topic, "Sub": subscription, "Policy": policy}
    resources = deploy_resources(base).resources
    attributes = service("sns").get_subscription_attributes(SubscriptionArn=resources["Sub"].ref)["Attributes"]
    assert (json.loads(attributes["FilterPolicy"]), attributes["RawMessageDelivery"]) == ({"kind": ["a"]}, "true")
    topic_attributes = service("sns").get_topic_attributes(TopicArn=resources["Topic"].ref)["Attributes"]
    assert (topic_attributes["DisplayName"], json.loads(topic_attributes["Policy"])) == ("News", ALLOW)
    deploy_resources({**base, "Sub": changed(subscription, FilterPolicy={"kind": ["b"]}, RawMessageDelivery=False)})
    attributes = service("sns").get_subscription_attributes(SubscriptionArn=resources["Sub"].ref)["Attributes"]
    assert (json.loads(attributes["FilterPolicy"]), attributes["RawMessageDelivery"]) == ({"kind": ["b"]}, "false")
