"""Shapes of public handlers without a mistake, and similar ones with it."""
import pytest

from checks import CHECKS
from tests.fixtures.checks import ids_of, problems_there, without_flows

pytest_plugins = ["tests.fixtures.checks"]

BOTH = '"""\ninfra:\n  endpoint: {api: public, routes: [GET /hook, POST /hook]}\n"""\n\n\ndef handler(event, context):\n'
OK = "        return {'statusCode': 200, 'body': ''}\n"
GET, POST = "    if event['httpMethod'] == 'GET':\n" + OK, "    elif event['httpMethod'] == 'POST':\n" + OK
TODO = '"""\ninfra:\n  endpoint: {api: public, method: GET, path: "/todos/{id}"}\n"""\nimport json\nimport os\n' \
    "import boto3\n\nTABLE = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\n\ndef handler(event, context):\n" \
    "    row = TABLE.get_item(Key={'pk': event['pathParameters']['id'], 'sk': 'a'})\n    row['Item']['b'] = 5\n" \
    "    row['Item']['c'] = row['Item']['b']\n    return {'statusCode': 200, 'body': json.dumps(row['Item'])}\n"
TIMER = '"""\ninfra:\n  timer: {rate: 1 day}\n"""\nimport boto3\n\n\ndef handler(event, context):\n'
SNAPSHOT = TIMER + "    ec2 = boto3.client('ec2')\n    for one in event['snapshots']:\n" \
    "        if one['VolumeId']:\n            ec2.delete_snapshot(SnapshotId=one['SnapshotId'])\n        else:\n" \
    "            ec2.delete_snapshot(SnapshotId=one['SnapshotId'])\n"
PUT = TIMER + "    answer = boto3.client('events').put_events(Entries=[{'Source': 'a', 'DetailType': 'b', 'Detail': '{}'%s}])\n" \
    "    if answer['FailedEntryCount']:\n        raise RuntimeError(answer)\n"
STORE = TIMER.replace("import boto3\n", "import os\nimport boto3\n\ns3, BUCKET = boto3.client('s3'), "
                      "os.environ['DEMO_BUCKET']\n") + "    %s\n"
LISTENER = '"""\ninfra:\n  events:\n  - {name: b, topic: b}\n"""\n\n\ndef handler(event, context):\n    print(event)\n'


@pytest.fixture
def findings(folder):
    """findings({"a": text of a lambda's file}, ids) -> [Problem]"""
    return lambda texts, ids: problems_there(folder, {f"lambdas/{name}/index.py": texts[name] for name in texts}, ids)


@pytest.mark.parametrize("code, expected", [
    (BOTH + GET + POST, []),
    (BOTH + GET, ["P501"]),
    (BOTH + "    method = event['requestContext']['httpMethod']\n    if method == 'GET':\n" + OK
     + "    if method == 'POST':\n" + OK, []),
    (BOTH.replace("POST /hook", "ANY /hook") + GET + POST, ["P501"]),
    (STORE % "s3.put_object(Bucket=BUCKET, Key='a', ACL='public-read')", ["P223"]),
    (STORE % "s3.upload_file('/tmp/a', BUCKET, 'a', ExtraArgs={'ACL': 'public-read'})", ["P223"]),
    (STORE % "boto3.resource('s3').Bucket(BUCKET).Object('a').Acl().put(ACL='public-read')", ["P223"]),
    (STORE % "s3.put_object(Bucket=BUCKET, Key='a', ACL='bucket-owner-full-control')", []),
    (STORE % "s3.put_object(Bucket='partner', Key='a', ACL='public-read')", []),
    (PUT % "", []),
    (PUT % ", 'EventBusName': 'other-bus'", []),
])
def test_findings(findings, code, expected):
    assert ids_of(findings({"a": code}, without_flows(CHECKS) | {"P807"})) == expected


def test_an_event_that_a_rule_of_the_app_expects_belongs_on_its_bus(findings):
    assert len(findings({"a": PUT % "", "b": LISTENER}, {"P807"})) == 1


def test_an_item_that_may_be_missing_is_reported_once(findings):
    assert [finding.line for finding in findings({"a": TODO}, {"P325"})] == [14]


def test_each_line_says_what_the_role_allows(findings):
    assert {finding.message.partition(": ")[2] for finding in findings({"a": SNAPSHOT}, {"P701"})} == {
        "the role of a allows ec2:DeleteSnapshot on every resource of the account"}


CLICKS = '"""\ninfra:\n  queue: {}\n"""\nimport os\n\n\ndef handler(event, context):\n' \
    "    print(event, os.environ['DEMO_TABLE'], os.environ['DEMO_ARCHIVE_BUCKET'])\n"


@pytest.mark.parametrize("call, hint", [
    ("boto3.resource('dynamodb').Table('demo-prod-table').scan()", 'os.environ["DEMO_TABLE"]'),
    ("boto3.client('s3').get_object(Bucket='demo-archive-prod', Key='a')", 'os.environ["DEMO_ARCHIVE_BUCKET"]'),
    ("boto3.client('sqs').purge_queue(QueueUrl='https://sqs.eu-west-1.amazonaws.com/123456789012/demo-dev-clicks')",
     'os.environ["DEMO_CLICKS_QUEUE"]'),
    ("boto3.client('lambda').invoke(FunctionName='demo-clicks')", 'os.environ["DEMO_CLICKS_FUNCTION"]'),
    ("boto3.client('lambda').invoke(FunctionName='clicks')", 'os.environ["DEMO_CLICKS_FUNCTION"]'),
    ("boto3.client('s3').get_object(Bucket='demo-partners', Key='a')", None),
    ("boto3.client('s3').get_object(Bucket='archive-prod', Key='a')", None),
    ("boto3.resource('dynamodb').Table('statistics').scan()", None),
    ("boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:demo-clicks', Message='a')", None),
])
def test_a_written_name_of_an_own_resource(findings, call, hint):
    assert [finding.hint for finding in findings({"a": TIMER + f"    {call}\n", "clicks": CLICKS}, {"P710"})] \
        == [hint] * bool(hint)
