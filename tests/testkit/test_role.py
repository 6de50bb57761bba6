"""A handler's calls are compared with its role: the permissions that calls need, and IAM's wildcards."""
import boto3
import pytest

from aws.iam import actions, database_tokens, evaluation
from tests.fixtures.cases import cases, results
from tests.fixtures.tested_lambdas import ECHO, calling, problem_lines

PLACE = {"partition": "aws", "region": "eu-west-1", "account": "123456789012"}
GATEWAY = "arn:aws:apigateway:eu-west-1::"
DYNAMODB, SQS, SNS = (f"arn:aws:{one}:eu-west-1:123456789012:" for one in ("dynamodb", "sqs", "sns"))


@cases("service, operation, params, needs", [
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
    ("apigateway", "GetRestApis", {}, [("apigateway:GET", f"{GATEWAY}/restapis")]),
    ("apigateway", "CreateDeployment", {"restApiId": "a1"}, [("apigateway:POST", f"{GATEWAY}/restapis/a1/deployments")]),
    ("apigateway", "TagResource", {"resourceArn": "arn:aws:x:y"}, [("apigateway:PUT", f"{GATEWAY}/tags/arn%3Aaws%3Ax%3Ay")]),
    ("apigateway", "ImportRestApi", {}, [("apigateway:POST", f"{GATEWAY}/restapis")]),
    ("apigatewayv2", "DeleteRoute", {"ApiId": "b2"}, [("apigateway:DELETE", f"{GATEWAY}/apis/b2/routes/*")]),
])
def test_which_leave_a_call_needs(service, operation, params, needs):
    assert actions.required_permissions(service, operation, params, PLACE) == needs


test_the_prefix_of_a_services_actions_is_iams = results(actions.prefix, [
    ("dynamodb", "dynamodb"), ("stepfunctions", "states"), ("sagemaker-runtime", "sagemaker"), ("location", "geo"),
    ("timestream-write", "timestream"), ("no-service", "no-service"),
])


def test_every_operation_of_the_table_exists_and_needs_an_action_that_iam_has():
    loader = boto3.session.Session()._session.get_service_model
    for service, operation in {**actions.OPERATIONS, **actions.SPECIAL}.keys() - database_tokens.TOKENS.keys():
        assert operation in [*loader(service).operation_names, "InvokeAsync"], (service, operation)
    for (service, operation), (action, _arns) in actions.OPERATIONS.items():
        iam_actions = actions.iam_actions()[actions.prefix(service)]["Actions"]
        assert (action or operation).lower() in iam_actions, (service, operation)


@cases("statement, allowed", [
    ({"Action": ["s3:Get*"], "Resource": "arn:aws:s3:::b/*"}, True),
    ({"Action": "S3:GETOBJECT", "Resource": ["x", "arn:aws:s3:::b/?"]}, True),
    ({"Action": "*", "Resource": "*"}, True),
    ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b"}, False),
    ({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::B/k"}, False),
    ({"Action": "s3:PutObject", "Resource": "*"}, False),
    ({"NotAction": "s3:PutObject", "Resource": "*"}, True),
    ({"NotAction": "s3:Get*", "Resource": "*"}, False),
    ({"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::c/*"}, True),
    ({"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/*"}, False),
    ({"Action": "s3:GetObject", "Resource": "*", "Condition": {"StringLike": {"s3:prefix": "*"}}}, False),
])
def test_a_statement_allows_by_iams_wildcards(statement, allowed):
    statement = {"Effect": "Allow", **statement}
    deny = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}
    assert evaluation.role_allows([statement], "s3:GetObject", "arn:aws:s3:::b/k") == allowed
    assert not evaluation.role_allows([statement, deny], "s3:GetObject", "arn:aws:s3:::b/k")
    assert not evaluation.role_allows([], "s3:GetObject", None)


def test_a_call_beyond_the_role_fails_at_its_line_even_if_it_is_caught(written):
    code = ('table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n'
            "def handler(event, context):\n    try:\n        return getattr(table.meta.client, event)(TableName=table.name)"
            "\n    except Exception:\n        return 1\n")
    world = written(hello=("{}", code))
    assert problem_lines(world.this.call, "describe_table") == [
        f"handlers/hello/index.py:14: the role of hello does not allow dynamodb:DescribeTable on {DYNAMODB}table/demo-test-DemoTable",
        "  hint: name the resource by its variable (os.environ[...]), or write `permissions: [dynamodb:DescribeTable]`"]
    assert world.this.problems == []


def test_a_refused_resource_is_reported_with_the_allowed_ones(written):
    world = written(hello=calling("dynamodb", "scan", "DEMO_TABLE"))
    assert problem_lines(world.this.call, {"TableName": "another"}) == [
        f"handlers/hello/index.py:13: the role of hello does not allow dynamodb:Scan on {DYNAMODB}table/another",
        f"  hint: the role allows it on {DYNAMODB}table/demo-test-DemoTable: name the resource by its variable, or add it to `permissions`"]
    assert world.this.call({"TableName": "demo-test-DemoTable"}) == 200


def test_permissions_of_the_block_widen_the_role(written):
    infra = "permissions: [translate:ListLanguages, {action: s3:ListBucket, resource: '${DemoBucket.Arn}'}]"
    world = written(hello=(infra, calling("s3", "list_objects_v2", "DEMO_BUCKET")[1]))
    world.prepare("hello")
    assert world.this.call({"Bucket": "demo-test-demobucket"}) == 200
    assert world.app.allows("hello", "translate:ListLanguages", None)


@pytest.mark.parametrize("infra, code, used", [
    ("{}", "AccessDenied", []),
    ("permissions: [{action: s3:ListBucket, resource: '${DemoBucket.Arn}'}]", "NoSuchKey", ["s3:ListBucket"]),
])
def test_an_absent_object_needs_the_permission_to_list_its_bucket(written, infra, code, used):
    world = written(hello=(infra, (
        'import botocore.exceptions\ns3, bucket = boto3.client("s3"), os.environ["DEMO_BUCKET"]\n\n'
        "def handler(event, context):\n    try:\n        s3.get_object(Bucket=bucket, Key='k')\n"
        "    except botocore.exceptions.ClientError as error:\n        return error.response['Error']['Code']\n")))
    assert world.this.call() == code
    assert [action for _lambda, action, _resource in sorted(world.exercised)] == ["s3:GetObject", *used]


def test_the_calls_of_a_module_as_it_is_imported_count(written):
    world = written(hello=("{}", 'getattr(boto3.client("s3"), json.loads("[\\"list_buckets\\"]")[0])()\n' + ECHO))
    assert problem_lines(world.this.call)[0] == (
        "handlers/hello/index.py:10: the role of hello does not allow s3:ListAllMyBuckets on *")


@pytest.mark.parametrize("signed", ['generate_presigned_url("put_object", Params={"Bucket": event, "Key": "k"})',
                                    'generate_presigned_post(event, "k")["url"]'])
def test_a_presigned_address_is_compared_with_the_role(written, signed):
    code = f'os.environ["DEMO_BUCKET"]\n\ndef handler(event, context):\n    return boto3.client("s3").{signed}\n'
    world = written(hello=("{}", code))
    assert world.this.call("demo-test-demobucket").startswith("https://demo-test-demobucket.s3.amazonaws.com/")
    assert problem_lines(world.this.call, "another")[0].startswith(
        "handlers/hello/index.py:13: the role of hello does not allow s3:PutObject on arn:aws:s3:::another/k")


def test_the_tests_own_calls_are_not_compared_with_the_role(written):
    world = written(hello=("{}", 'os.environ["DEMO_TABLE"]\n' + ECHO))
    world.this.call()
    boto3.client("dynamodb").describe_table(TableName="demo-test-DemoTable")


@pytest.mark.parametrize("key, allowed", [("photos/${filename}", True), ("photos/a/${filename}", True),
                                          ("other/${filename}", False), ("${filename}", False)])
def test_the_form_of_an_upload_is_compared_with_the_beginning_of_its_key(written, key, allowed):
    world = written(hello=("permissions: [{action: s3:PutObject, resource: '${DemoBucket.Arn}/photos/*'}]", (
        "def handler(event, context):\n    return boto3.client('s3').generate_presigned_post(\n"
        "        'demo-test-demobucket', event)['fields']['key']\n")), other=("{}", 'os.environ["DEMO_BUCKET"]\n' + ECHO))
    if allowed:
        assert world.this.call(key) == key
    else:
        beginning = key.partition("$")[0]
        assert problem_lines(world.this.call, key)[0].endswith(
            f"the role of hello does not allow s3:PutObject on arn:aws:s3:::demo-test-demobucket/{beginning}*")


def test_a_session_of_another_role_is_not_the_lambdas(written):
    code = """
def handler(event, context):
    keys = {"aws_access_key_id": event["key"], "aws_secret_access_key": "s"}
    return boto3.Session(**keys).client("sqs").list_queues().get("QueueUrls", [])
"""
    this = written(ask=("{}", code)).this
    assert this.call({"key": "ASIAOTHER"}) == []


def test_keys_that_a_session_has_from_an_earlier_environment_are_the_lambdas(written, monkeypatch):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with monkeypatch.context() as earlier:
        earlier.setenv("AWS_ACCESS_KEY_ID", "EARLIER")
        earlier.setenv("AWS_SECRET_ACCESS_KEY", "s")
        boto3.client("sqs", region_name="eu-west-1")
    code = 'def handler(event, context):\n    getattr(boto3.client("sqs"), event)()\n'
    this = written(ask=("{}", code)).this
    assert "the role of ask does not allow sqs:ListQueues" in problem_lines(this.call, "list_queues")[0]
