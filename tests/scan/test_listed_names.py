"""Names that come from lists of AWS, from keys of mappings and from futures; conditions that constants decide; and the
resources of calls that name only some of theirs."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

HEAD = '''"""
infra: {}
"""
import concurrent.futures
import os
import boto3
from botocore import UNSIGNED
from botocore.config import Config
from concurrent.futures import ThreadPoolExecutor, as_completed

OLD, NEW = False, True
B = os.environ["DEMO_BUCKET"]
s3 = boto3.client("s3")


def fetch(key):
    return key, s3.get_object(Bucket=B, Key=key)["Body"].read()


def parts():
    return [item["Key"] for item in s3.list_objects_v2(Bucket=B, Prefix="parts/")["Contents"]]


def handler(event, context):
    '''
OWN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
PARTS = {"kind": "bucket", "name": "demo", "key": "parts/*"}


def lambda_of(app_folder, code):
    """The lambda `a` of the app model"""
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": f"{HEAD}{code}\n"})
    return scanned()["lambdas"]["a"]


def last_calls(fn, action):
    """[resource] of an action of a lambda."""
    return [call["on"] for call in fn["calls"] if call["action"] == action]


SEARCH = "for x in s3.get_paginator('list_objects_v2').paginate(Bucket=B, Prefix='parts/').search(%r):\n        " \
    "s3.delete_object(Bucket=B, Key=x)"
LOGS = "logs = boto3.client('logs')\n    for x in logs.get_paginator('describe_log_groups').paginate().search(%r):\n" \
    "        logs.delete_log_group(logGroupName=x)"
RDS = "rds = boto3.client('rds')\n    "


@cases("code, action, resources", [
    ("for x in s3.list_buckets()['Buckets']:\n        s3.get_bucket_tagging(Bucket=x['Name'])", "s3:GetBucketTagging",
     ["arn:${AWS::Partition}:s3:::*"]),
    ("for x in s3.list_buckets()['Buckets']:\n        s3.put_object(Bucket=x['Name'], Key='a/b')", "s3:PutObject",
     ["arn:${AWS::Partition}:s3:::*"]),
    ("c = boto3.client('lambda')\n    for x in c.list_functions()['Functions']:\n        "
     "c.invoke(FunctionName=x['FunctionName'])", "lambda:InvokeFunction", [OWN % ("lambda", "function:*")]),
    ("c = boto3.client('sqs')\n    for x in c.list_queues(QueueNamePrefix='a')['QueueUrls']:\n        "
     "c.purge_queue(QueueUrl=x)", "sqs:PurgeQueue", [OWN % ("sqs", "*")]),
    ("c = boto3.client('dynamodb')\n    for x in c.list_tables()['TableNames']:\n        c.describe_table(TableName=x)",
     "dynamodb:DescribeTable", [OWN % ("dynamodb", "table/*")]),
    ("c = boto3.client('sns')\n    for x in c.list_topics()['Topics']:\n        c.publish(TopicArn=x['TopicArn'], "
     "Message='a')", "sns:Publish", [OWN % ("sns", "*")]),
    (SEARCH % "Contents[].Key", "s3:DeleteObject", [PARTS]),
    (SEARCH % "Contents[?Size > `100` && contains(Key, 'a[0]')].Key", "s3:DeleteObject", [PARTS]),
    (SEARCH % "Contents[*].Key", "s3:DeleteObject", [PARTS]),
    (SEARCH.replace("Key=x", "Key=x['Key']") % "Contents", "s3:DeleteObject", [PARTS]),
    ("pages = s3.get_paginator('list_objects_v2').paginate(Bucket=B, Prefix='parts/')\n    for x in "
     "pages.build_full_result()['Contents']:\n        s3.delete_object(Bucket=B, Key=x['Key'])", "s3:DeleteObject", [PARTS]),
    (LOGS % "logGroups[?!retentionInDays].logGroupName", "logs:DeleteLogGroup", [
        OWN % ("logs", "log-group:*"), OWN % ("logs", "log-group:*:*")]),
    ("for x in dict.fromkeys(parts()):\n        s3.delete_object(Bucket=B, Key=x)", "s3:DeleteObject", [PARTS]),
    ("found = {}\n    for x in parts():\n        found[x] = 1\n    for x in found:\n        s3.delete_object(Bucket=B, "
     "Key=x)", "s3:DeleteObject", [PARTS]),
    ("found = {x: 1 for x in parts()}\n    for x, y in sorted(found.items()):\n        s3.delete_object(Bucket=B, Key=x)",
     "s3:DeleteObject", [PARTS]),
    ("found = {'parts/a': 1}\n    for x in parts():\n        found[x] = 1\n    for x in list(found.keys()):\n        "
     "s3.delete_object(Bucket=B, Key=x)", "s3:DeleteObject", [{**PARTS, "key": "parts/a"}, PARTS]),
    ("with ThreadPoolExecutor() as pool:\n        futures = [pool.submit(fetch, x) for x in parts()]\n        for future "
     "in as_completed(futures):\n            x, body = future.result()\n            s3.delete_object(Bucket=B, Key=x)",
     "s3:DeleteObject", [PARTS]),
    ("with ThreadPoolExecutor() as pool:\n        futures = {pool.submit(fetch, x): x for x in parts()}\n        for future "
     "in concurrent.futures.as_completed(futures):\n            s3.delete_object(Bucket=B, Key=futures[future])",
     "s3:DeleteObject", [PARTS]),
    ("c = boto3.client('lambda')\n    c.get_event_source_mapping(UUID='1-2')", "lambda:GetEventSourceMapping",
     [OWN % ("lambda", "event-source-mapping:1-2")]),
    ("c = boto3.client('lambda')\n    c.delete_event_source_mapping(UUID=event['id'])", "lambda:DeleteEventSourceMapping",
     [OWN % ("lambda", "event-source-mapping:*")]),
    (RDS + "rds.describe_db_instances()", "rds:DescribeDBInstances", [OWN % ("rds", "db:*")]),
    (RDS + "rds.describe_db_clusters()", "rds:DescribeDBClusters", [OWN % ("rds", "cluster:*")]),
    (RDS + "rds.describe_db_instances(DBInstanceIdentifier='a')", "rds:DescribeDBInstances", [OWN % ("rds", "db:a")]),
    ("boto3.client('ec2').modify_instance_attribute(InstanceId='i-1', Groups=['sg-1'])", "ec2:ModifyInstanceAttribute",
     [OWN % ("ec2", "instance/i-1"), OWN % ("ec2", "security-group/sg-1")]),
    ("boto3.client('ec2').modify_instance_attribute(InstanceId='i-1', InstanceType={'Value': 'm5.large'})",
     "ec2:ModifyInstanceAttribute", [OWN % ("ec2", "instance/i-1")]),
    ("boto3.client('ec2').modify_instance_placement(InstanceId='i-1', Tenancy='host')", "ec2:ModifyInstancePlacement",
     [OWN % ("ec2", "instance/i-1")]),
    ("boto3.client('ec2').start_instances(InstanceIds=['i-1'])", "ec2:StartInstances", [OWN % ("ec2", "instance/i-1")]),
    ("boto3.client('ecs').run_task(cluster='c', taskDefinition='t', tags=[{'key': 'a', 'value': 'b'}], overrides={"
     "'taskRoleArn': 'arn:aws:iam::1:role/a', 'executionRoleArn': 'arn:aws:iam::1:role/a'})", "ecs:TagResource",
     [OWN % ("ecs", "task/*/*")]),
    ("boto3.client('athena').start_query_execution(QueryString='SELECT 1')", "athena:StartQueryExecution",
     [OWN % ("athena", "workgroup/primary")]),
])
def test_a_call_is_allowed_on_what_its_names_may_be_and_is_no_doubt(app_folder, code, action, resources):
    fn = lambda_of(app_folder, code)
    assert sorted(last_calls(fn, action), key=str) == sorted(resources, key=str)
    assert fn["doubts"] == []


@cases("code, actions", [
    ("if event.get('x') and OLD:\n        s3.delete_object(Bucket=B, Key='a')", []),
    ("if __debug__ and False:\n        s3.delete_object(Bucket=B, Key='a')", []),
    ("while event.get('x') and OLD:\n        s3.delete_object(Bucket=B, Key='a')", []),
    ("if event.get('x') and not NEW:\n        s3.delete_object(Bucket=B, Key='a')", []),
    ("if event.get('x') or OLD:\n        s3.delete_object(Bucket=B, Key='a')", ["s3:DeleteObject"]),
    ("if event.get('x') and not OLD:\n        s3.delete_object(Bucket=B, Key='a')", ["s3:DeleteObject"]),
    ("z = event['x'] and OLD\n    if not z:\n        s3.delete_object(Bucket=B, Key='a')", ["s3:DeleteObject"]),
    ("if __debug__ and event.get('x'):\n        s3.delete_object(Bucket=B, Key='a')", ["s3:DeleteObject"]),
    ("c = boto3.client('s3', config=Config(signature_version=UNSIGNED))\n    for x in c.get_paginator('list_objects_v2')."
     "paginate(Bucket='open'):\n        c.get_waiter('object_exists').wait(Bucket='open', Key='a')", []),
    ("c = boto3.resource('s3', config=Config(signature_version=UNSIGNED))\n    for x in c.Bucket('open').objects.filter("
     "Prefix='a'):\n        x.get()", []),
])
def test_code_that_no_invocation_runs_and_calls_without_a_signature_need_nothing(app_folder, code, actions):
    fn = lambda_of(app_folder, code)
    assert [call["action"] for call in fn["calls"]] == actions
    assert fn["doubts"] == []


@cases("code", [
    "for x in boto3.client('cloudformation').list_exports()['Exports']:\n        s3.get_object(Bucket=x['Name'], Key='a')",
    "boto3.client('sqs').purge_queue(QueueUrl=event['url'])",
    "x = boto3.client('secretsmanager').describe_secret(SecretId='a')\n    "
    "boto3.client('secretsmanager').get_secret_value(SecretId=x['ARN'])"])
def test_a_name_of_another_response_or_of_the_event_is_a_doubt(app_folder, code):
    assert [doubt["why"].startswith("the resource of") for doubt in lambda_of(app_folder, code)["doubts"]] == [True]
