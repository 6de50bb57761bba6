"""Kinds of bugs that two apps written without sight of the checks had, beside similar code that is right."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

BATCH = "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[{'Id': '1', 'MessageBody': 'm'}])\n"
QUEUE = {"b": "infra:\n  queue: {}\n---\nprint(event)"}
LISTS = [
    (BATCH + "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])\nreturn len(response['Successful'])", []),
    (BATCH + "if response.get('Successful'):\n    return 1\nraise RuntimeError(response['Failed'])", []),
    (BATCH + "return len(response['Successful'])", ["P326", "P808"]), (BATCH + "return [len(response[name]) for name in ('Failed',)]", ["P326"]),
    (BATCH + "print(response['Failed'])\nreturn len(response['Successful'])", ["P326", "P808"]),
]
ROUTES = "infra:\n  endpoint: {api: public, method: GET, path: '/notes/{id}'}\n  layers: [powertools]\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n\napp = APIGatewayRestResolver()\nTEXTS = {'/a/{id}': 1}\n\n\n" \
    "@app.%s\ndef one(id):\n    return {'id': id, 'text': TEXTS.get('/a/{id}')}\n\n\ndef handler(event, context):\n    return app.resolve(event, context)"
RESOLVERS = [
    (ROUTES % "get('/notes/{id}')", ["P521"]), (ROUTES % "route('/notes/{id}', method='GET')", ["P521"]), (ROUTES % "get('/notes/<id>')", []),
    (ROUTES % "get(r'/notes/\\w{3}/<id>')", []), (ROUTES % "get('/notes/{id+}')", ["P521"]),
]
USERS = "infra:\n  users: post-confirmation\n---\nif event['triggerSource'] == '%s':\n    print(1)\nreturn event"
SOURCES = [
    (USERS % "PostConfirmation_SignUp", ["P420"]), (USERS % "PostConfirmation_ConfirmSignUp", []), (USERS % "ConfirmSignUp", []),
    (USERS % "PreSignUp_Admin", ["P420"]), (USERS % "TokenGeneration_ClientCredentials", []), (USERS % "CustomEmailSender_SignUp", []),
    ("return event['triggerSource'] == 'PostConfirmation_SignUp'", []),
]
FIFO = "infra:\n  queue: {fifo: true, batch: 10}\n---\nfailed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        %s\nreturn {'batchItemFailures': [{'itemIdentifier': name} for name in failed]}"
ORDER = [
    (FIFO % "failed.append(record['messageId'])", ["P514"]), (FIFO % "failed += [record['messageId']]", ["P514"]),
    (FIFO % "failed += [later['messageId'] for later in event['Records']]\n        break", []),
    (FIFO.replace("fifo: true", "fifo: false") % "failed.append(record['messageId'])", []),
]
PUT = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item') or {}\n" \
    "boto3.client('s3').%s, %s={'Metadata': {'title': %s}})"
UPLOAD = PUT % ("upload_file('/tmp/a', os.environ['DEMO_BUCKET'], 'k'", "ExtraArgs", "%s")
METADATA = [
    (UPLOAD % "row['title']", ["P219"]), (UPLOAD % "row['id']", []), (UPLOAD % "__import__('urllib.parse').parse.quote(row['title'])", []),
    (UPLOAD % "'Ærø'", ["P219"]), (UPLOAD % "'Oslo'", []), (UPLOAD % "ascii(row['title'])", []),
]
PAGE = "query, rows = {'KeyConditionExpression': Key('pk').eq('a')}, []\nwhile True:\n    page = table.query(**query)\n    rows += page['Items']\n" \
    "    if 'LastEvaluatedKey' not in page:\n        return rows\n    %s"
STARTS = [
    (PAGE % "query['ExclusiveStartKey'] = page['Items'][-1]", ["P331"]), (PAGE % "query |= {'ExclusiveStartKey': page.get('Items')[-1]}", ["P331"]),
    (PAGE % "query['ExclusiveStartKey'] = page['LastEvaluatedKey']", []), (PAGE % "last = page['Items'][-1]\n    query['ExclusiveStartKey'] = last", ["P331"]),
    (PAGE % "last = page['Items'][-1]\n    query['ExclusiveStartKey'] = {'pk': last['pk'], 'sk': last['sk']}", []),
]
HASHES = [
    ("return {'key': str(hash(f\"{event['a']}\"))}", ["P117"]), ("return {'key': f\"x-{hash('a' + event['a'])}\"}", ["P117"]),
    ("return {'key': str(abs(hash(str(event['a']))))}", ["P117"]), ("return {'key': format(hash(json.dumps(event)), 'x')}", ["P117"]),
    ("return {'key': str(hash(5))}", []), ("import hashlib\nreturn {'key': hashlib.md5(str(event).encode()).hexdigest()}", []),
    ("return {'same': hash(f\"{event['a']}\") == hash(f\"{event['b']}\")}", []),
]
BYTES = [
    ("import hashlib\nreturn hashlib.sha256(json.dumps(event)).hexdigest()", ["P127"]), ("import hashlib\nreturn hashlib.sha256(json.dumps(event).encode()).hexdigest()", []),
    ("import hmac\nreturn hmac.new('key', json.dumps(event).encode(), 'sha256').hexdigest()", ["P127"]),
    ("import hmac\nreturn hmac.new(b'key', json.dumps(event).encode(), 'sha256').hexdigest()", []), ("import gzip\nreturn len(gzip.compress('a'))", ["P127"]),
    ("import base64\nreturn base64.b64decode(json.dumps(event)).decode()", []), ("import zlib\nreturn zlib.crc32(event['text'])", []),
]
FORM = "return boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a', Fields=%s, Conditions=%s)"
FORMS = [
    (FORM % ("{'Content-Type': 'a/b'}", "[]"), ["P225"]), (FORM % ("{'Content-Type': 'a/b'}", "None"), ["P225"]), (FORM % ("None", "None"), []),
    (FORM % ("{'Content-Type': 'a/b'}", "[{'content-type': 'a/b'}]"), []), (FORM % ("{'Content-Type': 'a/b'}", "[['starts-with', '$Content-Type', 'a/']]"), []),
    (FORM % ("{'Content-Type': 'a/b'}", "[['eq', '$Content-Type', 'a/b']]"), []), (FORM % ("{'Content-Type': 'a/b'}", "event['conditions']"), []),
    (FORM % ("{'x-ignore-a': 'b'}", "[]"), []), (FORM % ("{'x-amz-meta-a': event['a']}", "[['content-length-range', 1, 5]]"), ["P225"]),
    (FORM % ("{**event['fields']}", "[]"), []),
]
DUMPED = "import base64\nimport uuid\nfrom decimal import Decimal\n\n\ndef plain(value):\n    if isinstance(value, %s):\n        return str(value)\n    raise TypeError(value)\n\n\n" \
    "def handler(event, context):\n    return json.dumps({'next': %s}, default=%s)"
TOKEN = "base64.b64encode(b'a') if event else None"
DEFAULTS = [
    (DUMPED % ("Decimal", TOKEN, "plain"), ["P503"]), (DUMPED % ("(Decimal, bytes)", TOKEN, "plain"), []), (DUMPED % ("Decimal", "1", "plain"), []),
    (DUMPED % ("Decimal", TOKEN, "str"), []), (DUMPED % ("uuid.UUID", "uuid.uuid4()", "plain"), []), (DUMPED % ("Decimal", "uuid.uuid4()", "plain"), ["P503"]),
    (DUMPED % ("(object, Decimal)", TOKEN, "plain"), []), (DUMPED % ("Decimal", "{'a', event}", "plain"), ["P503"]),
]
URL = "name = os.environ['DEMO_B_QUEUE'].%s\nsqs = boto3.client('sqs')\nurl = sqs.get_queue_url(QueueName=name)['QueueUrl']\nsqs.send_message(QueueUrl=url, MessageBody='m')"
NAMES = [
    (URL % "rsplit('/', 1)[1]", []), (URL % "rsplit('/', 1)[-1]", []), (URL % "split('/')[-1]", []), (URL % "rpartition('/')[2]", []),
    (URL % "split('/')[0]", ["P706"]),
]


@cases("code, expected", [*LISTS, *NAMES])
def test_queues(finding_ids, code, expected):
    assert finding_ids({"a": code, **QUEUE}) == expected


@cases("code, expected", RESOLVERS)
def test_routes_of_powertools(finding_ids, code, expected):
    assert finding_ids({"a": code, "layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}) == expected


@cases("code, expected", [*SOURCES, *ORDER, *METADATA, *STARTS, *HASHES, *BYTES, *FORMS, *DEFAULTS])
def test_one_lambda(finding_ids, code, expected):
    assert finding_ids(code) == expected


TTL = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'expires': %s})"
TIMES = [
    (TTL % "(event['time'] + 60) * 1000", ["P339"]), (TTL % "int((event['time'] + 0.5) * 1000)", ["P339"]), (TTL % "event['time'] + 60 * 1000", []),
    (TTL % "event['time'] // 1000", []), (TTL % "event['time'] * 1000 // 1000", []),
]


@cases("code, expected", TIMES)
def test_times_to_live(finding_ids, code, expected):
    assert finding_ids(code, tables="{demo: {ttl: expires}}") == expected
