"""The test kit: what a handler asks of AWS is held against its role, told to the test, and refused as AWS does."""
import json

import boto3
import pytest
from botocore.exceptions import ClientError

from aws.iam import actions, evaluation
from tests.fixtures import tested_lambdas
from tests.fixtures.tested_lambdas import complaint

written = tested_lambdas.written  # the fixture

PLACE = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
DYNAMODB, SQS, SNS = (f"arn:aws:{one}:eu-west-1:123456789012:" for one in ("dynamodb", "sqs", "sns"))
ECHO = "def handler(event, context):\n    return event\n"
BUS = 'def handler(event, context):\n    return boto3.client("events").put_events(Entries=event)["FailedEntryCount"]\n'
HEARS = ("events: [{name: closed, topic: DayClosed, pattern: {day: [{exists: true}]}}]", ECHO)


def calling(service, operation, *variables):
    """A lambda whose event is the params of one call, and that reads these variables."""
    named = ", ".join(f'os.environ["{name}"]' for name in variables)
    return "{}", (f"NAMES = [{named}]\n\ndef handler(event, context):\n"
                  f"    return boto3.client({service!r}).{operation}(**event)['ResponseMetadata']['HTTPStatusCode']\n")


# -- actions and policies

@pytest.mark.parametrize("service, operation, params, needs", [
    ("dynamodb", "PutItem", {"TableName": "t"}, [("dynamodb:PutItem", f"{DYNAMODB}table/t")]),
    ("dynamodb", "GetItem", {"TableName": f"{DYNAMODB}table/t"}, [("dynamodb:GetItem", f"{DYNAMODB}table/t")]),
    ("dynamodb", "Query", {"TableName": "t", "IndexName": "i"}, [("dynamodb:Query", f"{DYNAMODB}table/t/index/i")]),
    ("dynamodb", "BatchWriteItem", {"RequestItems": {"b": [], "a": []}},
     [("dynamodb:BatchWriteItem", f"{DYNAMODB}table/a"), ("dynamodb:BatchWriteItem", f"{DYNAMODB}table/b")]),
    ("dynamodb", "TransactWriteItems", {"TransactItems": [
        {"Put": {"TableName": "t"}}, {"Put": {"TableName": "t"}}, {"ConditionCheck": {"TableName": "u"}}]},
     [("dynamodb:ConditionCheckItem", f"{DYNAMODB}table/u"), ("dynamodb:PutItem", f"{DYNAMODB}table/t")]),
    ("dynamodb", "ExecuteStatement", {"Statement": 'select * from "t"."i" where a = 1'},
     [("dynamodb:PartiQLSelect", f"{DYNAMODB}table/t/index/i")]),
    ("s3", "HeadObject", {"Bucket": "b", "Key": "k"}, [("s3:GetObject", "arn:aws:s3:::b/k")]),
    ("s3", "ListObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
    ("s3", "PutObject", {"Bucket": "b", "Key": "k", "ACL": "private"},
     [("s3:PutObject", "arn:aws:s3:::b/k"), ("s3:PutObjectAcl", "arn:aws:s3:::b/k")]),
    ("s3", "CopyObject", {"Bucket": "b", "Key": "k", "CopySource": "/c/d/e"},
     [("s3:GetObject", "arn:aws:s3:::c/d/e"), ("s3:PutObject", "arn:aws:s3:::b/k")]),
    ("s3", "DeleteObjects", {"Bucket": "b", "Delete": {"Objects": [{"Key": "1"}, {"Key": "2", "VersionId": "v"}]}},
     [("s3:DeleteObject", "arn:aws:s3:::b/1"), ("s3:DeleteObjectVersion", "arn:aws:s3:::b/2")]),
    ("s3", "GetBucketCors", {"Bucket": "b"}, [("s3:GetBucketCORS", "arn:aws:s3:::b")]),
    ("sqs", "SendMessageBatch", {"QueueUrl": "https://sqs/1/q"}, [("sqs:SendMessage", f"{SQS}q")]),
    ("sns", "PublishBatch", {"TopicArn": f"{SNS}t"}, [("sns:Publish", f"{SNS}t")]),
    ("sns", "Publish", {"PhoneNumber": "+47"}, [("sns:Publish", "*")]),
    ("events", "PutEvents", {"Entries": [{}, {"EventBusName": "b"}, {"EventBusName": "b"}]},
     [("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/b"),
      ("events:PutEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/default")]),
    ("lambda", "Invoke", {"FunctionName": "f"},
     [("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:f")]),
    ("ssm", "GetParameters", {"Names": ["/a/b", "c"]},
     [("ssm:GetParameters", f"arn:aws:ssm:eu-west-1:123456789012:parameter/{name}") for name in ("a/b", "c")]),
    ("sesv2", "SendEmail", {}, [("ses:SendEmail", None)]),
    ("ses", "SendEmail", {"Source": "Ann <ann@news.org>"}, [("ses:SendEmail", (
        "arn:aws:ses:eu-west-1:123456789012:identity/ann@news.org",
        "arn:aws:ses:eu-west-1:123456789012:identity/news.org"))]),
    ("ses", "SendRawEmail", {"RawMessage": {"Data": b"From: a@b.org\nTo: c@d.org\n\nhello"}}, [("ses:SendRawEmail", (
        "arn:aws:ses:eu-west-1:123456789012:identity/a@b.org", "arn:aws:ses:eu-west-1:123456789012:identity/b.org"))]),
    ("translate", "TranslateText", {}, [("translate:TranslateText", None)]),
    ("sts", "GetCallerIdentity", {}, []),
])
def test_which_leave_a_call_needs(service, operation, params, needs):
    assert actions.required_permissions(service, operation, params, PLACE) == needs


def test_every_operation_of_the_table_is_one_of_the_service_and_asks_for_an_action_that_iam_knows():
    loader = boto3.session.Session()._session.get_service_model
    for service, operation in {**actions.OPERATIONS, **actions.SPECIAL}:
        assert operation in [*loader(service).operation_names, "InvokeAsync"], (service, operation)
    for (service, operation), (action, _arns) in actions.OPERATIONS.items():
        known = actions.iam_actions()[actions.prefix(service)]["Actions"]
        assert (action or operation).lower() in known, (service, operation)


@pytest.mark.parametrize("statement, allowed", [
    ({"Action": ["s3:Get*"], "Resource": "arn:aws:s3:::b/*"}, True),
    ({"Action": "S3:GETOBJECT", "Resource": ["x", "arn:aws:s3:::b/?"]}, True),
    ({"Action": "*", "Resource": "*"}, True),
    ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b"}, False),
    ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::B/k"}, False),
    ({"Action": "s3:PutObject", "Resource": "*"}, False),
    ({"NotAction": "s3:PutObject", "Resource": "*"}, False),
    ({"Action": "s3:GetObject", "Resource": "*", "Condition": {}}, False),
])
def test_a_statement_allows_by_iams_wildcards(statement, allowed):
    statement = {"Effect": "Allow", **statement}
    deny = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
    assert evaluation.role_allows([statement], "s3:GetObject", "arn:aws:s3:::b/k") == allowed
    assert not evaluation.role_allows([statement, deny], "s3:GetObject", "arn:aws:s3:::b/k")
    assert not evaluation.role_allows([], "s3:GetObject", None)


# -- the role

def test_a_call_beyond_the_role_fails_at_its_line_even_if_it_is_caught(written):
    code = ('table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n'
            "def handler(event, context):\n    try:\n        return table.meta.client.describe_table(TableName=table.name)"
            "\n    except Exception:\n        return 1\n")
    world = written(hello=("{}", code))
    assert complaint(world.this.call) == [
        f"handlers/hello/index.py:14: the role of hello does not allow dynamodb:DescribeTable on {DYNAMODB}table/demo-test-DemoTable",
        "  hint: name the resource by its variable (os.environ[...]), or write `permissions: [dynamodb:DescribeTable]`"]
    assert world.this.problems == []


def test_a_resource_beyond_the_role_is_told_with_those_that_are_within(written):
    world = written(hello=calling("dynamodb", "scan", "DEMO_TABLE"))
    assert complaint(world.this.call, {"TableName": "another"}) == [
        f"handlers/hello/index.py:13: the role of hello does not allow dynamodb:Scan on {DYNAMODB}table/another",
        f"  hint: it does on {DYNAMODB}table/demo-test-DemoTable: name the resource by its variable, or add to `permissions`"]
    assert world.this.call({"TableName": "demo-test-DemoTable"}) == 200


def test_permissions_of_the_block_widen_the_role(written):
    infra = "permissions: [translate:ListLanguages, {action: s3:ListBucket, resource: '${DemoBucket.Arn}'}]"
    world = written(hello=(infra, calling("s3", "list_objects_v2", "DEMO_BUCKET")[1]))
    world.prepare("hello")
    assert world.this.call({"Bucket": "demo-test-demobucket"}) == 200
    assert world.app.allows("hello", "translate:ListLanguages", None)


def test_the_calls_of_a_module_as_it_is_imported_count(written):
    world = written(hello=("{}", 'boto3.client("s3").list_buckets()\n' + ECHO))
    assert complaint(world.this.call)[0] == (
        "handlers/hello/index.py:10: the role of hello does not allow s3:ListAllMyBuckets on *")


@pytest.mark.parametrize("signed", ['generate_presigned_url("put_object", Params={"Bucket": event, "Key": "k"})',
                                    'generate_presigned_post(event, "k")["url"]'])
def test_a_presigned_address_is_held_against_the_role(written, signed):
    code = f'os.environ["DEMO_BUCKET"]\n\ndef handler(event, context):\n    return boto3.client("s3").{signed}\n'
    world = written(hello=("{}", code))
    assert world.this.call("demo-test-demobucket").startswith("https://demo-test-demobucket.s3.amazonaws.com/")
    assert complaint(world.this.call, "another")[0].startswith(
        "handlers/hello/index.py:13: the role of hello does not allow s3:PutObject on arn:aws:s3:::another/k")


def test_the_tests_own_calls_are_not_held(written):
    world = written(hello=("{}", 'os.environ["DEMO_TABLE"]\n' + ECHO))
    world.this.call()
    boto3.client("dynamodb").describe_table(TableName="demo-test-DemoTable")


# -- what was told

def test_messages_and_publications_are_told_by_lambda(written):
    code = ('def handler(event, context):\n    sqs, sns = boto3.client("sqs"), boto3.client("sns")\n'
            '    url = os.environ["DEMO_PAGES_QUEUE"]\n    sqs.send_message(QueueUrl=url, MessageBody="one")\n'
            '    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": json.dumps({"n": 2})}])\n'
            '    sns.publish(TopicArn=os.environ["DEMO_ALARMS_TOPIC"], Message="[3]")\n')
    world = written(hello=("{}", code), pages=("queue: {}", ECHO), alarms=("topic: {}", ECHO))
    world.this.call()
    assert (world.effects.sent, world.effects.published) == ({"pages": ["one", {"n": 2}]}, {"alarms": [[3]]})
    assert world.effects.sent["nobody"] == [] and "nobody" not in world.effects.sent
    assert world.view("queue", "pages").messages() == ["one", {"n": 2}]


def entry(topic="DayClosed", detail='{"day": 1}', **more):
    return {"EventBusName": "demo-test", "Source": "demo", "DetailType": topic, "Detail": detail, **more}


def test_an_event_that_a_rule_hears_is_told(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert world.this.call([entry()]) == 0
    assert world.effects.emitted == [{"source": "demo", "topic": "DayClosed", "detail": {"day": 1}}]


@pytest.mark.parametrize("wrong, why", [
    ({"topic": "DayClose"}, 'rule closed of hears matches detail-type "DayClosed", and it is "DayClose"'),
    ({"detail": "{}"}, 'rule closed of hears matches detail.day {"exists": true}, and it is absent'),
])
def test_an_event_that_nobody_hears_fails_unless_that_is_said(written, wrong, why):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert complaint(world.this.call, [entry(), entry(**wrong)]) == [
        f"handlers/hello/index.py:12: no rule matches the event '{entry(**wrong)['DetailType']}': {why}",
        "  hint: change the event or the rule; if it is for another app: emitted.allow_unheard()"]
    world.effects.emitted.allow_unheard()
    assert world.this.call([entry(**wrong)]) == 0


def test_an_event_of_an_app_without_rules(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS))
    assert complaint(world.this.call, [entry()])[0].endswith(
        "no rule matches the event 'DayClosed': no lambda has a rule on the app's bus")


def test_an_event_for_another_bus_is_beyond_the_role(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS))
    assert complaint(world.this.call, [{key: value for key, value in entry().items() if key != "EventBusName"}]) == [
        "handlers/hello/index.py:12: the role of hello does not allow events:PutEvents on "
        "arn:aws:events:eu-west-1:123456789012:event-bus/default",
        '  hint: name the app\'s bus: EventBusName=os.environ["..._BUS"]']


CALLS = ('def handler(event, context):\n    answer = boto3.client("lambda").invoke(FunctionName='
         'os.environ["DEMO_OTHER_FUNCTION"], Payload=json.dumps(event), InvocationType=event.get("kind", "RequestResponse"))\n'
         '    return [answer["StatusCode"], answer.get("FunctionError"), answer["Payload"].read().decode()]\n')
OTHER = ("size: 1024", 'def handler(event, context):\n    if event["n"] < 0:\n        raise ValueError("negative")\n'
                       '    return [event["n"], context.memory_limit_in_mb]\n')


def test_a_lambda_called_by_another_is_told_and_answers_what_the_test_says(written):
    world = written(hello=("{}", CALLS), other=OTHER)
    invoked = world.effects.invoked
    assert complaint(world.this.call, {"n": 1}) == [
        "other was invoked, and the test sets no response for it",
        "  hint: before the call: invoked.answers('other', {...}), or invoked.runs('other') to run it"]
    invoked.answers("other", {"ok": True})
    assert world.this.call({"n": 2}) == [200, None, '{"ok": true}']
    invoked.fails("other", "no", "ValueError")
    assert world.this.call({"n": 3}) == [200, "Unhandled", '{"errorMessage": "no", "errorType": "ValueError"}']
    assert world.this.call({"n": 4, "kind": "Event"})[0] == 202
    assert invoked == {"other": [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4, "kind": "Event"}]}


def test_a_lambda_called_by_another_may_run_as_itself(written):
    world = written(hello=("{}", CALLS), other=OTHER)
    world.effects.invoked.runs("other")
    with world.this.process.entered():
        assert world.this.call({"n": 2}) == [200, None, '[2, "1024"]']
        assert json.loads(world.this.call({"n": -1})[2]) == {"errorMessage": "negative", "errorType": "ValueError"}


# -- what AWS refuses, and moto takes

@pytest.mark.parametrize("call, params, code", [
    (("dynamodb", "batch_write_item", "DEMO_TABLE"), {"RequestItems": {"demo-test-DemoTable": [
        {"PutRequest": {"Item": {"pk": {"S": str(at)}, "sk": {"S": "a"}}}} for at in range(26)]}}, "ValidationException"),
    (("dynamodb", "update_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable",
     "Key": {"pk": {"S": ""}, "sk": {"S": "a"}}}, "ValidationException"),
    (("dynamodb", "put_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable", "Item": {
        "pk": {"S": "a"}, "sk": {"S": "a"}, "x": {"S": "x" * 410_000}}}, "ValidationException"),
    (("dynamodb", "put_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable", "Item": {
        "pk": {"S": ""}, "sk": {"S": "a"}}}, "ValidationException"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": ""}, "MissingParameter"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": "\x00"}, "InvalidMessageContents"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": "x" * (2**20 + 1)}, "InvalidParameterValue"),
    (("sns", "publish", "DEMO_ALARMS_TOPIC"), {"Message": ""}, "InvalidParameter"),
    (("sns", "publish", "DEMO_ALARMS_TOPIC"), {"Message": "x" * (2**18 + 1)}, "InvalidParameter"),
    (("events", "put_events", "DEMO_BUS"), {"Entries": [entry()] * 11}, "ValidationException"),
    (("events", "put_events", "DEMO_BUS"), {"Entries": [entry(detail=json.dumps({"x": "x" * 2**20}))]},
     "ValidationException"),
])
def test_what_aws_refuses_is_refused(written, call, params, code):
    world = written(hello=calling(*call), pages=("queue: {}", ECHO), alarms=("topic: {}", ECHO))
    for field, kind, id_ in (("QueueUrl", "sqs", "PagesQueue"), ("TopicArn", "sns", "AlarmsTopic")):
        if call[0] == kind:
            params = {**params, field: world.app.scope.resources[id_].ref}
    with pytest.raises(ClientError) as caught:
        world.this.call(params)
    assert caught.value.response["Error"]["Code"].rpartition(".")[2] == code


@pytest.mark.parametrize("wrong", [{"detail": "[]"}, {"detail": "no"}, {"Source": "aws.s3"}])
def test_one_entry_that_a_bus_refuses_does_not_stop_the_others(written, wrong):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert world.this.call([entry(**wrong), entry()]) == 1
    assert len(world.effects.emitted) == 1


def test_a_float_and_an_unknown_parameter_raise_as_they_do_in_lambda(written):
    code = ('table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n'
            "def handler(event, context):\n    table.put_item(**event)\n")
    world = written(hello=("{}", code))
    with pytest.raises(TypeError, match="Float types are not supported"):
        world.this.call({"Item": {"pk": "a", "sk": "b", "n": 1.5}})
    with pytest.raises(Exception, match='Unknown parameter in input: "Items"'):
        world.this.call({"Items": {}})
