"""Values that come through helpers, routes, messages, files and streams: bugs that are found, and right code."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body']%s)\n    %s"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'n': %s}))"
PUT = "table.put_item(Item={'pk': 'a', 'sk': record['messageId'], 'n': %s})"
MAIL = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=%s)"
SECOND = "infra:\n  queue: {}\n---\nprint(event)"
PAGES = "def rows():\n    pages = []\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'))\n    pages.%s(page['Items'])\n" \
    "    return %s\n\n\ndef handler(event, context):\n    return [row['size'] for row in rows()]"
CSV = "infra:\n  events: [{name: put, source: {type: bucket, name: demo}, topic: Object Created, prefix: in/, suffix: .csv}]\n" \
    "---\nimport csv\nimport io\n\ns3 = boto3.client('s3')\nbus = boto3.client('events')\n\n\n" \
    "def handler(event, context):\n    bucket, key = os.environ['DEMO_BUCKET'], event['detail']['object']['key']\n" \
    "    text = s3.get_object(Bucket=bucket, Key=key)['Body'].read()\n    entries = []\n    %s"
ENTRIES = "for row in csv.DictReader(%s):\n        if row['a']:\n            entries.append({'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'a', 'DetailType': 'A', 'Detail': json.dumps(row)})%s\n    response = bus.put_events(Entries=entries%s)\n" \
    "    if response['FailedEntryCount']:\n        raise RuntimeError(response)"
LINES = "io.StringIO(text.decode())"
STREAM = "infra:\n  stream: {table: demo, filter: {eventName: [INSERT, REMOVE]}}\n---\ndef count(name, change):\n    image = %s\n" \
    "    print(name == 'INSERT', image%s)\n\n\ndef handler(event, context):\n    for record in event['Records']:\n        %s"
CALL = "count(record['eventName'], record['dynamodb'])"
ROUTES = "infra:\n  endpoint: {api: public, routes: ['GET /lessons/{id}', 'POST /lessons/{id}']}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n\napp = APIGatewayRestResolver()\n\n\n" \
    "class Lesson:\n    def __init__(self, row):\n        self.size = row['size']\n\n\ndef lesson(id):\n" \
    "    row = table.get_item(Key={'pk': id, 'sk': 'lesson'}).get('Item')\n    return Lesson(row) if row else None\n\n\n" \
    "@app.get('/lessons/<id>')\ndef one(id):\n    found = lesson(id)\n    return {'size': found.size if found else 0}\n\n\n" \
    "@app.post('/lessons/<id>')\ndef add(id):\n    found = lesson(id)\n    %sreturn {'size': found.size}\n\n\n" \
    "def handler(event, context):\n    return app.resolve(event, context)"


def of(ids, *wanted_ids):
    """The ids among some."""
    return [id_ for id_ in ids if id_ in wanted_ids]


@cases("more, use, sent, ids", [
    ("", PUT % "message['n']", "float(event['n'])", ["P839"]), ("", PUT % "-1 * message['n']", "event['n'] / 2", []),
    ("", PUT % "-1 * message['n']", "float(event['n'])", ["P839"]), ("", PUT % "message['n']", "int(event['n'])", []),
    ("", PUT % "int(message['n'])", "float(event['n'])", []), ("", PUT % "str(message['n'])", "float(event['n'])", []),
    (", parse_float=Decimal", PUT % "message['n']", "float(event['n'])", []),
    ("", MAIL % "message['n']", "[event['n']]", ["P840"]), ("", MAIL % "message['n']", "f\"a{event['n']}\"", []),
    ("", MAIL % "message['n']", "event['n']", []), ("", MAIL % "json.dumps(message['n'])", "[event['n']]", [])])
def test_a_message_keeps_its_types(finding_ids, more, use, sent, ids):
    assert of(finding_ids({"a": QUEUE % (more, use), "b": SECOND, "c": SEND % sent}), "P839", "P840") == ids


@cases("method, result, ids", [
    ("extend", "pages", []), ("append", "pages", ["P404"]), ("append", "[row for page in pages for row in page]", []),
    ("extend", "[row for page in pages for row in page]", ["P404"])])
def test_pages_and_rows_are_not_mixed_up(finding_ids, method, result, ids):
    assert of(finding_ids(PAGES % (method, result)), "P404") == ids


@cases("code, ids", [
    (ENTRIES % (LINES, "", ""), ["P210"]), (ENTRIES % (LINES, "", "[:10]"), []),
    (ENTRIES % (LINES, "\n            if len(entries) == 10:\n                break", ""), []),
    (ENTRIES % ("io.BytesIO(text)", "", "[:10]"), ["P127"])])
def test_a_file_may_have_any_number_of_lines(finding_ids, code, ids):
    assert of(finding_ids(CSV % code), "P210", "P127") == ids


@cases("image, use, call, ids", [
    ("change['NewImage']", "", CALL, ["P429"]),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "", CALL, []),
    ("change.get('NewImage')", "", CALL, []),
    ("change['NewImage']", "", "if record['eventName'] == 'INSERT':\n            " + CALL, []),
    ("change['NewImage']", "", "if record['eventName'] != 'INSERT':\n            continue\n        " + CALL, []),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "['pk'].split('#')", CALL, ["P430"]),
    ("change['NewImage'] if name == 'INSERT' else change['OldImage']", "['pk']['S'].split('#')", CALL, [])])
def test_an_image_is_that_of_the_change(finding_ids, image, use, call, ids):
    assert of(finding_ids(STREAM % (image, use, call)), "P429", "P430") == ids


@cases("test, ids", [("", ["P325"]), ("if found is None:\n        return {}\n    ", []),
                     ("if not found:\n        return {}\n    ", [])])
def test_a_route_tests_the_item_of_its_own_request(finding_ids, test, ids):
    assert of(finding_ids(ROUTES % test), "P325") == ids


VALUES = "from datetime import datetime, timedelta\n\n\ndef now():\n    return datetime.now()\n\n\n" \
    "def handler(event, context):\n    hours = os.environ.get('HOURS', '5')\n    %s\n"


@cases("code, ids", [
    ("return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').gt(now()))", ["P321"]),
    ("return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').gt(now().isoformat()))", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': event.get('at', now)})", ["P321"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': event.get('at') or now().isoformat()})", []),
    ("at = event.get('at', now)\n    table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': at() if callable(at) else at})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': {'N': '1'}})", ["P321"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': {'N': 1, 'S': 2}})", []),
    ("return str(timedelta(hours=hours))", ["P409"]), ("return str(timedelta(hours=int(hours)))", []),
    ("return list(range(hours))", ["P409"]), ("return hours * 2", []), ("return 5 >= hours", ["P409"]),
    ("return hours > '5'", [])])
def test_a_value_has_the_type_of_its_use(finding_ids, code, ids):
    assert of(finding_ids(VALUES % code), "P321", "P409") == ids
