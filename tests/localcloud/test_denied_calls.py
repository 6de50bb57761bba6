"""A lambda can do on the local cloud what its role allows, and gets AWS's own errors for the rest."""
import json
import urllib.error
import urllib.request

import pytest

from tests.fixtures.lambda_texts import lambda_text

pytest_plugins = ["tests.fixtures.small_apps"]
SESSION = "arn:aws:sts::123456789012:assumed-role/{}/till-local-call"
TABLE, BUCKET = "arn:aws:dynamodb:eu-west-1:123456789012:table/", "arn:aws:s3:::"
CALL = '''"""Makes the call that its event names.

infra:
  tracing: true
  permissions:
    - {action: "xray:GetSampling*", resource: "*"}
    - {action: "dynamodb:GetItem", resource: "${TillTable.Arn}"}
    - {action: "s3:GetObject", resource: "${TillBucket.Arn}/open/*"}
    - {action: "s3:DeleteObject", resource: "${TillBucket.Arn}/open/*"}
    - {action: "lambda:GetFunction", resource: "arn:${AWS::Partition}:lambda:*:*:function:${AWS::StackName}-call"}
    - {action: "sns:GetTopicAttributes", resource: "*"}
    - {action: "sqs:ListQueues", resource: "*"}
    - {action: "secretsmanager:GetSecretValue", resource: "*"}
"""
import boto3
from botocore.exceptions import ClientError


def handler(event, context):
    service, operation, params = event
    try:
        answer = getattr(boto3.client(service), operation)(**params)
    except ClientError as error:
        answer = error.response
        return [answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]]
    if "ResponseMetadata" not in answer:
        return answer
    return [answer["ResponseMetadata"]["HTTPStatusCode"], answer.get("Errors", ""), ""]
'''

OWNER = lambda_text("{}", "return NAMES", "os", before='NAMES = os.environ["TILL_TABLE"], os.environ["TILL_BUCKET"]')


@pytest.fixture
def till(deploy_app, local_cloud):
    """call(service, operation, **params) -> the answer of the lambda; with the names of the app's resources."""
    outputs = deploy_app("name: till\n", {"call": CALL, "owner": OWNER})

    def call(service, operation, **params):
        return local_cloud.invoke("till-local-call", [service, operation, params])
    settings = local_cloud.client("lambda").get_function(FunctionName="till-local-call")["Configuration"]
    call.table, call.bucket, call.group = outputs["TillTableName"], outputs["TillBucketName"], settings["LoggingConfig"]["LogGroup"]
    call.role = settings["Role"].rpartition("/")[2]
    call.session = SESSION.format(call.role)
    return call


def denial(till, action, resource="", reason="because no identity-based policy allows the {} action"):
    return f"User: {till.session} is not authorized to perform: {action}{resource and f' on resource: {resource}'} " + \
        reason.format(action)


def test_each_protocol_denies_with_its_own_error_and_lets_through_what_the_role_allows(till, local_cloud):
    key, missing = {"pk": {"S": "a"}, "sk": {"S": "b"}}, f"{TABLE}{till.table}"
    s3 = local_cloud.client("s3")
    for name in ("open/a", "open/b", "shut/a"):
        s3.put_object(Bucket=till.bucket, Key=name, Body=b"x")
    topic = local_cloud.client("sns").create_topic(Name="till")["TopicArn"]
    assert till("dynamodb", "get_item", TableName=till.table, Key=key)[0] == 200
    assert till("dynamodb", "put_item", TableName=till.table, Item=key) == [
        400, "AccessDeniedException", denial(till, "dynamodb:PutItem", missing)]
    assert till("sqs", "list_queues")[0] == 200
    assert till("sqs", "create_queue", QueueName="q") == [403, "AccessDenied", denial(till, "sqs:createqueue")]
    assert till("sns", "get_topic_attributes", TopicArn=topic)[0] == 200
    assert till("sns", "publish", TopicArn=topic, Message="x") == [
        403, "AuthorizationError", denial(till, "SNS:Publish", topic)]
    assert till("lambda", "get_function", FunctionName="till-local-call")[0] == 200
    own = "arn:aws:lambda:eu-west-1:123456789012:function:till-local-call"
    assert till("lambda", "invoke", FunctionName="till-local-call") == [
        403, "AccessDeniedException", denial(till, "lambda:InvokeFunction", own)]
    assert till("s3", "get_object", Bucket=till.bucket, Key="open/a")[0] == 200
    assert till("s3", "get_object", Bucket=till.bucket, Key="shut/a") == [
        403, "AccessDenied", denial(till, "s3:GetObject", f'"{BUCKET}{till.bucket}/shut/a"')]
    assert till("s3", "head_object", Bucket=till.bucket, Key="shut/a") == [403, "403", "Forbidden"]
    assert till("apigateway", "get_rest_api", restApiId="a1") == [
        403, "AccessDeniedException", denial(till, "apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis/a1")]
    written_traces(till)
    logged_with_its_line(till, local_cloud)
    hidden_objects(till, local_cloud)
    used_addresses(till)


def written_traces(till):
    """X-Ray takes what a function with `tracing` may write, and nothing else."""
    segment = json.dumps({"id": "1" * 16, "trace_id": "1-5f84c7a1-" + "2" * 24, "start_time": 1.0, "end_time": 2.0})
    assert till("xray", "put_trace_segments", TraceSegmentDocuments=[segment, "{}", "no"])[0] == 200
    assert till("xray", "batch_get_traces", TraceIds=[json.loads(segment)["trace_id"]]) == [
        403, "AccessDeniedException", denial(till, "xray:BatchGetTraces")]
    assert till("xray", "put_telemetry_records", TelemetryRecords=[])[0] == 200
    assert till("xray", "get_sampling_rules")[0] == till("xray", "get_sampling_targets", SamplingStatisticsDocuments=[])[0] == 200


def logged_with_its_line(till, local_cloud):
    """A denial is in the log of the function, with the line that called, and a hint."""
    line = CALL.splitlines().index("        answer = getattr(boto3.client(service), operation)(**params)") + 1
    lines = local_cloud.logs(till.group)
    assert (f"lambdas/call/index.py:{line}: the role of call does not allow dynamodb:PutItem on {TABLE}"
            f"{till.table}") in lines
    assert "  hint: name the resource by its variable (os.environ[...]), or write `permissions: [dynamodb:PutItem]`" in lines


def hidden_objects(till, local_cloud):
    """S3 hides what is absent from a role that may not list, and deletes those objects that it may."""
    assert till("s3", "get_object", Bucket=till.bucket, Key="open/none") == [
        403, "AccessDenied", denial(till, "s3:ListBucket", f'"{BUCKET}{till.bucket}"')]
    objects = {"Objects": [{"Key": "open/a"}, {"Key": "shut/a"}]}
    assert till("s3", "delete_objects", Bucket=till.bucket, Delete=objects) == [200, [
        {"Key": "shut/a", "Code": "AccessDenied",
         "Message": denial(till, "s3:DeleteObject", f'"{BUCKET}{till.bucket}/shut/a"')}], ""]
    assert [item["Key"] for item in local_cloud.client("s3").list_objects_v2(Bucket=till.bucket)["Contents"]] == ["open/b", "shut/a"]


def used_addresses(till):
    """A presigned URL is judged when it is used."""
    urls = [till("s3", "generate_presigned_url", ClientMethod="get_object", Params={"Bucket": till.bucket, "Key": name})
            for name in ("open/b", "shut/a")]
    assert [urllib.request.urlopen(urls[0]).read(), status(urls[1])] == [b"x", 403]
    form = till("s3", "generate_presigned_post", Bucket=till.bucket, Key="open/new")
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                    for name, value in {**form["fields"], "file": "x"}.items())
    request = urllib.request.Request(form["url"], f"{parts}--x--\r\n".encode(),
                                     {"Content-Type": "multipart/form-data; boundary=x"})
    assert status(request) == 403


def status(request):
    """The HTTP status of an error."""
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)
    return error.value.code
