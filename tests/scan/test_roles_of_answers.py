"""Roles of code that passes on what AWS answered, and of a lambda's own `env:`."""
from tests.fixtures.cases import cases
from tests.fixtures.scans import scanned

START = '"""\ninfra:\n%s"""\nimport os\nimport boto3\n\nFILES = os.environ["DEMO_FILES_BUCKET"]\n' \
    's3 = boto3.client("s3")\n\n\ndef handler(event, context):\n    '
PAGE = 's3.list_objects_v2(Bucket=FILES, Prefix=f"tmp/{event[\'id\']}/")'


def resources(lambda_calls, code, action, block="  timeout: 5\n"):
    """[Called.on of that action], without those of the bucket itself; an object
    of the bucket is its key. A doubt is an error."""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START % block + code + "\n"})
    assert doubts == []
    return [call["on"].get("key") if isinstance(call["on"], dict) else call["on"].partition("}:")[2]
            for call in calls if call["action"] == action]


@cases("code, action, expected", [
    (f"[s3.delete_object(Bucket=FILES, Key=entry['Key']) for entry in {PAGE}['Contents']]", "s3:DeleteObject", "tmp/*"),
    (f"[s3.delete_object(Bucket=FILES, Key=entry['Prefix']) for entry in {PAGE}['CommonPrefixes']]", "s3:DeleteObject",
     "tmp/*"),
    (f"s3.delete_objects(Bucket=FILES, Delete={{'Objects': [{{'Key': entry['Key']}} for entry in {PAGE}['Contents']]}})",
     "s3:DeleteObject", "tmp/*"),
    # After a text in front of it, the other key has the prefix of the listing too.
    (f"[s3.put_object(Bucket=FILES, Key=f'old/{{entry[\"Key\"]}}') for entry in {PAGE}['Contents']]", "s3:PutObject",
     "old/tmp/*"),
    (f"[s3.put_object(Bucket=FILES, Key=entry['Key'] + '.bak') for entry in {PAGE}['Contents']]", "s3:PutObject",
     "tmp/*"),
    ("[s3.delete_object(Bucket=FILES, Key=entry['Key']) for entry in s3.list_objects_v2(Bucket=FILES)['Contents']]",
     "s3:DeleteObject", "*"),
    ("[s3.delete_object(Bucket=FILES, Key=entry['Key']) for entry in s3.list_objects_v2(Bucket=FILES, "
     "Prefix=event['start'])['Contents']]", "s3:DeleteObject", "*"),
    ("[entry.delete() for entry in boto3.resource('s3').Bucket(FILES).objects.filter(Prefix='a/')]",
     "s3:DeleteObject", "a/*"),
])
def test_a_listed_key_begins_with_the_prefix_of_the_listing(lambda_calls, code, action, expected):
    assert resources(lambda_calls, code, action) == [expected]


@cases("code, action, expected", [
    ("boto3.client('firehose').put_record(DeliveryStreamName=os.environ['CLICKS'], Record={})", "firehose:PutRecord",
     "firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/clicks"),
    ("boto3.client('firehose').put_record(DeliveryStreamName=os.environ.get('CLICKS', 'other'), Record={})",
     "firehose:PutRecord", "firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/clicks"),
    ("boto3.client('firehose').put_record(DeliveryStreamName=f\"{os.environ['CLICKS']}-old\", Record={})",
     "firehose:PutRecord", "firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/clicks-old"),
    ("boto3.client('sqs', region_name=os.environ['PLACE']).send_message(QueueUrl='https://x/1/a', MessageBody='')",
     "sqs:SendMessage", "sqs:us-east-2:${AWS::AccountId}:a"),
])
def test_the_lambda_s_own_env_names_resources(lambda_calls, code, action, expected):
    assert resources(lambda_calls, code, action, "  env:\n    CLICKS: clicks\n    PLACE: us-east-2\n") == [expected]


URL_OF = "sqs.get_queue_url(QueueName=%s)['QueueUrl']"
QUEUE = "sqs:${AWS::Region}:${AWS::AccountId}:"


@cases("url, expected", [
    ("'https://sqs.eu-west-1.amazonaws.com/123456789012/legacy-orders'",
     "sqs:${AWS::Region}:123456789012:legacy-orders"),
    (URL_OF % "'legacy-orders'", QUEUE + "legacy-orders"),
    (URL_OF % "f\"legacy-{event['kind']}\"", QUEUE + "legacy-*"),
    ("sqs.create_queue(QueueName='a' if event else 'b')['QueueUrl']", [QUEUE + "a", QUEUE + "b"]),
])
def test_the_url_of_a_queue_spells_its_name_and_account(lambda_calls, url, expected):
    called = resources(lambda_calls, f"sqs = boto3.client('sqs')\n    sqs.send_message(QueueUrl={url}, MessageBody='')", "sqs:SendMessage")
    assert called == (expected if isinstance(expected, list) else [expected])


@cases("code, action, expected", [
    ("ids = [part['InstanceId'] for page in client.get_paginator('describe_instances').paginate() for entry in "
     "page['Reservations'] for part in entry['Instances']]\n    client.stop_instances(InstanceIds=ids)",
     "ec2:StopInstances", "instance/*"),
    ("for group in client.describe_security_groups()['SecurityGroups']:\n        "
     "client.delete_security_group(GroupId=group['GroupId'])", "ec2:DeleteSecurityGroup", "security-group/*"),
])
def test_what_only_an_answer_of_aws_names_may_be_each_of_its_type(lambda_calls, code, action, expected):
    called = resources(lambda_calls, f"client = boto3.client('ec2')\n    {code}", action)
    assert called == [f"ec2:${{AWS::Region}}:${{AWS::AccountId}}:{expected}"]


ITEM = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).get_item(Key={'pk': 'a', 'sk': 'a'})['Item']['name']"
FLOW = "boto3.client('stepfunctions').start_execution(stateMachineArn=%s)"
MODEL = "boto3.client('bedrock-runtime').invoke_model(modelId=%s, body='')"
PARAMETER = "boto3.client('ssm').get_parameter(Name='/a')['Parameter']['Value']"
SCHEDULE = "boto3.client('scheduler').create_schedule(Name='a', ScheduleExpression='rate(1 day)', " \
    "FlexibleTimeWindow={}, Target={'Arn': 'arn:aws:sqs:eu-west-1:123456789012:a', 'RoleArn': %s})"


@cases("code, action, expected", [
    (FLOW % "event['name']", "states:StartExecution", ["stateMachine:*"]),
    (FLOW % ITEM, "states:StartExecution", ["stateMachine:*"]),
    (FLOW % PARAMETER, "states:StartExecution", ["stateMachine:*"]),
    (MODEL % "event['name']", "bedrock:InvokeModel", ["*"]),
    (MODEL % ITEM, "bedrock:InvokeModel", ["*"]),
    (SCHEDULE % "boto3.client('iam').get_role(RoleName='a')['Role']['Arn']", "iam:PassRole", []),
])
def test_what_the_app_s_data_name_is_a_doubt(app_folder, code, action, expected):
    app_folder({"app.yaml": "name: demo\n", "lambdas/a/index.py": START % "  timeout: 5\n" + code + "\n"})
    fn = scanned()["lambdas"]["a"]
    assert len(fn["doubts"]) == 1
    assert [call["on"].rpartition("AccountId}:")[2] for call in fn["calls"] if call["action"] == action] == expected


ROWS = "boto3.resource('ec2').instances.filter(Filters=[])"


@cases("element", [
    "list(rows)[0]", "next(iter(rows))", "next(iter(rows), None)", "sorted(rows, key=lambda row: row.id)[0]",
    "[*rows][-1]", "min(rows, key=lambda row: row.id)", "max(list(rows), key=str, default=None)", "tuple(rows)[-1]",
    "[row for row in rows if row.state][0]", "{row.id: row for row in rows}['i-1']",
    "list({row.id: row for row in rows}.values())[0]", "list(rows)[:1][0]", "list(rows.limit(1))[0]",
    "list(enumerate(rows))[0][1]", "random.choice(list(rows))", "list(rows.pages())[0][0]",
    "(list(rows) or [None])[0]"])
def test_an_element_of_a_collection_is_an_object_of_its_type(lambda_calls, element):
    code = f"import random\n    rows = {ROWS}\n    {element}.create_tags(Tags=[])"
    assert resources(lambda_calls, code, "ec2:CreateTags") == ["ec2:${AWS::Region}:${AWS::AccountId}:instance/*"]


@cases("target, use", [
    ("first, *_", "first.create_tags(Tags=[])"), ("first, = rows; second, *_", "second.create_tags(Tags=[])"),
    ("*_, last", "last.create_tags(Tags=[])"), ("_, *others", "[row.create_tags(Tags=[]) for row in others]"),
    ("_, *others", "others[0].create_tags(Tags=[])"),
])
def test_what_is_unpacked_of_a_collection_is_an_object_of_its_type(lambda_calls, target, use):
    code = f"rows = {ROWS}\n    {target} = rows\n    {use}"
    assert resources(lambda_calls, code, "ec2:CreateTags") == ["ec2:${AWS::Region}:${AWS::AccountId}:instance/*"]


@cases("element", [
    "list(rows)[0]", "min(rows)", "[*more, rows[0]][0]"])
def test_an_element_of_a_list_that_only_a_run_knows_is_a_doubt(lambda_calls, element):
    code = f"import random\n    rows, more = event['rows'], {ROWS}\n    {element}.create_tags(Tags=[])"
    _calls, doubts = lambda_calls({"lambdas/a/index.py": START % "  timeout: 5\n" + code + "\n"})
    assert [doubt for doubt in doubts if "create_tags() is called is not known" in doubt]
