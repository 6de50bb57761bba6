"""Idioms and shapes of public handlers: the right ones pass, and similar wrong ones are found."""
import pytest

from checks import CHECKS
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, ids_of, problems_there, without_flows

PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', ContentType=%s)"
PAGE = "page = boto3.client('s3').list_objects_v2(Bucket=os.environ['DEMO_BUCKET'], %s)"
ORDER = "class Order:\n    def __init__(self, id, total):\n        self.id = id\n\n    @classmethod\n" \
    "    def of(cls, row):\n        return cls(**row)\n\n\ndef handler(event, context):\n    return "
IN_HANDLER = "\n\n\ndef handler(event, context):\n    return f(1)"
ARGUMENTS = [
    (ORDER + "Order(**event['order']).id", []),
    (ORDER + "Order(*event['order']).id", []),
    (ORDER + "Order.of(event).id", []),
    (ORDER + "Order(5).id", ["P107"]),
    (ORDER + "Order(id=1, total=2, more=3).id", ["P107"]),
    (ORDER.replace("class Order", "@injected\nclass Order") + "Order().id", ["P101"]),
    ("import functools\n\n\ndef with_db(f):\n    @functools.wraps(f)\n    def inner(*args, **more):\n"
     "        return f(*args, db=1, **more)\n    return inner\n\n\n@with_db\ndef f(a, db):\n    return a" + IN_HANDLER, []),
    ("import functools\n\n\ndef with_db(f):\n    return functools.partial(f, db=5)\n\n\n@with_db\ndef f(a, db):\n"
     "    return a" + IN_HANDLER, []),
    ("class With:\n    def __init__(self, f):\n        self.f = f\n\n    def __call__(self, *a):\n"
     "        return self.f(*a, 5)\n\n\n@With\ndef f(a, db):\n    return a" + IN_HANDLER, []),
    ("@injected\ndef f(a, db):\n    return a" + IN_HANDLER, ["P101"]),
    ("def f(a, db):\n    return a" + IN_HANDLER, ["P107"]),
]
NONE = [
    ("token = None\nwhile True:\n    " + PAGE % "ContinuationToken=token" + "\n    token = page.get("
     "'NextContinuationToken')\n    if not token:\n        break", []),
    (PAGE % "" + "\ntoken = page.get('NextContinuationToken')\nwhile token:\n    " + PAGE % "ContinuationToken=token"
     + "\n    token = page.get('NextContinuationToken')", []),
    ("found = None\nfor one in event['all']:\n    if one:\n        found = 'a'\n" + PUT % "found", []),
    ("def kind(name):\n    if name:\n        return 'a'\n\n\ndef handler(event, context):\n    " + PUT % "kind(event['x'])",
     []),
    ("def kind(name):\n    if name:\n        return 'a'\n\n\ndef handler(event, context):\n"
     "    found = [kind(e) for e in event]\n    for one in [e for e in found if e is not None]:\n        " + PUT % "one", []),
    ("limit = event.get('limit', '')\nif limit:\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit, more = PAGES.get(event['x'], ''), {}\nif limit and event['y']:\n"
     "    more['MaxKeys'] = limit\n" + PAGE % "**more", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], '')\nif len(limit) > 0:\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], 'all')\nwhile limit != 'all':\n    " + PAGE % "MaxKeys=limit", []),
    ("PAGES = {'a': 5}\nlimit = PAGES.get(event['x'], 'all')\n" + PAGE % "MaxKeys=limit", ["P204"]),
    ("limit = 'many'\nif event:\n    " + PAGE % "MaxKeys=limit", ["P204"]),
    ("class Store:\n    kind = None\n\n\ndef handler(event, context, *setup):\n    store = Store()\n    setup[0](store)\n"
     "    " + PUT % "store.kind", []),
    ("class Store:\n    def __init__(self):\n        self.kind = None\n\n    def load(self):\n        self.kind = 'x'\n\n\n"
     "def handler(event, context):\n    store = Store()\n    store.load()\n    " + PUT % "store.kind", []),
    (PUT % "None", ["P204"]),
    ("TYPE = None\n\n\ndef handler(event, context):\n    " + PUT % "TYPE", ["P204"]),
]
LOGS = "infra:\n  permissions: ['logs:CreateExportTask', 'ec2:DescribeInstances', 'glacier:ListVaults']\n---\n" \
    "boto3.client('logs').create_export_task(logGroupName='a', %s=1, to=2, destination='x')"
USERS = "users = boto3.client('cognito-idp')\n"
SERVICES = [
    (LOGS % "fromTime", []), (LOGS % "taskName='x', **{'from': 1}, roleName", ["P202"]), (LOGS % "fromTimes", ["P202", "P203"]),
    (LOGS % "toTime", ["P202", "P203"]),
    (LOGS % "fromTime" + "\nboto3.client('ec2').describe_instances(Filters=[{'Name': 'a', 'Values': ['b']}])", []),
    (LOGS % "fromTime" + "\nboto3.client('glacier').list_vaults()", []),
    (USERS + "users.initiate_auth(ClientId=event['c'], AuthFlow='USER_PASSWORD_AUTH', AuthParameters={})", []),
    (USERS + "users.sign_up(ClientId='a', Username='b', Password='c')\nusers.get_user(AccessToken=event['t'])", []),
    (USERS + "users.forgot_password(ClientId='a', Username='b')", []),
    (USERS + "users.admin_get_user(UserPoolId='eu-west-1_x', Username='b')", []),
    ("boto3.client('cognito-identity').get_id(IdentityPoolId='x')", []),
]
GET = "infra:\n  endpoint: {method: GET, path: /things, api: public}\n  layers: [pt]\n---\n"
RESPONSES = [
    (GET + "return {'headers': {'a': 'b'}}", []), (GET + "return {}", []), (GET + "return {'body': 'x'}", []),
    (GET + "return {'body': {'a': 1}}", ["P502"]), (GET + "return {'body': 'x', 'status': 5}", ["P501"]),
    (GET + "return {'stars': 5}", ["P501"]), (GET + "return []", ["P501"]),
]
QUEUE = "infra:\n  queue: {}\n  layers: [pt]\n---\n"
LOGGER = QUEUE + "from aws_lambda_powertools import Logger, Metrics, Tracer\nlogger = Logger(service='a')\n" \
    "tracer = Tracer()\nmetrics = Metrics()\n\n\n@logger.inject_lambda_context(log_event=True)\n" \
    "@tracer.capture_lambda_handler\n@metrics.log_metrics(capture_cold_start_metric=True)\n" \
    "def handler(event, context):\n    logger.info('x', extra={'n': 1})\n    return event[%s]"
ROUTE = GET + "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "app = APIGatewayRestResolver()\n\n\n@app.get('/things')\ndef things():\n    return %s\n\n\n" \
    "def handler(event, context):\n    return app.resolve(event, context)"
TRANSLATE = "boto3.client('translate').translate_text(Text='a', SourceLanguageCode='no', TargetLanguageCode='en')"
ROWS = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])"
FRAMEWORKS = [
    (LOGGER % "'record'", ["P401"]), (LOGGER % "'Records'", []),
    (QUEUE + "from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source\n\n\n"
     "@event_source(data_class=SQSEvent)\ndef handler(event, context):\n    return [r.body for r in event.records]", []),
    (QUEUE + "from aws_lambda_powertools.utilities.validation import validator\n\n\n"
     "@validator(inbound_schema={}, envelope='Records[*]')\ndef handler(event, context):\n    return event['x']", []),
    (ROUTE % (ROWS + ".scan()['Items']"), []), (ROUTE % (ROWS + ".get_item(Key={'pk': 'a'})['Item']"), ["P302"]),
    (ROUTE % TRANSLATE, []),
]
EMIT = "response = boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], 'Source': " \
    "'demo.a', 'DetailType': kind, 'Detail': '{}'}])\n    if response['FailedEntryCount']:\n        raise OSError"
RULE = "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\nprint(event['detail'])"
KINDS = "KINDS = {'a': 'OrderPaid', 'b': 'none'}\nPAID = ('OrderPaid',)\n\n\ndef is_known(kind):\n    return len(kind) > 4" \
    "\n\n\ndef kind_of(name):\n    if name:\n        return 'OrderPaid'\n\n\ndef handler(event, context):\n" \
    "  for name in event['all']:\n    "
TOPICS = [
    ("kind = KINDS.get(name)\n    if kind == 'none' or not kind:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if not kind:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if kind == '':\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    if len(kind) == 0:\n        continue\n    ", []),
    ("kind = {'a': 'OrderPaid'}.get(name, '')\n    known = bool(kind)\n    if not known:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind not in ('OrderPaid', 'x'):\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind not in PAID:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    if kind in PAID:\n        continue\n    ", ["P801", "P802"]),
    ("kind = kind_of(name)\n    if kind is None:\n        continue\n    ", []),
    ("kind = KINDS[name]\n    ", ["P801"]),
    ("kind = KINDS[name]\n    if kind == 'OrderPaid':\n        continue\n    ", ["P801", "P802"]),
    ("kind = ''\n    ", ["P801", "P802", "P805"]),
]


@cases("code, expected", [*ARGUMENTS, *NONE, *SERVICES, *RESPONSES, *FRAMEWORKS])
def test_an_idiom_of_public_code_passes_and_a_similar_bug_does_not(code, expected, finding_ids):
    layer = "aws-lambda-powertools==3.0\nfastjsonschema==2.21.2\naws-xray-sdk==2.15.0\npydantic==2.11.9\n"
    assert finding_ids({"a": code, "layers/pt/requirements.txt": layer}) == expected


test_a_topic_that_a_condition_excludes_is_not_emitted = finds(({"a": KINDS + choice + EMIT, "b": RULE}, expected) for choice, expected in TOPICS)

BOTH = '"""\ninfra:\n  endpoint: {api: public, routes: [GET /hook, POST /hook]}\n"""\n\n\ndef handler(event, context):\n'
OK = "        return {'statusCode': 200, 'body': ''}\n"
IF_GET, POST = "    if event['httpMethod'] == 'GET':\n" + OK, "    elif event['httpMethod'] == 'POST':\n" + OK
TODO = '"""\ninfra:\n  endpoint: {api: public, method: GET, path: "/todos/{id}"}\n"""\nimport json\nimport os\n' \
    "import boto3\n\nTABLE = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\n\ndef handler(event, context):\n" \
    "    row = TABLE.get_item(Key={'pk': event['pathParameters']['id'], 'sk': 'a'})\n    row['Item']['b'] = 5\n" \
    "    row['Item']['c'] = row['Item']['b']\n    return {'statusCode': 200, 'body': json.dumps(row['Item'])}\n"
TIMER = '"""\ninfra:\n  timer: {rate: 1 day}\n"""\nimport boto3\n\n\ndef handler(event, context):\n'
SNAPSHOT = TIMER + "    ec2 = boto3.client('ec2')\n    for one in event['snapshots']:\n" \
    "        if one['VolumeId']:\n            ec2.delete_snapshot(SnapshotId=one['SnapshotId'])\n        else:\n" \
    "            ec2.delete_snapshot(SnapshotId=one['SnapshotId'])\n"
PUT_EVENT = TIMER + "    answer = boto3.client('events').put_events(Entries=[{'Source': 'a', 'DetailType': 'b', 'Detail': '{}'%s}])\n" \
    "    if answer['FailedEntryCount']:\n        raise RuntimeError(answer)\n"
STORE = TIMER.replace("import boto3\n", "import os\nimport boto3\n\ns3, BUCKET = boto3.client('s3'), "
                      "os.environ['DEMO_BUCKET']\n") + "    %s\n"
LISTENER = '"""\ninfra:\n  events:\n  - {name: b, topic: b}\n"""\n\n\ndef handler(event, context):\n    print(event)\n'


@pytest.fixture
def findings(folder):
    """findings({"a": text of a lambda's file}, ids) -> [Problem]"""
    return lambda texts, ids: problems_there(folder, {f"lambdas/{name}/index.py": texts[name] for name in texts}, ids)


@pytest.mark.parametrize("code, expected", [
    (BOTH + IF_GET + POST, []),
    (BOTH + IF_GET, ["P501"]),
    (BOTH + "    method = event['requestContext']['httpMethod']\n    if method == 'GET':\n" + OK
     + "    if method == 'POST':\n" + OK, []),
    (BOTH.replace("POST /hook", "ANY /hook") + IF_GET + POST, ["P501"]),
    (STORE % "s3.put_object(Bucket=BUCKET, Key='a', ACL='public-read')", ["P223"]),
    (STORE % "s3.upload_file('/tmp/a', BUCKET, 'a', ExtraArgs={'ACL': 'public-read'})", ["P223"]),
    (STORE % "boto3.resource('s3').Bucket(BUCKET).Object('a').Acl().put(ACL='public-read')", ["P223"]),
    (STORE % "s3.put_object(Bucket=BUCKET, Key='a', ACL='bucket-owner-full-control')", []),
    (STORE % "s3.put_object(Bucket='partner', Key='a', ACL='public-read')", []),
    (PUT_EVENT % "", []),
    (PUT_EVENT % ", 'EventBusName': 'other-bus'", []),
])
def test_findings(findings, code, expected):
    assert ids_of(findings({"a": code}, without_flows(CHECKS) | {"P807"})) == expected


def test_an_event_that_a_rule_of_the_app_expects_belongs_on_its_bus(findings):
    assert len(findings({"a": PUT_EVENT % "", "b": LISTENER}, {"P807"})) == 1


def test_an_item_that_may_be_missing_is_reported_once(findings):
    assert [finding.line for finding in findings({"a": TODO}, {"P325"})] == [14]


def test_each_line_has_what_the_role_allows(findings):
    assert {finding.message.partition(": ")[2] for finding in findings({"a": SNAPSHOT}, {"P701"})} == {
        "the role of a allows ec2:DeleteSnapshot on every resource of the account"}


CLICKS = '"""\ninfra:\n  queue: {}\n"""\nimport os\n\n\ndef handler(event, context):\n' \
    "    print(event, os.environ['DEMO_TABLE'], os.environ['DEMO_ARCHIVE_BUCKET'])\n"


@pytest.mark.parametrize("call, hint", [
    ("boto3.resource('dynamodb').Table('demo-prod-table').scan()", 'os.environ["DEMO_TABLE"]'),
    ("boto3.resource('dynamodb').Table('demo').scan()", 'os.environ["DEMO_TABLE"]'),
    ("boto3.client('s3').get_object(Bucket='demo', Key='a')", None),
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


NAMED_HANDLER = "infra:\n  queue: {}\n---\n\n\ndef %s(event, context):\n    for record in event['Records']:\n        try:\n" \
    "            table.put_item(Item=json.loads(record['body']))\n        except Exception as error:\n            %s\n%s"
CONTEXT = "infra: {}\n---\n\n\ndef %s(event, context):\n    return {'id': context.%s}\n%s"
ALIAS = "\n\nhandler = lambda_handler\n"
COPY = "infra:\n  events:\n  - {name: up, source: {type: bucket, name: demo, form: notification}, topic: Object Created}\n" \
    "---\n\n\ndef %s(event, context):\n    key = event['Records'][0]['s3']['object']['key']\n%s    boto3.client('s3')" \
    ".put_object(Bucket=os.environ['DEMO_BUCKET'], Key='out/a', Body=key)\n%s"

test_a_handler_may_have_another_name = finds([
    (NAMED_HANDLER % ("handler", "print(error)", ""), ["P511"]), (NAMED_HANDLER % ("lambda_handler", "print(error)", ALIAS), ["P511"]),
    (NAMED_HANDLER % ("lambda_handler", "raise", ALIAS), []),
    (NAMED_HANDLER % ("lambda_handler", "print(error)", "\n\ndef handler(event, context):\n    return event\n"), []),
    (CONTEXT % ("handler", "request_id", ""), ["P113"]), (CONTEXT % ("main", "request_id", "\n\nhandler = main\n"), ["P113"]),
    (CONTEXT % ("main", "aws_request_id", "\n\nhandler = main\n"), []),
    (COPY % ("lambda_handler", "    if key.startswith('out/'):\n        return\n", ALIAS), []),
])

test_botocore_has_no_requests = finds([
    ("from botocore.vendored import requests\nreturn requests.post('https://example.com', json=event).text", ["P110"]),
    ("import botocore.vendored.requests as requests\nreturn requests.get('https://example.com').text", ["P110"]),
    ("from botocore.vendored.requests.exceptions import ReadTimeout\ntry:\n    return boto3.client('s3').list_buckets()['Buckets'"
     "][0]['Name']\nexcept ReadTimeout:\n    return ''", []),
], app=lambda code: "infra: {timeout: 60}\n---\n" + code, only=["P110"])

KEY = "infra:\n  events:\n  - {name: up, source: {type: bucket, name: demo, form: notification}, topic: Object Created}\n---\n" \
    "import urllib.parse\nkey = %s\nboto3.client('s3').delete_object(Bucket=os.environ['DEMO_BUCKET'], Key=key)"
LABELS = KEY.partition("boto3")[0] + "return boto3.client('rekognition').detect_labels(Image={'S3Object': {" \
    "'Bucket': os.environ['DEMO_BUCKET'], 'Name': key}})['Labels'][0]['Name']"
RAW = "event['Records'][0]['s3']['object']['key']"

test_a_key_that_is_decoded_twice_has_no_plus = finds([
    (KEY % f"urllib.parse.unquote_plus({RAW})", []), (KEY % f"urllib.parse.unquote({RAW})", ["P412"]),
    (KEY % f"urllib.parse.unquote_plus(urllib.parse.unquote({RAW}))", []), (KEY % RAW, ["P412"]),
    (LABELS % RAW, ["P412"]), (LABELS % f"urllib.parse.unquote_plus({RAW})", []),
])
