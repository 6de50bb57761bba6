"""The calls and doubts in the app model: which actions a lambda's code needs, on which resources."""
import pytest

from scan.sent_values import UNKNOWN, values
from tests.fixtures.cases import cases, results
from tests.fixtures.scans import scanned

ROWS = 'rows = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n'
S3 = 's3 = boto3.client("s3")\nBUCKET = os.environ["DEMO_BUCKET"]\n'
HANDLER = "def handler(event, context):\n    "
TABLE = {"kind": "table", "name": "demo"}
FILES = {"kind": "bucket", "name": "demo"}
OTHER = "app.yaml", "name: demo\nenv: {FLOW: a, PLACE: b}\n"
DROPPED = "  events:\n  - name: dropped\n    source: {type: bucket, name: demo}\n    topic: Object Created\n" \
    "    pattern: {object: {key: [{prefix: inbox/}]}}\n"


def called(app_folder, code, block="  timeout: 5\n"):
    """The lambda of the app model"""
    app_folder({OTHER[0]: OTHER[1], "lambdas/other/index.py": '"""\ninfra:\n  queue: {}\n"""\n' + HANDLER + "pass\n",
                "lambdas/a/index.py": f'"""\ninfra:\n{block}"""\nimport os\nimport boto3\n\n{code}\n'})
    return scanned()["lambdas"]["a"]


def pairs(fn):
    """[(action, resource)] of a lambda's calls."""
    return sorted([(call["action"].partition(":")[2], call["on"]) for call in fn["calls"]], key=str)


@cases("code, expected", [
    (ROWS + HANDLER + "rows.put_item(Item=event)", [("PutItem", TABLE)]),
    (ROWS + HANDLER + "rows.query(IndexName='owner-index')", [("Query", {**TABLE, "index": "owner-index"})]),
    (ROWS + HANDLER + "rows.query(**event)", [("Query", {**TABLE, "index": "*"}), ("Query", TABLE)]),
    (ROWS + HANDLER + "query = {}\n    if event:\n        query['IndexName'] = 'x-index'\n    rows.query(**query)",
     [("Query", {**TABLE, "index": "x-index"}), ("Query", TABLE)]),
    (ROWS + HANDLER + "with rows.batch_writer() as batch:\n        batch.put_item(Item=event)",
     [("BatchWriteItem", TABLE)]),
    (ROWS + "def save(row):\n    rows.put_item(Item=row)\n\n\ndef never(row):\n    rows.scan()\n\n\n" + HANDLER
     + "save(event)", [("PutItem", TABLE)]),
    (ROWS + HANDLER + "return 1\n    rows.scan()", []),
    (S3 + HANDLER + "s3.get_object(Bucket=BUCKET, Key=f'a/{event}')", [("GetObject", {**FILES, "key": "a/*"})]),
    (S3 + HANDLER + "s3.upload_file('/tmp/a', BUCKET, 'a.txt', ExtraArgs={'ACL': 'private'})",
     [("PutObject", {**FILES, "key": "a.txt"}), ("PutObjectAcl", {**FILES, "key": "a.txt"})]),
    (S3 + HANDLER + "s3.upload_file('/tmp/a', BUCKET, 'a', ExtraArgs={'ObjectLockMode': 'COMPLIANCE'})",
     [("PutObject", {**FILES, "key": "a"}), ("PutObjectRetention", {**FILES, "key": "a"})]),
    (S3 + HANDLER + "s3.generate_presigned_post(BUCKET, 'a', Fields={'x-amz-object-lock-legal-hold': 'ON'})",
     [("PutObject", {**FILES, "key": "a"}), ("PutObjectLegalHold", {**FILES, "key": "a"})]),
    (S3 + HANDLER + "try:\n        s3.head_object(Bucket=BUCKET, Key='a')\n    except Exception as error:\n"
     "        return '404' in str(error)", [("GetObject", {**FILES, "key": "a"}), ("ListBucket", FILES)]),
    (S3 + HANDLER + "try:\n        s3.head_object(Bucket=BUCKET, Key='a')\n    except Exception as error:\n        return "
     "error.response['ResponseMetadata']['HTTPStatusCode'] in (404, 410)",
     [("GetObject", {**FILES, "key": "a"}), ("ListBucket", FILES)]),
    (S3 + HANDLER + "try:\n        s3.get_object(Bucket=BUCKET, Key='a')\n    except Exception:\n"
     "        return {'statusCode': 404}", [("GetObject", {**FILES, "key": "a"})]),
    (S3 + HANDLER + "s3.get_waiter('object_exists').wait(Bucket=BUCKET, Key='a')",
     [("GetObject", {**FILES, "key": "a"}), ("ListBucket", FILES)]),
    ("FILE = boto3.resource('s3').Object(os.environ['DEMO_BUCKET'], 'a')\n" + HANDLER + "FILE.wait_until_not_exists()",
     [("GetObject", {**FILES, "key": "a"}), ("ListBucket", FILES)]),
    ("BUCKET = boto3.resource('s3').Bucket(os.environ['DEMO_BUCKET'])\n" + HANDLER
     + "BUCKET.objects.filter(Prefix='a/').delete()", [("DeleteObject", {**FILES, "key": "a/*"}), ("ListBucket", FILES)]),
    (HANDLER + "boto3.client('translate').translate_text(Text='a', SourceLanguageCode='no', TargetLanguageCode='en')",
     [("TranslateText", "*")]),
    (HANDLER + "boto3.client('stepfunctions').start_execution(stateMachineArn=os.environ['FLOW'])",
     [("StartExecution", "${env:FLOW}")]),
    (HANDLER + "boto3.client('s3').get_object(Bucket=os.environ['PLACE'], Key='a')",
     [("GetObject", "arn:${AWS::Partition}:s3:::${env:PLACE}/a")]),
    (HANDLER + "for queue in (os.environ['DEMO_OTHER_QUEUE'],):\n        boto3.client('sqs').send_message(QueueUrl=queue)",
     [("SendMessage", {"kind": "queue", "name": "other"})]),
    (HANDLER + "boto3.client('sts').get_caller_identity()", []),
    (ROWS + "def work(other):\n    rows.put_item(Item=other)\n\n\n" + HANDLER + "from concurrent import futures\n"
     "    with futures.ThreadPoolExecutor() as pool:\n        list(pool.map(work, event))", [("PutItem", TABLE)]),
    (ROWS + "def walk(mode):\n    if mode == 'a':\n        rows.scan()\n        walk('b')\n    elif mode == 'b':\n"
     "        rows.put_item(Item={})\n\n\n" + HANDLER + "walk('a')", [("PutItem", TABLE), ("Scan", TABLE)]),
    (ROWS + "def do_a():\n    rows.scan()\n\n\n" + HANDLER + "globals()['do_' + event]()", [("Scan", TABLE)]),
])
def test_a_call_is_an_action_on_a_resource(code, expected, app_folder):
    fn = called(app_folder, code)
    assert pairs(fn) == sorted(expected, key=str)
    assert fn["doubts"] == []


@pytest.mark.parametrize("code, variables, calls", [
    ("from layered import save\n" + HANDLER + "save(os.environ['DEMO_TABLE'])", ["DEMO_TABLE"], []),
    ("import layered\n" + ROWS + HANDLER + "layered.save(rows)", ["DEMO_TABLE"], []),
    (ROWS + HANDLER + "getattr(rows, event)(Key={})", ["DEMO_TABLE"], []),
    ("import layered\nNAME = os.environ['DEMO_TABLE']\n" + HANDLER + "layered.rows().put_item(Item={})", ["DEMO_TABLE"], []),
    (ROWS + HANDLER + "boto3.resource('dynamodb').Table(event['table']).scan()", [], [("Scan", TABLE)]),
    (HANDLER + "boto3.client('s3').get_object(Bucket=event['bucket'], Key='a')", [], []),
    (HANDLER + "boto3.client('kinesis').put_record(StreamName=event['name'])", [],
     [("PutRecord", "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/*")]),
    (HANDLER + "boto3.client('cognito-idp').admin_get_user(UserPoolId=event['userPoolId'])", [],
     [("AdminGetUser", "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/*")]),
])
def test_what_cannot_be_followed_is_a_doubt(code, variables, calls, app_folder):
    fn = called(app_folder, code)
    assert sorted({name for doubt in fn["doubts"] for name in doubt["variables"]}) == variables
    assert fn["doubts"] and pairs(fn) == calls


@pytest.mark.parametrize("code, expected", [
    ("s3.get_object(Bucket=event['detail']['bucket']['name'], Key=event['detail']['object']['key'])",
     [("GetObject", {**FILES, "key": "inbox/*"})]),
    ("s3.get_object(Bucket=event['detail']['bucket']['name'], Key='a')", [("GetObject", {**FILES, "key": "a"})]),
    ("s3.get_object(Bucket=event['bucket'], Key='a')", [("GetObject", {**FILES, "key": "*"})]),
])
def test_what_the_trigger_names_counts_as_named(code, expected, app_folder):
    fn = called(app_folder, "s3 = boto3.client('s3')\n" + HANDLER + code, DROPPED)
    assert pairs(fn) == expected and fn["doubts"] == []


@pytest.mark.parametrize("source, call, expected", [
    ("{type: bucket, name: demo}, topic: Object Created, prefix: inbox/", "boto3.client('s3').get_object(Bucket="
     "body['detail']['bucket']['name'], Key=body['detail']['object']['key'])", ("GetObject", {**FILES, "key": "*"})),
    ("{type: table, name: demo}", "boto3.resource('dynamodb').Table(body['source']).scan()", ("Scan", TABLE))])
def test_what_the_rule_of_a_queue_names_counts_as_named(source, call, expected, app_folder):
    code = f"import json\n{HANDLER}for record in event['Records']:\n        body = json.loads(record['body'])\n        {call}"
    fn = called(app_folder, code, f"  queue:\n    from: {{source: {source}}}\n")
    assert pairs(fn) == [expected] and fn["doubts"] == []


def test_a_change_is_followed_again_and_nothing_else(app_folder, monkeypatch):
    from interpreter import observed
    from scan.scanning import scan
    text = '"""\ninfra: {}\n"""\nimport os\nimport boto3\n\n\n' + HANDLER + "boto3.client('s3').list_buckets()\n"
    root = app_folder({"lambdas/a/index.py": text, "lambdas/b/index.py": text})
    followed = []
    monkeypatch.setattr("interpreter.observed", lambda fn, *rest: followed.append(fn["name"]) or observed(fn, *rest))
    first, second, third = {}, {}, {}
    scan("lambdas", "app.yaml", {}, first)
    scan("lambdas", "app.yaml", first, second)
    assert followed == ["a", "b"]
    (root / "lambdas/b/index.py").write_text(text.replace("s3", "sqs").replace("list_buckets", "list_queues"))
    model = scan("lambdas", "app.yaml", second, third)
    assert followed == ["a", "b", "b"]
    assert [call["action"] for call in model["lambdas"]["b"]["calls"]] == ["sqs:ListQueues"]


A_CLASS = "class Base:\n    def save(self):\n        print('a')\n\n\nclass Stored(Base):\n    def save(self):\n" \
    "        rows.put_item(Item={})\n\n\n"
ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"


@cases("code, expected", [
    (S3 + HANDLER + "s3.get_object(Bucket=BUCKET, Key='a/' + context.aws_request_id)",
     [("GetObject", {**FILES, "key": "a/*"})]),
    (S3 + ROWS + HANDLER + "key = 'a/' + rows.get_item(Key=event)['Item']['file']\n    s3.get_object(Bucket=BUCKET, Key=key)",
     [("GetItem", TABLE), ("GetObject", {**FILES, "key": "a/*"})]),
    # A class whose name no live code has, and that nothing registers, has no objects.
    (ROWS + A_CLASS + HANDLER + "Base().save()", []),
    (ROWS + A_CLASS + HANDLER + "for kind in Base.__subclasses__():\n        kind().save()", [("PutItem", TABLE)]),
    (ROWS + A_CLASS + HANDLER + "{'stored': Stored}[event]().save()", [("PutItem", TABLE)]),
    (ROWS + A_CLASS.replace("Base)", "Base, metaclass=Registry)") + "import registry\n" + HANDLER + "event.save()",
     [("PutItem", TABLE)]),
    (ROWS + "KINDS = {}\n" + A_CLASS.replace("class Base:\n", "class Base:\n    def __init_subclass__(cls):\n"
     "        KINDS[cls.__name__] = cls\n\n") + HANDLER + "KINDS[event]().save()", [("PutItem", TABLE)]),
    (ROWS + "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    rows.put_item(Item={})\n\n\n" + HANDLER + "pass", []),
    ("from unittest import mock\nrows = mock.MagicMock()\n" + HANDLER + "rows.put_item(Item=event)", []),
    (HANDLER + "boto3.client('glue').start_crawler(Name='nightly')", [("StartCrawler", ARN % ("glue", "crawler/nightly"))]),
    (HANDLER + "boto3.client('location').calculate_route(CalculatorName='roads')",
     [("CalculateRoute", ARN % ("geo", "route-calculator/roads"))]),
    (HANDLER + "boto3.client('events').put_targets(Rule='poll', EventBusName='own', Targets=[])",
     [("PutTargets", ARN % ("events", "rule/own/poll"))]),
    (HANDLER + "boto3.client('events').enable_rule(Name='poll')", [("EnableRule", ARN % ("events", "rule/poll"))]),
    (HANDLER + "boto3.client('logs').filter_log_events(logGroupName='/a/b')", [
        ("FilterLogEvents", ARN % ("logs", "log-group:/a/b")), ("FilterLogEvents", ARN % ("logs", "log-group:/a/b:*"))]),
])
def test_a_role_is_for_what_the_code_names_and_for_classes_that_have_objects(app_folder, code, expected):
    fn = called(app_folder, code)
    assert (pairs(fn), fn.get("doubts", [])) == (expected, [])


test_a_computed_key_is_a_text_or_unknown = results(lambda key: values({"dict": {}, "open": True, "keys": [key]}, {}), [
    ("demo", [{"demo": UNKNOWN}]), (5, [{UNKNOWN: UNKNOWN}]),
    ({"dict": {"a": "b"}, "open": False}, [{UNKNOWN: UNKNOWN}]),  # a mapping is no key: Python raises TypeError
    ({"list": ["a"]}, [{UNKNOWN: UNKNOWN}]), ({"text": ["a", None]}, [{f"a{UNKNOWN}": UNKNOWN}])])
