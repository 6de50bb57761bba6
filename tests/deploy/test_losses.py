"""What a change set takes away, and who must agree to it."""
from types import SimpleNamespace

import boto3
import pytest

from aws import contents
from deploy import change_sets, losses
from kit import consent
from kit.problems import Problems
from testkit.mock import mocked
from tests.fixtures.cases import cases
from tests.fixtures.fake_cloudformation import change
from tests.fixtures.problems import problems_of

POOL, QUEUE, TABLE, NAME = ("AWS::Cognito::UserPool", "AWS::SQS::Queue", "AWS::DynamoDB::Table",
                            "AWS::ApiGateway::DomainName")
TOPIC = "AWS::SNS::Topic"
API, URL = "AWS::ApiGateway::RestApi", "AWS::Lambda::Url"


def options(stage="dev", yes=False, lose=(), all=True):
    return SimpleNamespace(app={}, stage=stage, yes=yes, lose=lose, all=all, owners={})


@cases("type_, action, amount, chosen, hint", [
    (POOL, "Remove", "2 users", options(), "lose=Id"),
    (POOL, "Remove", "", options(yes=True), "lose=Id"),
    (POOL, "Remove", "2 users", options(lose=["Id"]), None),
    (POOL, "Add", None, options(), None),
    ("AWS::Cognito::UserPoolClient", "Remove", None, options(), None),
    (QUEUE, "Remove", "", options(), None),
    (QUEUE, "Remove", "1 message", options(yes=True), "lose=Id"),
    (QUEUE, "Remove", None, options(), "lose=Id"),
    (NAME, "Remove", None, options(), "yes=1` or `lose=Id"),
    (NAME, "Remove", None, options(yes=True), None),
    (NAME, "Remove", None, options(lose=["Id"]), None),
    (API, "Remove", None, options(), "yes=1` or `lose=Id"),
    (API, "Remove", None, options("local"), None),
    (URL, "Remove", None, options(), "yes=1` or `lose=Id"),
    (TOPIC, "Remove", "", options(), None),
    (TOPIC, "Remove", "2 subscriptions", options(yes=True), "lose=Id"),
    (TABLE, "Remove", "", options("local"), None),
    (TABLE, "Remove", "1 item", options("local"), "yes=1` or `lose=Id"),
    (TABLE, "Remove", "1 item", options("local", yes=True), None),
])
def test_state_is_lost_by_its_name_and_an_address_by_yes(monkeypatch, type_, action, amount, chosen, hint):
    plan = {"StackName": "demo-dev", "Changes": [change(action, "Id", type_, PhysicalResourceId="p1")], "first": False}
    dropped = []
    monkeypatch.setattr(change_sets, "delete", lambda cfn, change_set: dropped.append(change_set))
    monkeypatch.setattr(contents, "amount", lambda app, stage, resource: amount)
    if hint is None:
        losses.agree(None, plan, chosen)
        return
    with pytest.raises(Problems, match=f"agree to change demo-dev:\n  WARNING: the .*Id.*\n  hint: `{hint}` agrees"):
        losses.agree(None, plan, chosen)
    assert dropped == [plan]


def test_the_loss_of_state_and_of_an_address_asks_for_both_names(monkeypatch):
    plan = {"StackName": "demo-dev", "first": False, "Changes": [
        change("Remove", "Pool", POOL, PhysicalResourceId="p1"), change("Remove", "Name", NAME, PhysicalResourceId="n")]}
    monkeypatch.setattr(change_sets, "delete", lambda cfn, change_set: None)
    monkeypatch.setattr(contents, "amount", lambda app, stage, resource: "1 user")
    with pytest.raises(Problems, match="`lose=Name,Pool` agrees"):
        losses.agree(None, plan, options())
    with pytest.raises(Problems, match="`lose=Pool` agrees"):
        losses.agree(None, plan, options(yes=True))
    for given, prefix in (("Name", ""), ("Pool", "`yes=1` or ")):  # the hint's command agrees to what was named before, too
        with pytest.raises(Problems, match=f"{prefix}`lose=Name,Pool` agrees"):
            losses.agree(None, plan, options(lose=[given]))


def test_a_table_that_aws_has_not_counted_yet_is_not_empty(monkeypatch):
    """AWS's ItemCount is hours old; moto's is not."""
    with mocked():
        client = boto3.client("dynamodb", region_name="eu-west-1")
        client.create_table(TableName="t", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}])
        monkeypatch.setattr(contents.stages, "client", lambda service, app, stage: client)
        monkeypatch.setattr(client, "describe_table", lambda TableName: {"Table": {"ItemCount": 0}})
        resource = {"ResourceType": TABLE, "PhysicalResourceId": "t"}
        assert contents.amount({}, "dev", resource) == ""
        client.put_item(TableName="t", Item={"a": {"S": "1"}})
        assert contents.amount({}, "dev", resource) == "some items"


def test_subscriptions_that_no_template_makes_are_counted(monkeypatch):
    with mocked():
        client = boto3.client("sns", region_name="eu-west-1")
        topic = client.create_topic(Name="demo-dev-notices")["TopicArn"]
        monkeypatch.setattr(contents.stages, "client", lambda service, app, stage: client)
        resource = {"ResourceType": TOPIC, "PhysicalResourceId": topic}
        queue = boto3.client("sqs", region_name="eu-west-1").create_queue(QueueName="orders")["QueueUrl"].rpartition("/")[0]
        own = f"arn:aws:sqs:eu-west-1:{queue.rpartition('/')[2]}:orders"
        client.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=own)
        assert contents.amount({}, "dev", resource) == ""
        client.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com")
        assert contents.amount({}, "dev", resource) == "1 subscription"
        client.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:111122223333:orders")
        assert contents.amount({}, "dev", resource) == "2 subscriptions"
        declared = {"lambdas": {"hello": {"infra": {"topic": {"subscribers": ["ann@example.com"]}}}}}
        assert contents.amount(declared, "dev", resource) == "1 subscription"


@pytest.mark.parametrize("type_, lose, message", [
    (POOL, ["Ids", "Else"], "lose=Else: nothing of that name would be lost\n  hint: would be lost: Id\n"
                            "lose=Ids: nothing of that name would be lost\n  hint: did you mean 'Id'?"),
    (POOL, ["Id", "Idx"], "lose=Idx: nothing of that name would be lost\n  hint: did you mean 'Id'?"),
    ("AWS::IAM::Role", ["Id"], "lose=Id: nothing of that name would be lost\n  hint: leave lose= out")])
def test_a_name_that_is_no_loss_is_refused(monkeypatch, type_, lose, message):
    plan = {"StackName": "demo-dev", "Changes": [change("Remove", "Id", type_, PhysicalResourceId="p1")], "first": False}
    dropped = []
    monkeypatch.setattr(change_sets, "delete", lambda cfn, change_set: dropped.append(change_set))
    monkeypatch.setattr(contents, "amount", lambda app, stage, resource: "2 users")
    assert str(problems_of(losses.agree, None, plan, options(lose=lose, yes=True))) == message and dropped == [plan]
    added = {**plan, "Changes": [change("Add", "Id", type_)]}  # a killed deploy had removed what was deleted by hand
    losses.agree(None, added, options(lose=["Id"]))
    with pytest.raises(Problems):
        losses.agree(None, {**added, "first": True}, options(lose=["Id"]))
    losses.agree(None, plan, options(lose=["Id"]), {"Id"})  # the name was for the rollback that this deploy continued


@cases("name, hint", [
    ("DemoTable", None), ("Hello", None),  # an earlier run may have taken it out
    ("DemoTabel", "did you mean 'DemoTable'?"), ("Hallo", "did you mean 'Hello'?"), ("other", "would be lost: DemoTable")])
def test_only_losses_are_named_as_losses(name, hint):
    problems = problems_of(consent.check_names, [name], ["DemoTable"], ["Hello", "HelloRole"])
    assert [problem.hint for problem in problems.args] == [hint] * (hint is not None)
